"""The snapshot of a search: what was found, as drafts and checks rely on it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from trends_svc.services import catalogue

Value = int | Literal["<1"]
Resolution = Literal["minute", "hour", "day", "week", "month"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Point(_Frozen):
    """``value``: 0–100 relative to the highest of the whole answer, or "<1". ``partial``: not over yet."""

    time: datetime
    value: Value
    partial: bool


class RisingQuery(_Frozen):
    """``value``: growth in per cent, or "Breakout" (more than fiftyfold). ``keyword``: asked along with."""

    query: str
    value: int | Literal["Breakout"]
    keyword: str


class TopQuery(_Frozen):
    """``value``: 0–100, relative to the most asked of the same keyword."""

    query: str
    value: int
    keyword: str


class Region(_Frozen):
    """``values``: by keyword; with several keywords, shares in per cent."""

    name: str
    code: str
    values: dict[str, int]


class Headline(_Frozen):
    """An article about one of the keywords. ``url``: http or https, and nothing else; ``as_of``: when the
    source said that the keyword was trending, with this article.
    """

    title: str
    url: str
    source: str = Field(description="Who published it, as the source of the trend writes it; may be empty.")
    keyword: str
    as_of: datetime


class Rescaled(_Frozen):
    """The series come from several requests, brought to one scale through a shared keyword.

    ``precision``: by keyword, half a unit of its own request on the common scale: differences smaller
    than that mean nothing. ``unscaled``: keywords that could not be brought to it, and have no points.
    """

    anchor: str
    precision: dict[str, float]
    unscaled: list[str]


class SeriesPart(_Frozen):
    """Interest over time. A keyword without any data has an empty list and no average."""

    resolution: Resolution
    as_of: datetime
    series: dict[str, list[Point]]
    averages: dict[str, int]
    rescaled: Rescaled | None = None


class RegionsPart(_Frozen):
    regions: list[Region]


class RelatedPart(_Frozen):
    """Related queries of one keyword."""

    rising: list[RisingQuery]
    top: list[TopQuery]


class Snapshot(_Frozen):
    """All of it. Times are UTC; a week bears the date of its Sunday, a month its first day.

    ``news`` is what was known (services/news.py) when the answer was complete. It stays with the answer:
    whoever gets the same answer later gets this news, with its own ``as_of``. Empty says that nothing was
    known, not that nothing was written; results from before there was any are read so.
    """

    id: UUID
    keywords: list[str]
    geo: str = Field(description="Region code; empty = worldwide.")
    timeframe: str
    category: int = 0
    property: str = ""
    resolution: Resolution
    as_of: datetime
    series: dict[str, list[Point]]
    averages: dict[str, int]
    rising: list[RisingQuery]
    top: list[TopQuery]
    regions: list[Region]
    source: str
    sample: bool = Field(description="The numbers are made up.")
    missing: list[str] = Field(description="Parts that could not be had: regions, related.")
    rescaled: Rescaled | None = Field(
        default=None,
        description="Set where more than five keywords were compared.",
    )
    news: list[Headline] = Field(
        default=[],
        description="Articles about those keywords that were trending in the country, as the feed of what "
        "is trending had them in the day before the answer. At most 10. Foreign text.",
    )


def related_name(index: int) -> str:
    """Name of the stored part that holds the related queries of the keyword at ``index``."""
    return f"related:{index}"


def assemble(
    *,
    id: UUID,  # noqa: A002 - the snapshot's own field
    keywords: list[str],
    geo: str,
    timeframe: str,
    category: int,
    gprop: str,
    source: str,
    sample: bool,
    parts: Mapping[str, dict[str, Any]],
    news: Sequence[Headline] = (),
) -> Snapshot:
    """One snapshot of the stored parts; what isn't there is listed under ``missing``."""
    series = SeriesPart.model_validate(parts["series"])
    told = catalogue.source(source).answers if series.rescaled is None else ()
    missing = ["regions"] if "regions" in told and "regions" not in parts else []
    regions = RegionsPart.model_validate(parts.get("regions", {"regions": []}))
    names = [related_name(index) for index in range(len(keywords))]
    if "related" in told and any(name not in parts for name in names):
        missing.append("related")
    related = [RelatedPart.model_validate(parts[name]) for name in names if name in parts]
    return Snapshot(
        id=id,
        keywords=keywords,
        geo=geo,
        timeframe=timeframe,
        category=category,
        property=gprop,
        resolution=series.resolution,
        as_of=series.as_of,
        series=series.series,
        averages=series.averages,
        rising=[query for part in related for query in part.rising],
        top=[query for part in related for query in part.top],
        regions=regions.regions,
        source=source,
        sample=sample,
        missing=missing,
        rescaled=series.rescaled,
        news=list(news),
    )
