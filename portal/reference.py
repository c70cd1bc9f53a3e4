"""Lists that hardly change, kept for some minutes: regions, timeframes, platforms."""

import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

from flask import g

from portal.clients import api
from portal.models.library import TemplateRow, VoiceRow
from portal.models.people import Person
from portal.models.posts import Account, Platform
from portal.models.reviews import Policy, Utm
from portal.models.searches import Choice, Source
from svckit.http import HttpFailure

T = TypeVar("T")
_KEEP_SECONDS = 600.0
_SHORTLY = 15.0  # what people change, and then look for
_kept: dict[str, tuple[float, Any]] = {}
_lock = threading.Lock()

WORLDWIDE = Choice(code="", name="Worldwide")
USUAL_TIMEFRAMES = [
    Choice(code="now 7-d", name="Past 7 days"),
    Choice(code="today 1-m", name="Past 30 days"),
    Choice(code="today 3-m", name="Past 90 days"),
    Choice(code="today 12-m", name="Past 12 months"),
    Choice(code="today 5-y", name="Past 5 years"),
]


def _keep(name: str, ask: Callable[[], T], otherwise: T, seconds: float = _KEEP_SECONDS) -> T:
    """What was kept, else asked; ``otherwise`` when the service doesn't answer, which is not kept."""
    with _lock:
        kept = _kept.get(name)
    if kept and time.monotonic() - kept[0] < seconds:
        found: T = kept[1]
        return found
    try:
        fresh = ask()
    except HttpFailure:
        return otherwise
    with _lock:
        _kept[name] = (time.monotonic(), fresh)
    return fresh


def templates() -> list[TemplateRow]:
    """Those that the model in use can do."""
    none: list[TemplateRow] = []
    found = _keep("templates", lambda: api().library.templates().items, none, _SHORTLY)
    return [item for item in found if item.usable]


def voices() -> list[VoiceRow]:
    none: list[VoiceRow] = []
    return _keep("voices", lambda: api().library.voices().items, none, _SHORTLY)


def geos() -> list[Choice]:
    """Regions, worldwide first."""
    nowhere: list[Choice] = []
    return [WORLDWIDE, *_keep("geos", _named_geos, nowhere)]


def _named_geos() -> list[Choice]:
    """A region bears its country's name too: there is more than one Georgia."""
    known = [geo for geo in api().trends.geos() if geo.code]
    countries = {geo.code: geo.name for geo in known if "-" not in geo.code}

    def named(geo: Choice) -> Choice:
        country = countries.get(geo.code.partition("-")[0]) if "-" in geo.code else None
        return geo.model_copy(update={"name": f"{geo.name}, {country}"}) if country else geo

    return [named(geo) for geo in known]


def geo_name(code: str) -> str:
    return next((geo.name for geo in geos() if geo.code == code), code)


def timeframes() -> list[Choice]:
    return _keep("timeframes", lambda: api().trends.timeframes(), USUAL_TIMEFRAMES)  # noqa: PLW0108 - as above


def place_of(text: str) -> str | None:
    """The code of a region that somebody named or wrote as a code; None when there is none of that name."""
    asked = text.strip().casefold()
    exact = (geo.code for geo in geos() if asked in {geo.code.casefold(), geo.name.casefold()})
    begun = (geo.code for geo in geos() if geo.name.casefold().startswith(asked))
    return next(exact, None) or next(begun, None) if asked != WORLDWIDE.name.casefold() else ""


def categories() -> list[Choice]:
    usual = [Choice(code="0", name="All categories")]
    return _keep("categories", lambda: api().trends.categories(), usual)  # noqa: PLW0108 - as above


def category_name(number: int | str | None) -> str:
    """Empty for all of them."""
    code = str(number or 0)
    if code == "0":
        return ""
    return next((item.name for item in categories() if item.code == code), f"category {code}")


_GOOGLE = (
    ("google", "Google web search"),
    ("google:images", "Google Images"),
    ("google:news", "Google News"),
    ("google:youtube", "YouTube search"),
    ("google:froogle", "Google Shopping"),
)


