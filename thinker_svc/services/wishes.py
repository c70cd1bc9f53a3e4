"""How somebody wants a text written, the first time and again. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from thinker_svc.models.generation import Generation
from thinker_svc.services.assemble import Length
from thinker_svc.services.choices import NO_CHOICE, Choice
from thinker_svc.services.templates import Tone


@dataclass(frozen=True, slots=True)
class Wishes:
    """How it is to be written; None leaves it to the former generation, then to the defaults."""

    tone: Tone | None = None
    length: Length | None = None
    instructions: str | None = None
    variants: int | None = None
    each_platform: bool | None = None
    choice: Choice = NO_CHOICE

    def after(self, before: Generation | None) -> dict[str, Any]:
        """As a generation's columns. Several texts are for one time, unless that time brought none."""
        said: dict[str, Any] = {"tone": "neutral", "length": "medium", "instructions": "", "variants": 1}
        said["each_platform"] = False
        if before is not None:
            said |= {name: getattr(before, name) for name in said if name != "variants"}
            said["variants"] = before.variants if before.brought_nothing else 1
        return said | {name: getattr(self, name) for name in said if getattr(self, name) is not None}
