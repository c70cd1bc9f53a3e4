"""A text in runs that carry its marks: what a model wrote, and what the figures check says of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.figure_words import LOOKS
from portal.models.drafts import Span
from portal.models.editing import Claim


@dataclass(frozen=True)
class Run:
    """Words that carry the same marks. ``label`` is the figure's, or empty."""

    text: str
    is_ai: bool = False
    label: str = ""

    @property
    def hue(self) -> str:
        return LOOKS[self.label][0] if self.label in LOOKS else "grey"


def runs(text: str, claims: Sequence[Claim], ai: Sequence[Span] = ()) -> list[Run]:
    """The text cut wherever a mark begins or ends; positions count code points."""
    edges = {0, len(text)}
    for mark in (*claims, *ai):
        edges |= {max(0, min(mark.start, len(text))), max(0, min(mark.end, len(text)))}
    cuts = sorted(edges)
    return [
        Run(
            text[start:end],
            any(span.start <= start and end <= span.end for span in ai),
            next((claim.label for claim in claims if claim.start <= start and end <= claim.end), ""),
        )
        for start, end in zip(cuts, cuts[1:], strict=False)
        if start < end
    ]
