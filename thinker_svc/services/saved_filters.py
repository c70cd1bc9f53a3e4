"""Filters that people keep, for themselves or for the team."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from svckit.auth import Principal, Role
from svckit.db import utcnow
from svckit.problems import Conflict, Forbidden, NotFound, PreconditionFailed, Unprocessable
from thinker_svc.models.saved_filter import SavedFilter

MOST = 50


def visible(session: Session, principal: Principal) -> list[SavedFilter]:
    """One's own by name, then what others share."""
    statement = select(SavedFilter).where(
        or_(SavedFilter.owner_id == principal.id, SavedFilter.shared.is_(True))
    )
    own_first = (SavedFilter.owner_id != principal.id, func.lower(SavedFilter.name), SavedFilter.id)
    return list(session.execute(statement.order_by(*own_first).limit(4 * MOST)).scalars())


def create(
    session: Session, principal: Principal, *, name: str, shared: bool, query: Mapping[str, Any]
) -> SavedFilter:
    """Raises Conflict `name-taken`, Unprocessable `too-many-filters`, Forbidden `role-required`."""
    _may_share(principal, shared=shared)
    own = select(func.count()).where(SavedFilter.owner_id == principal.id)
    if session.execute(own).scalar_one() >= MOST:
        raise Unprocessable("too-many-filters", f"You have {MOST} filters. Delete one you don't use.")
    _require_free(session, principal, name)
    made = SavedFilter(
        owner_id=principal.id, owner_name=principal.name, name=name, shared=shared, query=dict(query)
    )
    _flush(session, made)
    return made


def change(
    session: Session,
    principal: Principal,
    filter_id: UUID,
    seen: int,
    *,
    name: str,
    shared: bool,
    query: Mapping[str, Any],
) -> SavedFilter:
    """Raises also PreconditionFailed `stale-content`."""
    found = _own(session, principal, filter_id)
    if found.version != seen:
        raise PreconditionFailed(
            "stale-content",
            "This filter was changed meanwhile. Open it again.",
            current_version=found.version,
        )
    _may_share(principal, shared=shared and not found.shared)
    _require_free(session, principal, name, but=found.id)
    if (found.name, found.shared, found.query) != (name, shared, dict(query)):
        found.name, found.shared, found.query = name, shared, dict(query)
        found.version, found.updated_at = found.version + 1, utcnow()
        _flush(session, found)
    return found


def delete(session: Session, principal: Principal, filter_id: UUID) -> None:
    """One's own; an admin also what others share."""
    found = session.get(SavedFilter, filter_id, with_for_update=True)
    if found is not None and found.shared and principal.role >= Role.ADMIN:
        session.delete(found)
        return
    session.delete(_own(session, principal, filter_id))


def _own(session: Session, principal: Principal, filter_id: UUID) -> SavedFilter:
    found = session.get(SavedFilter, filter_id, with_for_update=True)
    if found is None or (found.owner_id != principal.id and not found.shared):
        raise NotFound("filter-not-found", "There is no such filter.")
    if found.owner_id != principal.id:
        raise Forbidden("not-your-filter", f"This filter is {found.owner_name}'s. Save one of your own.")
    return found


def _may_share(principal: Principal, *, shared: bool) -> None:
    if shared and principal.role < Role.AUTHOR:
        raise Forbidden("role-required", "Viewers keep filters to themselves. Ask an admin for another role.")


def _flush(session: Session, row: SavedFilter) -> None:
    """Two requests at the same moment may both have found the name free."""
    name = row.name
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError as error:
        raise _taken(name) from error


def _taken(name: str) -> Conflict:
    return Conflict(
        "name-taken",
        f"You have a filter named “{name}”. Give this one another name.",
        errors=[{"field": "name", "message": "You have a filter of this name."}],
    )


def _require_free(session: Session, principal: Principal, name: str, but: UUID | None = None) -> None:
    taken = select(SavedFilter.id).where(SavedFilter.owner_id == principal.id, SavedFilter.name == name)
    if session.execute(taken).scalar_one_or_none() not in (None, but):
        raise _taken(name)
