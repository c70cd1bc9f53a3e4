"""Images as the API shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from thinker_svc.api.talk_schemas import ImageOut

PREFIX = "/api/v1/thinker/drafts"


def images(draft_id: UUID, stored: Sequence[Mapping[str, Any]]) -> list[ImageOut]:
    """In their order, each with the address of its bytes."""
    return [ImageOut(**image, url=f"{PREFIX}/{draft_id}/images/{image['sha256']}") for image in stored]
