"""How good drafts are: ``python -m bench.drafts [--model NAME] [--out FILE]`` against ``OLLAMA_HOST``.

Scored by machine: figures all given, length, a question at the end. Whether it reads well is for a person:
every draft is printed, and written with its score to the file.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import time
from itertools import cycle
from pathlib import Path
from typing import Any

from bench.drafts import sheets
from thinker_svc.engines.ollama import OllamaEngine
from thinker_svc.services import drafting, facts, gates, platforms
from thinker_svc.services.drafting import Drafting
from thinker_svc.services.templates import Tone

TONES: tuple[Tone, ...] = ("neutral", "friendly", "playful", "professional")


class Nowhere:
    """A page that nobody looks at."""

    def write(self, text: str) -> None: ...

    def rewind(self, length: int) -> None: ...


def measure(
    engine: OllamaEngine, model: str, topic: tuple[str, str, str], tone: Tone, basic: bool
) -> dict[str, Any]:
    read = facts.read(sheets.sheet(*topic))
    order = Order(read, ["webhook"], model, basic, tone=tone)
    start = time.perf_counter()
    made = Drafting(engine).write(order, Nowhere())
    seconds = time.perf_counter() - start
    given = set(re.findall(r"\d+", " ".join(drafting.facts(order))))
    return {
        "topic": topic[0],
        "direction": read.direction,
        "tone": tone,
        "text": made.text,
        "by_model": [made.text[start:end] for start, end in made.ai_spans],
        "sensitive": gates.sensitive([topic[0]]),
        "answers": len(made.answers),
        "rejected": [answer.verdicts for answer in made.answers if any(answer.verdicts.values())],
        "figures_given": set(re.findall(r"\d+", made.text)) <= given,
        "fits": len(made.text) <= platforms.aim(order.platforms),
        "ends_with_question": made.text.split("\n\n#")[0].endswith("?"),
        "seconds": round(seconds, 2),
    }


def summary(rows: list[dict[str, Any]]) -> dict[str, Any]:
    sound = [row for row in rows if row["figures_given"] and row["fits"] and row["ends_with_question"]]
    asked = [row for row in rows if not row["sensitive"]]
    seconds = sorted(row["seconds"] for row in asked)
    return {
        "drafts": len(rows),
        "sound": len(sound),
        "model_wrote": sum(bool(row["by_model"]) for row in asked),
        "model_asked": len(asked),
        "median_seconds": seconds[len(seconds) // 2],
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.drafts", description=__doc__)
    parser.add_argument("--model", default="smollm2:135m")
    parser.add_argument("--larger", action="store_true", help="ask for the whole post, not for one question")
    parser.add_argument("--out", type=Path, default=Path("bench/results/drafts.json"))
    options = parser.parse_args()
    engine = OllamaEngine(os.environ.get("OLLAMA_HOST", "http://127.0.0.1:11434"))
    result: dict[str, Any] = {"model": options.model, "sets": {}}
    for name, topics in (("tuned", sheets.TUNED), ("unseen", sheets.UNSEEN)):
        rows = [
            measure(engine, options.model, topic, tone, not options.larger)
            for topic, tone in zip(topics, cycle(TONES), strict=False)
        ]
        for row in rows:
            print(f"{row['topic']} ({row['direction']}, {row['tone']})\n{row['text']}\n")
        result["sets"][name] = {"summary": summary(rows), "drafts": rows}
        print(name, result["sets"][name]["summary"], "\n")
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
