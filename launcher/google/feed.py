"""``/trending/rss``: what a country searches for right now."""

from datetime import datetime, timedelta
from email.utils import format_datetime
from xml.sax.saxutils import escape

from launcher.google.interest import unit

_TOPICS = (
    "solar eclipse", "transfer window", "election results", "power outage", "marathon", "heat wave",
    "train strike", "film festival", "chess championship", "storm warning", "interest rates", "rocket launch",
    "season finale", "recipe of the day", "album release", "stock market", "book fair", "tennis open",
    "new phone", "lottery numbers", "world record", "museum reopening", "bridge closure", "bake off",
    "ferry timetable",
)  # fmt: skip
_TRAFFIC = ("200+", "500+", "1000+", "2000+", "5000+", "10K+", "20K+")
_SOURCES = ("The Example Times", "Example Daily", "Sample Wire", "Example Broadcasting")
_HEADLINES = (
    "What to know about {}", "{} in five pictures", "Why so many people look up {} today", "{}, hour by hour",
)  # fmt: skip


def trending(geo: str, now: datetime) -> str:
    """RSS with ten items; they change by the day."""
    day = f"{now:%Y-%m-%d}"
    titles = sorted(_TOPICS, key=lambda title: unit("trending", geo, day, title))[:10]
    items = "".join(_item(title, geo, now) for title in titles)
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<rss xmlns:atom="http://www.w3.org/2005/Atom" xmlns:ht="https://trends.google.com/trending/rss" '
        'version="2.0"><channel><title>Daily Search Trends</title><description>Recent searches</description>'
        f"<link>https://trends.google.com/trending?geo={escape(geo)}</link>{items}</channel></rss>"
    )


def _item(title: str, geo: str, now: datetime) -> str:
    seed = ("item", title, geo, f"{now:%Y-%m-%d}")
    traffic = _TRAFFIC[int(unit(*seed, "traffic") * len(_TRAFFIC))]
    hours = now.replace(minute=0, second=0, microsecond=0) - timedelta(hours=int(unit(*seed, "age") * 12))
    news = "".join(_news(title, i) for i in range(int(unit(*seed, "news") * 4)))
    return (
        f"<item><title>{escape(title)}</title><ht:approx_traffic>{traffic}</ht:approx_traffic>"
        f"<description/><link>https://trends.google.com/trending/rss?geo={escape(geo)}</link>"
        f"<pubDate>{format_datetime(hours)}</pubDate><ht:picture>https://picture.example/{_slug(title)}.jpg"
        f"</ht:picture><ht:picture_source>Sample Wire</ht:picture_source>{news}</item>"
    )


def _slug(title: str) -> str:
    return title.replace(" ", "-")


def _news(title: str, index: int) -> str:
    source, headline = _SOURCES[index], _HEADLINES[index].format(title)
    return (
        f"<ht:news_item><ht:news_item_title>{escape(headline[0].upper() + headline[1:])}</ht:news_item_title>"
        "<ht:news_item_snippet/>"
        f"<ht:news_item_url>https://news.example/{index}/{_slug(title)}</ht:news_item_url>"
        f"<ht:news_item_picture>https://picture.example/{index}/{_slug(title)}.jpg</ht:news_item_picture>"
        f"<ht:news_item_source>{source}</ht:news_item_source></ht:news_item>"
    )
