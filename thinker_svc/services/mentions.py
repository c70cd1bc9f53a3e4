"""Whom a text names with @. Only active people of the team can be named."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from svckit.problems import Unprocessable
from thinker_svc.models.person import Person

_AT = re.compile(r"(?<![\w@.])@(?=\w)")
_WORD = re.compile(r"[\w’'-]+")


def team(session: Session) -> list[Person]:
    """Everybody who can be mentioned, by name."""
    statement = select(Person).where(Person.active.is_(True), Person.verified.is_(True))
    return list(session.execute(statement.order_by(Person.name, Person.id)).scalars())


def named(
    text: str, people: Sequence[Person], chosen: Collection[UUID] = (), known: Collection[UUID] = ()
) -> list[Person]:
    """The people after each @: by their whole name, or their first name where only one has it. An @ before
    anything else is no mention. `chosen` tells namesakes apart; else `known` does: whom the text named before
    it was changed. Of those, whoever it no longer names is mentioned no longer.

    Raises:
        Unprocessable: `unknown-person` for a chosen one who is not (or no longer) on the team;
            `ambiguous-mention` where several people could be meant.
    """
    by_id = {person.id: person for person in people}
    # Somebody who was mentioned and has left since is no reason to refuse a mended word.
    fresh = [one for one in chosen if one not in known]
    missing = [one for one in fresh if one not in by_id]
    if missing:
        raise _problem("unknown-person", "Somebody you mention is no longer active on the team.")
    found = [by_id[one] for one in fresh]
    for match in _AT.finditer(text):
        meant = _meant(text[match.end() :], people)
        picked = _among(meant, fresh) or _among(meant, known) or meant
        if len(picked) > 1:
            names = " or ".join(sorted({person.name for person in picked}))
            first = _first(picked[0])
            raise _problem(
                "ambiguous-mention",
                f"“@{first}” could be {names}. Write the whole name."
                if len({person.name for person in picked}) > 1
                else f"Several people are called {picked[0].name}. Choose the one you mean from the list.",
            )
        found += picked
    return list({person.id: person for person in found}.values())


def _among(people: Sequence[Person], ids: Collection[UUID]) -> list[Person]:
    return [person for person in people if person.id in ids]


def _meant(rest: str, people: Sequence[Person]) -> list[Person]:
    """Those whose name begins the rest of the text: the longest whole name, else the first name."""
    whole = [person for person in people if _begins(rest, person.name)]
    if whole:
        longest = max(len(person.name) for person in whole)
        return [person for person in whole if len(person.name) == longest]
    word = _WORD.match(rest)
    return [p for p in people if word and _first(p).casefold() == word.group().rstrip("’'-").casefold()]


def _begins(rest: str, name: str) -> bool:
    if not name or rest[: len(name)].casefold() != name.casefold():
        return False
    after = rest[len(name) : len(name) + 1]
    return not (after and (after.isalnum() or after == "_"))


def _first(person: Person) -> str:
    return (person.name.split() or [""])[0]


def _problem(kind: str, message: str) -> Unprocessable:
    return Unprocessable(kind, message, errors=[{"field": "text", "message": message}])
