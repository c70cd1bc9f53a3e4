"""Countries and regions, by Google's codes."""

from functools import lru_cache
from importlib.resources import files

LARGE = frozenset(
    [
        "US",
        "GB",
        "DE",
        "FR",
        "IT",
        "ES",
        "PL",
        "NL",
        "BR",
        "MX",
        "AR",
        "CA",
        "AU",
        "IN",
        "ID",
        "JP",
        "KR",
        "TR",
        "ZA",
        "NG",
        "EG",
        "SE",
        "CH",
        "AT",
        "BE",
        "PT",
    ]
)
"""Countries where nearly everything is searched for by somebody."""


@lru_cache(maxsize=1)
def names() -> dict[str, str]:
    """Name by code: ``US``, ``US-AL``, ``GB-ENG``."""
    text = files("launcher.google").joinpath("places.tsv").read_text(encoding="utf-8")
    found: dict[str, str] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            code, name = line.split("\t")
            found[code] = name
    return found


def inside(geo: str) -> list[tuple[str, str]]:
    """``(code, name)`` of the places that a map of ``geo`` shows: countries, or a country's regions."""
    if not geo:
        return [(code, name) for code, name in names().items() if "-" not in code]
    return [(code, name) for code, name in names().items() if code.startswith(f"{geo}-")]


def as_widget(geo: str) -> dict[str, str]:
    """A place as a widget's request names it."""
    if not geo:
        return {}
    return {"region": geo} if "-" in geo else {"country": geo}


def from_widget(geo: dict[str, str]) -> str:
    return geo.get("region") or geo.get("country") or ""
