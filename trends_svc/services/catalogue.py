"""What can be chosen besides places and times: categories, and sources with what each can answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal

Answer = Literal["series", "regions", "related", "trending", "suggestions"]
Field = Literal["geo", "category", "property"]


@dataclass(frozen=True)
class SourceCard:
    """A source as people see it, declared by its folder under providers/.

    Attributes:
        answers: what it can tell; ``series`` makes it one to search with.
        most_keywords: in one comparison.
        knows: which fields of a question mean something to it, besides keywords and timeframe.
        scale: what its numbers are relative to: the highest value of one answer (``answer``); a scale of
            its own that all its answers share, so that two of them may be compared (``fixed``).
        by: how it is used: it is asked (``asked``), people upload what they got from it (``uploaded``), or
            it is not built yet (``planned``).
        trending: it tells what is trending by country, for all it knows at once, or not at all.
        note: what to know before using it.
        export_of: the source whose exports people upload as this one.
    """

    name: str
    title: str
    answers: tuple[Answer, ...]
    note: str
    most_keywords: int = 5
    knows: tuple[Field, ...] = ()
    scale: Literal["answer", "fixed"] = "answer"
    by: Literal["asked", "uploaded", "planned"] = "asked"
    trending: Literal["country", "all", ""] = ""
    export_of: str = ""

    @property
    def is_searchable(self) -> bool:
        return self.by == "asked" and "series" in self.answers


def sources() -> Mapping[str, SourceCard]:
    """Every source by name, Google first, what is only planned last."""
    from trends_svc.providers import found

    return {name: provider.card for name, provider in found().items()}


def source(name: str) -> SourceCard:
    """
    Raises:
        KeyError
    """
    return sources()[name]


@lru_cache(maxsize=1)
def categories() -> list[tuple[int, str]]:
    """Google's top categories, all of them first."""
    text = files("trends_svc").joinpath("data/categories.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return [(int(number), name) for number, name in rows]
