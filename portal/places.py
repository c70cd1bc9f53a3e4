"""Which country somebody is probably in: that of their clock."""

from functools import lru_cache
from importlib.resources import files

from portal import words


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    """Country code by timezone, from the list that comes with the zones."""
    table = files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return {row[2]: row[0] for row in rows}


def country() -> str:
    """The code; empty where the clock tells none, such as UTC."""
    return _countries().get(words.zone().key, "")
