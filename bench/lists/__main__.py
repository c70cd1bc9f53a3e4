"""``python -m bench.lists [--rows N]``: lists, counts and the board over 1,000 and over N drafts.

Real PostgreSQL, the API's own queries: a page with its counts, as the API reads them. The least of the
readings, and how long half of them, and 95 of 100, took at most, in milliseconds.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from bench.rows import compare
from thinker_svc import queries_lists
from thinker_svc.queries_lists import ARCHIVED, Filters
from thinker_svc.services.states import State

RESULTS = Path(__file__).parents[1] / "results" / "lists.json"
READINGS = 60
SOMEBODY = UUID("00000000-0000-7000-8000-000000000007")
# As long as a post; some words are in every draft, some in every 997th; their order in time is mixed.
FILL = """
INSERT INTO drafts (id, created_at, updated_at, search_id, title, title_edited, state, platforms, account_ids,
    text, platform_texts, content_hash, version, author_id, author_name, keywords, geo, sample, basic_model,
    ai_spans, archived_at)
SELECT (lpad(to_hex((extract(epoch FROM now()) * 1000)::bigint - CAST(60000 AS bigint) * (:rows - n)), 12,
        '0')
        || '7000800000000' || lpad(to_hex(n), 7, '0'))::uuid,
    now() - n * interval '1 minute', now() - (n * 7919 % :rows) * interval '1 minute', gen_random_uuid(),
    'Draft ' || n || ' about ' || word, false,
    (ARRAY['draft', 'draft', 'in_review', 'approved', 'approved', 'approved', 'approved', 'changes_requested',
        'rejected', 'generation_failed'])[1 + n % 10],
    (ARRAY['["webhook"]', '["webhook", "mastodon"]', '["bluesky", "webhook"]', '["x"]'])[1 + n % 4]::jsonb,
    '[]', 'Searches for ' || word || ' reached their peak last week. ' || filler || ' Straße nº ' || n % 997
        || ', maçã y corazón. Word' || n % 997 || ' and word' || n % 31 || '.',
    '{}', repeat('a', 64), 1, ('00000000-0000-7000-8000-' || lpad(to_hex(n % 40), 12, '0'))::uuid, 'Somebody',
    jsonb_build_array(word), 'GB', false, false, '[]', CASE WHEN n % 12 = 0 THEN now() END
FROM (SELECT n, (ARRAY['pumpkin spice', 'rye bread', 'hot cross buns', 'café'])[1 + n % 4] AS word,
    (SELECT string_agg(substr(md5((n * 40 + k)::text), 1, 7), ' ') FROM generate_series(1, 40) AS k) AS filler
    FROM generate_series(1, :rows) AS n) AS made
"""
COUNTED = "SELECT state, count(*) FROM drafts WHERE archived_at IS NULL GROUP BY state"


def readings(read: Callable[[], object]) -> dict[str, float]:
    """``{"least", "p50", "p95"}`` of several readings, each of another moment."""
    read()
    found = []
    for _ in range(READINGS):
        begun = time.perf_counter()
        read()
        found.append((time.perf_counter() - begun) * 1000)
    cuts = statistics.quantiles(found, n=100, method="inclusive")
    return {
        "least": round(min(found), 2),
        "p50": round(statistics.median(found), 2),
        "p95": round(cuts[94], 2),
    }


def measure(url: str, rows: int) -> dict[str, dict[str, float]]:
    engine = create_engine(url)
    with Session(engine) as session:
        session.execute(text(FILL), {"rows": rows})
        session.commit()
        while queries_lists.tally_lines(session, 20_000) >= 20_000:
            session.execute(queries_lists.FOLD)
            session.commit()
        session.execute(queries_lists.FOLD)
        session.commit()
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
        found = _measured(session, rows)
    engine.dispose()
    return found


def _page(session: Session, filters: Filters, cursor: str | None) -> None:
    counts = queries_lists.counts(session, filters)
    queries_lists.drafts(session, filters, cursor=cursor, limit=20, few=counts.exact)


def _measured(session: Session, rows: int) -> dict[str, dict[str, float]]:
    deep = None
    for _ in range(min(20, rows // 200)):
        deep = queries_lists.drafts(session, Filters(), cursor=deep, limit=100).next
    asked: dict[str, tuple[Filters, str | None]] = {
        "last changed 20": (Filters(), None),
        "a deep page": (Filters(), deep),
        "one state": (Filters(state="in_review"), None),
        "one person's": (Filters(owner=SOMEBODY), None),
        "one platform": (Filters(platform="mastodon"), None),
        "one person's on a platform, by title": (
            Filters(owner=SOMEBODY, platform="x", sort="title"),
            None,
        ),
        "archived": (Filters(state=ARCHIVED), None),
        "a word in every draft": (Filters(q="peak"), None),
        "a word in every 31st": (Filters(q="word17"), None),
        "a word in every 997th": (Filters(q="word421"), None),
        "the beginning of a word, accents left out": (Filters(q="stras coraz"), None),
        "a word that is nowhere": (Filters(q="nowhere"), None),
        "a rare word in a state": (Filters(q="word421", state="rejected"), None),
    }
    found: dict[str, dict[str, float]] = {}
    for name, (filters, cursor) in asked.items():
        found[name] = readings(
            lambda f=filters, c=cursor: _page(session, f, c)  # type: ignore[misc] # defaults bind the loop's values
        )
        found[f"its counts alone: {name}"] = readings(
            lambda f=filters: queries_lists.counts(session, f)  # type: ignore[misc] # as above
        )
    states = [state.value for state in State]
    found["board"] = readings(lambda: queries_lists.columns(session, Filters(), states, 8))
    found["for comparison, counting every row"] = readings(lambda: session.execute(text(COUNTED)).all())
    return found


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.lists", description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    options = parser.parse_args(argv)
    compare("thinker_svc", (1000, options.rows), "drafts, ms", measure, RESULTS)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
