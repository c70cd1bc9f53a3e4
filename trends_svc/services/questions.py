"""A question that Google can answer, made of what somebody typed."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from svckit.problems import FieldError, Unprocessable
from trends_svc.services import catalogue, geos, timeframes
from trends_svc.services.catalogue import SourceCard

MOST_KEYWORDS = 25
"""Google compares five; more are compared through a shared one (services/comparing.py)."""
LONGEST_KEYWORD = 100
PROPERTIES = {
    "": "Web search",
    "images": "Image search",
    "news": "News search",
    "youtube": "YouTube search",
    "froogle": "Google Shopping",
}
HIGHEST_CATEGORY = 10_000


@dataclass(frozen=True)
class Question:
    """Keywords in the order they were asked; ``geo`` empty = worldwide; ``property`` empty = web."""

    keywords: tuple[str, ...]
    geo: str
    timeframe: str
    category: int = 0
    property: str = ""


def ask(
    keywords: Sequence[str],
    geo: str,
    timeframe: str,
    category: int,
    gprop: str,
    *,
    now: datetime,
    source: str = "google",
) -> Question:
    """Read what was typed: trims, joins white space, writes codes in capitals.

    Raises:
        Unprocessable: ``invalid-question``, every wrong field with what to do about it.
    """
    errors: list[FieldError] = []
    cleaned = [_clean(keyword) for keyword in keywords]
    if fault := _keyword_fault(cleaned):
        errors.append({"field": "keywords", "message": fault})
    geo = geo.strip().upper()
    if not geos.is_known(geo):
        errors.append(
            {"field": "geo", "message": f"{geo[:20]} isn't a region we know. Choose one from the list."}
        )
    try:
        timeframe = timeframes.parse(timeframe, now)
    except timeframes.TimeframeError as error:
        errors.append({"field": "timeframe", "message": str(error)})
    if not 0 <= category <= HIGHEST_CATEGORY:
        errors.append({"field": "category", "message": "Categories are numbers from 0 (all) upwards."})
    if gprop not in PROPERTIES:
        known = ", ".join(name for name in PROPERTIES if name)
        errors.append({"field": "property", "message": f"Leave it empty (web), or use one of {known}."})
    errors += _beyond(source, len(cleaned), geo, category, gprop)
    if errors:
        raise Unprocessable("invalid-question", "This search can't be asked as it stands.", errors=errors)
    return Question(tuple(cleaned), geo, timeframe, category, gprop)


def _beyond(name: str, count: int, geo: str, category: int, gprop: str) -> list[FieldError]:
    """What a source can't be asked, by its own card."""
    card = catalogue.sources().get(name)
    if card is None or not card.is_searchable:
        return [{"field": "source", "message": _no_source(name, card)}]
    errors: list[FieldError] = []
    if card.most_keywords < count <= MOST_KEYWORDS:
        errors.append(
            {
                "field": "keywords",
                "message": f"{card.title} compares at most {card.most_keywords} keywords. Remove some.",
            }
        )
    for field, value in (("geo", geo), ("category", category), ("property", gprop)):
        if value and field not in card.knows:
            errors.append({"field": field, "message": f"{card.title} doesn't know it. Leave it out."})
    return errors


def _no_source(name: str, card: SourceCard | None) -> str:
    if card is not None and card.by == "uploaded":
        return "This source isn't asked: upload a file of it instead."
    if card is not None and card.by == "planned":
        return f"{card.title} can't be searched yet. Choose another source."
    known = ", ".join(key for key, found in catalogue.sources().items() if found.is_searchable)
    return f"There is no source {_printable(name)!r} to search with. Use one of {known}."


def _clean(keyword: str) -> str:
    return " ".join(unicodedata.normalize("NFC", keyword).split())


def _keyword_fault(keywords: list[str]) -> str | None:
    filled = [keyword for keyword in keywords if keyword]
    if not filled:
        return "Type at least one keyword."
    if len(filled) != len(keywords):
        return "One keyword is empty. Fill it in or remove it."
    if len(keywords) > MOST_KEYWORDS:
        return f"At most {MOST_KEYWORDS} keywords can be compared; these are {len(keywords)}. Remove some."
    for keyword in keywords:
        if len(keyword) > LONGEST_KEYWORD:
            return (
                f"A keyword has at most {LONGEST_KEYWORD} characters; "
                f"“{keyword[:20]}…” has {len(keyword)}. Shorten it."
            )
        if any(unicodedata.category(letter).startswith("C") for letter in keyword):
            return f"“{_printable(keyword)}” holds a character that can't be searched for. Type it anew."
    return _duplicate(keywords)


def _duplicate(keywords: list[str]) -> str | None:
    seen: set[str] = set()
    for keyword in keywords:
        if keyword.casefold() in seen:
            return f"“{keyword}” is there twice. Remove one."
        seen.add(keyword.casefold())
    return None


def _printable(text: str) -> str:
    return "".join(c for c in text if not unicodedata.category(c).startswith("C"))[:40]
