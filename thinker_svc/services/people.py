"""The team as far as the rules need it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from svckit.auth import Principal
from thinker_svc.models.person import Person
from thinker_svc.services.states import Caller


def caller(session: Session, principal: Principal) -> Caller:
    """The principal, and whether they are the team's only active person. Unknown teams are never of one."""
    team = session.execute(
        select(Person.id).where(Person.active.is_(True), Person.verified.is_(True)).limit(2)
    ).scalars()
    return Caller(principal.id, principal.role, alone=list(team) == [principal.id])
