"""Sources of search interest: a folder each. Adding one is adding a folder.

A folder's ``__init__.py`` has ``PROVIDER``: its card (what it can answer), and what makes the parts that
answer. It imports nothing heavy at its top, because the web process reads the cards too.
"""

from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules

from trends_svc.providers.base import Provider, Surroundings

_ORDER = ("asked", "uploaded", "planned")


@lru_cache(maxsize=1)
def found() -> dict[str, Provider]:
    """Every provider by name: Google first, then the others that can be asked, then the rest."""
    folders = [module.name for module in iter_modules(__path__) if module.ispkg]
    providers: list[Provider] = [import_module(f"{__name__}.{folder}").PROVIDER for folder in folders]
    providers.sort(key=lambda p: (p.card.name != "google", _ORDER.index(p.card.by), p.card.title))
    return {provider.card.name: provider for provider in providers}


__all__ = ["Provider", "Surroundings", "found"]
