"""Keyset pages over a real PostgreSQL."""

import base64
import json
from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from svckit.db import utcnow
from svckit.paging import Page, keyset
from svckit.problems import BadRequest
from svckit.tests.demo.models import Note, db


def _page(cursor: str | None = None, *, limit: int = 7, descending: bool = True) -> Page[Note]:
    columns = [Note.created_at, Note.id]
    return keyset(db.session(), select(Note), columns, cursor=cursor, limit=limit, descending=descending)


@pytest.fixture
def notes(app: Flask) -> list[str]:
    """Forty notes, many of which were made at the very same moment."""
    start = utcnow()
    with app.app_context():
        for n in range(40):
            db.session.add(Note(text=str(n), created_at=start + timedelta(seconds=n // 6)))
        db.session.commit()
        return [note.text for note in db.session.execute(select(Note)).scalars()]


@pytest.mark.parametrize("limit", [1, 7, 39, 40, 41, 100])
@pytest.mark.parametrize("descending", [True, False])
def test_all_pages_together_are_everything_once_and_in_order(
    app: Flask, notes: list[str], limit: int, descending: bool
) -> None:
    seen: list[Note] = []
    cursor: str | None = None
    with app.app_context():
        while True:
            page = _page(cursor, limit=limit, descending=descending)
            seen += page.items
            cursor = page.next
            if cursor is None:
                break
            assert len(page.items) == limit
    assert sorted(note.text for note in seen) == sorted(notes)
    keys = [(note.created_at, note.id) for note in seen]
    assert keys == sorted(keys, reverse=descending)


def test_rows_that_come_in_between_neither_skip_nor_double_others(app: Flask, notes: list[str]) -> None:
    seen: list[str] = []
    cursor: str | None = None
    with app.app_context():
        while True:
            page = _page(cursor)
            seen += [note.text for note in page.items]
            db.session.add(Note(text="late"))
            db.session.delete(page.items[0])
            db.session.commit()
            cursor = page.next
            if cursor is None:
                break
    assert sorted(text for text in seen if text != "late") == sorted(notes)


def test_an_empty_list_is_one_page_without_a_next(app: Flask) -> None:
    with app.app_context():
        assert _page() == Page([], None)


def _cursor(*values: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    ["", "x", "%%%", "é", _cursor(), _cursor(1), _cursor("a", "b"), _cursor({"t": "yesterday"}, {"u": "x"}),
     _cursor({"t": "2026-01-01T00:00:00"}, {"u": "0" * 32}), _cursor({"u": "0" * 32}, {"t": "2026-01-01"}),
     _cursor({"t": "9999-12-31T23:59:59-14:00"}, {"u": "0" * 32}),
     _cursor(None, None), _cursor({"t": 5}, {"u": 5}), _cursor({}, {}), _cursor([], [])],
)  # fmt: skip
def test_a_cursor_that_is_not_ours_is_a_bad_request(app: Flask, cursor: str) -> None:
    with app.app_context(), pytest.raises(BadRequest) as caught:
        _page(cursor)
    assert caught.value.type == "invalid-cursor"


@given(
    cursor=st.one_of(
        st.text(max_size=60), st.binary(max_size=60).map(lambda b: base64.urlsafe_b64encode(b).decode())
    )
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_cursor_whatsoever_is_a_failure_of_ours(app: Flask, cursor: str) -> None:
    with app.app_context():
        try:
            _page(cursor)
        except BadRequest:
            db.session.rollback()
