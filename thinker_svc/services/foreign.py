"""Text that others wrote (queries, keywords, news titles) made harmless before a model or a reader sees it.

It can't close the fence it stands in, can't change the direction of the text around it, holds no address,
and is as long as a query is long. What reads like an order to the model is left out.
"""

from __future__ import annotations

import re
import unicodedata

QUERY_LENGTH = 60
TITLE_LENGTH = 120
FORBIDDEN = frozenset('"“”„«»‹›<>{}[]`\\|')
ADDRESS = re.compile(r"https?:|www\.|\.\w{2,}/|@", re.IGNORECASE)
# What nobody types into a search box to find something out: orders to whoever reads them.
ORDERS = re.compile(
    r"""
    \b(?:ignor\w*|disregard\w*|forget|overrid\w*|bypass\w*|vergiss|missacht\w*|oubli\w*|olvid\w*|esque[cç]\w*)\b
      .{0,40}\b(?:instruc\w*|instru[cç]\w*|anweisung\w*|consigne\w*|rule\w*|regel\w*|r[eè]gle\w*|regla\w*|regra\w*
      |prompt\w*|previous|prior|above|guideline\w*|vorherig\w*|pr[eé]c[eé]dent\w*|anterior\w*)\b
    | \b(?:system|developer|hidden|initial)\s+(?:prompt|message|instruction)s?\b
    | \b(?:reveal|repeat|print|show|output|leak)\w*\b.{0,30}\b(?:prompt|your\s+(?:instructions|rules))\b
    | ^\s*(?:system|assistant|user|developer|human|ai)\s*:
    | \b(?:new|updated)\s+instructions?\b
    | \byou\s+are\s+(?:now|no\s+longer)\b | \bdo\s+anything\s+now\b | \bjailbreak\b
    | \bact\s+as\b.{0,30}\b(?:admin|system|developer|model|assistant|hacker)\b
    | \b(?:write|say|reply|respond|answer|post|output)\s+(?:only|exactly|with|nothing|the\s+word|in\s+json)\b
    | \bim_start\b | \bim_end\b | \bendoftext\b | <\| | \[/?(?:INST|SYS)\]
    | </?\s*(?:data|system|instructions?|prompt|user)\s*> | \bend\s+of\s+(?:data|facts|prompt|context)\b
    | (?:تجاهل|انس|اهمل).{0,40}(?:تعليمات|التعليمات|القواعد|السابق\w*)
    """,
    re.IGNORECASE | re.VERBOSE,
)


def _hidden(ch: str) -> bool:
    return unicodedata.category(ch)[0] in "CZ"


def plain(text: str) -> str:
    """One line without control characters, direction overrides, quotes, brackets, or look-alikes of these."""
    kept = []
    for ch in text:
        if _hidden(ch):
            kept.append(" ")
        elif not FORBIDDEN.intersection(unicodedata.normalize("NFKC", ch)):
            kept.append(ch)
    return re.sub(r"\s+", " ", "".join(kept)).strip()


def visible(text: str) -> str:
    """As it was typed, without control characters and direction overrides."""
    return re.sub(r"\s+", " ", "".join(" " if _hidden(ch) else ch for ch in text)).strip()


def orders(text: str) -> bool:
    """Whether it reads like an order to a model rather than like something searched for."""
    as_typed, bare = (unicodedata.normalize("NFKC", version) for version in (text, plain(text)))
    return bool(ORDERS.search(as_typed) or ORDERS.search(bare))


def query(text: str) -> str:
    """A query fit for a sentence and for a prompt; "" where it is none."""
    clean = plain(text)
    if not clean or len(clean) > QUERY_LENGTH or ADDRESS.search(clean) or orders(text):
        return ""
    return clean


def headline(text: str) -> str:
    """A news title, cut to what a model needs of it; "" where it can't be used."""
    clean = plain(text)
    if ADDRESS.search(clean) or orders(text):
        return ""
    return clean if len(clean) <= TITLE_LENGTH else clean[: TITLE_LENGTH - 1].rstrip() + "…"


def wish(text: str, length: int) -> str:
    """An author's own words: one line, no control characters, no angle brackets, bounded."""
    return visible(re.sub(r"[<>＜＞‹›]+", " ", visible(text)))[:length]
