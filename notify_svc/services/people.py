"""The read model of people, kept from user.* events."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from notify_svc.events import UserChanged
from notify_svc.models import Person

DECIDERS = ("reviewer", "admin")


class UnknownPerson(Exception):
    """An event names somebody whose own event hasn't arrived yet."""


def remember(session: Session, data: UserChanged, as_of: datetime) -> None:
    """Take over what an event says of a person, unless a newer one was here first."""
    person = session.get(Person, data.user_id)
    if person is None:
        person = Person(id=data.user_id)
        session.add(person)
    elif person.as_of > as_of:
        return
    person.email, person.name, person.role = data.email, data.name[:200], data.role
    person.active, person.verified, person.as_of = data.active, data.verified, as_of


def find(session: Session, ids: Iterable[UUID]) -> list[Person]:
    """Those of the people who may get e-mail, in the order of ``ids``, each once.

    Raises:
        UnknownPerson: one of them was never heard of.
    """
    found = []
    for person_id in dict.fromkeys(ids):
        person = session.get(Person, person_id)
        if person is None:
            raise UnknownPerson(f"no user event about {person_id} has arrived yet")
        if person.active:
            found.append(person)
    return found


def with_role(session: Session, roles: Iterable[str]) -> list[Person]:
    """Active, verified people of these roles, oldest account first."""
    statement = select(Person).where(Person.role.in_(list(roles)), Person.active, Person.verified)
    return list(session.scalars(statement.order_by(Person.id)))
