"""Languages as data: which words mean what in each."""

from thinker_svc.figures.text.lexicon.base import Lexicon
from thinker_svc.figures.text.lexicon.detect import language_of

__all__ = ["Lexicon", "language_of"]
