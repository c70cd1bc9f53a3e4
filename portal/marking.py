"""A text in runs that carry its marks: what a model wrote, and what the figures check says of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from portal.figure_words import LOOKS, standing
from portal.models.drafts import Span
from portal.models.editing import Claim


@dataclass(frozen=True)
class Run:
    """Words that carry the same marks. ``label`` says how the figure stands, or is empty."""

    text: str
    is_ai: bool = False
    label: str = ""

    @property
    def hue(self) -> str:
        return LOOKS[self.label][0] if self.label in LOOKS else "grey"


def runs(text: str, claims: Sequence[Claim], ai: Sequence[Span] = ()) -> list[Run]:
    """The text cut wherever a mark begins or ends; positions count code points."""
    edges = {0, len(text)}
    bounds = [(mark.start, mark.end) for mark in claims] + [(mark.start, mark.end) for mark in ai]
    for start, end in bounds:
        edges |= {max(0, min(start, len(text))), max(0, min(end, len(text)))}
    cuts = sorted(edges)
    return [
        Run(
            text[start:end],
            any(span.start <= start and end <= span.end for span in ai),
            next((standing(claim) for claim in claims if claim.start <= start and end <= claim.end), ""),
        )
        for start, end in pairwise(cuts)
        if start < end
    ]
