"""A platform that keeps no keys is asked what it has before anything is sent to it again."""
# ruff: noqa: ARG002 - the wall needs no more of the interface's arguments

from dataclasses import replace
from datetime import datetime, timedelta
from typing import ClassVar

import pytest
from sqlalchemy import update

from svckit.ids import uuid7
from tweeter_svc.models import Account, Post
from tweeter_svc.platforms.base import (
    Connected,
    ConnectForm,
    Content,
    Credentials,
    FormField,
    Limits,
    Outcome,
    Platform,
    ReadBack,
    Recovery,
    Sent,
    Shown,
    Unsure,
)
from tweeter_svc.platforms.registry import Platforms
from tweeter_svc.provided import provide, provided
from tweeter_svc.services.publishing import Publishing
from tweeter_svc.services.scheduling import Scheduling
from tweeter_svc.services.states import RetryPolicy
from tweeter_svc.tests.factories import PRIYA, Desk


class Wall(Platform):
    """A platform in this process: what was sent, and how often somebody looked."""

    name: ClassVar[str] = "wall"
    label: ClassVar[str] = "Wall"
    recovery: ClassVar[Recovery] = Recovery.READ_BACK
    form: ClassVar[tuple[FormField, ...]] = ()

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.looks = 0
        self.breaks = 0
        self.keeps = True

    def limits(self) -> Limits:
        return Limits(max_characters=100)

    def connect(self, form: ConnectForm) -> Connected:
        return Connected(form.name, "https://wall.example/", {})

    def check(self, credentials: Credentials) -> Outcome:
        return Sent()

    def compose(self, content: Content) -> str:
        return content.text

    def shown(self, payload: str) -> Shown:
        return Shown(payload)

    def publish(self, credentials: Credentials, key: str, payload: str) -> Outcome:
        if self.keeps:
            self.sent.append(payload)
        if self.breaks:
            self.breaks -= 1
            return Unsure("no-answer", "The line broke.")
        return Sent(f"{len(self.sent)}", None)

    def read_back(self, credentials: Credentials, key: str, payload: str, since: datetime) -> ReadBack:
        self.looks += 1
        return ReadBack(payload in self.sent, "1", "https://wall.example/1")

    def delete(self, credentials: Credentials, remote_id: str) -> Outcome:
        return Sent()


@pytest.fixture
def wall(desk: Desk) -> Wall:
    """The desk with the wall as its only platform, and an account there."""
    platform = Wall()
    found = Platforms([platform])
    with desk.app.app_context():
        parts = provided()
    policy = RetryPolicy(max_tries=3, first_delay=timedelta(milliseconds=20))
    publishing = Publishing(found, parts.vault, policy, parts.links, lease=timedelta(seconds=5))
    provide(
        desk.app,
        replace(parts, platforms=found, publishing=publishing, scheduling=Scheduling(publishing)),
    )
    with desk.work() as session:
        session.add(
            Account(
                id=uuid7(), platform="wall", name="Wall", handle="wall", url="https://wall.example/",
                sealed=parts.vault.seal({}), status="connected", created_by_id=PRIYA.id,
                created_by_name=PRIYA.name,
            )
        )  # fmt: skip
    return platform


def test_what_is_found_there_is_adopted_and_not_sent_again(desk: Desk, wall: Wall) -> None:
    wall.breaks = 1
    post = desk.run_until(desk.approve(texts={"wall": "Rye"}), "published")
    assert wall.sent == ["Rye"]
    assert wall.looks == 1
    assert post["deliveries"][0]["remote_url"] == "https://wall.example/1"


def test_what_was_altered_since_is_still_looked_for(desk: Desk, wall: Wall) -> None:
    wall.breaks = 1
    post_id = desk.approve(texts={"wall": "Rye"})
    desk.run()
    with desk.work() as session:
        session.execute(update(Post).values(texts={"wall": "Wheat"}))
    desk.run_until(post_id, "published")
    assert (wall.sent, wall.looks) == (["Rye"], 1)


def test_what_is_not_found_there_is_never_sent_blindly_and_a_person_is_asked(desk: Desk, wall: Wall) -> None:
    wall.breaks, wall.keeps = 1, False
    post = desk.run_until(desk.approve(texts={"wall": "Rye"}), "failed")
    assert wall.looks == 2
    delivery = post["deliveries"][0]
    assert delivery["error"]["type"] == "not-found-there"
    assert delivery["doubtful"] is True
    wall.keeps = True
    body = {"delivery_id": delivery["id"], "outcome": "failed"}
    assert desk.call("POST", f"/posts/{post['id']}/settle", body).status_code == 200
    assert desk.call("POST", f"/posts/{post['id']}/retry").status_code == 200
    desk.run_until(post["id"], "published")
    assert wall.sent == ["Rye"]
