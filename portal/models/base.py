"""What all read objects share."""

from datetime import datetime
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


def _or_empty(value: Any) -> Any:
    return "" if value is None else value


Text = Annotated[str, BeforeValidator(_or_empty)]
"""A text that a service may send as null."""


class Read(BaseModel):
    """A frozen object read from a service's answer; members it doesn't know are left alone."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)


T = TypeVar("T", bound=Read)


class Listing(Read, Generic[T]):
    """One page of a list; ``next`` is the cursor of the following one."""

    items: list[T]
    next: str | None = None
    counts: dict[str, int] = Field(default_factory=dict)

    @property
    def total(self) -> int | None:
        """How many there are in all states, where the service counts them."""
        if "all" in self.counts:
            return self.counts["all"]
        return sum(self.counts.values()) if self.counts else None


class Trouble(Read):
    """Why something did not work, in a service's words."""

    type: Text = ""
    title: Text = ""
    detail: Text = ""
    retry_after: int | None = None

    @property
    def slug(self) -> str:
        return self.type.removeprefix("urn:problem:")


Moment = datetime
"""Always aware, in UTC, as the services send it."""
