"""Tabs that change the address."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Tab:
    """One tab; ``n`` is its count, None where there is nothing to count."""

    key: str
    name: str
    n: int | None
    href: str
    hot: bool = False
