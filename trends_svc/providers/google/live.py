"""What is asked of Google while somebody waits: what is trending now, and what a text may mean.

Both pass the gate like everything else, but wait only briefly in front of it; answers are kept in Redis.
Imports neither pandas nor pytrends: the web process uses it.
"""

import json
from email.utils import parsedate_to_datetime
from urllib.parse import quote
from xml.etree import ElementTree

import httpx
import redis

from trends_svc.services.gate import Gate
from trends_svc.services.sources import Busy, RateLimited, SourceError, SourceMalformed, SourceUnavailable
from trends_svc.services.trending import NewsItem, Topic, Trend

KEEP_SECONDS = 24 * 3600
LONGEST_BODY = 2_000_000
PATIENCE = 2.5
TYPING_PATIENCE = 0.3
"""Somebody is typing: better no suggestion than a late one."""
_HT = "{https://trends.google.com/trending/rss}"
_SHORTER_PREFIX = ")]}'"


class LiveGoogle:
    """Google's quick answers.

    Args:
        base_url: ``https://trends.google.com``, or a server that speaks its protocol.
        store: Redis, where answers are kept.
        seconds: how long to wait for an answer.
    """

    def __init__(
        self,
        base_url: str,
        gate: Gate,
        *,
        store: str,
        seconds: float,
    ) -> None:
        self._base_url, self._gate = base_url, gate
        self._store = redis.Redis.from_url(store, socket_timeout=2, socket_connect_timeout=2)
        self._seconds = seconds

    def now(self, geo: str) -> list[Trend]:
        """What a country searches for now, newest first.

        Raises:
            SourceError | Busy
        """
        return read_rss(self._get(f"/trending/rss?geo={quote(geo)}", PATIENCE))

    def topics(self, text: str) -> list[Topic]:
        """What a text may mean. Google is asked for it only while no search is at it: those go first.

        Raises:
            SourceError | Busy
        """
        key = f"trends:topics:{text.casefold()}"
        kept = self._kept(key)
        if kept is None:
            state = self._gate.state()
            if state.occupied or state.paused:
                raise Busy(state.paused)
            body = self._get(f"/trends/api/autocomplete/{quote(text, safe='')}?hl=en-US", TYPING_PATIENCE)
            try:
                read = json.loads(body.removeprefix(_SHORTER_PREFIX).lstrip(",\n"))
                found = [
                    {"mid": str(t["mid"]), "title": str(t["title"]), "type": str(t["type"])}
                    for t in read["default"]["topics"]
                ]
            except (ValueError, KeyError, TypeError) as error:
                raise SourceMalformed("Google's suggestions aren't built as they used to be.") from error
            kept = json.dumps(found).encode()
            self._keep(key, kept.decode())
        return [Topic.model_validate(topic) for topic in json.loads(kept)]

    def _get(self, path: str, patience: float) -> str:
        """One call through the gate; what it meant is told to the gate."""
        try:
            body = self._call(path, patience)
        except SourceError as error:
            if error.slow_down:
                self._gate.refused(error)
            raise
        return body

    def _call(self, path: str, patience: float) -> str:
        try:
            with (
                self._gate.turn(patience),
                httpx.Client(trust_env=False, timeout=self._seconds) as client,
            ):
                answer = client.get(self._base_url + path)
        except httpx.HTTPError as error:
            raise SourceUnavailable("Google Trends can't be reached right now.") from error
        if answer.status_code == 429 or 300 <= answer.status_code < 400:
            raise RateLimited(f"Google refused us for asking too often ({answer.status_code}).")
        if answer.status_code != 200 or len(answer.content) > LONGEST_BODY:
            raise SourceUnavailable(f"Google Trends answered {answer.status_code}.")
        return answer.text

    def _kept(self, key: str) -> bytes | None:
        try:
            found = self._store.get(key)
        except redis.RedisError:
            return None
        return found if isinstance(found, bytes) else None

    def _keep(self, key: str, text: str) -> None:
        try:
            self._store.set(key, text, ex=KEEP_SECONDS)
        except redis.RedisError:
            return


def read_rss(text: str) -> list[Trend]:
    """The items of the feed of what is trending, newest first.

    Raises:
        SourceMalformed
    """
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise SourceMalformed("Google's feed declares entities, which no feed of its needs.")
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 - without entities there is nothing to expand
        found = [_trend(item) for item in root.findall("./channel/item")]
    except (ElementTree.ParseError, ValueError, TypeError) as error:
        raise SourceMalformed("Google's feed of what is trending can't be read.") from error
    if root.tag != "rss":
        raise SourceMalformed("Google sent a page where its feed of what is trending was.")
    return sorted(found, key=_age, reverse=True)


def _age(trend: Trend) -> float:
    return trend.started_at.timestamp() if trend.started_at else 0.0


def _trend(item: ElementTree.Element) -> Trend:
    title = _text(item, "title")
    return Trend(
        title=title,
        keyword=title,
        traffic=_text(item, f"{_HT}approx_traffic"),
        started_at=parsedate_to_datetime(_text(item, "pubDate")),
        picture=_link(item, f"{_HT}picture"),
        picture_source=_text(item, f"{_HT}picture_source"),
        news=[
            NewsItem(
                title=_text(news, f"{_HT}news_item_title"),
                url=url,
                source=_text(news, f"{_HT}news_item_source"),
                picture=_link(news, f"{_HT}news_item_picture"),
            )
            for news in item.findall(f"{_HT}news_item")
            if (url := _link(news, f"{_HT}news_item_url"))
        ],
    )


def _text(element: ElementTree.Element, name: str) -> str:
    return (element.findtext(name) or "").strip()[:500]


def _link(element: ElementTree.Element, name: str) -> str | None:
    """An address that may stand in a page; nothing else may."""
    found = (element.findtext(name) or "").strip()
    return found if found.startswith(("https://", "http://")) and len(found) <= 2000 else None
