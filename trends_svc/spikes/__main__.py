"""``python -m trends_svc.spikes FILE``: judge series, print the verdicts as JSON.

FILE: ``[{id, resolution, points: [{time, value, partial}]}]``; value 0–100, "<1" or null.
Printed: ``[{id, spikes: [index], alert}]``, in the same order.
"""

import json
import sys
from pathlib import Path
from typing import Any

from trends_svc.spikes import judge, read_points

USAGE = "usage: python -m trends_svc.spikes FILE"
FORM = "expected [{id, resolution, points: [{time, value, partial}]}]"


def main(argv: list[str]) -> int:
    """Exit status 2 when the file can't be read as described."""
    if len(argv) != 1:
        sys.stderr.write(f"{USAGE}\n{FORM}\n")
        return 2
    try:
        given = json.loads(Path(argv[0]).read_text(encoding="utf-8"))
        verdicts = [_judged(one) for one in given]
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        sys.stderr.write(f"{argv[0]}: {type(error).__name__}: {error}; {FORM}\n")
        return 2
    json.dump(verdicts, sys.stdout)
    sys.stdout.write("\n")
    return 0


def _judged(one: dict[str, Any]) -> dict[str, Any]:
    verdict = judge(read_points(one["points"], str(one["resolution"])))
    return {"id": one["id"], "spikes": verdict.spikes, "alert": verdict.alert}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
