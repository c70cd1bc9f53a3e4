"""``/api/explore``: a question becomes widgets, each with a request and its token."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from launcher.google import places, timeframes, tokens

PROPERTIES = ("", "images", "news", "youtube", "froogle")
MOST_ITEMS = 5
LONGEST_KEYWORD = 100


class BadQuestionError(ValueError):
    """Google answers 400."""


@dataclass(frozen=True)
class Item:
    """One keyword, asked in one place over one window."""

    keyword: str
    geo: str
    window: timeframes.Window
    asked_time: str


@dataclass(frozen=True)
class Question:
    """What the explore page was asked."""

    items: tuple[Item, ...]
    category: int
    gprop: str
    locale: str


def parse(raw: str, locale: str, now: datetime) -> Question:
    """Read ``req``.

    Raises:
        BadQuestionError: whatever Google refuses with 400.
    """
    try:
        req = json.loads(raw)
        items = tuple(_item(item, now) for item in req["comparisonItem"])
        category, gprop = int(req.get("category", 0)), str(req.get("property", ""))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadQuestionError(str(error)) from error
    if not 1 <= len(items) <= MOST_ITEMS or gprop not in PROPERTIES or category < 0:
        raise BadQuestionError("items, property or category")
    return Question(items, category, gprop, locale)


def _item(raw: dict[str, Any], now: datetime) -> Item:
    keyword, geo, time = raw["keyword"], raw.get("geo", ""), raw["time"]
    if not isinstance(keyword, str) or not keyword.strip() or len(keyword) > LONGEST_KEYWORD:
        raise BadQuestionError("keyword")
    if geo and geo not in places.names():
        raise BadQuestionError("geo")
    return Item(keyword, geo, timeframes.parse(time, now), time)


def answer(question: Question, key: bytes) -> dict[str, Any]:
    """The body of ``/api/explore``."""
    single = len(question.items) == 1
    widgets = [_timeseries(question), _geo_map(question, question.items, "GEO_MAP", single=single)]
    for index, item in enumerate(question.items):
        suffix = "" if single else f"_{index}"
        if not single:
            widgets.append(
                {
                    "id": f"TITLE{suffix}",
                    "type": "fe_text",
                    "title": item.keyword,
                    "text": {"text": item.keyword},
                    "template": "fe",
                    "embedTemplate": "fe_embed",
                    "version": "1",
                    "isLong": False,
                    "isCurated": False,
                }
            )
            widgets.append(_geo_map(question, (item,), f"GEO_MAP{suffix}", single=True))
        else:
            widgets.append(_related(question, item, "RELATED_TOPICS", "ENTITY"))
        widgets.append(_related(question, item, f"RELATED_QUERIES{suffix}", "QUERY"))
    for widget in widgets:
        if "request" in widget:
            widget["token"] = tokens.sign(key, widget["request"])
    return {
        "widgets": widgets,
        "keywords": [
            {"keyword": i.keyword, "name": i.keyword, "type": "Search term"} for i in question.items
        ],
        "timeRanges": [],
        "shareText": "Explore what the world is searching for on Google Trends",
    }


def _restriction(item: Item) -> dict[str, Any]:
    kind = "ENTITY" if item.keyword.startswith(("/m/", "/g/")) else "BROAD"
    return {"keyword": [{"type": kind, "value": item.keyword}]}


def _options(question: Question, item: Item) -> dict[str, Any]:
    return {
        "property": question.gprop,
        "backend": "CM" if item.window.short else "IZG",
        "category": question.category,
    }


_USER = {"userType": "USER_TYPE_SCRAPER"}


def _timeseries(question: Question) -> dict[str, Any]:
    first = question.items[0]
    return {
        "id": "TIMESERIES", "type": "fe_line_chart", "title": "Interest over time", "template": "fe",
        "embedTemplate": "fe_embed", "version": "1", "isLong": True, "isCurated": False,
        "lineAnnotationText": "Search interest",
        "request": {
            "time": first.window.wire(),
            "resolution": first.window.resolution,
            "locale": question.locale,
            "comparisonItem": [
                {"geo": places.as_widget(item.geo), "complexKeywordsRestriction": _restriction(item)}
                for item in question.items
            ],
            "requestOptions": _options(question, first),
            "userConfig": _USER,
        },
    }  # fmt: skip


def _geo_map(question: Question, items: tuple[Item, ...], name: str, *, single: bool) -> dict[str, Any]:
    first = items[0]
    request: dict[str, Any] = {
        "geo": places.as_widget(first.geo),
        "comparisonItem": [
            {"time": item.window.wire(), "complexKeywordsRestriction": _restriction(item)} for item in items
        ],
        "resolution": "REGION" if first.geo else "COUNTRY",
        "locale": question.locale,
        "requestOptions": _options(question, first),
        "userConfig": _USER,
    }
    kind = "fe_geo_chart_explore" if single else "fe_multi_heat_map"
    if not single:
        request["dataMode"] = "PERCENTAGES"
    title = "Interest by subregion" if first.geo else "Interest by region"
    return {"id": name, "type": kind, "title": title, "template": "fe", "embedTemplate": "fe_embed",
            "version": "1", "isLong": False, "isCurated": False, "request": request,
            "geo": first.geo or "world", "resolution": "countries" if not first.geo else "provinces",
            "displayMode": "regions", "color": "PALETTE_COLOR_1"}  # fmt: skip


def _related(question: Question, item: Item, name: str, kind: str) -> dict[str, Any]:
    window = item.window
    earlier = timeframes.Window(window.start - (window.end - window.start), window.start, window.resolution)
    title = "Related topics" if kind == "ENTITY" else "Related queries"
    return {
        "id": name, "type": "fe_related_searches", "title": title, "template": "fe",
        "embedTemplate": "fe_embed", "version": "1", "isLong": False, "isCurated": False,
        "keywordName": item.keyword,
        "request": {
            "restriction": {
                "geo": places.as_widget(item.geo),
                "time": window.wire(),
                "originalTimeRangeForExploreUrl": item.asked_time,
                "complexKeywordsRestriction": _restriction(item),
            },
            "keywordType": kind,
            "metric": ["TOP", "RISING"],
            "trendinessSettings": {"compareTime": earlier.wire()},
            "requestOptions": _options(question, item),
            "language": question.locale.split("-")[0],
            "userCountryCode": "US",
            "userConfig": _USER,
        },
    }  # fmt: skip
