"""The figures check: the claims of a text about the data, each held against the snapshot by rule.

A pure function of text and snapshot; nothing here needs a framework, a store or a network.
"""

from thinker_svc.figures.check import check
from thinker_svc.figures.claim import Claim, Kind, Label

__all__ = ["Claim", "Kind", "Label", "check"]
