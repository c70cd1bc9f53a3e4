"""What can be chosen besides places and times: categories, and sources with what each can answer."""

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files


@dataclass(frozen=True)
class SourceCard:
    """A source as people see it.

    Attributes:
        answers: ``series``, ``regions``, ``related``, ``trending``, ``suggestions``.
        most_keywords: in one comparison.
        note: what to know before using it.
    """

    name: str
    title: str
    answers: tuple[str, ...]
    most_keywords: int
    note: str


SOURCES = (
    SourceCard(
        "google",
        "Google Trends",
        ("series", "regions", "related", "trending", "suggestions"),
        5,
        "0–100, relative to the highest value of one search. Unofficial: it may refuse, then we wait.",
    ),
    SourceCard(
        "wikimedia",
        "Wikimedia Pageviews",
        ("series",),
        5,
        "How often articles of the English Wikipedia are read, by day. A keyword is an article's title.",
    ),
    SourceCard(
        "hackernews",
        "Hacker News",
        ("series",),
        5,
        "Stories that mention a word, by day.",
    ),
)


@lru_cache(maxsize=1)
def categories() -> list[tuple[int, str]]:
    """Google's top categories, all of them first."""
    text = files("trends_svc").joinpath("data/categories.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return [(int(number), name) for number, name in rows]
