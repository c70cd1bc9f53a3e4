"""The real processes together: web, worker, consumer, and the packaged model."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from svckit.events.publisher import Publisher
from svckit.ids import uuid7
from svckit.testing.servers import free_port, wait_until
from svckit.testing.tokens import Issuer
from thinker_svc.tests.factories import snapshot_data
from thinker_svc.tests.integration.test_stream import Page
from thinker_svc.tests.ollama_server import QUESTION, Behaviour
from thinker_svc.tests.processes import CONSUMER, WORKER, answers, kill_hard, running, web

READERS = 100


class Client:
    """An author at the web process."""

    def __init__(self, url: str, issuer: Issuer) -> None:
        self.url = f"{url}/api/v1/thinker"
        self.headers = issuer.headers("author")

    def ask(self, search_id: Any) -> dict[str, Any]:
        answer = httpx.post(
            f"{self.url}/drafts", json={"search_id": str(search_id)}, headers=self.headers, timeout=20
        )
        assert answer.status_code == 202, answer.text
        return dict(answer.json())

    def draft(self, draft_id: str) -> dict[str, Any]:
        return dict(httpx.get(f"{self.url}/drafts/{draft_id}", headers=self.headers, timeout=20).json())

    def follow(self, draft_id: str) -> Page:
        """Like a browser: reconnects with the last id until it is told the end."""
        page = Page()
        while not page.kinds or page.kinds[-1] not in ("done", "failed"):
            headers = self.headers | ({"Last-Event-ID": page.last_id} if page.last_id else {})
            with httpx.stream(
                "GET", f"{self.url}/drafts/{draft_id}/stream", headers=headers, timeout=60
            ) as answer:
                block: list[str] = []
                for line in answer.iter_lines():
                    block.append(line)
                    if not line:
                        page.take("\n".join(block))
                        block = []
        return page


def complete(events_url: str, search_id: Any, **snapshot: Any) -> None:
    """trends_svc says that a search is done."""
    publisher = Publisher(events_url)
    publisher.publish_event(
        {
            "specversion": "1.0",
            "id": str(uuid7()),
            "source": "/trends",
            "type": "trends.search.completed",
            "time": "2026-11-23T00:00:00Z",
            "data": {
                "search_id": str(search_id),
                "requested_by": {"id": str(uuid7()), "name": "Tom"},
                "snapshot": snapshot_data(**snapshot),
            },
        },
        {},
    )
    publisher.close()


@pytest.fixture
def start(environment: dict[str, str], issuer: Issuer, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Starts web, worker and consumer with the settings given; returns a client and the processes."""
    contexts = []

    def begin(**settings: str) -> tuple[Client, dict[str, Any]]:
        port = free_port()
        values = {**environment, "WEB_THREADS": "128", "CONCURRENCY": "1", **settings}
        context = running(values, tmp_path, web=web(port), worker=WORKER, consumer=CONSUMER)
        contexts.append(context)
        processes = context.__enter__()
        wait_until(lambda: answers(f"http://127.0.0.1:{port}/healthz"), seconds=60, what="the web process")
        return Client(f"http://127.0.0.1:{port}", issuer), processes

    yield begin
    for context in contexts:
        context.__exit__(None, None, None)


def test_from_event_to_draft_with_the_packaged_model(
    start: Callable[..., Any], events_url: str, tmp_path: Path
) -> None:
    port = free_port()
    host = f"http://127.0.0.1:{port}"
    with running({}, tmp_path, llm=["launcher.llm", "--port", str(port)]):
        wait_until(lambda: answers(f"{host}/api/version"), seconds=60, what="the model server")
        client, _ = start(OLLAMA_HOST=host, EVENTS_URL=events_url)
        search_id = uuid7()
        draft = client.ask(search_id)
        complete(events_url, search_id)
        page = client.follow(draft["id"])
        stored = client.draft(draft["id"])
    assert stored["state"] == "draft", stored["generation"]
    assert page.text == stored["content"]["text"]
    assert "up 50% in four weeks" in page.text
    assert page.text.endswith("?")
    assert stored["generation"]["error"] is None


def test_a_worker_killed_mid_stream_finishes_the_draft_once_and_the_page_resumes(
    start: Callable[..., Any], environment: dict[str, str], ollama: Behaviour
) -> None:
    ollama.piece, ollama.between = 2, 1.0
    client, processes = start()
    search_id = uuid7()
    complete(environment["EVENTS_URL"], search_id)
    draft = client.ask(search_id)
    pages: list[Page] = []
    reader = threading.Thread(target=lambda: pages.append(client.follow(draft["id"])))
    reader.start()
    wait_until(lambda: ollama.requests, seconds=60, what="the model being asked")
    time.sleep(2.5)  # it is in the middle of its answer
    kill_hard(processes["worker"])
    ollama.between = 0.05
    processes["worker"].start()
    reader.join(100)
    assert pages, "the page was never told the end"
    stored = client.draft(draft["id"])
    assert stored["state"] == "draft"
    assert pages[0].text == stored["content"]["text"]
    assert stored["content"]["text"].count(QUESTION) == 1
    assert "rewind" in pages[0].kinds
    assert pages[0].kinds.count("done") == 1


def test_a_hundred_readers_follow_one_draft(
    start: Callable[..., Any], environment: dict[str, str], ollama: Behaviour
) -> None:
    ollama.piece, ollama.between = 2, 0.4
    client, _ = start()
    search_id = uuid7()
    complete(environment["EVENTS_URL"], search_id)
    draft = client.ask(search_id)
    pages: list[Page] = []
    readers = [
        threading.Thread(target=lambda: pages.append(client.follow(draft["id"]))) for _ in range(READERS)
    ]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join(120)
    assert len(pages) == READERS
    assert {page.text for page in pages} == {client.draft(draft["id"])["content"]["text"]}
