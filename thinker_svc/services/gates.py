"""What a model's field must pass before it may stand in a post. A field that fails is replaced alone."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable

from thinker_svc.services import foreign, trust, wording
from thinker_svc.services.facts import Sheet
from thinker_svc.services.languages import Code
from thinker_svc.services.templates import Template, words
from thinker_svc.services.trust import QUOTED, tokens
from thinker_svc.services.voices import Voice

WORDS_IN_QUESTION = 13
HOOK_LENGTH = 140
FIGURE = re.compile(r"[-+]?\d[\d.,]*\s?%?")
WORDS_IN_FOREIGN_QUESTION = 20
COMMON = words("dangling") | {"how", "what", "why", "when", "where", "who"}


def stem(word: str) -> str:
    """Enough of a word to meet its plural and its -ing form."""
    for suffix in ("ing", "ies", "es", "s", "ed", "e", "y"):
        if word.endswith(suffix) and not word.endswith("ss") and len(word) - len(suffix) >= 3:
            return word[: -len(suffix)]
    return word


def sensitive(keywords: Iterable[str]) -> bool:
    """Health, disasters, crime, people in office: nothing there is for a small model to be chatty about. Nor
    is a keyword that reads like an order to it."""
    for keyword in keywords:
        if foreign.orders(keyword):
            return True
        flat = " ".join(tokens(keyword))
        stems = {stem(token) for token in tokens(keyword)}
        for entry in words("sensitive"):
            if (" " in entry and entry in flat) or entry in flat.split() or stem(entry) in stems:
                return True
        if _looks_like_a_name(keyword):
            return True
    return False


def _looks_like_a_name(keyword: str) -> bool:
    """ "Taylor Swift": every word capitalised, two or three of them, letters only."""
    parts = keyword.split()
    named = all(re.fullmatch(r"[^\W\d_][\w'’-]+", part) and part.istitle() for part in parts)
    return named and 2 <= len(parts) <= 3


def question(
    text: str, sheet: Sheet, asked_by: Template, voice: Voice | None = None, code: Code = "en"
) -> str | None:
    """None when the closing question may stand, else why not."""
    ends = text.endswith(("?", "？", "؟"))
    if not ends or len(re.findall("[?？؟]", text)) != 1 or "\n" in text:
        return "is not one question"
    reason = _chatty(tokens(text), sheet, asked_by) if code == "en" else _foreign_question(text, sheet)
    if reason is None and asked_by.openings and not _as_asked(text, asked_by):
        reason = "is not of the shape asked for"  # not every server holds a model to it
    return reason or trust.fault(text, sheet, asked_by=asked_by, voice=voice, code=code, free=_own(sheet))


def _as_asked(text: str, asked_by: Template) -> bool:
    return bool(re.fullmatch(f"({'|'.join(asked_by.openings)}) {asked_by.tail}", text))


def _chatty(found: list[str], sheet: Sheet, asked_by: Template) -> str | None:
    """What makes an English question of a small model one that nobody would ask."""
    topic = _topic_words(sheet)
    checks = (
        (len(found) > _most_words(sheet, asked_by), "is too long"),
        (len(found) < 4, "is too short"),
        (
            any(re.search(r"\d", word) for word in found) or _any(found, "numbers", besides=topic),
            "holds a number",
        ),
        (not {"you", "your"} & set(found), "does not address the reader"),
        (not _names_topic(found, sheet), "does not name the topic"),
        (_repeats(found), "repeats a word"),
        (_breaks_off(found, sheet), "breaks off"),
        (_any(found, "profanity"), "is rude"),
        (_any(found, "persons"), "speaks of a person"),
        (_any(found, "stale", besides=topic) or "how many" in " ".join(found), "is a stock phrase"),
        (_from_example(found, sheet, asked_by), "repeats an example"),
        (_against(found, sheet), "contradicts the direction"),
    )
    return next((reason for failed, reason in checks if failed), None)


def _foreign_question(text: str, sheet: Sheet) -> str | None:
    """Of other languages we know less: length, topic, no figures."""
    found = tokens(text)
    checks = (
        (len(found) > WORDS_IN_FOREIGN_QUESTION, "is too long"),
        (len(found) < 3, "is too short"),
        (bool(re.search(r"\d", text)), "holds a number"),
        (not _on_topic(found, sheet), "does not name the topic"),
    )
    return next((reason for failed, reason in checks if failed), None)


def hook(
    text: str, sheet: Sheet, asked_by: Template | None = None, voice: Voice | None = None, code: Code = "en"
) -> str | None:
    found, english = tokens(text), code == "en"
    checks = (
        (not text or len(text) > HOOK_LENGTH or "\n" in text, "is empty or too long"),
        (bool(re.search(r"\d", text)) or (english and _any(found, "numbers")), "holds a number"),
        (not _on_topic(found, sheet), "does not name the topic"),
        (_any(found, "profanity"), "is rude"),
        (bool(QUOTED.search(text)) and not _quotes_are_real(text, sheet), "quotes what nobody searched"),
        (english and _against(found, sheet), "contradicts the direction"),
        (english and _repeats(found), "repeats a word"),
    )
    reason = next((reason for failed, reason in checks if failed), None)
    return reason or trust.fault(text, sheet, asked_by=asked_by, voice=voice, code=code, free=_own(sheet))


def body(
    text: str,
    sheet: Sheet,
    facts: list[str],
    *,
    room: int,
    asked_by: Template | None = None,
    voice: Voice | None = None,
    code: Code = "en",
) -> str | None:
    """Each figure must come from the facts, and stand nearest to the same topic it was given for."""
    found = tokens(text)
    checks = (
        (len(text) < 20 or not re.search(r"[.!?…؟][\"”»“)]?$", text), "is no whole sentence"),
        (len(text) > room, "is too long"),
        (not _figures_are_given(text, sheet, facts), "holds a figure that was not given"),
        (not _says_a_fact(text, facts), "says none of the facts"),
        (not _quotes_are_real(text, sheet), "quotes what nobody searched"),
        (not _on_topic(found, sheet), "does not name the topic"),
        (code == "en" and _against(found, sheet) and not sheet.peak, "contradicts the direction"),
        (_any(found, "profanity"), "is rude"),
    )
    reason = next((reason for failed, reason in checks if failed), None)
    return reason or trust.fault(text, sheet, asked_by=asked_by, voice=voice, code=code, free=_own(sheet))


def hashtags(tags: Iterable[str], sheet: Sheet, most: int = 3, voice: Voice | None = None) -> tuple[str, ...]:
    """Those made of the topic's own words; none from anywhere else."""
    keywords = [clean for keyword in sheet.snapshot.keywords if (clean := foreign.query(keyword))]
    keywords = [keyword for keyword in keywords if not (voice and voice.forbids(keyword))]
    whole = {flat(name): name for keyword in keywords if (name := wording.hashtag(keyword))}
    allowed = whole | {word: "" for keyword in keywords for word in tokens(keyword) if len(word) > 3}
    kept: list[str] = []
    for tag in tags:
        bare = wording.hashtag(tag.strip().lstrip("#＃"))
        name = allowed.get(flat(bare)) or bare
        fits = flat(name) in allowed and flat(name) not in (flat(one[1:]) for one in kept)
        if name and fits and not (voice and voice.forbids(name)):
            kept.append(f"#{name}")
    return tuple(kept[:most])


