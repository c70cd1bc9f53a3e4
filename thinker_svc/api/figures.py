"""``/api/v1/thinker/drafts/{id}/figures``: the figures check."""

from __future__ import annotations

from flask import Response

from svckit.auth import VIEWER
from svckit.db import unit_of_work
from svckit.schemas import IdPath
from svckit.web import Resource
from thinker_svc import queries
from thinker_svc.api import figure_schemas as s
from thinker_svc.api.drafts import PREFIX, answer
from thinker_svc.figures import Claim
from thinker_svc.figures.fixing import Fix
from thinker_svc.provided import provided
from thinker_svc.services import figure_marks
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


def claims_out(marks: Marks) -> list[s.ClaimOut]:
    return [_claim(claim, marks.fixes.get(at)) for at, claim in enumerate(marks.claims)]


def _claim(claim: Claim, fix: Fix | None) -> s.ClaimOut:
    return s.ClaimOut(
        start=claim.start,
        end=claim.end,
        kind=claim.kind,
        label=claim.label,
        expected=claim.expected,
        point=claim.point or None,
        why=claim.why,
        fix=s.FixOut(start=fix.start, end=fix.end, text=fix.text) if fix else None,
    )


def _counts(counts: Counts) -> s.FigureCountsOut:
    return s.FigureCountsOut(
        supported=counts.supported, contradicted=counts.contradicted, unsupported=counts.unsupported
    )
