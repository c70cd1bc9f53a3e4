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
    """Something that many look for now.

    ``keyword``: what to search for; ``traffic``: as the source writes it, such as "2000+", which is a lower
    bound and no count; ``shape``: the last days, oldest first, where the source tells them.
    """

    title: str
    keyword: str = ""
    traffic: str
    started_at: datetime | None
    link: str | None = None
    picture: str | None = None
    picture_source: str = ""
    news: list[NewsItem] = []
    shape: list[int] = []


class Trending(_Told):
    """Of one country, or of all that a source knows (``geo`` empty), strongest or newest first."""

    source: str = "google"
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
