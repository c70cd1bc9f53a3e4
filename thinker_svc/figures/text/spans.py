"""Finding spans of time in a text: "three weeks", "a month"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from thinker_svc.figures.text.durations import Duration
from thinker_svc.figures.text.item import Item
from thinker_svc.figures.text.lexicon.base import Lexicon, whole
from thinker_svc.figures.text.numbers import read

QUARTER = re.compile(r"(?i)\b(?:over|in|within|for|during|per|every|than|after|since)\s$")
PART = re.compile(r"(?i) (?:of (?:its|the|what|all|that|their)|above|below|higher|lower|less|more)\b")
STREAKS = frozenset(
    {"straight", "consecutive", "successive", "running", "aufeinanderfolgende", "aufeinanderfolgenden"}
)
BETWEEN = STREAKS | {"past", "last", "full", "whole", "entire", "short", "mere", "single"}
BETWEEN |= {
    "dernières",
    "derniers",
    "premières",
    "premiers",
    "longues",
    "longs",
    "petites",
    "petits",
    "seule",
}
BETWEEN |= {
    "bonnes",
    "bons",
    "courte",
    "courtes",
    "courts",
    "pleines",
    "pleins",
    "entières",
    "entiers",
    "petite",
}
BETWEEN |= {"petit", "simple", "seul"}
BETWEEN |= {
    "volle",
    "vollen",
    "ganze",
    "ganzen",
    "lange",
    "langen",
    "kurze",
    "kurzen",
    "komplette",
    "weitere",
    "letzten",
}
BETWEEN |= {"vergangenen", "gute", "knappe", "knappen", "aufeinanderfolgende", "aufeinanderfolgenden"}
BETWEEN |= {
    "últimas",
    "últimos",
    "pasadas",
    "pasados",
    "largas",
    "largos",
    "buenas",
    "buenos",
    "primeras",
    "primeros",
    "escasas",
    "escasos",
}
BETWEEN |= {
    "enteras",
    "enteros",
    "cortas",
    "cortos",
    "completas",
    "completos",
    "sola",
    "solo",
    "entera",
    "entero",
    "larga",
    "largo",
}
_SPANS: dict[str, re.Pattern[str]] = {}


def durations(text: str, lexicon: Lexicon) -> Iterator[Item]:
    if lexicon.code not in _SPANS:
        _SPANS[lexicon.code] = _spans(lexicon)
    pattern = _SPANS[lexicon.code]
    for match in pattern.finditer(text):
        between = (match["between"] or "").casefold()
        if between and between not in BETWEEN:
            continue
        if between in {"last", "past"} and match["number"] and not match["unit"].casefold().endswith("s"):
            continue  # "to 60 last week": a value and a time
        unit = _key(lexicon.units, match["unit"])
        if (
            unit == "quarter"
            and (match["one"] or PART.match(text, match.end()))
            and not QUARTER.search(text, 0, match.start())
        ):
            continue  # "down by a quarter", "three quarters of its peak"
        count = 1.0 if match["one"] else count_of(match["number"], lexicon)
        if unit and count is not None:
            tags = {"SPAN"} | ({"ONESPAN"} if match["one"] else set())
            tags |= {"STREAK"} if between in STREAKS else set()
            yield Item(match.start(), match.end(), frozenset(tags), match[0], duration=Duration(count, unit))


def _spans(lexicon: Lexicon) -> re.Pattern[str]:
    units = "|".join(lexicon.units)
    words = "|".join(sorted(lexicon.numbers, key=len, reverse=True))
    return re.compile(
        rf"(?<![\w.,:/])(?:(?P<number>\d+(?:[.,]\d+)?|{words})|(?P<one>{lexicon.one}))[ \-  ]"
        rf"(?:(?P<between>(?!(?:{units}|{words})\b)[a-zäöüßéèêáíóúñ]+)[ ])?(?P<unit>{units})(?!\w)",
        re.IGNORECASE,
    )


def unit_of(lexicon: Lexicon, word: str) -> str:
    return _key(lexicon.units, word)


def _key(patterns: Mapping[str, str], word: str) -> str:
    return next((unit for one, unit in patterns.items() if whole(one)(word)), "")


def count_of(word: str, lexicon: Lexicon) -> float | None:
    if word[:1].isdigit():
        found = read(word, decimal_comma=lexicon.decimal_comma)
        return found[0] if found else None
    return next((v for one, v in lexicon.numbers.items() if whole(one)(word)), None)
