"""The portal's settings."""

from pydantic import Field, SecretStr

from svckit.config import Settings as CommonSettings


class Settings(CommonSettings):
    """What the portal reads from its environment."""

    portal_secret_key: SecretStr = Field(
        min_length=32, description="Signs CSRF tokens. Long and random; changing it voids open forms."
    )
    api_url: str = Field(
        pattern="^https?://.+/api/v1$",
        description="The services' API as the portal reaches it, through nginx.",
    )
    session_redis_url: SecretStr = Field(
        description="Redis for sign-in sessions; wiping it signs everybody out."
    )
    team_name: str = Field(default="", max_length=60, description="Name under the product's on every page.")
    default_timezone: str = Field(
        default="UTC", description="Zone for times until a browser has told its own, as in Europe/London."
    )
    session_hours: int = Field(
        default=12, ge=1, le=720, description="Hours without a click after which somebody is signed out."
    )
    sample_network_url: str = Field(
        default="", description="Address of the sample social network, linked where its posts are shown."
    )
    mail_catcher_url: str = Field(
        default="",
        description="Address of the mail catcher, linked where we say that an e-mail is on its way.",
    )

    @property
    def is_https(self) -> bool:
        return self.public_url.startswith("https://")
