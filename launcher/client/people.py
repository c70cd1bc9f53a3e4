"""Accounts made the way people make them: register, read the mail, follow the link."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass
from urllib.parse import parse_qs, urlsplit

from launcher.client.api import Api
from launcher.client.mailbox import Mailbox


@dataclass(frozen=True)
class Person:
    email: str
    name: str
    password: str

    def as_json(self) -> dict[str, str]:
        return asdict(self)


def new_password() -> str:
    return secrets.token_urlsafe(15)


def register(api: Api, mail_url: str, person: Person) -> str:
    """Register and verify by the link in the caught e-mail. Returns that link."""
    box = Mailbox(mail_url, person.email)
    seen = frozenset(message["id"] for message in box.messages())
    api.post("/auth/register", person.as_json())
    _, link = box.wait_for_link("/verify-email?token=", seen=seen)
    token = parse_qs(urlsplit(link).query)["token"][0]
    api.post("/auth/verify-email", {"token": token})
    return link
