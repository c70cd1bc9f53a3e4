"""Finding times and spans of time in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from thinker_svc.figures.dates import Part, When
from thinker_svc.figures.durations import Duration
from thinker_svc.figures.item import Item
from thinker_svc.figures.lexicon.base import Lexicon, whole
from thinker_svc.figures.numbers import read

AMBIGUOUS = frozenset(
    {"may", "march", "mar", "mon", "sat", "sun", "wed", "dec", "jan", "mars", "mai", "so", "mi", "do"}
)
TIME = (
    r"(?P<hour>[01]?\d|2[0-3])(?:[:.h](?P<minute>[0-5]\d)(?: ?(?P<half>[ap]\.?m\.?))?| "
    r"?(?P<half2>[ap]\.?m\.?)| ?(?:h|Uhr))(?: ?(?:UTC|GMT|Uhr|h))?(?!\w)"
)
_SPANS: dict[str, re.Pattern[str]] = {}
_CACHE: dict[str, list[tuple[re.Pattern[str], str]]] = {}


def durations(text: str, lexicon: Lexicon) -> Iterator[Item]:
    if lexicon.code not in _SPANS:
        _SPANS[lexicon.code] = _spans(lexicon)
    pattern = _SPANS[lexicon.code]
    for match in pattern.finditer(text):
        between = (match["between"] or "").casefold()
        allowed = {
            "straight",
            "consecutive",
            "successive",
            "past",
            "last",
            "full",
            "whole",
            "entire",
            "short",
            "mere",
            "running",
            "single",
        }
        if between and between not in allowed:
            continue
        if between in {"last", "past"} and match["number"] and not match["unit"].casefold().endswith("s"):
            continue  # "to 60 last week": a value and a time
        unit = _key(lexicon.units, match["unit"])
        count = 1.0 if match["one"] else _count(match["number"], lexicon)
        if unit and count is not None:
            tags = {"SPAN"} | ({"ONESPAN"} if match["one"] else set())
            tags |= {"STREAK"} if between in {"straight", "consecutive", "successive", "running"} else set()
            yield Item(match.start(), match.end(), frozenset(tags), match[0], duration=Duration(count, unit))


def _spans(lexicon: Lexicon) -> re.Pattern[str]:
    units = "|".join(lexicon.units)
    words = "|".join(sorted(lexicon.numbers, key=len, reverse=True))
    return re.compile(
        rf"(?<![\w.,:/])(?:(?P<number>\d+(?:[.,]\d+)?|{words})|(?P<one>{lexicon.one}))[ \-  ]"
        rf"(?:(?P<between>(?!(?:{units})\b)[a-zäöüßéèêáíóúñ]+)[ ])?(?P<unit>{units})(?!\w)",
        re.IGNORECASE,
    )


def whens(text: str, lexicon: Lexicon) -> Iterator[Item]:
    for pattern, kind in _patterns(lexicon):
        for match in pattern.finditer(text):
            when = _when(match, kind, lexicon)
            if when is not None:
                # The word before it keeps its own meaning: "since", "from".
                start = match.end("on") if match.groupdict().get("on") else match.start()
                yield Item(start, match.end(), frozenset({"DATE"}), match[0], when=when)


def _patterns(lexicon: Lexicon) -> list[tuple[re.Pattern[str], str]]:
    if lexicon.code in _CACHE:
        return _CACHE[lexicon.code]
    month, day = "(?P<month>" + "|".join(lexicon.months) + ")", r"(?P<day>[0-3]?\d)(?:st|nd|rd|th|er|º|\.)?"
    year, weekday = r"(?P<year>(?:19|20)\d\d)(?![\d.,]\d)", "(?P<weekday>" + "|".join(lexicon.weekdays) + ")"
    week, of, time = (
        rf"(?:(?P<week>{lexicon.week_of}) )?",
        rf"(?: (?:{lexicon.of}))*",
        rf"(?:,? (?:(?:at|um|à|a las|around|gegen|vers) )?{TIME})?",
    )
    part = rf"(?:(?P<early>{lexicon.early})|(?P<middle>{lexicon.middle})|(?P<late>{lexicon.late}))"
    units = "|".join(lexicon.units)
    words = "|".join(sorted(lexicon.numbers, key=len, reverse=True))
    number = rf"(?:(?P<number>\d+|{words})|(?P<one>{lexicon.one}))"
    before, after = (f"{words_} " if words_ else "" for words_ in lexicon.ago)
    after = f" (?:{lexicon.ago[1]})" if lexicon.ago[1] else ""
    before = f"(?:{lexicon.ago[0]}) " if lexicon.ago[0] else ""
    seasons = "|".join(lexicon.seasons) or "(?!)"
    on = f"(?P<on>(?:{lexicon.on}) )?"
    sources = [
        (
            (
                rf"{week}(?P<year>(?:19|20)\d\d)-(?P<number>\d\d)-(?P<day>\d\d)(?:T(?P<hour>\d\d)"
                rf"(?::(?P<minute>\d\d))?Z?)?"
            ),
            "iso",
        ),
        (rf"{week}(?P<day>[0-3]?\d)[/.](?P<number>[01]?\d)[/.](?P<year>(?:19|20)\d\d)", "iso"),
        (
            (
                rf"{week}(?:{weekday},? (?:{of.strip() or 'the'} )?)?(?:the )?{day}{of} "
                rf"{month}(?:,?(?: de[l]?)? {year})?{time}"
            ),
            "day",
        ),
        (rf"{week}(?:{weekday},? )?{month} {day}(?!\d|[.,:]\d| ?%)(?:,? {year})?{time}", "day"),
        (rf"{part}(?:{of})[ \-]?{month}(?:,?(?: de[l]?)? {year})?", "month"),
        (rf"{on}{month}(?:,?(?: of| de[l]?)? {year})?(?! \d)", "month"),
        (
            rf"(?P<on>(?:{lexicon.on}) )(?:{part}{of} )?(?:the (?:spring|summer|autumn|winter) of )?{year}",
            "year",
        ),
        (rf"Q(?P<quarter>[1-4])(?: (?:of )?{year})?", "quarter"),
        (rf"(?:(?P<early>early|mid|late)[- ])?(?P<season>{seasons})(?: (?:of |de )?{year})?", "season"),
        (rf"{on}{weekday}{time}", "weekday"),
        (rf"(?:(?:at|around|um|à|a las|gegen|vers) )?{TIME}(?: (?:on|am|le|el))? {weekday}", "weekday"),
        (rf"(?:at|around|um|à|a las|gegen|vers|just after|shortly before) {TIME}", "time"),
        (rf"{before}{number} (?P<unit>{units}){after}", "ago"),
        *((rf"(?:{words_})", f"={back}") for words_, back in lexicon.relative.items()),
    ]
    _CACHE[lexicon.code] = [
        (re.compile(rf"(?<![\w#@/]){source}(?!\w)", re.IGNORECASE), kind) for source, kind in sources
    ]
    return _CACHE[lexicon.code]


def _when(match: re.Match[str], kind: str, lexicon: Lexicon) -> When | None:
    got = {name: value for name, value in match.groupdict().items() if value}
    if kind.startswith("="):
        unit, steps = kind[1:].split(":")
        return When(back=(unit, float(steps)))
    if kind == "ago":
        count = 1.0 if "one" in got else _count(got["number"], lexicon)
        unit = _key(lexicon.units, got["unit"])
        return When(back=(unit, count)) if unit and count is not None else None
    if not _meant(got, kind):
        return None
    month = _month(got, lexicon)
    when = When(
        year=int(got.get("year", 0)),
        month=month,
        day=int(got.get("day", 0)),
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
            sure = "on" in got or "year" in got or any(part in got for part in ("early", "middle", "late"))
            if not sure or not word[:1].isupper():
                return False
        if word and word.islower() and len(word) <= 4 and kind in ("month", "weekday"):
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


def _key(patterns: dict[str, str] | object, word: str) -> str:
    table = patterns if isinstance(patterns, dict) else {}
    return next((unit for one, unit in table.items() if whole(one)(word)), "")


def _count(word: str, lexicon: Lexicon) -> float | None:
    if word[:1].isdigit():
        found = read(word, decimal_comma=lexicon.decimal_comma)
        return found[0] if found else None
    return next((v for one, v in lexicon.numbers.items() if whole(one)(word)), None)
