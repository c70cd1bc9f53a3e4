"""``python -m thinker_svc.figures check FILE``: the claims of texts, as JSON.

FILE: ``[{id, text, snapshot}]``. Printed: ``[{id, claims: [{start, end, kind, label, expected, point?}]}]``,
in the same order; places count code points, the end is exclusive.
"""

import json
import sys
from pathlib import Path
from typing import Any

from thinker_svc.figures import check

USAGE = "usage: python -m thinker_svc.figures check FILE"
FORM = "expected [{id, text, snapshot}]"


def main(argv: list[str]) -> int:
    """Exit status 2 when the file can't be read as described."""
    if len(argv) != 2 or argv[0] != "check":
        sys.stderr.write(f"{USAGE}\n{FORM}\n")
        return 2
    try:
        given = json.loads(Path(argv[1]).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        sys.stderr.write(f"{argv[1]}: cannot be read as JSON: {error}\n")
        return 2
    wrong = _wrong(given)
    if wrong:
        sys.stderr.write(f"{argv[1]}: {wrong}; {FORM}\n")
        return 2
    # JSON may hold half a character by its number, as in "\ud83d"; only so written can it be printed again.
    json.dump([_checked(one) for one in given], sys.stdout, ensure_ascii=True)
    sys.stdout.write("\n")
    return 0


def _wrong(given: object) -> str:
    if not isinstance(given, list):
        return "is not a list"
    for at, one in enumerate(given):
        if not isinstance(one, dict):
            return f"entry {at} is not an object"
        if "id" not in one:
            return f"entry {at} has no id"
        if not isinstance(one.get("text"), str):
            return f"entry {at} ({one['id']!r}) has no text"
        if not isinstance(one.get("snapshot"), dict):
            return f"entry {at} ({one['id']!r}) has no snapshot"
    return ""


def _checked(one: dict[str, Any]) -> dict[str, Any]:
    return {"id": one["id"], "claims": [claim.as_json() for claim in check(one["text"], one["snapshot"])]}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
