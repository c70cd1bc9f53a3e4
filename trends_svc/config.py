"""What trends_svc needs from its environment."""

from pydantic import Field, HttpUrl

from svckit.config import CelerySettings, StreamSettings
from svckit.service import ServiceSettings

GOOGLE = "https://trends.google.com"
SPACING_REAL = 1.5
SPACING_SAMPLE = 0.1


class Settings(ServiceSettings, CelerySettings, StreamSettings):
    """The web process, the worker and the beat share these."""

    trends_google_url: HttpUrl | None = Field(
        default=None, description="Server that speaks Google Trends' protocol; unset: the real one."
    )
    trends_source_urls: dict[str, HttpUrl] = Field(
        default={},
        description="Other sources' base addresses instead of their own, as JSON: "
        '{"mastodon": "https://mastodon.example"} asks that server what is trending.',
    )
    trends_sample: bool = Field(
        default=False, description="True where that server makes its numbers up: results say so."
    )
    trends_spacing_seconds: float | None = Field(
        default=None,
        ge=0,
        le=600,
        description="Least time between two calls to Google, over all workers; 1.5, for sample data 0.1.",
    )
    trends_burst: int = Field(
        default=3,
        ge=1,
        le=20,
        description="Calls to Google that may follow one another at once after a pause.",
    )
    trends_timeout_seconds: float = Field(
        default=10.0, gt=0, le=20, description="How long we wait for one answer of Google."
    )
    trends_attempts: int = Field(
        default=4, ge=1, le=10, description="Tries of a search before it fails for good."
    )
    trends_retry_seconds: float = Field(
        default=20.0,
        gt=0,
        le=600,
        description="Nobody asks Google for so long after a refusal; doubles with each further one.",
    )

    @property
    def google_url(self) -> str:
        """Base address without a slash at the end."""
        return str(self.trends_google_url or GOOGLE).rstrip("/")

    @property
    def spacing(self) -> float:
        """Seconds between two calls."""
        if self.trends_spacing_seconds is not None:
            return self.trends_spacing_seconds
        return SPACING_SAMPLE if self.trends_sample else SPACING_REAL

    def url_of(self, source: str) -> str | None:
        """A source's base address where the deployment names one."""
        found = self.trends_source_urls.get(source)
        return str(found).rstrip("/") if found else None
