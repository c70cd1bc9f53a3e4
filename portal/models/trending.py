"""What many look for right now."""

from datetime import datetime

from pydantic import Field

from portal.models.base import Read, Text
from portal.models.searches import Search, spark_of


class News(Read):
    """An article about it."""

    title: Text = ""
    url: Text = ""
    source: Text = ""


class Trend(Read):
    """Something that many look for. ``traffic`` is the source's own wording."""

    title: str
    keyword: Text = ""
    traffic: Text = ""
    started_at: datetime | None = None
    link: str | None = None
    news: list[News] = Field(default_factory=list)
    shape: list[int] = Field(default_factory=list)

    @property
    def asked(self) -> str:
        """What to search for; a comma would make two keywords of it."""
        return " ".join((self.keyword or self.title).replace(",", " ").split())

    @property
    def spark(self) -> str:
        return spark_of(self.shape)


class Trending(Read):
    """Of a country, or of all that the source knows."""

    source: Text = "google"
    geo: Text = ""
    as_of: datetime
    sample: bool = False
    stale: bool = False
    items: list[Trend] = Field(default_factory=list)


class Uploaded(Read):
    """What an uploaded file was."""

    search: Search | None = None
    trending: Trending | None = None
