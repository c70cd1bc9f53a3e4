"""What several events hold."""

from __future__ import annotations

from uuid import UUID

from pydantic import BaseModel, ConfigDict


class PersonData(BaseModel):
    """Somebody, as they stand in events."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: UUID
    name: str


class ImageData(BaseModel):
    """A picture that goes out with the texts; its bytes come in `thinker.image.approved`."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    sha256: str
    alt: str
    mime: str
    width: int
    height: int


class ErrorData(BaseModel):
    """What went wrong, for a person to read; `type` is stable."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    type: str
    title: str
    detail: str