def flat(tag: str) -> str:
    """Hashtags that platforms take for one, and those told apart by low lines alone."""
    return unicodedata.normalize("NFC", tag).casefold().replace("_", "")


def known_phrases(sheet: Sheet) -> list[str]:
    """Every keyword and query of the snapshot, as a text may quote it."""
    snapshot = sheet.snapshot
    return [*snapshot.keywords, *(q.query for q in snapshot.rising), *(q.query for q in snapshot.top)]


def _own(sheet: Sheet) -> list[str]:
    """What the search is about; a keyword that reads like an order is nobody's topic."""
    return [keyword for keyword in sheet.snapshot.keywords if not foreign.orders(keyword)]


def _most_words(sheet: Sheet, asked_by: Template) -> int:
    """The longer a small model talks, the less sense it makes: a few words around the keyword are enough."""
    if asked_by.words_beside_topic is None:
        return WORDS_IN_QUESTION
    return len(tokens(sheet.keyword)) + asked_by.words_beside_topic


def _topic_words(sheet: Sheet) -> set[str]:
    return {word for word in tokens(sheet.keyword) if word not in COMMON}


def _on_topic(found: list[str], sheet: Sheet) -> bool:
    """Any word of the keyword: enough for a hook or a body, where there is room for the others."""
    topic = {stem(word) for word in _topic_words(sheet)} or {stem(word) for word in tokens(sheet.keyword)}
    return bool(topic & {stem(word) for word in found})


