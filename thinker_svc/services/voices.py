"""Brand voices: how a team wants to sound, for the prompt, and what must never be said, for the gates."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from thinker_svc.services import foreign
from thinker_svc.services.languages import Code

Advice = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Word = Annotated[str, StringConstraints(min_length=1, max_length=60, strip_whitespace=True)]
Sample = Annotated[str, StringConstraints(min_length=1, max_length=600, strip_whitespace=True)]
ARABIC_MARKS = re.compile("[\u064b-\u0652\u0670\u0640]")  # vowel signs and the stretching stroke


class VoiceContent(BaseModel):
    """What a version of a voice says. A banned word may begin or end with *: any ending, any beginning."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    language: Code = "en"
    about: Annotated[str, StringConstraints(max_length=600, strip_whitespace=True)] = ""
    do: tuple[Advice, ...] = Field(default=(), max_length=20)
    dont: tuple[Advice, ...] = Field(default=(), max_length=20)
    banned: tuple[Word, ...] = Field(default=(), max_length=200)
    examples: tuple[Sample, ...] = Field(default=(), max_length=5)


class Voice(VoiceContent):
    """A version of a voice, to be used."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: UUID
    name: str
    version: int

    def forbids(self, text: str) -> str:
        """The first banned word in the text, as the voice has it; "" when there is none."""
        return banned_in(text, self.banned)


def faults(content: VoiceContent) -> list[tuple[str, str]]:
    """(field, what is wrong with it)."""
    empty = [word for word in content.banned if not _folded(word.replace("*", ""))]
    return [("banned", f"“{word}” holds no letter or figure; it would ban everything.") for word in empty]


def banned_in(text: str, banned: Iterable[str]) -> str:
    """Whole words, whatever their case, accents' spelling, hyphens or invisible characters."""
    flat = _folded(text)
    return next((word for word in banned if _pattern(word).search(flat)), "")


def prompt_of(voice: Voice) -> str:
    """What the model is told. Lines are the team's own words; they can't close a fence either."""
    parts = [f"Brand voice “{foreign.wish(voice.name, 80)}”."]
    if voice.about:
        parts.append(foreign.wish(voice.about, 600))
    for title, lines in (("Do", voice.do), ("Don't", voice.dont)):
        if lines:
            parts.append(f"{title}:\n" + "\n".join(f"- {foreign.wish(line, 200)}" for line in lines))
    if voice.banned:
        parts.append("Never use these words: " + ", ".join(foreign.wish(word, 60) for word in voice.banned))
    if voice.examples:
        samples = "\n".join(f"- {foreign.wish(sample, 600)}" for sample in voice.examples)
        parts.append(f"Posts in this voice, for their tone only; take no facts from them:\n{samples}")
    return "\n".join(parts)


@lru_cache(maxsize=4096)
def _pattern(word: str) -> re.Pattern[str]:
    core = r"\s".join(re.escape(part) for part in _folded(word.strip("*")).split())
    before = r"\w*" if word.startswith("*") else r"(?<!\w)"
    after = r"\w*" if word.endswith("*") else r"(?!\w)"
    return re.compile(f"{before}{core}{after}")


def _folded(text: str) -> str:
    """Lower case, one form of every character, nothing invisible; hyphens and the like are blanks."""
    composed = unicodedata.normalize("NFKC", text).casefold()
    visible = "".join(ch for ch in composed if unicodedata.category(ch) not in ("Cf", "Cc") or ch in "\n\t")
    bare = ARABIC_MARKS.sub("", unicodedata.normalize("NFC", visible)).replace("’", "'")
    return re.sub(r"[\s\-‐‑‒–—_/·]+", " ", bare).strip()
