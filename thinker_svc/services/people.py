"""The team as far as the rules need it."""

from __future__ import annotations

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from svckit.auth import Principal, Role
from svckit.paging import Page, keyset
from thinker_svc.models.person import Person
from thinker_svc.services.states import Caller

_REVIEWING = [role.label for role in Role if role >= Role.REVIEWER]


def caller(session: Session, principal: Principal) -> Caller:
    """The principal, and whether they are the team's only active person. Unknown teams are never of one."""
    team = session.execute(
        select(Person.id).where(Person.active.is_(True), Person.verified.is_(True)).limit(2)
    ).scalars()
    return Caller(principal.id, principal.role, alone=list(team) == [principal.id])


def reviewers(session: Session) -> int:
    """How many active people may approve."""
    active = Person.active.is_(True), Person.verified.is_(True), Person.role.in_(_REVIEWING)
    return int(session.execute(select(func.count()).select_from(Person).where(*active)).scalar_one())


def matching(session: Session, q: str, *, cursor: str | None, limit: int) -> Page[Person]:
    """Active people of whose name a part begins with `q`, by name."""
    statement = select(Person).where(Person.active.is_(True), Person.verified.is_(True))
    if q.strip():
        begins = q.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        statement = statement.where(
            or_(Person.name.ilike(f"{begins}%", escape="\\"), Person.name.ilike(f"% {begins}%", escape="\\"))
        )
    columns = (Person.name, Person.id)
    return keyset(session, statement, columns, cursor=cursor, limit=limit, descending=False)
