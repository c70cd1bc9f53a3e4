"""Keywords, queries and places a text names: those of the snapshot, and those that are not in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from thinker_svc.figures.text.demonyms import demonyms
from thinker_svc.figures.text.item import Item
from thinker_svc.figures.text.places import places
from thinker_svc.figures.view import View

QUOTED = re.compile(
    r"„([^”\"»“„«\n]{1,80}?)[“”\"]|“([^”\"»“„«\n]{1,80}?)[”\"“]|«\s?([^”\"»“„«\n]{1,80}?)\s?»"
    r"|(?<![\w»])»(?=\S)([^”\"»“„«\n]{1,80}?)(?<=\S)«(?!\w)|(?<!\w)\"(?=\S)([^\"“”„«»\n]{1,80}?)[\"”“]|‟([^”\n]{1,80}?)”"
    r"|(?<![\w])['‘‚]([^’'‘\n]{2,60})['’‘](?!\w)|‹\s?([^‹›\n]{2,60})\s?›"
)
WITHIN = re.compile(
    r"[,:]? [a-zäöüéèáíóúñ]"
)  # "#Klimaticket steigt": a hashtag that is a word of the sentence
LINKS = frozenset(
    ["de", "del", "des", "du", "à", "au", "aux", "en", "para", "con", "von", "für", "mit", "of", "for"]
)
UMLAUTS = {"a": "ä", "o": "ö", "u": "ü"}
UMLAUT = re.compile(r"(?<![aeiou\[\\])[aou](?=[b-df-hj-np-tv-zß]{1,3}(?:s\?)?$)")
QUOTES = frozenset("\"'“”„«»‘‚‹›\u00a0\u202f")


def known(text: str, view: View) -> Iterator[Item]:
    """Names of the snapshot. Where one name holds another the caller keeps the longest."""
    said = {_flat(keyword) for keyword in view.keywords}
    for at, keyword in enumerate(view.keywords):
        for name in (keyword, *_short(keyword, view.keywords)):
            yield from _named(
                text, name, "K", at, plural=True, exact=name is not keyword and name[:1].isupper()
            )
    for at, query in enumerate(view.queries):
        if _flat(query.text) not in said:
            said.add(_flat(query.text))
            whole = [
                k
                for k, keyword in enumerate(view.keywords)
                if _flat(keyword).endswith(f" {_flat(query.text)}")
            ]
            for item in _named(text, query.text, "Q", at, plural=False):
                # The query "von allmen" is the keyword "Franjo von Allmen" where it isn't set apart.
                short = len(whole) == 1 and text[item.start - 1 : item.start] not in QUOTES
                yield replace(item, tags=frozenset({"K"}), index=whole[0]) if short else item
    yield from (item for item in (*places(text, view), *demonyms(text, view)) if not item.has("PLACE"))


def _short(keyword: str, keywords: tuple[str, ...]) -> list[str]:
    """What a keyword is also called beside the others: "oat" of "oat milk" and "soy milk", a surname."""
    words = keyword.split()
    others = {_ungendered(word) for other in keywords if other != keyword for word in other.split()}
    if len(words) < 2:
        return []
    if len(keywords) < 2:  # "el roscón" of "roscón de reyes"
        return [words[0]] if words[1].casefold() in LINKS and len(words[0]) > 4 else []
    own = [word for word in words if _ungendered(word) not in others and len(word) > 2]
    if any(_ungendered(word) in others for word in words):  # they share a word: what is left tells them apart
        return [own[0], *_clipped(own[0])] if len(own) == 1 else []
    if all(word[:1].isupper() for word in words) and len(words) == 2:
        return [words[-1]] if len(words[-1]) > 3 else []
    linked = words[1].casefold() in LINKS or words[1][:2].casefold() in ("d'", "l'")
    linked = linked or (
        len(words) == 2 and words[1].endswith("s") and not words[0].endswith("ing")
    )  # "vinyl"
    return [words[0]] if linked and len(words[0]) > 4 else []


def _clipped(word: str) -> list[str]:
    """A word cut short behind a vowel: "bici" of "bicicleta", and no "press" of "pressure"."""
    return [word[:length] for length in (4, 5) if len(word) > length + 3 and word[length - 1] in "aeioué"]


def _ungendered(word: str) -> str:
    """ "patinete eléctrico" and "bicicleta eléctrica" share a word."""
    return re.sub(r"(?<=\w{3})(?:[oa]s?|e?s|e)$", "", word.casefold())


def foreign_places(text: str, view: View) -> Iterator[Item]:
    """Places the snapshot holds nothing for, and their people; the caller drops known names among them."""
    yield from (item for item in (*places(text, view), *demonyms(text, view)) if item.has("PLACE"))


def quotes(text: str) -> Iterator[Item]:
    for match in QUOTED.finditer(text):
        group = match.lastindex or 0
        yield Item(match.start(group), match.end(group), frozenset({"QUOTE"}), match[group])


def stems(text: str) -> set[str]:
    """Words of a name without their plural, those of three letters and more unless there are no others."""
    words = [re.sub(r"(?:'s|es|s)$", "", word) for word in re.findall(r"[\w+#.]+", text.casefold())]
    return {word for word in words if len(word) > 2} or set(words)


@lru_cache(maxsize=5_000)
def _pattern(name: str, *, plural: bool, exact: bool) -> re.Pattern[str] | None:
    words = re.findall(r"[^\s\-]+", name)[:20]
    if not words:
        return None
    heads = [_inflected(word) if plural else re.escape(word) for word in words[:-1]]
    last = _inflected(words[-1]) if plural and len(words) > 1 else re.escape(words[-1])
    last = last.replace("ón", "(?:ón|ones)") if plural and words[-1].endswith("ón") else last
    last = _umlauted(last) if plural and len(words[-1]) > 5 else last
    body = r"[\s\-]+".join([*heads, last]).replace("’", "'")
    # "Wärmepumpen", "Balkonkraftwerke": of short names such endings make other words.
    more = "|e?n|e" if len(words[-1]) > 5 else ""
    ending = rf"(?:(?<=y)|e?s{more})?(?:'s|s')?" if plural and words[-1][-1:].isalpha() else "(?:'s)?"
    return re.compile(rf"(?<![\w#@])#?{body}{ending}(?!\w)", 0 if exact else re.IGNORECASE)


def _umlauted(pattern: str) -> str:
    """The vowel of a German plural: "Sparpläne" of "Sparplan"."""
    return UMLAUT.sub(lambda vowel: f"[{vowel[0]}{UMLAUTS[vowel[0]]}]", pattern, count=1)


def _inflected(word: str) -> str:
    """A word before the last, with its plural: "vins chauds", "vélos électriques", "pneu d'hiver"."""
    if len(word) < 3 or not word[-1].isalpha():
        return re.escape(word)
    stem = word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word
    return f"{re.escape(stem)}s?"


def _named(
    text: str, name: str, tag: str, index: int, *, plural: bool, exact: bool = False
) -> Iterator[Item]:
    pattern = _pattern(name, plural=plural, exact=exact)
    if pattern is None:
        return
    for match in pattern.finditer(text):
        if not match[0].startswith("#") or (tag == "K" and WITHIN.match(text, match.end())):
            yield Item(match.start(), match.end(), frozenset({tag}), match[0], index=index)


def _flat(name: str) -> str:
    return " ".join(name.casefold().split())
