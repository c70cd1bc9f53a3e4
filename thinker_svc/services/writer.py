"""The model that writes, and how others are told from it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Model:
    """Its name, and whether it is one of the basic ones, `basics`."""

    name: str
    basic: bool
    basics: frozenset[str] = frozenset()

    def or_named(self, name: str) -> Model:
        """The one of that name; this one for none."""
        return Model(name, name in self.basics, self.basics) if name else self
