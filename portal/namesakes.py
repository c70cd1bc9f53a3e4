"""Whom a comment can mention, so that people of the same name can be told apart.

An address is shown to whom users_svc gives it: admins. Everybody else sees the role and, of namesakes, when
they joined; so no address passes through here that the visitor may not read.
"""

from collections import Counter
from collections.abc import Sequence

from flask import current_app
from flask_login import current_user

from portal import words
from portal.clients import api
from portal.models.people import User
from portal.models.talk import Teammate
from svckit.auth import Role
from svckit.http import HttpFailure

MOST = 8
"""So many are offered at once."""


def offered(q: str) -> list[dict[str, str]]:
    """The first people of whose name a part begins with ``q``: ``id``, ``name``, and ``about``, which tells
    them apart.

    Raises:
        HttpFailure: thinker_svc doesn't answer. Without users_svc only the roles are told.
    """
    # One more than is shown: the last one's namesake may be just behind.
    found = api().talk.people(q, MOST + 1)
    names = Counter(one.name.casefold() for one in found)
    alike = [one for one in found if names[one.name.casefold()] > 1]
    accounts = _accounts(alike)
    return [
        {"id": one.id, "name": one.name, "about": _about(one, accounts.get(one.id), one in alike)}
        for one in found[:MOST]
    ]


def named(ids: Sequence[str]) -> dict[str, str]:
    """Names by id, of those who are still on the team. Unknown while users_svc doesn't answer: ``""``."""
    if not ids:
        return {}
    try:
        names = {one.id: one.name for one in api().users.directory()}
    except HttpFailure:
        current_app.logger.warning("names of mentions unknown: users_svc doesn't answer")
        return dict.fromkeys(ids, "")
    return {one: names[one] for one in ids if one in names}


def _accounts(alike: Sequence[Teammate]) -> dict[str, User]:
    if not alike:
        return {}
    try:
        if current_user.role < Role.ADMIN:
            found = api().users.directory()
        else:
            found = [
                user for name in {one.name for one in alike} for user in api().users.people(name[:100]).items
            ]
    except HttpFailure:
        # A list that doesn't tell namesakes apart is better than none.
        current_app.logger.warning("namesakes can't be told apart: users_svc doesn't answer")
        return {}
    return {user.id: user for user in found}


def _about(one: Teammate, account: User | None, alike: bool) -> str:
    parts = ["you" if one.id == current_user.id else "", one.role]
    if alike and account:
        joined = f"joined {words.when(account.created_at)}" if account.created_at else ""
        parts.append(account.email or joined)
    return words.upper_first(", ".join(part for part in parts if part))
