"""The CloudEvents 1.0 envelope, structured JSON, in which every event travels.

``type`` is the routing key. Extension attributes ``requestid`` and ``traceparent`` carry who asked.
"""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from svckit import context
from svckit.db import utcnow
from svckit.ids import uuid7

CONTENT_TYPE = "application/cloudevents+json"
SCHEMA_VERSION = "v1"


class EventData(BaseModel):
    """Base of what a service says happened. Subclasses set ``type``; consumers ignore unknown fields."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    type: ClassVar[str]

    def subject(self) -> str | None:
        """Id of the thing it happened to: the first field, by convention."""
        first = next(iter(type(self).model_fields), None)
        return str(getattr(self, first)) if first else None


class Envelope(BaseModel):
    """CloudEvents 1.0 context attributes and the data."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    specversion: str = Field(default="1.0", pattern=r"^1\.0$")
    id: UUID
    source: str
    type: str
    time: datetime
    subject: str | None = None
    datacontenttype: str = "application/json"
    dataschema: str | None = None
    requestid: str = ""
    traceparent: str = ""
    data: dict[str, Any]


def wrap(data: EventData, source: str) -> Envelope:
    """An envelope for an event that happens now, in the request at hand."""
    headers = context.outgoing()
    return Envelope(
        id=uuid7(),
        source=f"/{source}",
        type=data.type,
        time=utcnow(),
        subject=data.subject(),
        dataschema=f"{data.type}.{SCHEMA_VERSION}.json",
        requestid=headers[context.REQUEST_ID_HEADER],
        traceparent=headers[context.TRACEPARENT_HEADER],
        data=data.model_dump(mode="json"),
    )
