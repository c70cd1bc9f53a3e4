"""users_svc: signing in, and people."""

from typing import Any

from portal.clients.base import Caller, read, read_all
from portal.models.base import Listing
from portal.models.people import User
from portal.tokens import Grant


class AuthClient:
    """``/auth``: what somebody without a token may ask."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def token(self, email: str, password: str) -> Grant:
        return Grant.from_answer(
            self._caller.post("/auth/token", {"email": email, "password": password}).json()
        )

    def register(self, email: str, name: str, password: str) -> None:
        self._caller.post("/auth/register", {"email": email, "name": name, "password": password})

    def verify_email(self, token: str) -> User:
        return read(User, self._caller.post("/auth/verify-email", {"token": token}).json())

    def resend_verification(self, email: str) -> None:
        self._caller.post("/auth/verify-email/resend", {"email": email})

    def ask_password_reset(self, email: str) -> None:
        self._caller.post("/auth/password-reset", {"email": email})

    def reset_password(self, token: str, password: str) -> None:
        self._caller.post("/auth/password-reset/confirm", {"token": token, "password": password})


class UsersClient:
    """``/users``."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def me(self) -> User:
        return read(User, self._caller.get("/users/me"))

    def rename_me(self, name: str) -> User:
        return read(User, self._caller.send("PATCH", "/users/me", json={"name": name}).json())

    def change_password(self, current: str, new: str) -> None:
        self._caller.post("/users/me/password", {"current": current, "new": new})

    def people(self, q: str = "", cursor: str = "") -> Listing[User]:
        return read(Listing[User], self._caller.get("/users/", q=q, cursor=cursor, limit=50))

    def change(self, user_id: str, changes: dict[str, Any]) -> User:
        return read(User, self._caller.send("PATCH", f"/users/{user_id}", json=changes).json())

    def directory(self) -> list[User]:
        return read_all(User, self._caller.get("/users/directory"))
