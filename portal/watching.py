"""The watch form with its choices: new, from a search, of a watch, or as it was sent."""

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import available_timezones

from portal import asking, reference, words
from portal.forms.base import options
from portal.forms.search import OWN_DATES
from portal.forms.watching import WatchForm
from portal.forms.work import TONES
from portal.models.watches import Watch

FITTING = {"now 7-d": "hourly", "today 1-m": "daily", "today 3-m": "daily", "today 12-m": "daily"}
"""How often a timeframe's points bring news; the others: every week."""


def sent() -> WatchForm:
    """As somebody sent it."""
    return _with_choices(WatchForm())


def blank(question: Mapping[str, str], search_id: str = "") -> WatchForm:
    """A new one of a question; dates that are over are asked as the last 12 months."""
    given: dict[str, Any] = {name: question[name] for name in asking.PREFILLS if question.get(name)}
    timeframe = str(given.get("timeframe", "today 12-m"))
    if " " in timeframe and timeframe[:1].isdigit():
        given["timeframe"] = timeframe = "today 12-m"
    given |= {"every": FITTING.get(timeframe, "weekly"), "timezone": words.zone().key, "search_id": search_id}
    return _with_choices(WatchForm(formdata=None, **given))


def of_watch(watch: Watch) -> WatchForm:
    """To change one."""
    draft = watch.draft
    given: dict[str, Any] = {
        **watch.question,
        **watch.schedule.model_dump(exclude={"weekday"}),
        **watch.rule.model_dump(),
        "weekday": str(watch.schedule.weekday),
        "name": "" if watch.name == watch.title[:120] else watch.name,
        "cooldown_hours": watch.cooldown_hours,
        "version": str(watch.version),
        "platforms": draft.platforms if draft else [],
        "tone": draft.tone if draft else "",
        "template_id": (draft.template_id or "") if draft else "",
        "voice_id": (draft.voice_id or "") if draft else "",
    }
    return _with_choices(WatchForm(formdata=None, **given))


def _with_choices(form: WatchForm) -> WatchForm:
    asking.with_choices(form)
    form.timeframe.choices = [choice for choice in form.timeframe.choices if choice.value != OWN_DATES]
    zones = sorted(available_timezones())
    form.timezone.choices = options(*((name, name.replace("_", " ")) for name in zones))
    if not form.timezone.data:
        form.timezone.data = words.zone().key
    form.platforms.choices = options(*reference.platform_choices())
    form.platforms.data = form.platforms.data or []
    form.tone.choices = options(("", "As usual"), *TONES)
    form.template_id.choices = _named(reference.templates())
    form.voice_id.choices = _named(reference.voices())
    return form


def _named(found: Sequence[Any]) -> list[Any]:
    """Templates or voices, after the usual one."""
    return options(("", "As usual"), *((item.id, item.name) for item in found))
