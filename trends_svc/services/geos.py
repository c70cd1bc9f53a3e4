"""Places a search can be about: Google's codes and their names."""

import re
from functools import lru_cache
from importlib.resources import files

WORLD = "Worldwide"
_CODE = re.compile(r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$")


@lru_cache(maxsize=1)
def names() -> dict[str, str]:
    """Name by code, worldwide (the empty code) first, then countries, then regions."""
    text = files("trends_svc").joinpath("data/geos.tsv").read_text(encoding="utf-8")
    found = {"": WORLD}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            code, name = line.split("\t")
            found[code] = name
    return found


def is_known(code: str) -> bool:
    """Whether Google may know the place.

    We don't list the regions of every country: one of an unlisted country is let through, and Google
    decides.
    """
    if code in names():
        return True
    country, _, region = code.partition("-")
    listed = any(known.startswith(f"{country}-") for known in names())
    return bool(region) and not listed and country in names() and bool(_CODE.match(code))