def _names_topic(found: list[str], sheet: Sheet) -> bool:
    """The keyword, its words next to one another; question words and articles in it aside, and of three words
    or more the last ("air fryers" names "air fryer recipes")."""
    topic = [stem(word) for word in tokens(sheet.keyword) if word not in COMMON] or tokens(sheet.keyword)
    topic = topic[:-1] if len(topic) > 2 else topic
    stems = [stem(word) for word in found]
    return any(stems[at : at + len(topic)] == topic for at in range(len(stems)))


def _any(found: list[str], kind: str, besides: set[str] | None = None) -> bool:
    return bool((set(found) - (besides or set())) & words(kind))


def _repeats(found: list[str]) -> bool:
    """A content word twice, or any word twice in a row."""
    content = [stem(word) for word in found if word not in COMMON]
    doubled = any(a == b for a, b in itertools.pairwise(found))
    return doubled or len(content) != len(set(content))


def _breaks_off(found: list[str], sheet: Sheet) -> bool:
    """Ends on a word that wants another one, unless the keyword does so too."""
    return bool(found) and found[-1] in words("dangling") and found[-1] not in tokens(sheet.keyword)


def _from_example(found: list[str], sheet: Sheet, asked_by: Template) -> bool:
    """A content word of an example, unless the keyword or a given opening has it."""
    own = {stem(word) for keyword in sheet.snapshot.keywords for word in tokens(keyword)}
    own |= {stem(word) for opening in asked_by.openings for word in tokens(opening)}
    examples = asked_by.examples.get(sheet.direction, ())
    taken = {stem(word) for example in examples for word in tokens(example.question)}
    return bool((taken - own - {stem(word) for word in COMMON}) & {stem(word) for word in found})


def _against(found: list[str], sheet: Sheet) -> bool:
    """A word of the other direction, unless it is part of a keyword ("down jacket")."""
    other = {"up": "down", "down": "up"}.get(sheet.direction)
    own = {word for keyword in sheet.snapshot.keywords for word in tokens(keyword)}
    if other is None:
        return False
    return _any([word for word in found if word != "up" or other != "up"], other, besides=own)


def _quotes_are_real(text: str, sheet: Sheet) -> bool:
    real = {" ".join(tokens(phrase)) for phrase in known_phrases(sheet)}
    return all(" ".join(tokens(quote)) in real for quote in QUOTED.findall(text))


def _says_a_fact(text: str, facts: list[str]) -> bool:
    """A body without any of the figures would be worse than the sentences it is to replace."""
    given = set(re.findall(r"\d+", " ".join(facts)))
    return not given or bool(given & set(re.findall(r"\d+", text)))


def _figures_are_given(text: str, sheet: Sheet, facts: list[str]) -> bool:
    owners: dict[str, set[str]] = {}
    for fact in facts:
        for figure, owner in _owned_figures(fact, sheet):
            owners.setdefault(figure, set()).add(owner)
    return all(owner in owners.get(figure, ()) for figure, owner in _owned_figures(text, sheet))


def _owned_figures(text: str, sheet: Sheet) -> list[tuple[str, str]]:
    """(figure, phrase it belongs to): the nearest phrase before it, else the sheet's keyword."""
    phrases = sorted({clean.casefold() for clean in known_phrases(sheet) if clean}, key=len, reverse=True)
    places: list[tuple[int, str]] = []
    flat = text.casefold()
    covered = [False] * len(flat)
    for phrase in phrases:  # the longest first, so that "spice" does not claim "pumpkin spice latte"
        for match in re.finditer(re.escape(phrase), flat):
            if not any(covered[match.start() : match.end()]):
                places.append((match.start(), phrase))
                covered[match.start() : match.end()] = [True] * (match.end() - match.start())
    owned = []
    for match in FIGURE.finditer(text):
        if not covered[match.start()]:
            before = [place for place in places if place[0] < match.start()]
            owner = max(before)[1] if before else sheet.keyword.casefold()
            owned.append((re.sub(r"[\s,+]|[.,]$", "", match.group()), owner))
    return owned
