"""The figures check: the claims of a text about the data, each held against the snapshot by rule.

A pure function of text and snapshot; nothing here needs a framework, a store or a network.
"""

from thinker_svc.figures.check import check
from thinker_svc.figures.claim import Claim, Kind, Label
from thinker_svc.figures.text.lexicon.detect import CODES as LANGUAGES

__all__ = ["LANGUAGES", "Claim", "Kind", "Label", "check"]
