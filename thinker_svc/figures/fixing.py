"""What would make a contradicted claim true: the figure, month or direction to put in its place.

A replacement is proposed by the form of what is written, and offered only when the check supports the text
with it: it can't make a text wrong.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from thinker_svc.figures.check import check
from thinker_svc.figures.claim import Claim
from thinker_svc.figures.text.lexicon import language_of

BEFORE, AFTER = 500, 300  # code points around a claim that a proposal is checked with
MOST = 8  # proposals that are tried
NUMERAL = re.compile(r"\d+(?:[.,]\d+)*(?:[  ]?(?:%|per ?cent\b|percent\b|Prozent\b))?")
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
}
OPPOSITES = {
    "en": "up down, rose fell, risen fallen, rising falling, grew shrank, increased decreased, gained lost, "
    "climbed dropped, higher lower, jumped dropped, more fewer, above below",
    "de": "gestiegen gefallen, stieg fiel, mehr weniger, höher niedriger, über unter, zugelegt verloren",
    "fr": "augmenté diminué, hausse baisse, plus moins",
    "es": "subido bajado, subió bajó, aumentado disminuido, más menos",
}
MULTIPLES = {
    "en": {2: "doubled", 3: "tripled", 4: "quadrupled"},
    "de": {2: "verdoppelt", 3: "verdreifacht", 4: "vervierfacht"},
    "fr": {2: "doublé", 3: "triplé", 4: "quadruplé"},
    "es": {2: "duplicado", 3: "triplicado", 4: "cuadruplicado"},
}
SIGNS = {"en": (".", ","), "de": (",", "."), "fr": (",", "\u202f"), "es": (",", ".")}
"""Decimal sign and what parts thousands."""
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Fix:
    """Put `text` in the place of the code points from `start` to `end` (exclusive)."""

    start: int
    end: int
    text: str


def fix(text: str, snapshot: Mapping[str, Any], claim: Claim) -> Fix | None:
    """The least change that makes the claim true; None where none is known."""
    if claim.label != "contradicted" or not claim.expected:
        return None
    # Around the claim only: each proposal is another check, and what is far away has no part in this one.
    low, high = max(0, claim.start - BEFORE), claim.end + AFTER
    around = text[low:high]
    flagged = sum(one.flagged for one in check(around, snapshot))
    for proposed in itertools.islice(_proposals(text, claim), MOST):
        start, end = proposed.start - low, proposed.start - low + len(proposed.text)
        after = check(around[:start] + proposed.text + around[proposed.end - low :], snapshot)
        here = [one for one in after if one.start < end and start < one.end and one.kind == claim.kind]
        if here and all(not one.flagged for one in here) and sum(one.flagged for one in after) < flagged:
            return proposed
    return None


def _proposals(text: str, claim: Claim) -> Iterator[Fix]:
    said = text[claim.start : claim.end]
    language = language_of(text).code
    if claim.kind == "date":
        yield from _dates(said, claim, language)
        return
    yield from _multiples(said, claim, MULTIPLES.get(language, {}))
    numbers = re.findall(r"\d+(?:\.\d+)?", claim.expected)
    written = list(NUMERAL.finditer(said))
    if claim.kind == "range" and len(numbers) == len(written) == 2:
        between = said[written[0].end() : written[1].start()]
        first, last = written[0].start(), written[1].end()
        yield Fix(claim.start + first, claim.start + last, f"{numbers[0]}{between}{numbers[1]}")
    for number in numbers[:3]:
        for one in written:
            figure = re.sub(r"^[\d.,]*\d", _as_written(number, one[0], language), one[0])
            yield Fix(claim.start + one.start(), claim.start + one.end(), figure)
            for pair in OPPOSITES.get(language, "").split(", "):
                yield from _turned(said, claim, one, figure, tuple(pair.split()))


def _as_written(number: str, said: str, language: str) -> str:
    """A number ("3564", "1.5") with its language's signs; thousands stay whole where the text has them so."""
    decimal, group = SIGNS.get(language, SIGNS["en"])
    whole, _, rest = number.partition(".")
    parted = re.search(r"\d{4}", said) is None
    return (f"{int(whole):,}".replace(",", group) if parted else whole) + (decimal + rest if rest else "")


def _turned(
    said: str, claim: Claim, numeral: re.Match[str], figure: str, pair: tuple[str, ...]
) -> Iterator[Fix]:
    """The figure with the other direction: "up 14%" as "down 4%"."""
    for way, other in (pair, pair[::-1]) if len(pair) == 2 else ():
        for word in re.finditer(rf"(?<!\w){way}(?!\w)", said, re.IGNORECASE):
            turned = other.capitalize() if word[0][:1].isupper() else other
            if word.end() <= numeral.start():
                between = said[word.end() : numeral.start()]
                start, end, made = word.start(), numeral.end(), f"{turned}{between}{figure}"
            else:
                between = said[numeral.end() : word.start()]
                start, end, made = numeral.start(), word.end(), f"{figure}{between}{turned}"
            yield Fix(claim.start + start, claim.start + end, made)


def _multiples(said: str, claim: Claim, words: dict[int, str]) -> Iterator[Fix]:
    """ "quadrupled" where it tripled."""
    told = re.fullmatch(r"(\d+(?:\.\d+)?) times", claim.expected)
    right = words.get(round(float(told[1]))) if told else None
    for word in words.values() if right else ():
        for match in re.finditer(rf"(?<!\w){word}(?!\w)", said):
            yield Fix(claim.start + match.start(), claim.start + match.end(), right or "")


def _dates(said: str, claim: Claim, language: str) -> Iterator[Fix]:
    """The month of the true point, with its day where the text names one; or its weekday, or its year."""
    english = MONTHS["en"].split()
    names = MONTHS.get(language, MONTHS["en"]).split()
    told = re.search(r"(?:(\d{1,2}) )?([A-Z][a-z]+) (\d{4})", claim.expected)
    if told is None or told[2] not in english:
        return
    month, any_month = names[english.index(told[2])], "|".join(names)
    named = rf"(?:(?:early|mid|late)[- ])?(?:(?P<day>\d{{1,2}})(?P<dot>\.)? )?(?P<month>{any_month})"
    for match in re.finditer(named, said, re.IGNORECASE):
        day = f"{told[1]}{match['dot'] or ''} " if match["day"] and told[1] else ""
        yield Fix(claim.start + match.start(), claim.start + match.end(), f"{day}{month}")
        yield Fix(claim.start + match.start("month"), claim.start + match.end("month"), month)
    part = rf"(?:at|in|by|towards?) (?:the )?(?:end|start|beginning|middle) of (?:{any_month})"
    for match in re.finditer(part, said, re.IGNORECASE):
        yield Fix(claim.start + match.start(), claim.start + match.end(), f"in {month}")
    for match in re.finditer(r"(?:19|20)\d\d", said):
        yield Fix(claim.start + match.start(), claim.start + match.end(), told[3])
    weekday = re.search(rf"(?:{'|'.join(WEEKDAYS)})", claim.expected)
    for match in re.finditer("|".join(WEEKDAYS), said) if weekday else ():
        yield Fix(claim.start + match.start(), claim.start + match.end(), weekday[0] if weekday else "")
