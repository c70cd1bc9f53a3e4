"""``python -m bench.spikes [--count N]``: precision and recall of the spike statistic, on both worlds.

``--write DIR`` also writes the series as files for ``python -m trends_svc.spikes FILE``.
"""

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from bench.spikes.generate import WORLDS, series
from trends_svc.spikes import judge, read_points

RESULTS = Path(__file__).parents[1] / "results" / "spikes.json"


def ratio(part: int, whole: int) -> float:
    return round(part / whole, 3) if whole else 1.0


def measure(made: list[dict[str, Any]]) -> dict[str, Any]:
    """Precision and recall of "alert now" and of the marked points; errors by kind of series."""
    alerts: Counter[str] = Counter()
    points: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for one in made:
        verdict = judge(read_points(one["points"], one["resolution"]))
        truth = one["truth"]
        outcome = ("tp" if truth["alert"] else "fp") if verdict.alert else ("fn" if truth["alert"] else "tn")
        alerts[outcome] += 1
        if outcome in ("fp", "fn"):
            wrong[f"{outcome} {one['kind']} {one['resolution']}"] += 1
        found, wanted = set(verdict.spikes), set(truth["spikes"])
        points.update(tp=len(found & wanted), fp=len(found - wanted), fn=len(wanted - found))
    return {
        "series": len(made),
        "alert now": {
            "precision": ratio(alerts["tp"], alerts["tp"] + alerts["fp"]),
            "recall": ratio(alerts["tp"], alerts["tp"] + alerts["fn"]),
            **dict(sorted(alerts.items())),
        },
        "points": {
            "precision": ratio(points["tp"], points["tp"] + points["fp"]),
            "recall": ratio(points["tp"], points["tp"] + points["fn"]),
        },
        "wrong": dict(wrong.most_common()),
    }


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.spikes", description=__doc__)
    parser.add_argument("--count", type=int, default=420, help="series per world")
    parser.add_argument("--write", type=Path, help="folder to write the series to")
    options = parser.parse_args(argv)
    results = {}
    for name, world in WORLDS.items():
        made = series(world, options.count)
        results[name] = measure(made)
        if options.write:
            options.write.mkdir(parents=True, exist_ok=True)
            (options.write / f"{name}.json").write_text(json.dumps(made))
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(results, indent=2) + "\n")
    print(json.dumps(results, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
