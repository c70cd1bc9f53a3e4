"""How times are written, as patterns of a language: what each part of one is named for `whens`."""

from __future__ import annotations

import re

from thinker_svc.figures.text.bare import BARE_DAYS
from thinker_svc.figures.text.lexicon.base import Lexicon
from thinker_svc.figures.text.relative import JOINED, feasts, words

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


def patterns(lexicon: Lexicon) -> list[tuple[re.Pattern[str], str]]:
    """Each with the kind of time it is; the groups of a match are its parts."""
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
