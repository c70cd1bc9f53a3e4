"""``/api/v1/thinker/drafts/{id}/hashtags``: those it has, and those that would fit."""

from __future__ import annotations

from flask import Response
from pydantic import Field

from svckit.auth import VIEWER
from svckit.db import unit_of_work
from svckit.schemas import IdPath, Schema
from svckit.web import Resource
from thinker_svc import queries
from thinker_svc.api.drafts import PREFIX, answer
from thinker_svc.provided import provided
from thinker_svc.services import hashtags as rules
from thinker_svc.services.platforms import PLATFORMS

hashtags = Resource("hashtags", __name__, url_prefix=PREFIX, tag="Drafts")


class HashtagCountOut(Schema):
    used: int = Field(description="How many hashtags its text has, as platforms find them.")
    read_well: int = Field(description="How many read well there; more are no error.")


class HashtagsOut(Schema):
    suggested: list[str] = Field(
        description="Made by code of the keywords and of rising queries, each with its #; at most five. None "
        "for a sensitive topic, and none with a word that the voice bans."
    )
    counts: dict[str, HashtagCountOut] = Field(description="By platform, of the text as it is saved.")


@hashtags.get("/<uuid:id>/hashtags", permission=VIEWER, summary="Its hashtags", responses={200: HashtagsOut})
def read(path: IdPath) -> Response:
    """How many each platform's text has, and which could be added."""
    with unit_of_work(provided().db) as session:
        found = rules.of(session, queries.draft(session, path.id))
    counts = {
        name: HashtagCountOut(used=used, read_well=PLATFORMS[name].hashtags)
        for name, used in found.used.items()
    }
    return answer(HashtagsOut(suggested=list(found.suggested), counts=counts))
