"""Reading the labelled sentences and making texts of them.

A file holds sections, ``= snapshot`` or ``= none`` (sentences that claim nothing), one sentence a line. A
claim stands in brackets with its label and kind:
``[+pc up 50%]``; + supported, - contradicted, ? unsupported.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
LABELS = {"+": "supported", "-": "contradicted", "?": "unsupported"}
KINDS = {
    "pc": "percent_change",
    "v": "value",
    "avg": "average",
    "d": "date",
    "rg": "range",
    "rk": "ranking",
    "cmp": "comparison",
    "sup": "superlative",
    "n": "count",
    "ri": "rising",
    "bo": "breakout",
    "re": "region",
    "tr": "trend",
}
MARK = re.compile(r"\[([+?-])(\w+) ([^\]]+)\]")


@dataclass(frozen=True)
class Gold:
    start: int
    end: int
    kind: str
    label: str


@dataclass(frozen=True)
class Text:
    id: str
    snapshot: str
    text: str
    claims: tuple[Gold, ...]
    distractor: bool


def read(name: str) -> list[Text]:
    """Every sentence alone, every second one also with a distractor before or after it."""
    said: list[tuple[str, str, tuple[Gold, ...]]] = []
    nothing: list[str] = []
    section = ""
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("= "):
            section = line[2:].strip()
        elif section == "none" and line:
            nothing.append(line)
        elif line:
            said.append((section, *_parsed(line)))
    texts = []
    for at, (snapshot, text, claims) in enumerate(said):
        texts.append(Text(f"{snapshot}-{at}", snapshot, text, claims, distractor=False))
        other = nothing[at % len(nothing)]
        before = at % 2 == 0
        shift = len(other) + 1 if before else 0
        moved = tuple(Gold(c.start + shift, c.end + shift, c.kind, c.label) for c in claims)
        whole = f"{other} {text}" if before else f"{text} {other}"
        texts.append(Text(f"{snapshot}-{at}-with", snapshot, whole, moved, distractor=True))
    snapshots = list(dict.fromkeys(snapshot for snapshot, _, _ in said))
    for at, text in enumerate(nothing):
        texts.append(Text(f"none-{at}", snapshots[at % len(snapshots)], text, (), distractor=True))
    return texts


def _parsed(line: str) -> tuple[str, tuple[Gold, ...]]:
    text, claims, end = "", [], 0
    for match in MARK.finditer(line):
        text += line[end : match.start()]
        claims.append(Gold(len(text), len(text) + len(match[3]), KINDS[match[2]], LABELS[match[1]]))
        text += match[3]
        end = match.end()
    return text + line[end:], tuple(claims)
