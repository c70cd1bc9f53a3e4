"""A file that somebody got from a source by themselves becomes a search that is done."""

from datetime import datetime

from sqlalchemy.orm import Session

from svckit.ids import uuid7
from svckit.outbox import Outbox
from svckit.schemas import Person
from trends_svc.models import Priority, Search, Status
from trends_svc.services import endings
from trends_svc.services.snapshot import Headline
from trends_svc.services.sources import SERIES, UploadedSeries


def keep(
    session: Session,
    outbox: Outbox,
    uploaded: UploadedSeries,
    by: Person,
    *,
    source: str,
    news: list[Headline],
    now: datetime,
) -> Search:
    """The search, completed, with its snapshot and its event like any other's.

    It shares its answer with nobody: an equal question to Google deserves Google's own.
    """
    question = uploaded.question
    search = Search(
        id=uuid7(),
        keywords=list(question.keywords),
        keywords_text="\n".join(question.keywords).casefold(),
        geo=question.geo,
        timeframe=question.timeframe,
        category=question.category,
        property=question.property,
        requested_by_id=by.id,
        requested_by_name=by.name,
        created_at=now,
        started_at=now,
        finished_at=now,
        status=Status.RUNNING,
        source=source,
        priority=Priority.INTERACTIVE,
        message="",
        steps_total=1,
        hint_at=now,
    )
    session.add(search)
    session.flush()
    parts = {SERIES: uploaded.series.model_dump(mode="json")}
    endings.complete(session, outbox, search, parts, source=source, sample=False, news=news, now=now)
    return search
