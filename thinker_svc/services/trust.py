"""What no field of a model may hold, whatever it is for: links, markup, hidden characters, the prompt itself,
strangers' words as if they were the team's, a banned word, another language, claims the data refutes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from thinker_svc.figures import LANGUAGES, check
from thinker_svc.services import foreign, prompting
from thinker_svc.services.facts import Sheet
from thinker_svc.services.languages import CODES, Code, language
from thinker_svc.services.templates import Template
from thinker_svc.services.voices import Voice

QUOTES = '"“”„«»'
QUOTED = re.compile(r"[“\"«„]\s*([^”\"»“]+?)\s*[”\"»“]")
# Ends of names that people type as addresses; "e.g." and "no.1" are none.
LINK = re.compile(
    r"https?:|www\.|@\w|\b[\w-]{2,}\.(?:com|net|org|io|ru|cn|info|biz|xyz|app|dev|co|uk|de|fr|es|br|me|ly|gg|ai"
    r"|shop|store|top|site|online|link|click|example|test)\b",
    re.IGNORECASE,
)
MARKUP = re.compile(r"[<>{}\[\]`\\|#]|\*\*")  # hashtags have a field of their own
LEAKS = re.compile(
    r"</?data>|\bjson\b|\bas an ai\b|\blanguage model\b|\bhere is\b|\bthe given facts\b|\bsystem prompt\b"
    r"|\bmy (?:rules|instructions|prompt)\b|\bthe (?:instructions|prompt) (?:say|above)\b|\bdata block\b"
    r"|\bbody_\d\b",
    re.IGNORECASE,
)
# A line of the table that the model was given, handed back.
LABEL = re.compile(
    r"^\s*[-*•]?\s*(?:topic|interest|(?:more )?facts?(?:, for \w+)?|table|searched|where|period|scale|now"
    r"|highest|lowest|average|change|breakout queries|rising queries|strongest regions|regions by share"
    r"|in the news|tone|language)"
    r"(?:\s+of\s+[^:\n]{1,60})?\s*:",
    re.IGNORECASE | re.MULTILINE,
)
RUN_OF_PROMPT = 6  # words in a row that are the prompt's: nobody hits upon them alone
RUN_OF_STRANGERS = 3
CHECKED = frozenset(LANGUAGES)  # those the figures check reads


def tokens(text: str) -> list[str]:
    return re.findall(r"[\w']+", text.casefold().replace("’", "'"))


def fault(
    text: str,
    sheet: Sheet,
    *,
    asked_by: Template | None,
    voice: Voice | None,
    code: Code,
    free: Sequence[str] = (),
) -> str | None:
    """Why the text may not stand; None when it may. `free` are words that never count against it."""
    whole = asked_by is None or asked_by.kind == "post"
    checks: list[tuple[Callable[[], bool], str]] = [
        (lambda: _hidden(text), "holds hidden characters"),
        (lambda: bool(MARKUP.search(text)), "holds markup"),
        (lambda: _links(text, sheet), "holds an address"),
        (lambda: _leaks(text, asked_by), "leaks the prompt"),
        (lambda: voice is not None and bool(voice.forbids(text)), "holds a banned word"),
    ]
    if whole:
        checks += [
            (lambda: _borrows(text, sheet, free, code), "repeats a stranger's words"),
            (lambda: not speaks(text, code, free), "is in another language"),
            (lambda: code in CHECKED and _refuted(text, sheet), "says what the data does not"),
        ]
    return next((reason for failed, reason in checks if failed()), None)


def speaks(text: str, code: Code, besides: Iterable[str] = ()) -> bool:
    """Whether it is in this language, as far as its letters and small words tell. Quotes are left out, as is
    what the search is about: it keeps its own language."""
    bare = QUOTED.sub(" ", text)
    letters = [ch for ch in bare if ch.isalpha()]
    arabic = sum("\u0600" <= ch <= "\u06ff" for ch in letters)
    latin = sum("LATIN" in unicodedata.name(ch, "") for ch in letters)
    if code == "ar":
        return arabic >= 0.6 * len(letters)
    if letters and latin < 0.8 * len(letters):
        return False
    left_out = {word for phrase in besides for word in tokens(phrase)}
    found = [word for word in re.findall(r"[^\W\d_]+", bare.casefold()) if word not in left_out]
    scores = {other: sum(word in language(other).stopwords for word in found) for other in CODES}
    return scores[code] >= max(scores.values()) or scores[code] >= max(3, 0.6 * max(scores.values()))


def _hidden(text: str) -> bool:
    """Control characters and direction overrides; a joiner belongs to emoji and some scripts."""
    return any(unicodedata.category(ch) in ("Cc", "Cf", "Co", "Cn") and ch not in "\u200d\n" for ch in text)


def _links(text: str, sheet: Sheet) -> bool:
    own = {word for keyword in sheet.snapshot.keywords for word in keyword.casefold().split()}
    return any(match[0].casefold() not in own for match in LINK.finditer(text))


def _leaks(text: str, asked_by: Template | None) -> bool:
    return bool(LEAKS.search(text) or LABEL.search(text)) or _recites(text, asked_by)


def _recites(text: str, asked_by: Template | None) -> bool:
    own = _runs(prompting.RULES, RUN_OF_PROMPT) | _runs(asked_by.system if asked_by else "", RUN_OF_PROMPT)
    return not own.isdisjoint(_runs(text, RUN_OF_PROMPT))


@lru_cache(maxsize=512)
def _runs(text: str, length: int) -> frozenset[tuple[str, ...]]:
    found = tokens(text)
    return frozenset(tuple(found[at : at + length]) for at in range(len(found) - length + 1))


def _borrows(text: str, sheet: Sheet, free: Sequence[str], code: Code) -> bool:
    """A run of words of a query, a headline or a keyword's order, outside of quotes, as if they were ours.
    What says no more than the topic, the place and small words ("about the storm in Wales") is nobody's."""
    snapshot, bare, tongue = sheet.snapshot, QUOTED.sub(" ", text), language(code)
    own = {word for phrase in free for word in tokens(phrase)}
    ours = own | set(tokens(tongue.place(snapshot.geo))) | tongue.stopwords
    strangers = [item.query for item in snapshot.rising] + [item.query for item in snapshot.top]
    strangers += [item.title for item in snapshot.news] + [region.name for region in snapshot.regions]
    strangers += [keyword for keyword in snapshot.keywords if foreign.orders(keyword)]
    for said in strangers:
        if foreign.orders(said) and (_telling(said) - own) & _telling(bare):
            return True
        length = min(RUN_OF_STRANGERS, len(tokens(said)))
        if length < 2:
            continue
        shared = _runs(bare, length) & _runs(said, length)
        if any(len(word) > 2 and word not in ours for run in shared for word in run):
            return True
    return False


@lru_cache(maxsize=512)
def _telling(text: str) -> frozenset[str]:
    """Its words that are no small ones: of an order to the model, not one may come back."""
    return frozenset(word for word in tokens(text) if len(word) > 2 and word not in language("en").stopwords)


def _refuted(text: str, sheet: Sheet) -> bool:
    return any(claim.flagged for claim in check(text, sheet.snapshot.model_dump(mode="json")))
