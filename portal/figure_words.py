"""The figures check in words: what a claim's mark means, and why."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from portal.datapoints import Place, keys, places
from portal.models.editing import Claim, Fix
from portal.models.reviews import FigureCounts
from portal.models.searches import Snapshot

LOOKS = {
    "supported": ("green", "check-lg"),
    "contradicted": ("red", "x-lg"),
    "unsupported": ("orange", "question-lg"),
    "set aside": ("grey", "slash-circle"),
}
WHY = {
    "window": "It is about a time that this search doesn’t cover.",
    "finer": "The data has one point a {resolution}; it can’t say more closely than that.",
    "data": "The search has no numbers for it.",
    "topic": "The search is about {keywords}, and nothing else.",
    "query": "It is not among the rising queries of this search.",
    "top": "It is a top query: the data says how often people search for it, not how that changed.",
    "place": "The search has no data for this place.",
    "region": "The data knows its regions for the whole time only, not how they changed.",
    "searches": "Google gives shares of 100, never how many searches there were.",
    "people": "The data counts no people.",
    "sales": "The data is about searches. It knows nothing of sales.",
    "forecast": "No data says what will be.",
    "base": "It starts from less than 1, and no percentage can be computed from that.",
    "partial": "That {resolution} isn’t over, so its number may still change.",
    "year": "The search covers less than a year.",
    "ever": "The search doesn’t go back to the beginning of the data, 2004.",
}
_ORDER = ("contradicted", "unsupported", "set aside", "supported")


@dataclass(frozen=True)
class Row:
    """A claim in the list beside the text."""

    claim: Claim
    said: str
    hue: str
    icon: str
    sentence: str
    expected: str
    places: list[Place]
    """What it leads to, in words."""

    @property
    def fix(self) -> Fix | None:
        return self.claim.fix

    @property
    def point(self) -> str:
        """Its data in words; empty where it leads nowhere."""
        return ", ".join(place.words for place in self.places)

    @property
    def keys(self) -> str:
        """The ids of what it leads to."""
        return keys(self.places)

    @property
    def standing(self) -> str:
        return standing(self.claim)


def standing(claim: Claim) -> str:
    """What became of it: its label, or that somebody set its mark aside."""
    return "set aside" if claim.aside else claim.label


def rows(text: str, claims: Sequence[Claim], snapshot: Snapshot | None) -> list[Row]:
    """What has to be looked at first; within a label in the order of the text."""
    made = [_row(text, claim, snapshot) for claim in claims]
    return sorted(made, key=lambda row: (_ORDER.index(row.standing), row.claim.start))


def _row(text: str, claim: Claim, snapshot: Snapshot | None) -> Row:
    hue, icon = LOOKS[standing(claim)]
    # Thousands are written as everywhere else on the page.
    expected = re.sub(r"(?<![\d.,])\d{4,}(?=%)", lambda number: f"{int(number[0]):,}", claim.expected)
    said = text[claim.start : claim.end]
    return Row(claim, said, hue, icon, _why(claim, snapshot), expected, places(claim, snapshot))


def _why(claim: Claim, snapshot: Snapshot | None) -> str:
    if claim.label != "unsupported":
        return ""
    if snapshot is None:
        return "The data of its search is not here."
    known = WHY.get(claim.why, "The data doesn’t hold it.")
    return known.format(resolution=snapshot.resolution, keywords=", ".join(snapshot.keywords))


def summary(counts: FigureCounts) -> str:
    """For those who don't see the marks."""
    if not counts.checked:
        return "Figures aren’t checked in this language."
    if not counts.total:
        return "No figures in the text."
    parts = [
        (counts.contradicted, "contradicted"),
        (counts.unsupported, "unsupported"),
        (counts.set_aside, "set aside"),
        (counts.supported, "supported"),
    ]
    return "Figures: " + ", ".join(f"{number} {word}" for number, word in parts if number) + "."
