"""Asking for a draft, editing it, asking again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy.orm import Session

from svckit.auth import Principal
from svckit.db import utcnow
from svckit.problems import PreconditionFailed, Unprocessable
from thinker_svc import queries
from thinker_svc.models.draft import Draft
from thinker_svc.services import approval, content, flags, generation, journal, permits, spans, utm
from thinker_svc.services.assemble import Length
from thinker_svc.services.choices import NO_CHOICE, Choice
from thinker_svc.services.platforms import PLATFORMS
from thinker_svc.services.states import Action, State, after_edit
from thinker_svc.services.templates import Tone
from thinker_svc.services.wishes import Wishes
from thinker_svc.services.writer import Model

WAITING_TITLE = "A draft from a search that is still running"
require = permits.require


@dataclass(frozen=True, slots=True)
class Edit:
    """The content as somebody wants it; None leaves a part as it is."""

    text: str
    title: str | None = None
    platform_texts: Mapping[str, str] | None = None
    platforms: list[str] | None = None
    account_ids: list[str] | None = None


def ask(
    session: Session,
    principal: Principal,
    model: Model,
    *,
    search_id: UUID,
    platforms: list[str],
    tone: Tone = "neutral",
    length: Length = "medium",
    instructions: str = "",
    variants: int = 1,
    each_platform: bool = False,
    choice: Choice = NO_CHOICE,
    watch: str = "",
) -> Draft:
    """A new draft; `watch` names the one that asks by itself. It starts when its search's snapshot is there,
    and fails if the search did."""
    platforms = _each_once(platforms)
    _check_platforms(platforms)
    draft = Draft(
        search_id=search_id,
        title=WAITING_TITLE,
        state=State.GENERATING,
        platforms=platforms,
        account_ids=[],
        platform_texts={},
        images=[],
        content_hash=content.content_hash(content.texts(platforms, "", {})),
        version=1,
        author_id=principal.id,
        author_name=principal.name,
        keywords=[],
        ai_spans=[],
        basic_model=model.basic,
        text="",
    )
    session.add(draft)
    session.flush()
    if watch:
        journal.note(session, draft, "asked_by_watch", principal, message=watch)
    else:
        journal.note(session, draft, "asked", principal)
    wishes = Wishes(tone, length, instructions, variants, each_platform, choice)
    generation.start(session, draft, principal, model, wishes)
    return draft


def regenerate(session: Session, principal: Principal, model: Model, draft_id: UUID, wishes: Wishes) -> Draft:
    """Have it written anew. The text so far stays a revision, and stays the text should this fail."""
    draft = queries.draft(session, draft_id, lock=True)
    require(session, Action.REGENERATE, draft, principal)
    draft.state = State.GENERATING
    journal.note(session, draft, "asked_again", principal)
    generation.start(session, draft, principal, model, wishes)
    return draft


def edit(
    session: Session,
    principal: Principal,
    draft_id: UUID,
    seen_version: int,
    change: Edit,
    *,
    apart: bool = False,
) -> Draft:
    """Save content. An approval of other content is void from here on, and tweeter is told so. `apart`: it
    takes the place of what was there rather than goes on with it, so that stays a revision of its own.

    Raises:
        PreconditionFailed: `stale-content`, with `current_version` and the `current` content for a merge.
    """
    draft = open_for(session, Action.EDIT, principal, draft_id, seen_version)
    before = draft.text
    if _apply(draft, _as_kept(session, draft, change)):
        if draft.text != before and draft.text.strip():
            # A text that comes back is in the language it had, whatever was written meanwhile.
            was = journal.language_of(session, draft, (change.text, draft.text))
            draft.language = was or draft.language
        changed(session, draft, principal, apart=apart)
    return draft


def changed(session: Session, draft: Draft, principal: Principal, *, apart: bool = False) -> None:
    """What follows from any edit, once it is made: the next version, and no approval of other content."""
    if draft.state == State.APPROVED:
        approval.void(session, draft, principal, "edited")
    else:
        approval.void_given(session, draft, principal, "edited")
        draft.version += 1
    draft.state = after_edit(State(draft.state))
    draft.content_hash = journal.signed(draft)
    draft.updated_at = utcnow()
    if draft.state == State.IN_REVIEW:
        flags.keep(session, draft)
    journal.revise(session, draft, now=utcnow(), actor=principal, apart=apart)


def open_for(
    session: Session, action: Action, principal: Principal, draft_id: UUID, seen_version: int | None
) -> Draft:
    """The draft, locked, if they may do that with it, and if it is as they saw it, where they tell.

    Raises:
        Forbidden, Conflict: as `permits.require`. PreconditionFailed: `stale-content`.
    """
    draft = queries.draft(session, draft_id, lock=True)
    require(session, action, draft, principal)
    if seen_version is not None:
        require_version(draft, seen_version)
    return draft


def require_version(draft: Draft, seen: int) -> None:
    if draft.version != seen:
        raise PreconditionFailed(
            "stale-content",
            "Somebody changed this draft since you opened it. Compare it with yours, then save again.",
            current_version=draft.version,
            current={
                "title": draft.title,
                "text": draft.text,
                "platform_texts": draft.platform_texts,
                "platforms": draft.platforms,
                "account_ids": draft.account_ids,
                "images": draft.images,
                "content_hash": draft.content_hash,
            },
        )


def _as_kept(session: Session, draft: Draft, change: Edit) -> Edit:
    """In review the links are marked by now: those that come in with a correction are marked as well."""
    own = change.platform_texts
    return replace(
        change,
        text=utm.as_kept(session, draft, change.text),
        platform_texts=own and {name: utm.as_kept(session, draft, text) for name, text in own.items()},
    )


def _apply(draft: Draft, change: Edit) -> bool:
    """Whether it changed anything. AI marks stay only while the text they mark is untouched."""
    if change.platforms is not None:
        _check_platforms(change.platforms)
    if change.platform_texts is not None:
        _check_platforms(list(change.platform_texts), allow_none=True)
    before = (draft.title, draft.text, draft.platform_texts, draft.platforms, draft.account_ids)
    if change.title is not None and change.title != draft.title:
        draft.title, draft.title_edited = change.title, True
    if change.text != draft.text:
        draft.ai_spans = spans.kept(draft.text, change.text, draft.ai_spans)
        draft.text = change.text
    draft.platform_texts = dict(
        draft.platform_texts if change.platform_texts is None else change.platform_texts
    )
    draft.platforms = draft.platforms if change.platforms is None else _each_once(change.platforms)
    draft.account_ids = list(draft.account_ids if change.account_ids is None else change.account_ids)
    return before != (draft.title, draft.text, draft.platform_texts, draft.platforms, draft.account_ids)


def _each_once(names: list[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _check_platforms(platforms: list[str], *, allow_none: bool = False) -> None:
    unknown = [name for name in platforms if name not in PLATFORMS]
    if unknown or (not platforms and not allow_none):
        offered = ", ".join(PLATFORMS)
        said = f"“{unknown[0]}” is not offered" if unknown else "Name at least one platform"
        raise Unprocessable(
            "unknown-platform",
            f"{said}. Offered: {offered}.",
            errors=[{"field": "platforms", "message": f"{said}. Offered: {offered}."}],
        )
