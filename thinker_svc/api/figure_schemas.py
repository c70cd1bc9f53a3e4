"""What the figures check reads and writes."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from svckit.schemas import IdPath, Schema
from thinker_svc.api.schemas import PostText, Sha256
from thinker_svc.figures import Kind, Label
from thinker_svc.figures.claim import PointKind, Why


class MarkPath(IdPath):
    mark: Sha256


class AsideBody(Schema):
    reason: Annotated[str, StringConstraints(max_length=500)] = Field(
        description="Why the figure holds; required. Reviewers read it."
    )


class AsideOut(Schema):
    """Why a mark doesn't count. Guests read it too, so it names nobody's id."""

    reason: str
    by: str = Field(description="The name of who answers for the figure.")
    at: datetime


class FiguresBody(Schema):
    text: PostText = Field(description="A text as it stands in an editor; nothing is saved.")


class FixOut(Schema):
    """Put `text` in the place of the code points from `start` to `end`, and the claim is true."""

    start: int
    end: int
    text: str


class DataPointOut(Schema):
    """A place of the snapshot: where what is said of it stands."""

    kind: PointKind
    name: str = Field(
        description="As the snapshot writes it: a time, a region's name, the words of a rising or top query, "
        "the keyword whose average it is."
    )


class ClaimOut(Schema):
    """One claim about the data. `start` and `end` count code points; `end` is exclusive."""

    start: int
    end: int
    kind: Kind
    label: Label
    expected: str = Field(description="What the snapshot holds, in words; empty where it holds nothing.")
    point: str | None = Field(description="Time of the data point it is about, as in the snapshot.")
    points: list[DataPointOut] = Field(
        description="All data points it was held against, `point` first; none of an unsupported claim, nor "
        "of one about a whole course."
    )
    why: Why = Field(description="Why the snapshot doesn't hold it; empty where it does.")
    fix: FixOut | None = Field(description="What would make a contradicted claim true, where that is known.")
    mark: Sha256 = Field(
        description="Of its sentence, its place in it, and what the check says of it: by it, it is set aside."
    )
    aside: AsideOut | None = Field(description="Who set its mark aside, and why; null: nobody did.")


class FigureCountsOut(Schema):
    supported: int
    contradicted: int
    unsupported: int
    set_aside: int = Field(description="Flagged, but somebody said why it holds; in none of the others.")
    checked: bool = Field(description="False: the check doesn't read its language, and looked for none.")


class TextFiguresOut(Schema):
    text_hash: str = Field(description="SHA-256 of the text that was checked.")
    claims: list[ClaimOut]


class CheckedTextOut(TextFiguresOut):
    counts: FigureCountsOut


class FiguresOut(Schema):
    content_hash: str
    has_snapshot: bool = Field(description="Without one no figure is supported.")
    texts: dict[str, TextFiguresOut] = Field(description="By platform.")
    counts: FigureCountsOut = Field(description="A text that several platforms share counts once.")
