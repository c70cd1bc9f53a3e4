"""Texts in languages that the check has no lexicon for: it says nothing rather than what is wrong."""

from __future__ import annotations

import re

from thinker_svc.figures.text.lexicon.detect import CODES, lexicon

ARABIC = re.compile(r"[\u0600-\u06ff]")
QUOTED = re.compile(r"[“\"«„][^”\"»“\n]{1,80}[”\"»“]")
# Small words of Portuguese that are no words of Spanish, and rare in the other languages.
PORTUGUESE = frozenset(
    (
        "não", "você", "em", "do", "dos", "da", "das", "na", "nas", "nos", "um", "uma", "foi",
        "são", "mais", "com", "ao", "também", "seu", "sua", "isso", "muito", "pelo", "pela", "está",
        "o", "os", "e", "às", "até", "já", "têm", "quase", "para"
    )
)  # fmt: skip

# Words of Portuguese that another language has as well: they speak for neither.
SHARED = frozenset(
    (
        "a", "de", "no", "que", "se", "por", "entre", "sobre", "como", "me", "te", "ser", "era", "desde",
        "quando", "cada", "nunca", "hoje", "sem", "tem", "ou", "so", "as", "in", "es", "la", "ha",
        "esta", "este"
    )
)  # fmt: skip


def unread(text: str) -> bool:
    """Mostly Arabic letters; or clearly more of Portuguese's small words than of any language it reads."""
    bare = QUOTED.sub(" ", text)
    letters = re.findall(r"[^\W\d_]", bare)
    if letters and len(ARABIC.findall(bare)) > len(letters) / 2:
        return True
    words = re.findall(r"[^\W\d_]+", bare.casefold())
    portuguese = sum(word in PORTUGUESE for word in words)
    own = [word for word in words if word not in SHARED | PORTUGUESE]
    return portuguese >= 3 and portuguese > 1.3 * max(
        sum(word in lexicon(code).stopwords for word in own) for code in CODES
    )
