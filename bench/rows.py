"""The frame of measurements of few rows against many: PostgreSQL, a migrated database for each size."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from svckit.testing.servers import ROOT, Postgres, temporary_folder


def compare(
    service: str, sizes: Iterable[int], label: str, measure: Callable[[str, int], Any], results: Path
) -> None:
    """Print and keep what ``measure(database URL, size)`` finds for each size.

    Args:
        service: whose tables, e.g. ``trends_svc``.
        label: what the sizes count; stands behind each of them.
        results: the file they are kept in.
    """
    found: dict[str, Any] = {}
    postgres = Postgres(temporary_folder("bench-postgres-"))
    postgres.server.start()
    try:
        for size in sizes:
            url = postgres.new_database(f"bench{size}")
            subprocess.run(
                [sys.executable, "-m", "svckit.migrate", service, "upgrade"],
                env={**os.environ, "DATABASE_URL": url}, cwd=ROOT, check=True, capture_output=True,
            )  # fmt: skip
            found[f"{size} {label}"] = measure(url, size)
    finally:
        postgres.server.stop(signal.SIGINT)
    written = json.dumps(found, indent=2) + "\n"
    results.write_text(written)
    sys.stdout.write(written)
