"""``/api/v1/users``: one's own account, everybody's for admins, names for colleagues."""

from uuid import UUID

from flask import Response, jsonify

from svckit.auth import ADMIN, VIEWER, Role
from svckit.db import unit_of_work
from svckit.schemas import IdPath
from svckit.web import Resource, current
from users_svc import queries
from users_svc.api.provided import provided
from users_svc.api.schemas import (
    AccountBody,
    Directory,
    DirectoryEntry,
    MeBody,
    PasswordBody,
    PeopleOut,
    PeopleQuery,
    UserOut,
)
from users_svc.models.user import User
from users_svc.services import people

users = Resource("users", __name__, url_prefix="/api/v1/users", tag="People")


def _user(user: User) -> Response:
    return jsonify(UserOut.of(user).model_dump(mode="json"))


@users.get("/me", permission=VIEWER, summary="My account", responses={200: UserOut})
def read_me() -> Response:
    with unit_of_work(provided().db) as session:
        return _user(people.me(session, current().id))


@users.patch("/me", permission=VIEWER, summary="Change my name", responses={200: UserOut})
def change_me(body: MeBody) -> Response:
    with unit_of_work(provided().db) as session:
        user = people.rename(session, current().id, body.name)
    return _user(user)


@users.post("/me/password", permission=VIEWER, summary="Change my password", responses={204: None})
def change_password(body: PasswordBody) -> tuple[str, int]:
    """Ends every other session of mine."""
    principal = current()
    provided().passwords.change(
        principal.id, current=body.current, new=body.new, keep=UUID(principal.session_id)
    )
    return "", 204


@users.get("/directory", permission=VIEWER, summary="Who is here", responses={200: Directory})
def directory() -> Response:
    """Everybody who can sign in, by name, as a list."""
    with unit_of_work(provided().db) as session:
        found = queries.directory(session)
    entries = [DirectoryEntry.of(user) for user in found]
    return jsonify(Directory(entries).model_dump(mode="json"))


@users.get("/", permission=ADMIN, summary="All accounts", responses={200: PeopleOut})
def list_people(query: PeopleQuery) -> Response:
    with unit_of_work(provided().db) as session:
        page = queries.people(session, q=query.q, cursor=query.cursor, limit=query.limit)
    answer = PeopleOut(items=[UserOut.of(user) for user in page.items], next=page.next)
    return jsonify(answer.model_dump(mode="json"))


@users.patch("/<uuid:id>", permission=ADMIN, summary="Change an account", responses={200: UserOut})
def change_account(path: IdPath, body: AccountBody) -> Response:
    """Role, active or both. The last admin can be neither demoted nor deactivated."""
    with unit_of_work(provided().db) as session:
        user = people.change_account(
            session,
            path.id,
            actor_id=current().id,
            role=Role.parse(body.role) if body.role else None,
            active=body.active,
        )
    return _user(user)
