"""Finding times in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from thinker_svc.figures.text.bare import BARE_DAYS, CLOCK
from thinker_svc.figures.text.dates import Part, When
from thinker_svc.figures.text.item import Item
from thinker_svc.figures.text.lexicon.base import Lexicon, whole
from thinker_svc.figures.text.relative import JOINED, LATER, feasts, words
from thinker_svc.figures.text.spans import count_of, unit_of

AMBIGUOUS = frozenset(
    {"may", "march", "mar", "mon", "sat", "sun", "wed", "dec", "jan", "mars", "mai", "so", "mi", "do"}
)
TIME = (
    r"(?P<hour>[01]?\d|2[0-3])(?:(?:[:.]| ?h ?)(?P<minute>[0-5]\d)(?: ?(?P<half>[ap]\.?m\.?))?| "
    r"?(?P<half2>[ap]\.?m\.?)| ?(?:h|Uhr))(?: ?(?:UTC|GMT|Uhr|h))?(?!\w)"
)
TIME_ = re.sub(r"\?P<\w+>", "", TIME)
TURN = (
    r"(?:(?P<midnight>midnight|Mitternacht|minuit|(?:la )?medianoche)|"
    r"(?P<noon>noon|midday|Mittag|midi|(?:el )?mediodía))(?: (?:UTC|GMT))?"
)
WEEKS = 4  # of a month
NO_DAY = "century|time|edition|place|birthday|anniversary|season|game|minute|most|highest"
_CACHE: dict[str, list[tuple[re.Pattern[str], str]]] = {}


def whens(text: str, lexicon: Lexicon, *, clock: bool = False) -> Iterator[Item]:
    """Every time, overlapping ones included; `clock`: of hours or minutes, where "18:05" is one by itself."""
    if clock:
        for match in CLOCK.finditer(text):
            at = When(hour=int(match["hour"]), minute=int(match["minute"]))
            yield Item(match.start(), match.end(), frozenset({"DATE"}), match[0], when=at)
    for pattern, kind in _patterns(lexicon):
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


def _patterns(lexicon: Lexicon) -> list[tuple[re.Pattern[str], str]]:
    if lexicon.code in _CACHE:
        return _CACHE[lexicon.code]
    dot = r"|\." if lexicon.code == "de" else ""  # elsewhere it ends a sentence: "It hit 6. August was calm."
    month, day = (
        "(?P<month>" + "|".join(lexicon.months) + ")",
        rf"(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th|er|º{dot})?",
    )
    year, named = r"(?P<year>(?:19|20)\d\d)(?![\d.,]\d)", "|".join(lexicon.weekdays)
    weekday = rf"(?P<weekday>{named})(?: (?:{words('daypart')}))?"
    week, of, time = (
        rf"(?:(?P<week>{lexicon.week_of}) )?",
        rf"(?: (?:{lexicon.of}))*",
        rf"(?P<clock>,? (?:(?:at|um|à|a las|around|gegen|vers) )?{TIME})?",
    )
    part = rf"(?:(?P<early>{lexicon.early})|(?P<middle>{lexicon.middle})|(?P<late>{lexicon.late}))"
    units = "|".join(lexicon.units)
    numbers = "|".join(sorted(lexicon.numbers, key=len, reverse=True))
    number = rf"(?:(?P<number>\d+|{numbers})|(?P<one>{lexicon.one}))"
    before, after = (f"{said} " if said else "" for said in lexicon.ago)
    after = f" (?:{lexicon.ago[1]})" if lexicon.ago[1] else ""
    month_ = "|".join(lexicon.months)
    day_, weekday_ = day.replace("?P<day>", ""), "|".join(lexicon.weekdays)
    before = f"(?:{lexicon.ago[0]}) " if lexicon.ago[0] else ""
    seasons = "|".join(lexicon.seasons) or "(?!)"
    on = f"(?P<on>(?:{lexicon.on}) )?"
    nths = "|".join(said for said, rank in lexicon.ordinals.items() if rank <= WEEKS)
    weeks = "|".join(said for said, unit in lexicon.units.items() if unit == "week")
    sources = [
        (
            (
                rf"(?:the |der |die |das |la )?(?P<nth>{nths}) (?:{weeks}){of}(?: in)? "
                rf"{month}(?:,?(?: de[l]?)? {year})?"
            ),
            "nth",
        ),
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
        (rf"(?:the )?(?P<first>first|1er|primero|erste[nr]?){of} {month}(?:,?(?: de[l]?)? {year})?", "day"),
        (rf"{week}(?:{weekday},? )?{month} {day}(?!\d|[.,:]\d| ?%)(?:,? {year})?{time}", "day"),
        (rf"(?:(?:in )?der |die |den |dem )?(?P<late>letzten?) {month}-?woche", "month"),
        (rf"(?:(?:in )?der |die |den |dem )?(?P<nth>{nths}) {month}-?woche(?: {year})?", "nth"),
        (rf"{part}(?:{of})[ \-]?{month}(?:,?(?: de[l]?)? {year})?", "month"),
        (rf"{on}{month}(?:,?(?: of| de[l]?)? {year}|(?! \d))", "month"),
        (rf"(?-i:(?=[A-Z])){month}(?='s (?!not\b|been\b|an?\b|the\b))", "own"),
        (rf"(?P<week>{lexicon.week_of}) (?:dem )?(?P<day>[0-3]?\d)\.(?! ?(?:\d|{month_}))", "weekday"),
        (rf"(?:{part}{of}[ \-]?)?{month} (?P<lastyear>{words('last_year')})", "month"),
        (rf"{part}{of}(?: (?:the|des|de l'|del?))?(?: ?(?:year|jahre?s|année|año))? {year}", "year"),
        (
            rf"(?P<on>(?:{lexicon.on}) )(?:{part}{of} )?(?:the (?:spring|summer|autumn|winter) of )?{year}",
            "year",
        ),
        (rf"Q(?P<quarter>[1-4])(?: (?:of )?{year})?", "quarter"),
        (rf"(?:(?P<early>early|mid|late)[- ])?(?P<season>{seasons})(?: (?:of |de )?{year})?", "season"),
        (
            (
                rf"(?:the |dem |den |le |el )?(?:{weekday},? )?{day}"
                rf"(?={JOINED}(?:(?:{weekday_}),? )?{day_}{of} {month})"
            ),
            "day",
        ),
        *(
            [(rf"{week}(?:{weekday},? )?(?:den |dem )?(?P<day>[0-3]?\d)\.(?P<number>[01]?\d)\.(?!\d)", "iso")]
            if lexicon.code == "de"
            else []
        ),
        (
            rf"{weekday},? (?:the |den |dem |le |el )?{day}(?! ?(?:{month_}|%|points|h\b|Uhr|Prozent)){time}",
            "weekday",
        ),
        (
            (
                rf"(?P<on>(?:on|by|until|since|from|of|to) )the (?P<day>[0-3]?\d)(?:st|nd|rd|th)(?! "
                rf"(?:{NO_DAY})){time}"
            ),
            "weekday",
        ),
        (rf"{on}{weekday}(?:'s)?{time}", "weekday"),
        *((source, "weekday") for source in BARE_DAYS.get(lexicon.code, ())),
        (rf"{TIME}(?={JOINED}{TIME_}(?: (?:on|am|le|el))? {weekday})", "weekday"),
        (
            rf"(?:(?:at|around|um|à|a|gegen|vers) )?{TURN}(?:,? (?:on|am|le|el))? {weekday}(?!,? \d)",
            "weekday",
        ),
        (rf"(?:at|around|um|à|a|gegen|vers|since|by|until|between|zwischen|entre) {TURN}", "time"),
        (
            rf"(?:(?:at|around|um|à|a las|gegen|vers) )?{TIME}(?: (?:on|am|le|el))? {weekday}(?!,? \d)",
            "weekday",
        ),
        (rf"(?P<on>(?:{words('timed')}) ){TIME}", "time"),
        (rf"{TIME}(?<=[UG][TM][CT])", "time"),
        (rf"(?P<hour>[01]?\d|2[0-3])(?={JOINED}{TIME_})", "time"),
        (rf"{before}{number} (?P<unit>{units}){after}", "ago"),
        (rf"(?:{words('same')}) (?:{words('year_ago')})", "=year:1"),
        (rf"{number} (?P<unit>{units}) (?:{words('later')})", "later"),
        (
            (
                rf"{number} (?P<unit>{units}) (?:antes|avant|zuvor|davor|before)"
                r"(?! (?:de|que|la|le|the|dem|der))"
            ),
            "ago",
        ),
        (rf"(?:the |le |la |el |der |die |den |dem |das )?(?:{words('next')}) (?P<unit>{units})", "next"),
        (
            rf"(?:the |le |la |el |der |die |den |dem |das )(?P<unit>{units}) (?:{words('next_after')})",
            "next",
        ),
        (
            (
                rf"(?:the |le |la |el |der |die |den |dem |das )(?P<unit>{units}|{weekday}) "
                rf"(?:{words('before')})"
            ),
            "prior",
        ),
        (
            rf"(?:the |le |la |el |der |die |den |dem |das )(?:{words('prior')}) (?P<unit>{units}|{weekday})",
            "prior",
        ),
        (rf"(?:{words('day_after')})", "=day:-1"),
        (rf"(?:{words('day_before')})", "=day:1"),
        *((rf"(?:{one}) (?:{words('against')}) (?:{one})", "yearly") for one in lexicon.months),
        *(
            (rf"(?:{words('from_one')}) (?:{one}) (?:{words('to_another')})", "yearly")
            for one in lexicon.months
        ),
        *((rf"(?:{called})(?:,? {year})?", f"feast:{day}") for day, called in feasts().items()),
        *((rf"(?:{said})", f"={back}") for said, back in lexicon.relative.items()),
    ]
    _CACHE[lexicon.code] = [
        (re.compile(rf"(?<![\w#@/]){source}(?!\w)", re.IGNORECASE), kind) for source, kind in sources
    ]
    return _CACHE[lexicon.code]


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
