"""``/api/v1/thinker/drafts/{id}/figures``: the figures check."""

from __future__ import annotations

from dataclasses import asdict

from flask import Response

from svckit.auth import AUTHOR, VIEWER
from svckit.db import unit_of_work
from svckit.etag import seen_version_if_told
from svckit.schemas import IdPath
from svckit.web import Resource, current
from thinker_svc import queries
from thinker_svc.api import figure_schemas as s
from thinker_svc.api import present
from thinker_svc.api.drafts import PREFIX, answer, one
from thinker_svc.api.schemas import DraftOut
from thinker_svc.models.aside import Aside
from thinker_svc.provided import provided
from thinker_svc.services import asides, figure_marks
from thinker_svc.services.figure_marks import Counts, Marks

figures = Resource("figures", __name__, url_prefix=PREFIX, tag="Figures")


@figures.get(
    "/<uuid:id>/figures", permission=VIEWER, summary="Its figures, checked", responses={200: s.FiguresOut}
)
def read(path: IdPath) -> Response:
    """Every claim about the data on every platform, held against the snapshot by rule."""
    with unit_of_work(provided().db) as session:
        marked = figure_marks.check(session, queries.draft(session, path.id))
    return answer(
        s.FiguresOut(
            content_hash=marked.content_hash,
            has_snapshot=marked.has_snapshot,
            texts={
                platform: s.TextFiguresOut(text_hash=marks.text_hash, claims=claims_out(marks))
                for platform, marks in marked.texts.items()
            },
            counts=_counts(marked.counts),
        )
    )


@figures.post(
    "/<uuid:id>/figures",
    permission=VIEWER,
    summary="Check a text before it is saved",
    responses={200: s.CheckedTextOut},
)
def check(path: IdPath, body: s.FiguresBody) -> Response:
    """Changes nothing; for marks while somebody writes."""
    with unit_of_work(provided().db) as session:
        marks = figure_marks.check_text(session, queries.draft(session, path.id), body.text)
    return answer(
        s.CheckedTextOut(text_hash=marks.text_hash, claims=claims_out(marks), counts=_counts(marks.counts))
    )


@figures.put(
    "/<uuid:id>/figures/asides/<mark>",
    permission=AUTHOR,
    summary="Set a mark aside",
    responses={200: DraftOut},
)
def set_aside(path: s.MarkPath, body: s.AsideBody) -> Response:
    """For whoever may edit the draft: the figure holds, and why. It no longer counts as flagged, for as long
    as its sentence and the one before stay as they are. In review the draft has another version then, and
    approvals so far are void. `If-Match` is optional."""
    seen = seen_version_if_told()
    with unit_of_work(provided().db) as session:
        found = asides.set_aside(session, current(), path.id, path.mark, body.reason, seen_version=seen)
        return one(present.draft(session, found, current()))


@figures.delete(
    "/<uuid:id>/figures/asides/<mark>",
    permission=AUTHOR,
    summary="Let a mark count again",
    responses={200: DraftOut},
)
def take_back(path: s.MarkPath) -> Response:
    """As setting it aside does, it gives a draft in review another version. `If-Match` is optional."""
    seen = seen_version_if_told()
    with unit_of_work(provided().db) as session:
        found = asides.take_back(session, current(), path.id, path.mark, seen_version=seen)
        return one(present.draft(session, found, current()))


def claims_out(marks: Marks) -> list[s.ClaimOut]:
    return [_claim(marks, at) for at in range(len(marks.claims))]


def aside_out(row: Aside) -> s.AsideOut:
    return s.AsideOut(reason=row.reason, by=row.by_name, at=row.at)


def _claim(marks: Marks, at: int) -> s.ClaimOut:
    claim, fix, aside = marks.claims[at], marks.fixes.get(at), marks.aside(at)
    return s.ClaimOut(
        start=claim.start,
        end=claim.end,
        kind=claim.kind,
        label=claim.label,
        expected=claim.expected,
        point=claim.point or None,
        points=[s.DataPointOut(kind=point.kind, name=point.name) for point in claim.points],
        why=claim.why,
        fix=s.FixOut(start=fix.start, end=fix.end, text=fix.text) if fix else None,
        mark=marks.keys[at],
        aside=aside_out(aside) if aside else None,
    )


def _counts(counts: Counts) -> s.FigureCountsOut:
    return s.FigureCountsOut(**asdict(counts))
