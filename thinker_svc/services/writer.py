"""The model that writes, and how others are told from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


def same(name: str, other: str) -> bool:
    """Whether both name one model: Ollama calls a model without a tag its latest."""
    return _tagged(name) == _tagged(other)


def among(name: str, names: Iterable[str]) -> bool:
    return any(same(name, one) for one in names)


def _tagged(name: str) -> str:
    # A colon before the last slash is that of a registry's port.
    return name if ":" in name.rpartition("/")[2] else f"{name}:latest"


@dataclass(frozen=True, slots=True)
class Model:
    """Its name, and whether it is one of the basic ones, `basics`."""

    name: str
    basic: bool
    basics: frozenset[str] = frozenset()

    def or_named(self, name: str) -> Model:
        """The one of that name; this one for none."""
        return Model(name, among(name, self.basics), self.basics) if name else self
