"""Base of the pydantic models that the HTTP API reads and writes."""

from functools import lru_cache
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field


@lru_cache(maxsize=1024)
def _schema_of(cls: type[BaseModel], args: tuple[Any, ...], kwargs: tuple[tuple[str, Any], ...]) -> Any:
    return super(Schema, cls).model_json_schema(*args, **dict(kwargs))  # type: ignore[misc] # cls is a Schema


class Schema(BaseModel):
    """What is sent or received. Unknown fields are refused, so that a typing error is told.

    Its JSON schema is remembered: flask-openapi3 asks for it on every request.
    """

    model_config = ConfigDict(extra="forbid")

    @classmethod
    def model_json_schema(cls, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """As pydantic's, made once per model and arguments."""
        try:
            made: dict[str, Any] = _schema_of(cls, args, tuple(sorted(kwargs.items())))
        except TypeError:  # arguments that can't be remembered
            return super().model_json_schema(*args, **kwargs)
        return made


class IdPath(Schema):
    """``/{id}``"""

    id: UUID = Field(description="Id of the resource.")


class Person(Schema):
    """Somebody, as they stand in resources and events."""

    id: UUID
    name: str


class PageQuery(Schema):
    """The query of every list: ``?cursor=&limit=``."""

    cursor: str | None = Field(default=None, max_length=400, description="`next` of the page before.")
    limit: int = Field(default=20, ge=1, le=100, description="Items a page, at most 100.")


class ProblemDocument(BaseModel):
    """RFC 9457 problem details."""

    type: str = Field(description="urn:problem:<slug>; stable.")
    title: str
    status: int
    detail: str = Field(description="What happened and what to do.")
    instance: str | None = None
    request_id: str = ""
    errors: list[dict[str, str]] = Field(default_factory=list, description="{field, message} each.")
    retry_after: int | None = Field(default=None, description="Seconds until another try makes sense.")


class CheckDocument(BaseModel):
    """Whether one dependency answers."""

    name: str
    ok: bool
    detail: str
    latency_ms: float


class BacklogDocument(BaseModel):
    """What waits to be published."""

    waiting: int
    oldest_seconds: float = Field(description="Age of the oldest, in seconds.")


class ProcessDocument(BaseModel):
    """A process that said lately that it lives."""

    name: str
    host: str
    pid: int
    seen_seconds_ago: float


class HealthDocument(BaseModel):
    """How a service is, for the admin's page."""

    service: str
    version: str
    ok: bool = Field(description="Whether every dependency answers.")
    checks: list[CheckDocument]
    outbox: BacklogDocument | None = Field(description="Null when it can't be read.")
    processes: list[ProcessDocument]
