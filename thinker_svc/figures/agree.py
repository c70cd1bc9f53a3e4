"""When a figure in a text agrees with the snapshot's: the tolerances of plain and hedged wording."""

from __future__ import annotations

from typing import Literal

Hedge = Literal["", "about", "nearly", "more", "least", "less", "most"]
DUST = 1e-9  # what binary fractions leave behind


def value(actual: float, given: float, decimals: int, hedge: Hedge) -> bool:
    """A plain value is the snapshot's, rounded to the decimals it is written with."""
    if hedge:
        return hedged(actual, given, hedge)
    # Half up, as people round; the exact half may be written either way.
    return abs(actual - given) <= 0.5 * float(10**-decimals) + DUST


def percent(actual: float, given: float, hedge: Hedge) -> bool:
    """Signed: the direction must be right whatever the hedge."""
    if given and (actual > 0) != (given > 0):
        return False
    if hedge:
        return hedged(abs(actual), abs(given), hedge)
    return abs(actual - given) <= max(1.0, 0.01 * abs(actual)) + DUST


def ratio(actual: float, times: float, hedge: Hedge) -> bool:  # noqa: PLR0911 - one return a reading
    """`times` as large; a value below 1 means the inverse ("halved")."""
    if times < 1:
        return actual > 0 and ratio(1 / actual, 1 / times, hedge)
    match hedge:
        case "more":
            return actual > times
        case "least":
            return actual >= times
        case "less":
            return actual < times
        case "most":
            return actual <= times
        case "nearly":
            return 0.875 * times - DUST <= actual <= times
        case "about":
            return 0.9 * times - DUST <= actual <= 1.1 * times + DUST
        case _:
            return 0.95 * times - DUST <= actual <= 1.1 * times + DUST


def count(actual: int, given: float, hedge: Hedge) -> bool:
    return hedged(actual, given, hedge) if hedge else actual == given


def hedged(actual: float, given: float, hedge: Hedge) -> bool:  # noqa: PLR0911 - one return a reading
    match hedge:
        case "about":
            return abs(actual - given) <= max(2.0, 0.1 * actual) + DUST
        case "nearly":
            return given - max(2.0, 0.1 * given) - DUST <= actual <= given + DUST
        case "more":
            return actual > given
        case "least":
            return actual >= given
        case "less":
            return actual < given
        case "most":
            return actual <= given
        case _:
            return abs(actual - given) <= DUST
