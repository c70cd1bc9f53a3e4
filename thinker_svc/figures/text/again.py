"""Keywords said again by the order in which they were named: "the former averages 37, the latter 26"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from thinker_svc.figures.text.item import Item
from thinker_svc.figures.text.lexicon import Lexicon


def again(text: str, lexicon: Lexicon, named: list[Item]) -> Iterator[Item]:
    """Of the keywords before it the last, and the last but one that is another."""
    for pattern, at in ((lexicon.latter, 0), (lexicon.former, 1)):
        for match in re.finditer(rf"(?i)(?<!\w)(?:{pattern})(?!\w)", text):
            before = [i.index for i in named if i.has("K") and i.end <= match.start()]
            distinct = list(dict.fromkeys(reversed(before)))
            if len(distinct) > at:
                yield Item(*match.span(), frozenset({"K"}), match[0], index=distinct[at])
