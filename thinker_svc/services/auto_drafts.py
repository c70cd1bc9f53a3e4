"""A draft that nobody had to ask for: a watch saw a spike, and its owner wants a post about it."""

from __future__ import annotations

from functools import partial
from typing import get_args

from sqlalchemy.orm import Session

from svckit import logging
from svckit.auth import Principal, Role
from svckit.events.envelope import Envelope
from svckit.problems import Unprocessable
from thinker_svc.events_heard import WatchSpiked
from thinker_svc.models.draft import Draft
from thinker_svc.models.person import Person
from thinker_svc.services import drafts, models_in_use
from thinker_svc.services.assemble import Length
from thinker_svc.services.choices import Choice
from thinker_svc.services.languages import Code
from thinker_svc.services.models_in_use import Models
from thinker_svc.services.platforms import PLATFORMS
from thinker_svc.services.templates import Tone

log = logging.get(__name__)


def spiked(session: Session, event: Envelope, data: WatchSpiked, models: Models) -> Draft | None:
    """Ask for the draft in the owner's name. None when the watch wants none, or its owner may write no more.
    What this version doesn't know of the wish (a platform, a tone) is left out rather than the draft."""
    wish = data.draft
    owner = _owner(session, data)
    if wish is None or owner is None:
        return None
    platforms = [name for name in wish.platforms if name in PLATFORMS]
    if wish.platforms and not platforms:
        log.warning("auto_draft.no_platform", watch=str(data.watch_id), event_id=str(event.id))
        return None
    ask = partial(
        drafts.ask,
        session,
        owner,
        models_in_use.current(session, models),
        search_id=data.search_id,
        platforms=platforms or ["webhook"],
        tone=next((tone for tone in get_args(Tone) if tone == wish.tone), "neutral"),
        length=next((length for length in get_args(Length) if length == wish.length), "medium"),
        watch=data.name,
    )
    language: Code | None = next((code for code in get_args(Code) if code == wish.language), None)
    try:
        with session.begin_nested():
            return ask(choice=Choice(wish.template_id, wish.voice_id, language))
    except Unprocessable as error:  # its template or voice is archived by now
        log.warning("auto_draft.choice_gone", watch=str(data.watch_id), why=error.detail)
        return ask(choice=Choice(language=language))


def _owner(session: Session, data: WatchSpiked) -> Principal | None:
    """Somebody we have not heard of yet is taken at the watch's word."""
    known = session.get(Person, data.watched_by.id)
    if known is not None and (not known.active or Role.parse(known.role) < Role.AUTHOR):
        log.info("auto_draft.owner_may_not", watch=str(data.watch_id), owner=str(known.id))
        return None
    role = Role.parse(known.role) if known else Role.AUTHOR
    return Principal(data.watched_by.id, data.watched_by.name, role, session_id="", expires_at=0)
