"""Reading numbers: numerals with a language's separators, number words, fractions, factors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from thinker_svc.figures.text.item import Item, Number, Shape
from thinker_svc.figures.text.lexicon.base import Lexicon, whole

SPACES = " \u00a0\u202f"  # plain, no-break, narrow no-break
NUMERAL = rf"\d{{1,3}}(?:[.,{SPACES}']\d{{3}})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)?"
# "rose to 60 points" names a level, "rose by 5 points" a difference.
LEVEL = re.compile(
    r"\b(?:to|at|auf|bei|à|a|hasta|hits?|reach(?:es|ed)|scor(?:es|ed)|averag(?:es|ed)|touch(?:es|ed)|erreicht|"
    r"atteint|alcanza|schnitt|mittel|average of|moyenne de|media de|promedio de|media es de|moyenne est de|"
    r"mit|standen|stehen|erzielt|erzielte|verbucht|verbuchte|notiert|notierte|bekommt|bekam|ma(?:ß|"
    r"ss)en wir|sind es|"
    r"waren es|affiche(?:nt)?|pointe|plafonne|obtient|enregistre|totalise|(?:indice|score|niveau)(?: "
    r"(?:est|était))? de|marc(?:a|ó|aba|ando)|registr(?:a|ó|aba)|alcanz(?:a|ó|aba|ando)(?: los)?|"
    r"anot(?:a|ó)|obt(?:iene|uvo)|(?:a|en|de|hasta|entre|tocó|toca|supera|superó|roza|rozó|ronda|rondó|"
    r"rozaba|rondaba) los|"
    r"(?:está|estaba|estuvo|queda|quedó|sitúa|situó|mantiene|mantuvo|cerró|cierra|terminó|acabó|planta|"
    r"plantó|coloca|colocó) en|(?:nivel|valor|índice|media|promedio)(?: es| fue)? de|con|corresponden|"
    r"le dio|dejó|quedan|quedaban|(?:between|zwischen|entre) \d+ (?:and|und|et|y))\s"
    r"(?:(?:about|around|just|only|some|rund|etwa|nur|knapp|genau|fast|gut|über|unter|noch|"
    r"schon|sogar|encore|déjà|aún|todavía|ya|still|already|gerade einmal|"
    r"zuletzt|derzeit|environ|unos|solo|sólo|casi|apenas|nada menos que|más de|menos de|à|presque|"
    r"seulement)\s)?$",
    re.IGNORECASE,
)
# "A 40 puntos de su máximo": a difference though "a" stands before it.
APART = re.compile(r"(?i) de (?:su|sus|distancia|diferencia|ventaja)\b")
PLACE = re.compile(
    r"(?i)(?:\bn[or]\.|\bnumber|\bnummer|\bn[úu]m[ée]ro|\bn\.?[°º]|#)\s?$"
)  # "the No. 1 search" names a place
# "Multiplié par six": a factor behind its verb, said of every number.
FACTOR = re.compile(
    r"\b(?:multipli(?:ée?s?|er|e|ent|cad[oa]s?|car|có|ca|can|caron|caba|caban|cándose)|"
    r"(?P<less>divi[sd](?:ée?s?|er|e|ent|id[oa]s?|ir|ió)))"
    r" (?:par|por) (?:(?:plus d[e']|près d[e']|presque|environ|quasi(?:ment)?|au moins|à peu près|"
    r"más de|casi|cerca de|unos) ?)?$",
    re.IGNORECASE,
)
ADVERB = re.compile(
    r"(?i)twice|thrice|zweimal|dreimal|deux fois|trois fois|dos veces|tres veces"
)  # they need an "as"
LARGEST = 18  # digits; more is no figure anybody means


def numbers(text: str, lexicon: Lexicon) -> Iterator[Item]:
    """Every number, overlapping ones included: the caller keeps the longest."""
    for match in _pattern(lexicon.code, lexicon).finditer(text):
        item = _item(match, lexicon)
        if item is not None:
            yield item
    for phrase, percent in _compiled(lexicon.code, "fractions", tuple(lexicon.fractions.items())):
        for match in phrase.finditer(text):
            number = Number(percent, shape="percent", fraction=True, numeral=False)
            yield Item(match.start(), match.end(), frozenset({"PCT", "FRACTION"}), match[0], number)
    for phrase, rank in _compiled(lexicon.code, "ordinals", tuple(lexicon.ordinals.items())):
        for match in phrase.finditer(text):
            yield Item(match.start(), match.end(), frozenset({"ORD"}), match[0], index=int(rank))
    for phrase, times in _compiled(lexicon.code, "multiples", tuple(lexicon.multiples.items())):
        for match in phrase.finditer(text):
            number = Number(times, shape="times", verb=not ADVERB.match(match[0]), numeral=False)
            yield Item(match.start(), match.end(), frozenset({"TIMES"}), match[0], number)


def read(numeral: str, *, decimal_comma: bool) -> tuple[float, int] | None:
    """The value of a numeral and the decimals it is written with."""
    plain = re.sub(rf"[{SPACES}']", "", numeral)
    if sum(ch.isdigit() for ch in plain) > LARGEST:
        return None
    thousands, decimal = (".", ",") if decimal_comma else (",", ".")
    if decimal_comma and re.fullmatch(r"[1-9]\d{0,2}(?:,\d{3})+", plain):
        thousands, decimal = ",", "."  # as in Mexico; nobody writes three decimals
    if re.fullmatch(rf"\d{{1,3}}(?:\{thousands}\d{{3}})+(?:\{decimal}\d+)?", plain):
        plain = plain.replace(thousands, "")
    whole, _, rest = plain.replace(",", ".").partition(".")
    if "." in rest:
        whole, rest = whole + rest.replace(".", ""), ""
    return float(f"{whole}.{rest or 0}"), len(rest)


@cache
def _compiled(
    _code: str, _table: str, entries: tuple[tuple[str, float], ...]
) -> tuple[tuple[re.Pattern[str], float], ...]:
    return tuple((re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE), value) for words, value in entries)


_PATTERNS: dict[str, re.Pattern[str]] = {}


def _pattern(code: str, lexicon: Lexicon) -> re.Pattern[str]:
    if code not in _PATTERNS:
        words = "|".join(sorted(lexicon.numbers, key=len, reverse=True))
        _PATTERNS[code] = re.compile(
            rf"(?P<sign>(?<![\w+\-−–])[+\-−–±])?(?:(?P<digits>(?<![\w.,]){NUMERAL})|"
            rf"(?<!\w)(?P<words>{words})(?!\w))"
            rf"(?P<plus>\+)?"
            rf"(?:(?P<large>[ \-]?(?:{lexicon.million}|"
            rf"{lexicon.thousand})(?!\w))(?P<many>[{SPACES}\-]?(?:{lexicon.percent})(?!\w))?|"
            rf"(?P<percent>[{SPACES}\-]?(?:{lexicon.percent})(?P<after>\+)?(?P<points>[ "
            rf"\-](?:{lexicon.points})(?!\w))?(?![\w]))|"
            rf"(?P<pp>[{SPACES}\-]?(?:{lexicon.points})(?!\w))|"
            rf"(?P<times>[ \-]?(?:{lexicon.times})(?!\w)))?(?P<late>\+)?(?!\w)",
            re.IGNORECASE,
        )
    return _PATTERNS[code]


def _item(match: re.Match[str], lexicon: Lexicon) -> Item | None:
    if match["digits"]:
        if len(match[0]) == 1 and PLACE.search(match.string, max(0, match.start() - 9), match.start()):
            return None
        found = read(match["digits"], decimal_comma=lexicon.decimal_comma)
        if found is None:
            return None
        value, decimals = found
    else:
        value, decimals = _of_words(match["words"], lexicon), 0
    if match["large"]:
        value *= _scale(match["large"].strip(" -").casefold(), lexicon)
    shape: Shape = "plain"
    if match["points"] or (
        match["pp"]
        and (
            APART.match(match.string, match.end())
            or not LEVEL.search(match.string, max(0, match.start() - 24), match.start())
        )
    ):
        shape = "points"
    elif match["percent"] or match["many"]:
        shape = "percent"
    elif match["times"]:
        shape = "times"
    factor = FACTOR.search(match.string, max(0, match.start() - 44), match.start())
    if factor is not None and shape == "plain" and value > 0:
        number = Number(1 / value if factor["less"] else value, shape="times", verb=True, numeral=False)
        return Item(match.start(), match.end(), frozenset({"TIMES"}), match[0], number)
    sign = {"+": 1, "-": -1, "−": -1, "–": -1}.get(match["sign"] or "", 0)
    plus = bool(match["plus"] or match["late"] or match["after"])
    numeral = bool(match["digits"])
    number = Number(value, decimals, sign, shape, plus=plus, numeral=numeral)
    tag = {"plain": "NUM", "percent": "PCT", "points": "PTS", "times": "TIMES"}[shape]
    return Item(match.start(), match.end(), frozenset({tag}), match[0], number)


def _scale(word: str, lexicon: Lexicon) -> float:
    if whole(lexicon.thousand)(word):
        return 1e3
    return 1e9 if word.startswith(("b", "mrd", "mill?iard")) else 1e6


def _of_words(words: str, lexicon: Lexicon) -> float:
    """The table's keys are patterns; the longest that covers all of the words is the one that was read."""
    best = max(
        (phrase for phrase in lexicon.numbers if whole(phrase)(words)),
        key=len,
        default="",
    )
    return lexicon.numbers.get(best, 0.0)
