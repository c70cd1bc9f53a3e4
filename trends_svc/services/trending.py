"""What is trending now, and what a text may mean: as sources tell it."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True)


class NewsItem(_Told):
    title: str
    url: str
    source: str
    picture: str | None


class Trend(_Told):
    """``traffic``: as Google writes it, such as "2000+"; a lower bound, not a count."""

    title: str
    traffic: str
    started_at: datetime
    picture: str | None
    picture_source: str
    news: list[NewsItem]


class Trending(_Told):
    """Of one country, most recent first."""

    geo: str
    as_of: datetime
    sample: bool = Field(description="The numbers are made up.")
    stale: bool = Field(description="Google doesn't answer right now; this is what it said before.")
    items: list[Trend]


class Topic(_Told):
    """``mid``: Google's id, which can be searched for like a keyword."""

    mid: str
    title: str
    type: str
