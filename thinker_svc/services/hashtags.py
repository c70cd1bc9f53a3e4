"""Hashtags that code suggests from what was searched: the keywords, and the queries that rise with them.

Nothing is put into a text by itself: an author chooses. A model's own are the gates' business.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from thinker_svc import queries
from thinker_svc.models.draft import Draft
from thinker_svc.models.generation import Generation
from thinker_svc.services import choices, facts, foreign, gates, journal, wording
from thinker_svc.services.facts import Sheet
from thinker_svc.services.platforms import PLATFORMS
from thinker_svc.services.snapshot import Snapshot
from thinker_svc.services.templates import words
from thinker_svc.services.trust import tokens
from thinker_svc.services.voices import Voice

MOST = 5
LONGEST = 30  # characters: a longer one is a sentence that nobody reads
WORDS_IN_QUERY = 3
OPEN_ENDS = gates.COMMON | {"me", "my", "near", "vs"}


@dataclass(frozen=True, slots=True)
class Hashtags:
    """`suggested`, each with its #. `used`: how many hashtags the text of each platform has."""

    suggested: tuple[str, ...]
    used: Mapping[str, int]


def of(session: Session, draft: Draft) -> Hashtags:
    """Of the draft as it is saved. Before its search has brought anything, nothing is suggested."""
    stored = queries.snapshot(session, draft.search_id)
    suggested: tuple[str, ...] = ()
    if stored is not None and stored.data is not None:
        sheet = facts.read(Snapshot.model_validate({"sample": stored.sample} | dict(stored.data)))
        written = session.get(Generation, draft.generation_id) if draft.generation_id else None
        suggested = suggest(sheet, choices.voice_of(session, written) if written else None)
    texts = journal.texts(draft)
    return Hashtags(
        suggested,
        {name: PLATFORMS[name].hashtags_in(text) for name, text in texts.items() if name in PLATFORMS},
    )


def suggest(sheet: Sheet, voice: Voice | None = None) -> tuple[str, ...]:
    """The keywords' own first, then the rising queries'. None for a sensitive topic: a hashtag would bring
    the post before people whom it concerns."""
    if gates.sensitive(sheet.snapshot.keywords):
        return ()
    found: dict[str, str] = {}
    for phrase in _phrases(sheet):
        name = wording.hashtag(phrase)
        if name and len(name) <= LONGEST and not _banned(voice, phrase, name):
            found.setdefault(gates.flat(name), f"#{name}")
    return tuple(found.values())[:MOST]


def _phrases(sheet: Sheet) -> Iterator[str]:
    keywords = (sheet.keyword, *sheet.snapshot.keywords)
    yield from (clean for keyword in keywords if (clean := foreign.query(keyword)) and not _rude(clean))
    if sheet.rising is not None:  # its queries were cleaned when the facts were read
        for query in (*sheet.rising.breakout, *(query for query, _ in sheet.rising.growing)):
            if not (gates.sensitive([query]) or _rude(query)) and _names_something(query):
                yield query


def _names_something(query: str) -> bool:
    """A few words, none of them at its ends one that wants another: "how to froth oat milk" is a question."""
    found = tokens(query)
    return 0 < len(found) <= WORDS_IN_QUERY and not {found[0], found[-1]} & OPEN_ENDS


def _rude(phrase: str) -> bool:
    return bool(set(tokens(phrase)) & words("profanity"))


def _banned(voice: Voice | None, phrase: str, name: str) -> bool:
    """A banned word is one in the phrase; in the hashtag its words are no longer told apart by blanks."""
    return voice is not None and bool(voice.forbids(phrase) or voice.forbids(name))
