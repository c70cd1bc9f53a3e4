"""Many drafts at once: the board, kept filters, one action on several."""

from datetime import datetime

from pydantic import Field

from portal.models.base import Read, Text
from portal.models.drafts import Draft
from portal.models.people import Person


class Column(Read):
    """A state with its first cards."""

    state: str
    count: int = 0
    items: list[Draft] = Field(default_factory=list)

    @property
    def more(self) -> int:
        """How many have no card here."""
        return max(0, self.count - len(self.items))


class Board(Read):
    """A column for each state. Counts are at least, where not exact."""

    columns: list[Column]
    counts_exact: bool = True


class FilterQuery(Read):
    """What of a list's address a filter keeps."""

    state: Text = ""
    q: Text = ""
    owner: Text = ""
    platform: Text = ""
    sort: Text = ""
    view: Text = ""


class SavedFilter(Read):
    """A filter that somebody gave a name."""

    id: str
    name: str
    shared: bool = False
    query: FilterQuery = FilterQuery()
    owner: Person
    mine: bool = False
    version: int = 1


class Teammate(Person):
    """Somebody drafts can be given to."""

    role: Text = ""


class Outcome(Read):
    """What became of one draft. ``reason``: why not; or what of it can't be undone."""

    draft_id: str
    title: Text = ""
    done: bool
    before: Text = ""
    after: Text = ""
    reason: Text = ""
    undoable: bool = True


class BulkResult(Read):
    """What became of all."""

    id: Text = ""
    action: str
    outcomes: list[Outcome]
    done: int = 0
    refused: int = 0
    undo_until: datetime | None = None

    @property
    def kept(self) -> list[Outcome]:
        """Those it was not done to."""
        return [one for one in self.outcomes if not one.done]

    @property
    def changed(self) -> list[Outcome]:
        return [one for one in self.outcomes if one.done]
