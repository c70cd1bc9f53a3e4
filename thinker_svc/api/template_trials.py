"""``/api/v1/thinker/templates/{id}/preview`` and ``test-runs``: what a template makes of a real search."""

from __future__ import annotations

from typing import cast

from flask import Response
from sqlalchemy.orm import Session

from svckit.auth import AUTHOR
from svckit.db import unit_of_work
from svckit.idempotency import once
from svckit.schemas import IdPath, Person
from svckit.web import Resource, current
from thinker_svc.api import library_schemas as s
from thinker_svc.api.drafts import answer
from thinker_svc.api.templates import sound
from thinker_svc.models import IdempotencyKey
from thinker_svc.models.template import PromptTemplate
from thinker_svc.models.trial import Trial
from thinker_svc.provided import provided
from thinker_svc.services import choices, languages, models_in_use, preview, trials
from thinker_svc.services.preview import Trying
from thinker_svc.services.shelf import TEMPLATES
from thinker_svc.services.templates import Kind, Template

PREFIX = "/api/v1/thinker"
template_trials = Resource("template_trials", __name__, url_prefix=PREFIX, tag="Templates")


def _tried(session: Session, path: IdPath, body: s.TryBody) -> tuple[PromptTemplate, Template, Trying]:
    head = TEMPLATES.one(session, path.id)
    wishes = body.model_dump(exclude={"version", "content"})
    if body.content is None:
        return head, choices.template_at(session, head.id, body.version or head.version), Trying(**wishes)
    sound(cast(Kind, head.kind), body.content)
    # A version of 0: nobody has saved it.
    template = choices.usable(head, head.name, 0, body.content.model_dump(mode="json"))
    return head, template, Trying(**wishes)


@template_trials.post(
    "/templates/<uuid:id>/preview",
    permission=AUTHOR,
    summary="Show it on a search",
    responses={200: s.PreviewOut},
)
def show_preview(path: IdPath, body: s.TryBody) -> Response:
    """The facts, the text without a model, and the messages a model would be sent. Nothing is asked."""
    with unit_of_work(provided().db) as session:
        model = models_in_use.current(session, provided().models)
        _, template, trying = _tried(session, path, body)
        model = model.or_named(template.model)
        made = preview.preview(preview.order(session, template, trying, model))
    table = [s.FactRow(label=row.label, value=row.value, foreign=row.foreign) for row in made.table]
    return answer(
        s.PreviewOut(
            title=made.title,
            text=made.text,
            language=made.language,
            dir=languages.direction(made.language),
            table=table,
            messages=made.messages,
            format=made.format,
            options=made.options,
            notes=made.notes,
        )
    )


@template_trials.post(
    "/templates/<uuid:id>/test-runs",
    permission=AUTHOR,
    summary="Try it with the model",
    responses={202: s.TestRunOut},
)
def start_test_run(path: IdPath, body: s.TryBody) -> Response:
    """Written by a worker; read the run until it is done. No draft comes of it."""

    def create(session: Session) -> Response:
        model = models_in_use.current(session, provided().models)
        head, template, trying = _tried(session, path, body)
        model = model.or_named(template.model)
        trial = trials.start(session, current(), head=head, template=template, trying=trying, model=model)
        response = answer(_shown(trial), 202)
        response.headers["Location"] = f"{PREFIX}/test-runs/{trial.id}"
        return response

    return once(provided().db, IdempotencyKey, create)


@template_trials.get(
    "/test-runs/<uuid:id>", permission=AUTHOR, summary="A test run", responses={200: s.TestRunOut}
)
def read_test_run(path: IdPath) -> Response:
    """Kept for a week."""
    with unit_of_work(provided().db) as session:
        return answer(_shown(trials.one(session, path.id)))


@template_trials.post(
    "/test-runs/<uuid:id>/stop", permission=AUTHOR, summary="Stop a test run", responses={200: s.TestRunOut}
)
def stop_test_run(path: IdPath) -> Response:
    """For whoever started it, and admins. The model stops; what it had written so far stays. 409
    `test-run-over` when it comes too late."""
    with unit_of_work(provided().db) as session:
        shown = answer(_shown(trials.stop(session, current(), path.id)))
    provided().streams.ring(path.id)
    return shown


def _shown(trial: Trial) -> s.TestRunOut:
    plain = [name for name in s.TestRunOut.model_fields if name not in ("dir", "requested_by")]
    language = trial.wishes.get("language") or "en"
    return s.TestRunOut(
        **{name: getattr(trial, name) for name in plain},
        dir=languages.direction(language),
        requested_by=Person(id=trial.requested_by_id, name=trial.requested_by_name),
    )
