"""One search: what is going on while it waits, what it found, and what can be done with it."""

from typing import Any

from flask import Response, flash, request, url_for
from flask.typing import ResponseReturnValue

from portal import advice, asking, library, reference, results, shell, streaming
from portal.access import allow
from portal.clients import api
from portal.forms.base import options
from portal.forms.work import AskDraftForm
from portal.models.drafts import Draft
from portal.models.searches import Line, Search, Spike
from portal.navigation import is_htmx, see
from portal.rendering import page
from portal.views.trends import bp
from svckit.auth import Role
from svckit.http import HttpError, HttpFailure

__all__ = ["bp"]

_WISHES = ("tone", "length", "instructions", "each_platform", "template_id", "voice_id", "language")


@bp.get("/<uuid:search_id>")
@allow(Role.VIEWER)
def one(search_id: object) -> ResponseReturnValue:
    """The result; while it runs, what is going on. The page looks again until it is done."""
    asked = api().trends.get(str(search_id))
    is_over = is_htmx() and not asked.is_running
    if is_over:
        shell.forget_line()
    response = _page(asked, _ask_form(), parts=("progress",) if asked.is_running else ())
    if is_over:
        # Done: the answer takes the place of the progress, and nothing asks again.
        response.headers["HX-Retarget"] = response.headers["HX-Reselect"] = "#answer"
        response.headers["HX-Reswap"] = "outerHTML"
    return response


def _page(asked: Search, form: AskDraftForm, *, asking_draft: bool = False, **how: Any) -> Response:
    seen: dict[str, Any] = {"line": None, "found": None, "advice": None, "search_form": None}
    if asked.is_running:
        seen |= {"line": _line(), "renewed": is_htmx()}
    elif asked.status == "completed":
        found = _found(asked)
        seen |= {
            "found": found,
            "missing": results.missing_in_words(found.snapshot),
            "question": results.exact_question(asked),
        }
    else:
        seen["search_form"] = asking.prefilled(asked.question)
        seen["line"] = shell.google_line()
        if asked.status == "failed":
            seen["advice"] = advice.on(asked, reference.source_short(asked.source))
    return page(
        "trends/one.html",
        search=asked,
        geo_name=reference.geo_name(asked.geo),
        form=form,
        asking=asking_draft or request.args.get("do") == "draft",
        **seen,
        **how,
    )


def _line() -> Line | None:
    """As it is this moment: somebody looks at it and waits."""
    try:
        return api().trends.line()
    except HttpFailure:
        return None


def _found(search: Search) -> results.Result:
    snapshot = api().trends.result(search.id)
    return results.made_of(snapshot, _spikes(search.id), _drafts_of(search.id))


def _spikes(search_id: str) -> list[Spike]:
    try:
        return api().trends.spikes(search_id)
    except HttpFailure:
        return []


def _drafts_of(search_id: str) -> list[Draft]:
    try:
        found = api().thinker.drafts(search_id=search_id, limit=50).items
    except HttpFailure:
        return []
    return [draft for draft in found if draft.search_id == search_id]


def _ask_form() -> AskDraftForm:
    form = AskDraftForm(formdata=None) if request.method == "GET" else AskDraftForm()
    form.platforms.choices = options(*reference.platform_choices())
    form.template_id.choices, form.voice_id.choices = library.template_choices(), library.voice_choices()
    form.language.choices = library.language_choices()
    if not form.platforms.data:
        form.platforms.data = [form.platforms.choices[0].value]
    return form


@bp.get("/<uuid:search_id>/progress")
@allow(Role.VIEWER)
def progress(search_id: object) -> ResponseReturnValue:
    """Every change of a search that waits or runs, as it comes."""
    return streaming.forward(api().trends.progress(str(search_id)))


@bp.post("/<uuid:search_id>/drafts")
@allow(Role.AUTHOR)
def draft(search_id: object) -> ResponseReturnValue:
    """Have posts drafted from this search."""
    form = _ask_form()
    asked = api().trends.get(str(search_id))
    if form.validate():
        wishes: dict[str, Any] = {"platforms": form.platforms.data}
        wishes |= {name: value for name in _WISHES if (value := form[name].data)}
        if form.variants.data in {"2", "3"}:
            wishes["variants"] = int(form.variants.data)
        try:
            made = api().thinker.ask(str(search_id), wishes, form.key.data or "")
            return see(url_for("drafts.one", draft_id=made.id))
        except HttpError as error:
            if error.status not in {400, 409, 422, 429}:
                raise
            form.take(error)
    return _page(asked, form, asking_draft=True, status=422)


@bp.post("/<uuid:search_id>/again")
@allow(Role.AUTHOR)
def again(search_id: object) -> ResponseReturnValue:
    """The same question once more, exactly as it was; or one of the queries that go with it.

    ``fresh`` asks Google anew even if a young answer is there.
    """
    asked = api().trends.get(str(search_id))
    question: dict[str, Any] = {
        "keywords": [request.form["query"]] if request.form.get("query") else asked.keywords,
        "geo": asked.geo,
        "timeframe": asked.timeframe,
        "category": int(asked.category or 0),
        "property": asked.of,
        "source": asked.asked_of,
        "refresh": request.form.get("fresh") == "1",
    }
    found = api().trends.search(question, request.form.get("key", "")[:64])
    return see(url_for("trends.one", search_id=found.id))


@bp.post("/<uuid:search_id>/cancel")
@allow(Role.AUTHOR)
def cancel(search_id: object) -> ResponseReturnValue:
    try:
        api().trends.cancel(str(search_id))
        flash("The search is cancelled.")
    except HttpError as error:
        if error.status != 409:
            raise
        flash("It was done before it could be cancelled.")
    return see(url_for("trends.one", search_id=search_id))


@bp.get("/<uuid:search_id>/result.<any(csv, json):kind>")
@allow(Role.VIEWER)
def download(search_id: object, kind: str) -> ResponseReturnValue:
    """The numbers as a file."""
    return _file(search_id, kind)


@bp.get("/<uuid:search_id>/chart.<any(png, svg):image>")
@allow(Role.VIEWER)
def picture(search_id: object, image: str) -> ResponseReturnValue:
    """The chart as a file."""
    return _file(search_id, image)


def _file(search_id: object, kind: str) -> ResponseReturnValue:
    file = api().trends.download(str(search_id), kind)
    return Response(
        file.content,
        content_type=file.headers.get("content-type", "application/octet-stream"),
        headers={"Content-Disposition": f'attachment; filename="trend-{str(search_id)[:8]}.{kind}"'},
    )
