"""Following a draft: from the beginning, from the middle, too late."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

import redis

from svckit.ids import uuid7
from svckit.testing.servers import wait_until
from thinker_svc.provided import provided
from thinker_svc.services.following import Event
from thinker_svc.tests.ollama_server import Behaviour
from thinker_svc.tests.team import Someone, Team


@dataclass
class Page:
    """What a page shows that follows the stream, as a browser would."""

    text: str = ""
    kinds: list[str] = field(default_factory=list)
    last_id: str = ""

    def take(self, lines: str) -> Page:
        for block in lines.split("\n\n"):
            parts = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
            if "event" not in parts:
                continue
            data = json.loads(parts["data"])
            self.kinds.append(parts["event"])
            self.last_id = parts.get("id", self.last_id)
            if parts["event"] == "token":
                self.text += data["text"]
            elif parts["event"] == "rewind":
                self.text = self.text[: data["length"]]
        return self


def _follow(who: Someone, draft_id: str, page: Page | None = None) -> Page:
    page = page or Page()
    headers = {"Last_Event_ID": page.last_id} if page.last_id else {}
    answer = who.get(f"/drafts/{draft_id}/stream", **headers)
    assert answer.status_code == 200, answer.json
    assert answer.content_type.startswith("text/event-stream")
    return page.take(answer.get_data(as_text=True))


def test_a_reader_sees_the_text_grow_to_what_is_stored(team: Team, ollama: Behaviour) -> None:
    ollama.between = 0.02
    draft = team.author.ask(team.search())
    pages: list[Page] = []
    reader = threading.Thread(target=lambda: pages.append(_follow(team.viewer, draft["id"])))
    reader.start()
    team.work()
    reader.join(10)
    [page] = pages
    assert page.text == team.viewer.draft(draft["id"])["content"]["text"]
    assert page.kinds[0] == "state"
    assert page.kinds[-1] == "done"
    assert page.kinds.count("token") > 4


def test_a_rejected_answer_is_taken_back_from_the_page(team: Team, ollama: Behaviour) -> None:
    ollama.answer = json.dumps({"question": "Do you buy this nonsense every day at work?"})
    draft = team.author.ask(team.search())
    team.work()
    page = _follow(team.viewer, draft["id"], Page(last_id=_first_id(team, draft["id"])))
    assert "rewind" in page.kinds
    assert page.text == team.viewer.draft(draft["id"])["content"]["text"]
    assert "nonsense" not in page.text


def _first_id(team: Team, draft_id: str) -> str:
    """An id that resumes at the very beginning of the current generation's stream."""
    record = team.viewer.get(f"/drafts/{draft_id}/provenance").json or {}
    return f"{record['generations'][0]['id']}.0-0"


def test_a_reader_who_was_cut_off_goes_on_where_it_was(team: Team) -> None:
    draft = team.written()
    whole = _follow(team.viewer, draft["id"], Page(last_id=_first_id(team, draft["id"])))
    answer = team.viewer.get(
        f"/drafts/{draft['id']}/stream", Last_Event_ID=_first_id(team, draft["id"])
    ).get_data(as_text=True)
    blocks = answer.split("\n\n")
    half = Page().take("\n\n".join(blocks[:4]))
    assert half.text
    assert half.text != whole.text
    assert _follow(team.viewer, draft["id"], half).text == whole.text


def test_a_reader_who_comes_late_or_after_expiry_gets_the_text_and_the_end_at_once(
    team: Team, environment: dict[str, str]
) -> None:
    draft = team.written()
    late = _follow(team.viewer, draft["id"])
    assert (late.kinds, late.text) == (["token", "done"], draft["content"]["text"])
    cut_off = Page(text="half a sen", last_id=_first_id(team, draft["id"]))
    client = redis.Redis.from_url(environment["STREAM_REDIS_URL"])
    client.flushdb()
    client.close()
    resumed = _follow(team.viewer, draft["id"], cut_off)
    assert (resumed.kinds, resumed.text) == (["rewind", "token", "done"], draft["content"]["text"])


def test_a_reader_of_an_older_generation_starts_again(team: Team) -> None:
    draft = team.written()
    old = Page(text="old", last_id=_first_id(team, draft["id"]))
    team.author.post(f"/drafts/{draft['id']}/regenerate", {})
    team.work()
    page = _follow(team.viewer, draft["id"], old)
    assert page.kinds[0] == "rewind"
    assert page.text == team.viewer.draft(draft["id"])["content"]["text"]


def test_a_failure_ends_the_stream_with_its_reason(team: Team, ollama: Behaviour) -> None:
    ollama.status = 500
    draft = team.author.ask(team.search())
    pages: list[Page] = []
    reader = threading.Thread(target=lambda: pages.append(_follow(team.viewer, draft["id"])))
    reader.start()
    team.work()
    reader.join(10)
    assert pages[0].kinds[-1] == "failed"


def test_a_stream_without_redis_ends_when_the_draft_does(team_with: Callable[..., Team]) -> None:
    team = team_with(STREAM_REDIS_URL="redis://127.0.0.1:9/0")
    draft = team.author.ask(team.search())
    pages: list[Page] = []
    reader = threading.Thread(target=lambda: pages.append(_follow(team.viewer, draft["id"])))
    reader.start()
    team.work()
    wait_until(lambda: pages, seconds=15)
    reader.join(5)
    assert pages[0].text == team.viewer.draft(draft["id"])["content"]["text"]


def test_a_draft_that_is_not_there_is_a_404(team: Team) -> None:
    assert team.viewer.get(f"/drafts/{uuid7()}/stream").status_code == 404


def test_whoever_waits_is_told_their_place_as_it_changes(team: Team) -> None:
    first, second = team.author.ask(team.search()), team.author.ask(team.search())
    heard: list[Event] = []

    def follow() -> None:
        with team.app.app_context():
            for event in provided().following.events(UUID(second["id"]), None):
                heard.append(event)

    reader = threading.Thread(target=follow)
    reader.start()
    wait_until(lambda: _places(heard) == [2], seconds=10)
    team.author.post(f"/drafts/{first['id']}/stop")
    wait_until(lambda: _places(heard) == [2, 1], seconds=10)
    team.author.post(f"/drafts/{second['id']}/stop")
    reader.join(15)
    assert heard[-1].kind == "done"


def _places(heard: list[Event]) -> list[int]:
    return [event.data["place"] for event in heard if event.kind == "place"]


def test_several_texts_come_one_after_the_other_live_and_stored(team: Team, ollama: Behaviour) -> None:
    ollama.between = 0.02
    draft = team.author.ask(team.search(), variants=2)
    pages: list[Page] = []
    reader = threading.Thread(target=lambda: pages.append(_follow(team.viewer, draft["id"])))
    reader.start()
    team.work()
    reader.join(15)
    offered = team.author.get(f"/drafts/{draft['id']}/alternatives").json or {}
    texts = [one["text"] for one in offered["items"]]
    live, stored = pages[0], _follow(team.viewer, draft["id"])
    assert live.kinds.count("variant") == stored.kinds.count("variant") == 2
    assert stored.text == "".join(texts)
    assert live.kinds[-1] == stored.kinds[-1] == "done"
