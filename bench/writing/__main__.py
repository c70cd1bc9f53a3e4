"""``python -m bench.writing [--drafts N]``: what thinker_svc adds to the model.

The real web, worker and consumer processes over real stores, one reader on the stream, and a model server
that gives a piece of its answer every 50 ms and remembers when: how much later the reader has each piece, how
much longer the draft takes than the same answer asked for directly, and how soon a stop reaches the model.
"""

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx

from svckit.ids import uuid7
from svckit.testing.servers import ROOT, Postgres, Valkey, free_port, temporary_folder, wait_until
from svckit.testing.tokens import Issuer, serve_jwks
from thinker_svc.engines.base import Request
from thinker_svc.engines.ollama import OllamaEngine
from thinker_svc.tests.integration.test_processes import Client, complete
from thinker_svc.tests.ollama_server import QUESTION, Behaviour, serve
from thinker_svc.tests.processes import CONSUMER, WORKER, answers, running, web

RESULTS = Path(__file__).parents[1] / "results" / "writing.json"
PACE = 0.05


@contextmanager
def stack(folder: Path) -> Iterator[tuple[Client, Behaviour, str]]:
    """The processes, ready; the model server; the broker of events."""
    issuer = Issuer()
    behaviour = Behaviour(answer=json.dumps({"question": QUESTION}), piece=1, between=PACE)
    with ExitStack() as stays:
        stores = Postgres(folder / "postgres"), Valkey(folder / "valkey")
        for store in stores:
            store.server.start()
            stays.callback(store.server.stop, signal.SIGINT)
        database, redis_url = stores[0].new_database("thinker"), stores[1].url(1)
        environment = {
            "DATABASE_URL": database,
            "PUBLIC_URL": "http://portal.test",
            "JWKS_URL": stays.enter_context(serve_jwks(issuer)),
            "EVENTS_URL": redis_url,
            "REDIS_URL": redis_url,
            "STREAM_REDIS_URL": redis_url,
            "LINK_SIGNING_KEY": "0" * 64,
            "OLLAMA_HOST": stays.enter_context(serve(behaviour)).url,
            "CONCURRENCY": "1",
        }
        migrate = [sys.executable, "-m", "svckit.migrate", "thinker_svc", "upgrade"]
        subprocess.run(migrate, env=os.environ | environment, cwd=ROOT, check=True, capture_output=True)
        port = free_port()
        stays.enter_context(running(environment, folder, web=web(port), worker=WORKER, consumer=CONSUMER))
        url = f"http://127.0.0.1:{port}"
        wait_until(lambda: answers(f"{url}/healthz"), seconds=60, what="the web process")
        yield Client(url, issuer), behaviour, redis_url


def follow(client: Client, draft_id: str) -> list[tuple[float, int]]:
    """When each token came, and how much text there was then."""
    found, length = [], 0
    url = f"{client.url}/drafts/{draft_id}/stream"
    with httpx.stream("GET", url, headers=client.headers, timeout=60) as answer:
        kind = ""
        for line in answer.iter_lines():
            if line.startswith("event: "):
                kind = line.removeprefix("event: ")
            elif line.startswith("data: ") and kind in {"token", "rewind"}:
                data = json.loads(line.removeprefix("data: "))
                length = length + len(data["text"]) if kind == "token" else data["length"]
                found.append((time.monotonic(), length))
            elif kind in {"done", "failed"}:
                break
    return found


def directly(behaviour: Behaviour) -> float:
    """Seconds that the same answer takes without us."""
    begun = time.monotonic()
    with OllamaEngine(behaviour.url).stream(Request(behaviour.model, [], None, {})) as stream:
        for _ in stream:
            pass
    return time.monotonic() - begun


def one(client: Client, behaviour: Behaviour, events_url: str) -> dict[str, Any]:
    search_id = uuid7()
    complete(events_url, search_id, keyword="pumpkin spice")
    behaviour.sent.clear()
    draft = client.ask(search_id)
    came = follow(client, draft["id"])
    stored = client.draft(draft["id"])
    text, generation = stored["content"]["text"], stored["generation"]
    if not text.endswith(QUESTION):
        raise SystemExit(f"The question was not taken: {text}")
    before, head = len(text) - len(QUESTION), len('{"question": "')
    late = []
    for sent_at, length in behaviour.sent:
        shown = length - head
        if 0 < shown <= len(QUESTION):
            late.append(next(at for at, seen in came if seen >= before + shown) - sent_at)
    began, ended = (datetime.fromisoformat(generation[name]) for name in ("started_at", "finished_at"))
    return {"late": late, "took": (ended - began).total_seconds(), "direct": directly(behaviour)}


def stopping(client: Client, behaviour: Behaviour, events_url: str) -> float:
    """Seconds from asking to the model's end of the line."""
    search_id = uuid7()
    complete(events_url, search_id, keyword="pumpkin spice")
    behaviour.sent.clear()
    behaviour.hung_up.clear()
    draft = client.ask(search_id)
    wait_until(lambda: behaviour.sent, seconds=20)
    asked = time.monotonic()
    httpx.post(f"{client.url}/drafts/{draft['id']}/stop", headers=client.headers, timeout=20)
    if not behaviour.hung_up.wait(10):
        raise SystemExit("The model was never told to stop.")
    return time.monotonic() - asked


def milliseconds(seconds: list[float]) -> dict[str, float]:
    cuts = statistics.quantiles(seconds, n=20, method="inclusive")
    return {
        "least": round(min(seconds) * 1000, 1),
        "p50": round(statistics.median(seconds) * 1000, 1),
        "p95": round(cuts[18] * 1000, 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.writing", description=__doc__)
    parser.add_argument("--drafts", type=int, default=10)
    arguments = parser.parse_args()
    with stack(temporary_folder("bench-writing-")) as (client, behaviour, events_url):
        one(client, behaviour, events_url)  # everything is imported and connected once
        runs = [one(client, behaviour, events_url) for _ in range(arguments.drafts)]
        stops = [stopping(client, behaviour, events_url) for _ in range(arguments.drafts)]
    extra = min(run["took"] for run in runs) - min(run["direct"] for run in runs)
    found = {
        "token_later_ms": milliseconds([late for run in runs for late in run["late"]]),
        "answer_directly_s": round(min(run["direct"] for run in runs), 3),
        "draft_s": round(min(run["took"] for run in runs), 3),
        "draft_longer_ms": round(extra * 1000, 1),
        "stop_reaches_model_ms": milliseconds(stops),
        "drafts": arguments.drafts,
    }
    RESULTS.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
