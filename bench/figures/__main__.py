"""``python -m bench.figures [FILE] [--errors]``: precision and recall of the figures check.

FILE is a text file of this folder; without it all are measured. The texts of ``unseen.txt``,
``statements.txt`` and ``reserve.txt`` were written and labelled from the rules alone, without sight of the
check, and their errors aren't read. A found claim meets a labelled one when they overlap. Flagged means
contradicted or unsupported. ``--write PATH`` writes the texts as a file for
``python -m thinker_svc.figures check PATH``.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from bench.figures.corpus import KINDS, Text, read
from bench.figures.snapshots import SNAPSHOTS
from thinker_svc.figures import Claim, check
from thinker_svc.figures.text.overlap import meet

RESULTS = Path(__file__).parents[1] / "results" / "figures.json"
UNSEEN = ("unseen.txt", "statements.txt", "reserve.txt")
FILES = tuple(sorted(path.name for path in Path(__file__).parent.glob("*.txt")))


def ratio(part: int, whole: int) -> float:
    return round(part / whole, 3) if whole else 1.0


def measure(texts: list[Text], *, errors: bool = False) -> dict[str, Any]:
    flagged: Counter[str] = Counter()
    found: Counter[str] = Counter()
    same: Counter[str] = Counter()
    kinds = {kind: Counter[str]() for kind in KINDS.values()}
    for text in texts:
        claims = check(text.text, SNAPSHOTS[text.snapshot])
        _flagged(text, claims, flagged, errors=errors)
        for gold in text.claims:
            hits = [claim for claim in claims if meet(gold, claim)]
            found["hit" if hits else "missed"] += 1
            same["right" if any(hit.label == gold.label for hit in hits) else "wrong"] += 1
            kinds[gold.kind]["wanted"] += 1
            kinds[gold.kind]["right"] += any(hit.label == gold.label for hit in hits)
            if errors and not any(hit.label == gold.label for hit in hits):
                _show("label", text, f"{gold} got {[(hit.kind, hit.label, hit.expected) for hit in hits]}")
        for claim in claims:
            kinds[claim.kind]["given"] += 1
            kinds[claim.kind]["agreed"] += any(
                meet(gold, claim) and gold.label == claim.label for gold in text.claims
            )
            if not any(meet(gold, claim) for gold in text.claims):
                found["extra"] += 1
    return {
        "texts": len(texts),
        "claims": sum(len(text.claims) for text in texts),
        "with distractors": sum(text.distractor for text in texts),
        "flagged": {
            "precision": ratio(flagged["tp"], flagged["tp"] + flagged["fp"]),
            "recall": ratio(flagged["tp"], flagged["tp"] + flagged["fn"]),
            **dict(sorted(flagged.items())),
        },
        "found": {"recall": ratio(found["hit"], found["hit"] + found["missed"]), "extra": found["extra"]},
        "label right": ratio(same["right"], same["right"] + same["wrong"]),
        "kinds": {
            kind: {
                "precision": ratio(count["agreed"], count["given"]),
                "recall": ratio(count["right"], count["wanted"]),
                "claims": count["wanted"],
            }
            for kind, count in kinds.items()
        },
    }


def _flagged(text: Text, claims: list[Claim], count: Counter[str], *, errors: bool) -> None:
    wrong = [gold for gold in text.claims if gold.label != "supported"]
    for claim in claims:
        if claim.flagged:
            right = any(meet(gold, claim) for gold in wrong)
            count["tp" if right else "fp"] += 1
            if errors and not right:
                _show("flagged", text, str(claim))
    for gold in wrong:
        if not any(claim.flagged and meet(gold, claim) for claim in claims):
            count["fn"] += 1
            if errors:
                _show("missed", text, str(gold))


def _show(what: str, text: Text, detail: str) -> None:
    print(f"{what:8} {text.id:10} {text.text}\n         {detail}")


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.figures", description=__doc__)
    parser.add_argument("file", nargs="?", choices=FILES)
    parser.add_argument("--errors", action="store_true", help="show what went wrong")
    parser.add_argument("--write", type=Path, help="write the texts for the check's command line")
    options = parser.parse_args(argv)
    if options.errors and options.file in (None, *UNSEEN):
        parser.error("the errors of the unseen texts are not read: name another file")
    names = [options.file] if options.file else list(FILES)
    if options.write:
        given = [
            {"id": one.id, "text": one.text, "snapshot": SNAPSHOTS[one.snapshot]}
            for name in names
            for one in read(name)
        ]
        options.write.write_text(json.dumps(given, ensure_ascii=False), encoding="utf-8")
        return 0
    results = {name: measure(read(name), errors=options.errors) for name in names}
    if not options.file:
        RESULTS.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(results, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
