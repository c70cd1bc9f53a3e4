"""The widgets' data: series, map, related searches."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from launcher.google import places, timeframes
from launcher.google.interest import Interest, unit

Json = dict[str, Any]


def _keyword(item: Json) -> str:
    return str(item["complexKeywordsRestriction"]["keyword"][0]["value"])


def _flavour(request: Json) -> str:
    options = request["requestOptions"]
    return f"{options['property']}/{options['category'] or ''}".strip("/")


def _shown(value: float, maximum: float) -> tuple[int, str]:
    """A value on the scale 0–100, and how Google writes it: what is there but rounds to 0 is "<1"."""
    if maximum <= 0 or value <= 0:
        return 0, "0"
    scaled = value / maximum * 100
    whole = round(scaled)
    return (whole, str(whole)) if whole >= 1 else (0, "<1")


def multiline(request: Json, now: datetime) -> Json:
    """Interest over time, 0–100 relative to the highest value of the whole answer."""
    window = timeframes.window_of(request["time"], request["resolution"])
    curves = [
        Interest(_keyword(item), places.from_widget(item["geo"]), _flavour(request))
        for item in request["comparisonItem"]
    ]
    if not any(curve.known for curve in curves):
        return {"default": {"timelineData": [], "averages": []}}
    buckets = window.buckets(now)
    table = [[c.mean(a, b, now, window.resolution) for c in curves] for a, b in buckets]
    table = [[v * _so_far(bucket, now) for v in row] for bucket, row in zip(buckets, table, strict=True)]
    maximum = max((v for row in table for v in row), default=0.0)
    points = [
        _point(bucket, row, maximum, window.resolution, now)
        for bucket, row in zip(buckets, table, strict=True)
    ]
    averages = [round(sum(p["value"][i] for p in points) / len(points)) for i in range(len(curves))]
    return {"default": {"timelineData": points, "averages": averages if len(curves) > 1 else []}}


def _so_far(bucket: tuple[datetime, datetime], now: datetime) -> float:
    """A bucket that has not ended holds less than it will."""
    start, end = bucket
    return 1.0 if end <= now else 0.6 + 0.4 * ((now - start) / (end - start))


def _point(
    bucket: tuple[datetime, datetime], row: list[float], maximum: float, resolution: str, now: datetime
) -> Json:
    start, end = bucket
    shown = [_shown(value, maximum) for value in row]
    point: Json = {
        "time": str(int(start.timestamp())),
        "formattedTime": _formatted(start, end, resolution),
        "formattedAxisTime": f"{start:%b} {start.day}" + (f", {start.year}" if resolution == "MONTH" else ""),
        "value": [value for value, _ in shown],
        "hasData": [value > 0 for value in row],
        "formattedValue": [text for _, text in shown],
    }
    if end > now:
        point["isPartial"] = True
    return point


def _formatted(start: datetime, end: datetime, resolution: str) -> str:
    if resolution == "MONTH":
        return f"{start:%b %Y}"
    if resolution == "WEEK":
        last = end.fromtimestamp(end.timestamp() - 1, tz=end.tzinfo)
        return f"{start:%b} {start.day} – {last:%b} {last.day}, {last.year}"
    if resolution == "DAY":
        return f"{start:%b} {start.day}, {start.year}"
    return f"{start:%b} {start.day}, {start.year} at {start:%I:%M %p}"


def comparedgeo(request: Json, now: datetime) -> Json:
    """Interest by place: one keyword on a scale of 0–100, several as shares in per cent."""
    geo = places.from_widget(request["geo"])
    keywords = [_keyword(item) for item in request["comparisonItem"]]
    start, end = timeframes.parse_wire(request["comparisonItem"][0]["time"])
    end = min(end, now)
    rows = []
    for code, name in places.inside(geo):
        values = [_strength(keyword, code, _flavour(request), start, end) for keyword in keywords]
        rows.append((code, name, values))
    percentages = request.get("dataMode") == "PERCENTAGES"
    maximum = max((v for _, _, values in rows for v in values), default=0.0)
    data = [_region(c, n, values, maximum, percentages=percentages) for c, n, values in rows]
    if not request.get("includeLowSearchVolumeGeos"):
        data = [
            row if any(row["hasData"]) else {**row, "formattedValue": [""] * len(keywords)} for row in data
        ]
    data.sort(key=lambda row: -max(row["value"]))
    return {"default": {"geoMapData": data if maximum > 0 else []}}


def _strength(keyword: str, code: str, flavour: str, start: datetime, end: datetime) -> float:
    rare = 0.01 if "-" in code or code in places.LARGE else 0.25
    if unit("heard of", keyword, code) < rare:  # some places are too small to show
        return 0.0
    curve = Interest(keyword, code, flavour)
    moments = (start + (end - start) * (i + 0.5) / 3 for i in range(3))
    return sum(curve.at(moment, "MAP") for moment in moments) / 3


def _region(code: str, name: str, values: list[float], maximum: float, *, percentages: bool) -> Json:
    total = sum(values)
    if percentages:
        shares = _shares(values)
        shown = [(share, f"{share}%" if total else "") for share in shares]
    else:
        shown = [_shown(value, maximum) for value in values]
    whole = [value for value, _ in shown]
    return {
        "geoCode": code,
        "geoName": name,
        "value": whole,
        "formattedValue": [text for _, text in shown],
        "maxValueIndex": whole.index(max(whole)),
        "hasData": [value > 0 for value in values],
    }


def _shares(values: list[float]) -> list[int]:
    """Whole per cents that add up to 100 (largest remainder)."""
    total = sum(values)
    if total <= 0:
        return [0 for _ in values]
    exact = [value / total * 100 for value in values]
    shares = [int(value) for value in exact]
    by_remainder = sorted(range(len(values)), key=lambda i: shares[i] - exact[i])
    for i in by_remainder[: 100 - sum(shares)]:
        shares[i] += 1
    return shares


_PHRASES = (
    "{k} near me", "best {k}", "what is {k}", "how to {k}", "{k} {y}", "{k} price", "{k} ideas", "{k} online",
    "{k} vs", "{k} review", "cheap {k}", "{k} for beginners", "{k} meaning", "buy {k}", "{k} news",
    "{k} today", "{k} free", "is {k} good", "{k} guide", "{k} reddit", "{k} list", "new {k}", "{k} history",
    "{k} deals", "{k} recipe", "{k} video", "{k} shop", "why {k}", "{k} at home", "{k} festival", "{k} app",
    "{k} strike",
)  # fmt: skip


def relatedsearches(request: Json, now: datetime) -> Json:
    """Queries asked along with the keyword. Topics come back empty, as they do almost always."""
    keyword = _keyword(request["restriction"])
    curve = Interest(keyword, places.from_widget(request["restriction"]["geo"]), _flavour(request))
    if request["keywordType"] == "ENTITY":
        return {"default": {"rankedList": []}}
    window = request["restriction"]["time"]
    if not curve.known or keyword.startswith("zzlow"):
        return {"default": {"rankedList": [{"rankedKeyword": []}, {"rankedKeyword": []}]}}
    ranked = sorted(_PHRASES, key=lambda phrase: unit("related", keyword, curve.geo, phrase))
    texts = [phrase.format(k=keyword, y=now.year) for phrase in ranked]
    top_count = 6 + int(12 * unit("tops", keyword, curve.geo))
    rising_count = 3 + int(7 * unit("risings", keyword, window))
    top = []
    value = 100.0
    for text in texts[:top_count]:
        top.append(_top(text, value, window, curve.geo))
        value *= 0.6 + 0.36 * unit("step", text)
    rising = [_rising(text, keyword, window, curve.geo) for text in texts[::-1][:rising_count]]
    rising.sort(key=lambda item: -int(item["value"]))
    return {"default": {"rankedList": [{"rankedKeyword": top}, {"rankedKeyword": rising}]}}


def _link(query: str, window: str, geo: str) -> str:
    return "/trends/explore?" + urlencode({"q": query, "date": window.replace("\\", ""), "geo": geo})


def _top(query: str, value: float, window: str, geo: str) -> Json:
    shown = max(1, round(value))
    return {
        "query": query,
        "value": shown,
        "formattedValue": str(shown),
        "hasData": True,
        "link": _link(query, window, geo),
    }


def _rising(query: str, keyword: str, window: str, geo: str) -> Json:
    value = round(40 * 300 ** unit("rising", query, keyword, window[:10]))
    text = "Breakout" if value >= 5000 else f"+{value:,}%"
    return {"query": query, "value": value, "formattedValue": text, "link": _link(query, window, geo)}


def autocomplete(text: str) -> Json:
    """Topics that a text may mean."""
    kinds = ("Topic", "Food", "Sport", "Film", "Programming language", "City")
    count = 0 if Interest(text, "").known is False else 1 + int(4 * unit("topics", text))
    topics = [
        {"mid": f"/m/0{int(unit('mid', text, i) * 1e9):x}", "title": text.title(), "type": kind}
        for i, kind in enumerate(sorted(kinds, key=lambda kind: unit("kind", text, kind))[:count])
    ]
    return {"default": {"topics": topics}}
