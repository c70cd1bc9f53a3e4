"""The figures check of a draft: its claims on every platform, which of their marks somebody set aside, and
how many there are of each."""

from __future__ import annotations

import hashlib
import threading
from collections import Counter, OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from thinker_svc import queries
from thinker_svc.figures import LANGUAGES, Claim
from thinker_svc.figures import check as claims_of
from thinker_svc.figures.fixing import Fix, fix
from thinker_svc.figures.marks import keys
from thinker_svc.models.aside import Aside
from thinker_svc.models.draft import Draft
from thinker_svc.services import journal

MOST_FIXES = 6  # of one text: each costs another check
KEPT = 2_000  # answers kept per process; an editor asks for the same text again and again


@dataclass(frozen=True, slots=True)
class Counts:
    """How many claims bear each label; a flagged one whose mark was set aside is counted there alone.
    `checked`: False in a language that the check doesn't read, where nothing found means nothing."""

    supported: int = 0
    contradicted: int = 0
    unsupported: int = 0
    set_aside: int = 0
    checked: bool = True

    @property
    def flagged(self) -> int:
        return self.contradicted + self.unsupported


@dataclass(frozen=True, slots=True)
class Marks:
    """The claims of one text, in their order. `keys` tell their marks from others; `fixes`: what would make
    a contradicted one true, by its place; `asides`: those set aside, by their key."""

    text_hash: str
    claims: tuple[Claim, ...]
    keys: tuple[str, ...]
    fixes: Mapping[int, Fix]
    asides: Mapping[str, Aside] = field(default_factory=dict)
    checked: bool = True

    def aside(self, at: int) -> Aside | None:
        """Why the claim at that place doesn't count; None where it does."""
        return self.asides.get(self.keys[at]) if self.claims[at].flagged else None

    @property
    def counts(self) -> Counts:
        return _counted([self])


@dataclass(frozen=True, slots=True)
class Marked:
    """The claims on every platform as of `content_hash`. `counts` has a text that several platforms share
    once. `has_snapshot`: whether there was data to hold it against; without, every claim is unsupported."""

    content_hash: str
    texts: Mapping[str, Marks]
    has_snapshot: bool

    @property
    def counts(self) -> Counts:
        return _counted({marks.text_hash: marks for marks in self.texts.values()}.values())


def check(session: Session, draft: Draft) -> Marked:
    """The claims of the draft's content as it stands; none in a language that the check doesn't read.
    `.counts` is what a policy asks for.

    What the check says depends on text and snapshot alone, and neither changes under its key: it is kept.
    """
    held, asides = _Held(session, draft.search_id), queries.asides(session, draft.id)
    texts = {name: _read(text, held, draft) for name, text in journal.texts(draft).items()}
    texts = {name: replace(marks, asides=asides) for name, marks in texts.items()}
    return Marked(draft.content_hash, texts, held.exists)


def check_text(session: Session, draft: Draft, text: str) -> Marks:
    """The claims of a text that nobody has saved yet, against the draft's trend."""
    marks = _read(text, _Held(session, draft.search_id), draft)
    return replace(marks, asides=queries.asides(session, draft.id))


def reads(draft: Draft) -> bool:
    """Whether it is written in a language of the check. The check alone goes by a text's small words, and
    takes a short Portuguese sentence for another language; the draft knows."""
    return draft.language in LANGUAGES


def text_hash(text: str) -> str:
    """SHA-256, in hex, of the text in UTF-8."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class _Held:
    """What a search holds. Whether it arrived is asked once, its data only when a text is new."""

    def __init__(self, session: Session, search_id: UUID) -> None:
        self.search_id = search_id
        stored = queries.snapshot(session, search_id)
        self.exists = stored is not None and stored.data is not None
        self.data: Mapping[str, Any] = (stored.data or {}) if stored else {}


_kept: OrderedDict[tuple[UUID, bool, str], Marks] = OrderedDict()
_keeping = threading.Lock()


def _read(text: str, held: _Held, draft: Draft) -> Marks:
    return _marks(text, held) if reads(draft) else Marks(text_hash(text), (), (), {}, checked=False)


def _marks(text: str, held: _Held) -> Marks:
    key = (held.search_id, held.exists, text_hash(text))
    with _keeping:
        found = _kept.get(key)
        if found is not None:
            _kept.move_to_end(key)
            return found
    claims = tuple(claims_of(text, held.data))
    told = tuple(keys(text, held.data, claims))
    made = Marks(key[2], claims, told, _fixes(text, held.data, claims))
    with _keeping:
        _kept[key] = made
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return made


def _fixes(text: str, data: Mapping[str, Any], claims: tuple[Claim, ...]) -> dict[int, Fix]:
    wrong = [at for at, claim in enumerate(claims) if claim.label == "contradicted"][:MOST_FIXES]
    known = {at: fix(text, data, claims[at]) for at in wrong}
    return {at: found for at, found in known.items() if found is not None}


def _counted(texts: Iterable[Marks]) -> Counts:
    read = list(texts)
    number = Counter(
        "set_aside" if one.aside(at) else claim.label for one in read for at, claim in enumerate(one.claims)
    )
    return Counts(
        number["supported"],
        number["contradicted"],
        number["unsupported"],
        number["set_aside"],
        checked=all(one.checked for one in read),
    )
