"""What holds digits or telling words and claims nothing: prices, phone numbers, addresses, tags, versions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from thinker_svc.figures.lexicon.base import Lexicon

CURRENCY = r"[$£€¥₹]|(?:US|A|C)\$"
AMOUNT = r"\d[\d.,]*"
NOUNS = (  # what is counted in a post and is no figure of the data
    r"tips?|tricks?|ways|reasons|recipes?|ideas?|things|steps?|ingredients?|minutes?|mins?|hours?|hrs?|seconds?|secs?|"
    r"grams?|g|kg|ml|l|litres?|liters?|oz|ounces?|lbs?|pounds?|cups?|tbsp|tsp|spoons?|km|miles?|metres?|meters?|cm|mm|"
    r"inch(?:es)?|ft|feet|degrees?|°\s?[CF]?|°|calories|kcal|cal|gb|mb|tb|mp|hz|ghz|mah|watts?|w|kwh|volts?|v|"
    r"pages?|books?|episodes?|seasons?|chapters?|euros?|dollars?|quid|pence|cents?|pounds sterling|stars?|"
    r"flavou?rs?|colou?rs?|shops?|stores?|locations?|cities|restaurants?|caf[eé]s|guests?|seats?|tickets?|spots?|"
    r"servings?|portions?|pieces?|slices?|bottles?|packs?|boxes|pairs?|sizes?|players?|teams?|questions?|"
    r"myths|facts|mistakes|lessons|takeaways|apps?|tools?|brands?|models?|products?|items?|photos?|videos?|"
    r"articles?|posts?|comments?|likes?|followers|subscribers|members|employees|children|kids|friends|dogs|cats|"
    r"years? old|year-olds?|%\s?(?:off|discount)|reps?|sets?|laps?|courses?|colleagues|customers served|"
    r"countries|languages|exercises|classes|workouts|sessions?|layers?|types?|kinds?|varieties|options|places|styles|"
    r"Tipps?|Tricks|Rezepte?|Ideen|Gründe|Minuten|Stunden|Gramm|Liter|Euro|Zutaten|Schritte|Grad|Jahre alt|Folgen|"
    r"Personen am Tisch|Portionen|Fragen|Sorten|Stück|conseils?|astuces?|recettes?|id[ée]es?|raisons|minutes|heures|"
    r"grammes|litres|euros|ingr[ée]dients|[ée]tapes|personnes à table|parts|saveurs|consejos?|trucos?|recetas?|"
    r"razones|minutos|horas|gramos|litros|ingredientes|pasos|raciones|sabores|preguntas|porciones|degrés|grados"
)
UNIT = r"(?:day|week|month|year|night|hour|Tag|Woche|Monat|Jahr|jour|semaine|mois|an|día|mes|semana|año)"
FIRST = (  # before times are read: "twice a day" is no span of a day
    r"https?://\S+|www\.\S+",
    rf"(?i:(?<![\w.,])(?:\d+|one|two|three|four|five) ?(?:times|x|mal|fois|veces) (?:a|per|every|each|an|pro|am|im|par|al|por|in der|à la|a la) {UNIT}(?!\w))",
    rf"(?i:(?<!\w)(?:once|twice|einmal|zweimal|dreimal|deux fois|trois fois|dos veces|tres veces) (?:a|an|per|every|daily|weekly|am|pro|im|die|par|al|por|a la|in der) ?{UNIT}?(?!\w))",
)
PATTERNS = (
    r"https?://\S+|www\.\S+|\b[\w-]+\.(?:com|org|net|io|de|fr|es|co\.uk|app|dev|shop)(?:/\S*)?\b",
    r"[\w.+-]+@[\w-]+\.\w[\w.]*",
    r"(?<!\w)@\w[\w.]*",
    r"(?<![\w&])#[^\W\d]\w*|(?<!\w)#\d+[^\W\d_]\w*",
    rf"(?:{CURRENCY})\s?{AMOUNT}(?:\s?(?:k|m|bn|million|billion|Mio\.?|Mrd\.?))?(?:\s?[-–—]\s?(?:{CURRENCY})?{AMOUNT})?(?!\w)",
    rf"(?<![\w.]){AMOUNT}\s?(?:{CURRENCY}|(?:EUR|USD|GBP|CHF|euros?|dollars?|pounds?|quid|pence|p|cents?|Cent|Franken|francs|pesos)(?!\w))",
    r"(?:EUR|USD|GBP|CHF)\s?\d[\d.,]*",
    r"(?<![\w.])\+?\(?\d{1,4}\)?(?:[ \-./]\(?\d{2,5}\)?){2,}(?!\w)(?! ?%)",  # phone numbers and dates alike
    r"\+\d{6,}|(?<![\w.,])0\d{4,}(?!\w)|(?<![\w.,])\d{9,}(?!\w)",
    r"(?i:(?:call|phone|tel\.?|ring|text|dial|whatsapp|hotline|helpline|Telefon|Anruf|téléphone|teléfono)[: ]+(?:us |me )?(?:on |at |to )?)\+?[\d][\d\s\-()]{2,}",
    r"\b[vV](?:ersion)?\.? ?\d+(?:\.\d+)*\b|\b\d+\.\d+\.\d+(?:\.\d+)*\b",
    r"\b(?i:version|release|build|firmware|python|java|node|android|ios|windows|ubuntu|php|ruby|macos|bluetooth|usb|html|css|http|wi-?fi|django|react|kubernetes|postgres(?:ql)?|rust|go|angular|vue) \d+(?:\.\d+)*\+?",
    r"\b[A-Za-z]+(?:\+\+|#)\d*(?!\w)|\b[A-Z]{1,5}-?\d+[A-Za-z0-9-]*\b|\b[A-Za-z]{2,}\d+\w*\b|\b\d+(?![KMX]\b)[A-Za-z]*[A-Z][A-Za-z0-9]*\b",
    r"\b(?i:code|coupon|voucher|promo(?: code)?|sku|ref\.?|order|invoice|ticket|room|gate|flight|bus|line|route|platform|terminal|page|chapter|episode|season|part|volume|vol\.?|issue|no\.|number|nr\.?|lesson|step|level|round|phase|tier|day|class of|article|section|unit|form|channel|area|formula|type|size|model|grade|rule|tip|week|item|track|stage|zone|studio|suite|apt|apartment|hall|stand|booth|lot|figure|fig\.?|table|Seite|Kapitel|Folge|Teil|Schritt|Zimmer|Halle|chapitre|partie|étape|capítulo|parte|paso|página|sala)(?: code)? ?[:#]? ?(?-i:[A-Z0-9]*\d[A-Z0-9\-]*)(?! ?(?:%|of\b|out\b|points?\b|/ ?100))(?![\w,.]*\d)",
    r"(?i:\btop[- ](?:\d+|three|five|ten|twenty)\b(?! (?:regions?|countries|states|queries|searches)))",
    r"(?<![\w.,])\d+[kK]?\+? ?[xX×] ?\d+\w*",
    rf"(?<![\w.,])(?:\d+(?:[.,]\d+)?|two|three|four|five|six|seven|eight|nine|ten|a dozen)(?:[ \-–]?(?:to|or|-|–|bis|à|a) ?\d+)?\+?[ \-–]?(?:(?:easy|quick|simple|new|great|best|delicious|small|large|big|favou?rite|must-try|essential|different|free|more|heaped|level|fluid|square|happy|amazing|clever|cosy|cozy|handy|useful|super|einfache|schnelle|leckere|neue|bonnes|meilleures|mejores|nuevas|autumn|fall|summer|winter|vegan|healthy|tasty|local|short|common|key|practical|fresh|ripe|medium|heures|full|tiny|proven|genuine|top|minute) ){{0,2}}(?:{NOUNS})(?!\w)(?! (?:ago|earlier|before|later|in a row|running|straight))",
    r"\d+(?:[.,]\d+)? ?(?:%|per ?cent|percent|Prozent|pour cent|por ciento) ?(?:off\b(?! (?:its|the|their))|discount|cheaper|Rabatt|de réduction|de descuento|günstiger|moins cher|cotton|cocoa|cacao|dark chocolate|ABV|vol|alcohol|battery|free|vegan|organic|natural|recycled|wool|pure|sure|certain|arabica|Baumwolle|Kakao|biologique|bio\b|coton|cacao|algodón|ecológico|natural|real|honest|committed|juice|fruit|APR|interest rate|VAT|tip|commission|gradient|incline|humidity|deposit|refund|cash ?back|money back|behind you|of the time|effort|full|charged|confident|plant-based|grass-fed|linen|silk|leather)",
    r"(?i:(?:save|saving|get|up to|extra|enjoy|discount of|sale:?|tip of|spare|grab|nur|sparen?(?: Sie)?|économisez|ahorra|bis zu|jusqu'à|hasta)) (?:up to |an extra |bis zu |jusqu'à |hasta (?:un )?)?\d+ ?%(?! (?:more|higher|increase))",
    r"(?<![\w.,:])(?:[01]?\d|2[0-3])[:.h][0-5]\d(?: ?[ap]\.?m\.?)?(?:\s?[-–]\s?[0-2]?\d[:.h][0-5]\d)?(?: (?:UTC|GMT|CET|CEST|BST|EST|PST|Uhr|h)\b)?(?![\w%]|[.,]\d| ?%)",
    r"(?<![\w.,:])\d{1,2} ?(?:[ap]\.?m\.?|o'clock|Uhr)(?!\w)(?:\s?[-–]\s?\d{1,2} ?(?:[ap]m|Uhr))?",
    r"(?<![\w.,])\d+ ?(?:-|–|to|bis) ?\d+ ?(?:minutes?|mins?|hours?|years? old|people at|guests|°C?|degrees|g|ml|kg|Minuten|Stunden|minutos)(?!\w)",
    r"(?i:think twice|twice over|dubbed|double[- ](?:check|tap|click|espresso|shot|cream|chocolate|down|decker|glazing|bed|room|boiler|the (?:fun|flavou?r|joy|love|recipe|trouble|batch))|triple[- ](?:shot|chocolate|check|layer|a)|a double (?:shot|espresso|dose|batch)|half[- ](?:marathon|time|term|pint|price|hour|moon|dozen)|(?:the|your|my|each|every) (?:other |first |second )?half(?= (?:marathon|of the)))",
    r"(?<!\w)\d+/7(?!\w)|(?<!\w)\d/\d{1,2}(?!\d)(?: (?:cup|tsp|tbsp|stars?))",
    r"©\s?(?:19|20)\d\d|(?:19|20)\d\d[-–/](?:\d\d|(?:19|20)\d\d)(?=\s(?:season|edition|report|guide|collection))",
    r"(?<=\n)\s*\d{1,2}[.)](?=\s)|^\s*\d{1,2}[.)](?=\s)|\(\d\)(?=\s[A-Z])|(?<!\w)\d️?⃣",
    r"(?i:(?:est\.?|since|founded(?: in)?|established(?: in)?|seit|gegründet|depuis|desde|fundad[oa] en|fondée? en) (?:18|19|20)\d\d)(?=[^\w]*(?:family|we\b|our\b|in (?:London|the)|\)|$|brewing|baking|serving|roasting))",
    r"(?i:(?:aged?|ages|over[- ]|under[- ]|for) ?\d{1,2}(?: ?(?:\+|and over|and up|to \d\d|-\d\d))?s?(?= (?:only|years)|-year))|\b(?:over|under)-\d\ds\b",
)


def first(text: str) -> Iterator[tuple[int, int]]:
    """Ranges that are closed before anything but names is read."""
    for pattern in FIRST:
        for match in re.finditer(pattern, text):
            yield match.span()


def masked(text: str, lexicon: Lexicon) -> Iterator[tuple[int, int, bool]]:
    """(start, end, idiom): ranges in which nothing is read."""
    for pattern in _patterns():
        for match in pattern.finditer(text):
            yield match.start(), match.end(), False
    for match in _idioms(lexicon).finditer(text):
        yield match.start(), match.end(), True


_COMPILED: list[re.Pattern[str]] = []
_IDIOMS: dict[str, re.Pattern[str]] = {}


def _patterns() -> list[re.Pattern[str]]:
    if not _COMPILED:
        _COMPILED.extend(re.compile(pattern) for pattern in PATTERNS)
    return _COMPILED


def _idioms(lexicon: Lexicon) -> re.Pattern[str]:
    if lexicon.code not in _IDIOMS:
        _IDIOMS[lexicon.code] = re.compile(
            rf"(?<!\w)(?:{'|'.join(lexicon.idioms) or '(?!)'})(?!\w)", re.IGNORECASE
        )
    return _IDIOMS[lexicon.code]
