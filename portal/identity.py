"""Who is signed in, through Flask-Login."""

from flask import Flask, current_app, g, session
from flask_login import LoginManager, UserMixin, login_user, logout_user

from portal.models.people import User
from portal.sessions import ServerSession
from portal.tokens import Grant, TokenStore
from svckit.auth import Role
from svckit.http import HttpFailure


class SignedIn(UserMixin):  # type: ignore[misc] # flask_login has no types
    """The visitor behind a session."""

    def __init__(self, grant_id: str, user: User) -> None:
        self.grant_id = grant_id
        self.user = user

    def get_id(self) -> str:
        return self.grant_id

    @property
    def id(self) -> str:
        return self.user.id

    @property
    def name(self) -> str:
        return self.user.name

    @property
    def email(self) -> str:
        return self.user.email

    @property
    def role(self) -> Role:
        return self.user.role_order

    @property
    def must_change_password(self) -> bool:
        return self.user.must_change_password


def tokens() -> TokenStore:
    store: TokenStore = current_app.extensions["portal_tokens"]
    return store


def set_up(app: Flask) -> None:
    """Load the visitor from the session on every request."""
    manager = LoginManager(app)
    manager.session_protection = None

    @manager.user_loader  # type: ignore[untyped-decorator] # flask_login has no types
    def load(grant_id: str) -> SignedIn | None:
        grant = tokens().get(grant_id)
        return SignedIn(grant_id, grant.user) if grant else None


def sign_in(grant: Grant) -> None:
    """Begin a session for this person, under a new id."""
    _rotate()
    login_user(SignedIn(tokens().add(grant), grant.user))


def sign_out(grant_id: str) -> None:
    """End the session, and the grant with it."""
    try:
        tokens().drop(grant_id)
    except HttpFailure:
        # Gone from here all the same; at users_svc it ends by its own time.
        current_app.logger.warning("refresh token not revoked: users_svc doesn't answer")
    logout_user()
    _rotate()


def _rotate() -> None:
    if isinstance(session, ServerSession):
        session.rotate()
    # Flask-WTF keeps the old session's CSRF token in g for the rest of the request.
    g.pop("csrf_token", None)
