"""``python -m bench.history [--rows N]``: pages of the history over 1,000 and over N searches.

Real PostgreSQL, the API's own queries; the least of several readings, in milliseconds.
"""

import argparse
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from bench.rows import compare
from svckit.db import utcnow
from trends_svc import queries
from trends_svc.queries import Filters

RESULTS = Path(__file__).parents[1] / "results" / "history.json"
READINGS = 15
FILL = """
INSERT INTO searches (id, keywords, keywords_text, geo, timeframe, category, property, requested_by_id,
    requested_by_name, created_at, status, source, sample, cached, step, steps_done, steps_total, message,
    attempts, losses, hint_at, hints)
SELECT (lpad(to_hex((extract(epoch FROM now()) * 1000)::bigint - CAST(60000 AS bigint) * (:rows - n)), 12,
        '0')
        || '7000800000000' || lpad(to_hex(n), 7, '0'))::uuid,
    jsonb_build_array(w), w, (ARRAY['', 'GB', 'US', 'PT', 'DE'])[1 + n % 5], 'today 12-m', 0, '',
    ('00000000-0000-7000-8000-' || lpad(to_hex(n % 40), 12, '0'))::uuid, 'Somebody', now(),
    (ARRAY['completed', 'completed', 'completed', 'completed', 'failed'])[1 + n % 5], 'google', false, false,
    'done', 4, 4, '', 0, 0, now(), 0
FROM (SELECT n, md5(n::text) || ' word ' || n % 997 AS w FROM generate_series(1, :rows) AS n) AS made
"""


def least(read: Callable[[], object]) -> float:
    """Milliseconds of the quickest of several readings."""
    found = []
    for _ in range(READINGS):
        begun = time.perf_counter()
        read()
        found.append((time.perf_counter() - begun) * 1000)
    return round(min(found), 2)


def measure(url: str, rows: int) -> dict[str, float]:
    engine = create_engine(url)
    with Session(engine) as session:
        session.execute(text(FILL), {"rows": rows})
        session.commit()
        session.execute(text("ANALYZE searches"))
        session.commit()
        deep = None
        for _ in range(min(20, rows // 100)):
            deep = queries.searches(session, Filters(), cursor=deep, limit=100).next
        month = utcnow() - timedelta(days=30)
        pages: dict[str, tuple[Filters, str | None]] = {
            "newest 20": (Filters(), None),
            "a deep page": (Filters(), deep),
            "failed only": (Filters(status="failed"), None),
            "one region": (Filters(geo="PT"), None),
            "of the last 30 days": (Filters(since=month), None),
            "a word in every 997th": (Filters(text="word 421"), None),
            "a word that is nowhere": (Filters(text="nowhere to be found"), None),
        }
        found = {
            name: least(lambda f=filters, c=cursor: queries.searches(session, f, cursor=c, limit=20))  # type: ignore[misc] # defaults bind the loop's values
            for name, (filters, cursor) in pages.items()
        }
    engine.dispose()
    return found


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.history", description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    options = parser.parse_args(argv)
    compare("trends_svc", (1000, options.rows), "rows, ms", measure, RESULTS)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
