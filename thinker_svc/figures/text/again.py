"""Keywords said again by the order in which they were named: "the former averages 37, the latter 26"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from thinker_svc.figures.text.item import Item

FORMER = {
    "en": r"the former(?! \w+(?:er|or|ian)\b)",
    "de": r"(?:de[rn]|die|das) erstere[rns]?|erstere[rsn]?",
    "fr": r"(?:l[ea] premi(?:er|ère) (?:nommée?|citée?))",
    "es": r"(?:el|la) primer[oa] de (?:los|las) dos",
}
LATTER = {
    "en": r"the latter",
    "de": r"(?:de[rn]|die|das) letztere[rns]?|letztere[rsn]?",
    "fr": r"(?:ce|cette) derni(?:er|ère)(?! (?:an|mois|week|semaine|année|fois|jour)\w*)",
    "es": r"(?:est[ea] últim[oa](?! \w+)|(?:el|la) segund[oa] de (?:los|las) dos)",
}


def again(text: str, code: str, named: list[Item]) -> Iterator[Item]:
    """Of the keywords before it the last, and the last but one that is another."""
    for patterns, at in ((LATTER, 0), (FORMER, 1)):
        for match in re.finditer(rf"(?i)(?<!\w)(?:{patterns.get(code, '(?!)')})(?!\w)", text):
            before = [i.index for i in named if i.has("K") and i.end <= match.start()]
            distinct = list(dict.fromkeys(reversed(before)))
            if len(distinct) > at:
                yield Item(*match.span(), frozenset({"K"}), match[0], index=distinct[at])
