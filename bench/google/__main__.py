"""``python -m bench.google [--searches N] [--workers N]``: searches against a server that enforces
Google's limit, 60 times faster than life.

The real processes: PostgreSQL, Valkey, a Celery worker with N children, the sweeper's beat. The synthetic
server gives 60 calls a minute from a bucket of 10, counts parallel calls three times, and answers whoever
insists with the robot page. Spacing and pauses are scaled by 60 like the server's clock: what counts are
the ratios. Exit status 1 when a search is lost or 2 % or more of the calls are refused.
"""

import argparse
import json
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import func, select
from werkzeug.serving import make_server

from launcher.google.limits import Limiter
from launcher.google.modes import Control
from launcher.google.server import create_app as create_google
from svckit.celery import make_celery
from svckit.db import unit_of_work, utcnow
from svckit.relay import Relay, celery_sender
from svckit.schemas import Person
from svckit.testing.servers import ROOT, Postgres, Server, Valkey, temporary_folder
from trends_svc.bootstrap import create_app
from trends_svc.config import Settings
from trends_svc.models import OPEN, OutboxRow, Search, db, outbox
from trends_svc.services import searches
from trends_svc.services.questions import Question

SCALE = 60.0
RESULTS = Path(__file__).parents[1] / "results" / "google.json"
LONGEST_SECONDS = 420


def settings_for(database: str, store: str, google: str) -> Settings:
    return Settings.model_validate(
        {
            "public_url": "http://bench.test", "jwks_url": "http://127.0.0.1:9/jwks.json",
            "database_url": database, "events_url": store, "redis_url": store, "stream_redis_url": store,
            "trends_google_url": google, "trends_sample": True,
            "trends_spacing_seconds": 1.5 / SCALE, "trends_retry_seconds": 20 / SCALE,
        }
    )  # fmt: skip


def environment(settings: Settings, workers: int) -> dict[str, str]:
    secrets = ("database_url", "events_url", "redis_url", "stream_redis_url")
    plain = ("public_url", "jwks_url", "trends_google_url", "trends_spacing_seconds", "trends_retry_seconds")
    return {
        **{name.upper(): getattr(settings, name).get_secret_value() for name in secrets},
        **{name.upper(): str(getattr(settings, name)) for name in plain},
        "TRENDS_SAMPLE": "true", "CONCURRENCY": str(workers), "PYTHONPATH": str(ROOT),
        "PYTHONWARNINGS": "ignore", "LOG_LEVEL": "WARNING",
    }  # fmt: skip


def ask(count: int) -> None:
    """Every second one is about two keywords: three to five calls each."""
    me = Person(id=uuid4(), name="Bench")
    for number in range(count):
        words = (f"word {number}",) if number % 2 else (f"word {number}", "tea")
        with unit_of_work(db) as session:
            searches.request_search(
                session, outbox, Question(words, "GB", "today 12-m"), me,
                now=utcnow(), sample=True, steps=2 + len(words),
            )  # fmt: skip


def outcome(limiter: Limiter, seconds: float) -> dict[str, Any]:
    with unit_of_work(db) as session:
        states = dict(session.execute(select(Search.status, func.count()).group_by(Search.status)).all())
        tries = session.scalar(select(func.sum(Search.attempts))) or 0
    told = limiter.report()
    calls = told["passed"] + told["refused"] + told["captchas"]
    return {
        "searches": states, "calls": calls, **told,
        "refused share": round((told["refused"] + told["captchas"]) / max(1, calls), 4),
        "tries that failed": int(tries),
        "seconds": round(seconds, 1), "in Google's time, minutes": round(seconds * SCALE / 60, 1),
    }  # fmt: skip


def says(log: Path, words: str) -> bool:
    return log.exists() and words in log.read_text()


def run(count: int, workers: int, folder: Path) -> dict[str, Any]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    postgres, valkey = (
        Postgres(temporary_folder("bench-postgres-")),
        Valkey(temporary_folder("bench-valkey-")),
    )
    postgres.server.start()
    valkey.server.start()
    limiter = Limiter(scale=SCALE)
    server = make_server("127.0.0.1", 0, create_google(Control(limiter=limiter)), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings = settings_for(
        postgres.new_database("bench"), valkey.url(1), f"http://127.0.0.1:{server.server_port}"
    )
    env = environment(settings, workers)
    started: list[Server] = []
    try:
        subprocess.run(
            [sys.executable, "-m", "svckit.migrate", "trends_svc", "upgrade"],
            env={**os.environ, **env}, cwd=ROOT, check=True, capture_output=True,
        )  # fmt: skip
        for kind, words in (("worker", "ready."), ("beat", "beat: Starting")):
            log = folder / f"{kind}.log"
            args = [sys.executable, "-m", "svckit.run", kind, "trends_svc"]
            ready = partial(says, log, words)
            server_env = {**env, "BEAT_DIR": str(folder), "LOG_LEVEL": "INFO"}
            started.append(Server(argv=args, log=log, ready=ready, env=server_env, name=kind))
            started[-1].start()
        app = create_app(settings)
        sender = celery_sender(make_celery("trends", settings.redis_url.get_secret_value()))
        relay = Relay(app, db, OutboxRow, settings.events_url.get_secret_value(), sender)
        relay.start()
        begun = time.monotonic()
        with app.app_context():
            ask(count)
            while time.monotonic() - begun < LONGEST_SECONDS:
                with unit_of_work(db) as session:
                    left = session.scalar(
                        select(func.count()).select_from(Search).where(Search.status.in_(OPEN))
                    )
                if not left:
                    break
                time.sleep(0.5)
            found = outcome(limiter, time.monotonic() - begun)
            db.engine.dispose()
        relay.stop()
        return found
    finally:
        for process in started:
            process.stop(signal.SIGKILL)
        server.shutdown()
        valkey.server.stop()
        postgres.server.stop(signal.SIGINT)


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.google", description=__doc__)
    parser.add_argument("--searches", type=int, default=200)
    parser.add_argument("--workers", type=int, default=4)
    options = parser.parse_args(argv)
    folder = temporary_folder("bench-google-")
    found = {"workers": options.workers, **run(options.searches, options.workers, folder)}
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(found, indent=2) + "\n")
    print(json.dumps(found, indent=2))
    lost = options.searches - found["searches"].get("completed", 0)
    return 1 if lost or found["refused share"] >= 0.02 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
