"""``/api/v1/thinker/platforms``: what a post may be on each platform."""

from __future__ import annotations

from typing import Literal

from flask import Response
from pydantic import Field

from svckit.auth import VIEWER
from svckit.schemas import Schema
from svckit.web import Resource
from thinker_svc.api.drafts import answer
from thinker_svc.services.platforms import PLATFORMS

platforms = Resource("platforms", __name__, url_prefix="/api/v1/thinker/platforms", tag="Platforms")


class PlatformOut(Schema):
    id: str
    name: str
    unit: Literal["graphemes", "weighted", "utf16"] = Field(description="What its characters are.")
    limit: int | None = Field(description="Longest text, in the unit; null: any length.")
    byte_limit: int | None = Field(description="Longest text in bytes of UTF-8.")
    link_length: int | None = Field(description="What every link counts for; null: its own length.")
    bare_links: bool = Field(description="Whether example.com without http:// is a link.")
    short_mentions: bool = Field(description="Whether @name@host counts as @name.")
    hashtags: int = Field(description="How many hashtags read well there; more are no error.")


class PlatformsOut(Schema):
    items: list[PlatformOut]


@platforms.get("", permission=VIEWER, summary="Platforms a draft can be for", responses={200: PlatformsOut})
def read_platforms() -> Response:
    """Whether an account is connected there is the tweeter API's to say."""
    items = [
        PlatformOut(
            id=key,
            name=platform.name,
            unit=platform.by.unit,
            limit=platform.by.limit,
            byte_limit=platform.by.byte_limit,
            link_length=platform.by.link,
            bare_links=platform.by.bare_links,
            short_mentions=platform.by.short_mentions,
            hashtags=platform.hashtags,
        )
        for key, platform in PLATFORMS.items()
    ]
    return answer(PlatformsOut(items=items))
