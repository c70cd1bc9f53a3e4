"""``python -m bench.watches [--checks N]``: lists of 200 watches whose history is short, and long.

Real PostgreSQL, the API's own queries; the least of several readings, in milliseconds.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from sqlalchemy import create_engine, select, text
from sqlalchemy.orm import Session

from bench.history.__main__ import least
from bench.rows import compare
from svckit.db import utcnow
from trends_svc import queries_watches
from trends_svc.models import Watch

RESULTS = Path(__file__).parents[1] / "results" / "watches.json"
WATCHES = 200
FILL = (
    """
INSERT INTO watches (id, name, question, schedule, rule, cooldown_hours, active, version, created_by_id,
    created_by_name, created_at, updated_at, next_at)
SELECT ('00000000-0000-7000-8000-' || lpad(to_hex(w), 12, '0'))::uuid, 'watch ' || w, '{}', '{}', '{}', 24,
    true, 1, '00000000-0000-7000-8000-000000000001', 'Somebody', now(), now(), now() + interval '1 day'
FROM generate_series(1, :watches) AS w
""",
    """
INSERT INTO searches (id, keywords, keywords_text, geo, timeframe, category, property, requested_by_id,
    requested_by_name, created_at, status, source, sample, cached, step, steps_done, steps_total, message,
    attempts, losses, hint_at, hints, as_of, shape)
SELECT ('01000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, '["w"]', 'w', 'GB', 'now 7-d', 0, '',
    '00000000-0000-7000-8000-000000000001', 'Somebody', now(), 'completed', 'google', false, false, 'done', 4,
    4, '', 0, 0, now(), 0, now(), '[1, 2, 3]'
FROM generate_series(1, CAST(:watches AS integer) * :checks) AS n
""",
    """
INSERT INTO watch_checks (id, watch_id, search_id, created_at, finished_at, outcome, findings)
SELECT ('02000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
    ('00000000-0000-7000-8000-' || lpad(to_hex(1 + n % CAST(:watches AS integer)), 12, '0'))::uuid,
    ('01000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, now(), now(), 'quiet', '[]'
FROM generate_series(1, CAST(:watches AS integer) * :checks) AS n
""",
)


def measure(url: str, checks: int) -> dict[str, float]:
    engine = create_engine(url)
    with Session(engine) as session:
        for statement in FILL:
            session.execute(text(statement), {"watches": WATCHES, "checks": checks})
        session.commit()
        for table in ("watches", "searches", "watch_checks"):
            session.execute(text(f"ANALYZE {table}"))
        session.commit()
        ids = list(session.execute(select(Watch.id).limit(30)).scalars())
        found = {
            "30 watches": least(lambda: queries_watches.watches(session, active=None, cursor=None, limit=30)),
            "what they found last": least(lambda: _forgetful(session, ids)),
            "one watch's 20 checks": least(
                lambda: queries_watches.checks(session, ids[0], cursor=None, limit=20)
            ),
            "whose time has come": least(lambda: queries_watches.due_watches(session, utcnow(), 20)),
            "checks to be judged": least(lambda: queries_watches.ended_checks(session, 20)),
        }
    engine.dispose()
    return found


def _forgetful(session: Session, ids: Sequence[UUID]) -> None:
    session.expire_all()
    queries_watches.newest_checks(session, ids)


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.watches", description=__doc__)
    parser.add_argument("--checks", type=int, default=1000, help="of each of the 200 watches")
    options = parser.parse_args(argv)
    compare("trends_svc", (5, options.checks), "checks each", measure, RESULTS)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
