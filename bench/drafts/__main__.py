"""How good drafts are: ``python -m bench.drafts [--model NAME] [--larger] [--out FILE]``.

Asks the server that ``OLLAMA_HOST`` names; with ``THINKER_ENGINE=openai``, that of ``OPENAI_BASE_URL``. Each
trend is drafted once, with a voice that bans some words, and scored by rule (scoring.py). Every draft is
printed, and written with its scores to the file.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import time
from collections.abc import Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import Any, get_args

from bench.drafts import scoring, sheets
from bench.drafts.sheets import Case
from svckit.ids import uuid7
from thinker_svc.engines.base import Engine, EngineError
from thinker_svc.engines.ollama import OllamaEngine
from thinker_svc.engines.openai import OpenAIEngine
from thinker_svc.engines.watch import Limits
from thinker_svc.services import facts, gates, material
from thinker_svc.services.assemble import Length
from thinker_svc.services.drafting import Drafting
from thinker_svc.services.order import Made, Order
from thinker_svc.services.templates import Tone
from thinker_svc.services.voices import Voice

TONES: Sequence[Tone] = get_args(Tone)
LENGTHS: Sequence[Length] = get_args(Length)
# Words that the sentences and models like to use, one or more in each language.
BANNED = ("amazing", "gaining ground", "enjoy", "zugenommen", "progressé", "ha aumentado", "aumentou", "زاد")


class Nowhere:
    """A page that nobody looks at."""

    def write(self, text: str) -> None: ...

    def rewind(self, length: int) -> None: ...


def engine() -> Engine:
    limits = Limits(first_token=90, total=150)
    if os.environ.get("THINKER_ENGINE") == "openai":
        return OpenAIEngine(os.environ["OPENAI_BASE_URL"], os.environ.get("OPENAI_API_KEY", ""), limits)
    return OllamaEngine(os.environ.get("OLLAMA_HOST", "http://127.0.0.1:11434"), limits)


def measure(asked: Engine, case: Case, order: Order) -> dict[str, Any]:
    start = time.perf_counter()
    try:
        made, error = Drafting(asked).write(order, Nowhere()), ""
    except EngineError as failure:
        made, error = material.assembled(order, Made("")), f"{failure.type}: {failure}"
    scores = scoring.score(order, made)
    return {
        "topic": case.topic[0],
        "language": case.language,
        "direction": order.sheet.direction,
        "platform": case.platform,
        "tone": order.tone,
        "length": order.length,
        "text": made.text,
        "by_model": [made.text[start:end] for start, end in made.ai_spans],
        "sensitive": gates.sensitive([case.topic[0]]),
        "answers": len(made.answers),
        "rejected": [answer.verdicts for answer in made.answers if any(answer.verdicts.values())],
        "scores": scores,
        "usable": all(scores.values()),
        "flagged": scoring.flagged(order, made.text),
        "error": error,
        "seconds": round(time.perf_counter() - start, 2),
    }


def summary(rows: list[dict[str, Any]]) -> dict[str, Any]:
    asked = [row for row in rows if row["answers"]]
    seconds = sorted(row["seconds"] for row in asked)
    return {
        "drafts": len(rows),
        "usable": sum(row["usable"] for row in rows),
        **{name: sum(row["scores"][name] for row in rows) for name in rows[0]["scores"]},
        "model_asked": len(asked),
        "model_wrote": sum(bool(row["by_model"]) for row in asked),
        "median_seconds": seconds[len(seconds) // 2] if seconds else None,
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.drafts", description=__doc__)
    parser.add_argument("--model", default=os.environ.get("THINKER_MODEL", "smollm2:135m"))
    parser.add_argument("--larger", action="store_true", help="ask for the whole post, not for one question")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only every Nth trend")
    parser.add_argument("--out", type=Path, default=Path("bench/results/drafts.json"))
    options = parser.parse_args()
    asked = engine()
    voice = Voice(id=uuid7(), name="Bench", version=1, banned=BANNED)
    rows: dict[str, list[dict[str, Any]]] = {}
    cases = islice(sheets.cases(), 0, None, options.every)
    for case, tone, length in zip(cases, cycle(TONES), cycle(LENGTHS), strict=False):
        order = Order(
            facts.read(case.snapshot), [case.platform], options.model, not options.larger, tone=tone,
            length=length, voice=voice, language=case.language,
        )  # fmt: skip
        row = measure(asked, case, order)
        rows.setdefault(case.group, []).append(row)
        wrong = ", ".join(name for name, holds in row["scores"].items() if not holds)
        print(f"{row['topic']} ({case.group}, {case.platform}, {row['direction']})"
              f"{' NOT ' + wrong if wrong else ''}\n{row['text']}\n")  # fmt: skip
    everything = [row for group in rows.values() for row in group]
    result = {
        "model": options.model,
        "asked_for": "whole post" if options.larger else "closing question",
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "all": summary(everything),
        "sets": {name: {"summary": summary(group), "drafts": group} for name, group in rows.items()},
    }
    for name, group in rows.items():
        print(name, summary(group))
    print("all", result["all"])
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
