"""What templates and voices share over HTTP: rows as the API shows them."""

from __future__ import annotations

from typing import Any

from flask import Response

from svckit.etag import set_etag
from svckit.schemas import Person, Schema
from thinker_svc.api.drafts import answer
from thinker_svc.api.library_schemas import VersionRow
from thinker_svc.models.shelf import Head, Version


def head(row: Head) -> dict[str, Any]:
    plain = ("id", "name", "version", "built_in", "archived_at", "created_at", "updated_at")
    by = Person(id=row.author_id, name=row.author_name) if row.author_id else None
    return {name: getattr(row, name) for name in plain} | {"default": row.is_default, "updated_by": by}


def version(row: Version) -> dict[str, Any]:
    by = Person(id=row.author_id, name=row.author_name) if row.author_id else None
    plain = ("number", "name", "note", "created_at")
    return {name: getattr(row, name) for name in plain} | {"author": by}


def version_row(row: Version) -> VersionRow:
    return VersionRow(**version(row))


def tagged(body: Schema, number: int, status: int = 200) -> Response:
    return set_etag(answer(body, status), number)