def _sources() -> list[Source]:
    nothing: list[Source] = []
    return _keep("sources", lambda: api().trends.sources(), nothing)  # noqa: PLW0108 - as above


def search_sources() -> list[tuple[str, str]]:
    """What can be asked how much something is searched for: Google by property, then the others."""
    others = [source for source in _sources() if source.can_be_asked and source.name != "google"]
    return [*_GOOGLE, *((source.name, source.title) for source in others)]


def source_name(source: str, shown_in: str = "") -> str:
    """``Google web search``."""
    code = f"{source or 'google'}:{shown_in}".rstrip(":")
    titles = {item.name: item.title for item in _sources()} | dict(_GOOGLE)
    return titles.get(code, source)


def source_short(source: str) -> str:
    """``Google``, as one speaks of it."""
    return "Google" if source in {"", "google"} else source_name(source)


def trending_sources() -> list[Source]:
    """Who tells what is trending, Google first."""
    usual = [Source(name="google", title="Google Trends", trending="country")]
    return [source for source in _sources() if source.trending] or usual


def countries() -> list[Choice]:
    """Regions that are countries."""
    return [geo for geo in geos() if geo.code and "-" not in geo.code]


def askers() -> list[Person]:
    """Everybody who searched so far; a minute old at most."""
    nobody: list[Person] = []
    return _keep("askers", lambda: api().trends.askers(), nobody, seconds=60)  # noqa: PLW0108 - as above


def platforms() -> list[Platform]:
    """What a draft can be for. Whether it can go out there is another matter: see ``connected``."""
    usual = [Platform.of("webhook", "Webhook")]
    return _keep("platforms", lambda: api().editing.platforms(), usual)  # noqa: PLW0108 - as above


def platform(platform_id: str) -> Platform:
    """The platform, or one without rules where we know none by this id."""
    return next(
        (item for item in platforms() if item.id == platform_id),
        Platform.of(platform_id, platform_id.capitalize()),
    )


def accounts_or_none() -> list[Account]:
    """Connected accounts for a picker; an empty list when tweeter_svc doesn't answer."""
    return _accounts() or []


def accounts_named(ids: list[str]) -> str:
    """A draft's choice of accounts in words; none chosen means all of them."""
    if not ids:
        return "every connected account"
    names = {one.id: one.name for one in accounts_or_none()}
    # Told apart even where tweeter_svc doesn't answer, or the account is gone.
    return ", ".join(
        sorted(names.get(one, f"an account that can’t be looked up (…{one[-6:]})") for one in ids)
    )


def _accounts() -> list[Account] | None:
    """Asked once a request: several parts of a page want them. None when tweeter_svc doesn't answer."""
    if "accounts" not in g:
        try:
            g.accounts = api().tweeter.accounts()
        except HttpFailure:
            g.accounts = None
    found: list[Account] | None = g.accounts
    return found


def connected() -> set[str] | None:
    """The platforms that have an account; None when tweeter_svc doesn't answer."""
    accounts = _accounts()
    return None if accounts is None else {account.platform for account in accounts}


def platform_choices() -> list[tuple[str, str]]:
    """Platforms for a form, each saying plainly when nobody has connected an account there yet."""
    there = connected()
    return [
        (one.id, one.name if there is None or one.id in there else f"{one.name}, no account connected yet")
        for one in platforms()
    ]


def utm() -> dict[str, str]:
    """The parameters that submitting puts on links; empty where the policy asks for none."""
    rule = _keep("utm", lambda: api().reviews.policy().utm, Utm(), 30.0)
    given = {"utm_source": rule.source, "utm_medium": rule.medium, "utm_campaign": rule.campaign}
    return {name: value for name, value in given.items() if value} if rule.enabled else {}


def forget() -> None:
    """For tests."""
    with _lock:
        _kept.clear()


def policy() -> Policy:
    """The rules of approval, some seconds old; those it came with when nobody can tell."""
    known = Policy()
    return _keep("policy", lambda: api().reviews.policy(), known, 5.0)  # noqa: PLW0108 - as above
