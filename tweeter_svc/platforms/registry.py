"""Finds the platforms: every folder here with a `platform.py` that offers `create(outbound)`."""

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from tweeter_svc.platforms.base import Platform
from tweeter_svc.platforms.outbound import Outbound


class Platforms(Mapping[str, Platform]):
    """The platforms of this deployment, by name."""

    def __init__(self, platforms: list[Platform]) -> None:
        self._by_name = {platform.name: platform for platform in platforms}

    def __getitem__(self, name: str) -> Platform:
        return self._by_name[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_name)

    def __len__(self) -> int:
        return len(self._by_name)


def discover(outbound: Outbound) -> Platforms:
    """Make every platform that has a folder beside this file."""
    here = Path(__file__).parent
    names = sorted(entry.name for entry in pkgutil.iter_modules([str(here)]) if entry.ispkg)
    return Platforms([_load(name, outbound) for name in names])


def _load(name: str, outbound: Outbound) -> Platform:
    module = importlib.import_module(f"tweeter_svc.platforms.{name}.platform")
    platform = module.create(outbound)
    if not isinstance(platform, Platform) or platform.name != name:
        raise TypeError(f"platforms/{name}/platform.py must create a Platform named {name!r}")
    return platform
