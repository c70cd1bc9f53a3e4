"""What is kept in versions: templates and voices. Every save is a new version; none is ever changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from svckit.auth import Principal
from svckit.db import utcnow
from svckit.paging import Page, keyset
from svckit.problems import Conflict, FieldError, NotFound, PreconditionFailed, Unprocessable
from thinker_svc.models.shelf import Head, Version
from thinker_svc.models.template import PromptTemplate, TemplateVersion
from thinker_svc.models.voice import BrandVoice, VoiceVersion

H = TypeVar("H", bound=Head)
V = TypeVar("V", bound=Version)
MOST = 500  # of one sort in a deployment; a list that long is no longer chosen from


class Content(Protocol):
    """A pydantic model."""

    def model_dump(self, *, mode: str) -> dict[str, Any]: ...


@dataclass(frozen=True)
class Shelf(Generic[H, V]):
    """`key` is the version's column that names its head; `among` what a default is the only one of."""

    head: type[H]
    version: type[V]
    key: str
    noun: str
    among: Callable[[H], Sequence[Any]]

    def one(self, session: Session, item_id: UUID, *, lock: bool = False) -> H:
        """Raises NotFound."""
        found = session.get(self.head, item_id, with_for_update=lock, populate_existing=lock)
        if found is None:
            raise NotFound(
                f"{self.noun}-not-found", f"There is no such {self.noun}. It may have been a wrong link."
            )
        return found

    def page(self, session: Session, *, archived: bool, cursor: str | None, limit: int) -> Page[H]:
        """The oldest first, so that those that come with the product lead."""
        statement = select(self.head)
        if not archived:
            statement = statement.where(self.head.archived_at.is_(None))
        columns: Any = (self.head.created_at, self.head.id)
        return keyset(session, statement, columns, cursor=cursor, limit=limit, descending=False)

    def versions(self, session: Session, item_id: UUID, *, cursor: str | None, limit: int) -> Page[V]:
        """The newest first."""
        self.one(session, item_id)
        statement = select(self.version).where(getattr(self.version, self.key) == item_id)
        columns: Any = (self.version.number,)
        return keyset(session, statement, columns, cursor=cursor, limit=limit)

    def at(self, session: Session, item_id: UUID, number: int) -> V:
        """Raises NotFound."""
        found = session.get(self.version, {self.key: item_id, "number": number})
        if found is None:
            raise NotFound("version-not-found", f"The {self.noun} has no version {number}.")
        return found

    def create(
        self, session: Session, principal: Principal, name: str, content: Content, note: str = "", **head: Any
    ) -> H:
        self._alone(session)
        self._name_is_free(session, name, None)
        if session.execute(select(func.count()).select_from(self.head)).scalar_one() >= MOST:
            raise Conflict(
                f"too-many-{self.noun}s",
                f"There are {MOST} {self.noun}s already. Change one that nobody uses.",
            )
        make: Any = self.head  # mixins have no constructor of their own
        made: H = make(name=name, version=1, author_id=principal.id, author_name=principal.name, **head)
        session.add(made)
        session.flush()
        self._add(session, made, principal, content, note)
        return made

    def save(
        self,
        session: Session,
        principal: Principal,
        item_id: UUID,
        seen: int,
        *,
        name: str,
        content: Content,
        note: str = "",
    ) -> H:
        """The next version; the same again makes none.

        Raises:
            Conflict: it comes with the product, or is archived.
            PreconditionFailed: `stale-content`, with `current_version`.
        """
        self._alone(session)
        found = self.one(session, item_id, lock=True)
        if found.built_in:
            raise Conflict(
                "built-in", f"This {self.noun} comes with the product and stays as it is. Make a copy of it."
            )
        if found.archived_at is not None:
            raise Conflict("archived", f"This {self.noun} is archived. Bring it back first.")
        if found.version != seen:
            raise PreconditionFailed(
                "stale-content",
                f"Somebody saved version {found.version} of this {self.noun} since you opened it. Compare it "
                "with yours, then save again.",
                current_version=found.version,
            )
        last = self.at(session, item_id, found.version)
        if last.name == name and last.content == content.model_dump(mode="json"):
            return found
        self._name_is_free(session, name, item_id)
        found.version, found.name = found.version + 1, name
        found.author_id, found.author_name = principal.id, principal.name
        self._add(session, found, principal, content, note)
        return found

    def archive(self, session: Session, item_id: UUID, *, archived: bool) -> H:
        self._alone(session)
        found = self.one(session, item_id, lock=True)
        if archived and found.is_default:
            raise Conflict(
                "is-default", f"This {self.noun} is the default. Make another one the default first."
            )
        if not archived and found.archived_at is not None:
            self._name_is_free(session, found.name, item_id)
        found.archived_at = (found.archived_at or utcnow()) if archived else None
        return found

    def make_default(self, session: Session, item_id: UUID, *, default: bool = True) -> H:
        """The one that is taken where nothing is chosen; the former one no longer is."""
        self._alone(session)
        found = self.one(session, item_id, lock=True)
        if default and found.archived_at is not None:
            raise Conflict("archived", f"This {self.noun} is archived. Bring it back first.")
        if default:
            others = update(self.head).where(
                self.head.is_default, self.head.id != item_id, *self.among(found)
            )
            session.execute(others.values(is_default=False))
        found.is_default = default
        session.flush()
        return found

    def default(self, session: Session, *such: Any) -> H | None:
        return session.execute(select(self.head).where(self.head.is_default, *such)).scalar_one_or_none()

    def _add(self, session: Session, head: H, principal: Principal, content: Content, note: str) -> None:
        make: Any = self.version
        version: V = make(
            number=head.version,
            name=head.name,
            content=content.model_dump(mode="json"),
            note=note,
            author_id=principal.id,
            author_name=principal.name,
            **{self.key: head.id},
        )
        session.add(version)
        session.flush()

    def _alone(self, session: Session) -> None:
        """One change at a time: names stay unique and defaults single, with words rather than errors."""
        session.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"shelf:{self.noun}"))))

    def _name_is_free(self, session: Session, name: str, but: UUID | None) -> None:
        taken = select(self.head.id).where(
            func.lower(self.head.name) == name.lower(),
            self.head.archived_at.is_(None),
            self.head.id.is_distinct_from(but),
        )
        if session.execute(taken.limit(1)).first():
            raise refused([("name", f"There is a {self.noun} named “{name}” already. Give it another name.")])


def refused(faults: Sequence[tuple[str, str]]) -> Unprocessable:
    """A problem that says of each field what is wrong with it."""
    errors = [FieldError(field=field, message=message) for field, message in faults]
    return Unprocessable("invalid-content", faults[0][1], errors=errors)


TEMPLATES: Shelf[PromptTemplate, TemplateVersion] = Shelf(
    PromptTemplate,
    TemplateVersion,
    "template_id",
    "template",
    lambda head: [PromptTemplate.kind == head.kind],
)
VOICES: Shelf[BrandVoice, VoiceVersion] = Shelf(
    BrandVoice, VoiceVersion, "voice_id", "voice", lambda _head: []
)
