"""Finding times in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from thinker_svc.figures.text.bare import CLOCK
from thinker_svc.figures.text.dates import Part, When
from thinker_svc.figures.text.item import Item
from thinker_svc.figures.text.lexicon.base import Lexicon, whole
from thinker_svc.figures.text.relative import LATER
from thinker_svc.figures.text.spans import count_of, unit_of
from thinker_svc.figures.text.written_times import patterns

AMBIGUOUS = frozenset(
    {"may", "march", "mar", "mon", "sat", "sun", "wed", "dec", "jan", "mars", "mai", "so", "mi", "do"}
)


def whens(text: str, lexicon: Lexicon, *, clock: bool = False) -> Iterator[Item]:
    """Every time, overlapping ones included; `clock`: of hours or minutes, where "18:05" is one by itself."""
    if clock:
        for match in CLOCK.finditer(text):
            at = When(hour=int(match["hour"]), minute=int(match["minute"]))
            yield Item(match.start(), match.end(), frozenset({"DATE"}), match[0], when=at)
    for pattern, kind in patterns(lexicon):
        for match in pattern.finditer(text):
            if kind == "yearly":  # "May on May"
                yield Item(match.start(), match.end(), frozenset({"YOY"}), match[0])
                continue
            when = _when(match, kind, lexicon)
            if when is not None:
                # The word before it keeps its own meaning: "since", "from".
                start = match.end("on") if match.groupdict().get("on") else match.start()
                yield Item(start, match.end(), frozenset({"DATE"}), match[0], when=when)
                if match.groupdict().get(
                    "clock"
                ):  # the hour may turn out to be one of opening: "10 am to 6 pm"
                    day = replace(when, hour=-1, minute=0)
                    yield Item(start, match.start("clock"), frozenset({"DATE"}), match[0], when=day)
                second = LATER.match(text, match.end()) if kind == "day" and when.day else None
                if second is not None and int(second["day"]) > when.day:
                    other = replace(when, day=int(second["day"]))
                    yield Item(second.start("day"), second.end(), frozenset({"DATE"}), second[0], when=other)


def _when(match: re.Match[str], kind: str, lexicon: Lexicon) -> When | None:  # noqa: PLR0911 - one return a kind
    got = {name: value for name, value in match.groupdict().items() if value}
    if kind.startswith("="):
        unit, steps = kind[1:].split(":")
        return When(back=(unit, float(steps)))
    if kind.startswith("feast:"):
        return When(year=int(got.get("year", 0)), feast=kind[6:])
    if kind in ("next", "prior"):
        unit = unit_of(lexicon, got["unit"])
        if not unit and "weekday" in got:  # "the Saturday before"
            unit = "week"
        return When(back=(unit, 1.0 if kind == "prior" else -1.0)) if unit else None
    if kind == "later":
        count = 1.0 if "one" in got else count_of(got["number"], lexicon)
        unit = unit_of(lexicon, got["unit"])
        return When(back=(unit, -count)) if unit and count is not None else None
    if kind == "ago":
        count = 1.0 if "one" in got else count_of(got["number"], lexicon)
        unit = unit_of(lexicon, got["unit"])
        if unit == "fortnight" and count is not None:
            unit, count = "week", count * 2
        return When(back=(unit, count)) if unit and count is not None else None
    if not _meant(got, kind):
        return None
    month = _month(got, lexicon)
    if kind == "nth":
        rank = next((rank for said, rank in lexicon.ordinals.items() if whole(said)(got["nth"])), 1)
        return When(year=int(got.get("year", 0)), month=month, day=rank * 7 - 6, week=True)
    when = When(
        year=-1 if "lastyear" in got else int(got.get("year", 0)),
        month=month,
        day=1 if "first" in got else int(got.get("day", 0)),
        weekday=_at(lexicon.weekdays, got.get("weekday")),
        part=_part(got),
        week="week" in got,
    )
    if kind == "quarter":
        when = replace(when, month=int(got["quarter"]) * 3 - 2, months=3)
    if kind == "season":
        first, count_ = lexicon.seasons[_season(lexicon, got["season"])]
        when = replace(when, month=first, months=count_)
    return _with_time(when, got)


def _meant(got: dict[str, str], kind: str) -> bool:
    """Names that are also words ("may", "march", "sat") count only as they are used for times."""
    for name in ("month", "weekday"):
        word = got.get(name, "").strip(".")
        if word.casefold() in AMBIGUOUS and kind in ("month", "weekday"):
            sure = (
                "on" in got
                or "year" in got
                or "lastyear" in got
                or any(part in got for part in ("early", "middle", "late"))
            )
            if not sure or not (word[:1].isupper() or word in ("mars", "mai")):
                return False
        dated = "on" in got or "year" in got or any(part in got for part in ("early", "middle", "late"))
        short = word.islower() and len(word) <= 4 and word not in ("juin", "août")
        if short and kind in ("month", "weekday") and not dated:
            return False
    return True


def _month(got: dict[str, str], lexicon: Lexicon) -> int:
    if "number" in got:
        return min(int(got["number"]), 12) if got["number"].isdigit() else 0
    return _at(lexicon.months, got.get("month")) + 1 if "month" in got else 0


def _part(got: dict[str, str]) -> Part:
    if "early" in got:
        return {"mid": "middle", "late": "late"}.get(got["early"].casefold(), "early")  # type: ignore[return-value] # one of three words
    return "middle" if "middle" in got else "late" if "late" in got else ""


def _with_time(when: When, got: dict[str, str]) -> When:
    if "midnight" in got or "noon" in got:
        return replace(when, hour=12 if "noon" in got else 0)
    if "hour" not in got:
        return when
    hour, half = int(got["hour"]), got.get("half", got.get("half2", "")).casefold()
    if half.startswith("p") and hour < 12:
        hour += 12
    if half.startswith("a") and hour == 12:
        hour = 0
    return replace(when, hour=hour % 24, minute=int(got.get("minute", 0)))


def _season(lexicon: Lexicon, word: str) -> str:
    return next((name for name in lexicon.seasons if whole(name)(word)), "")


def _at(patterns: tuple[str, ...], word: str | None) -> int:
    if not word:
        return -1
    return next((at for at, one in enumerate(patterns) if whole(one)(word)), -1)
