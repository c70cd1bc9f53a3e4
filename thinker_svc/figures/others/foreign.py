"""What a sentence speaks of that was not searched: "interest in matcha" where matcha is no keyword."""

from __future__ import annotations

import re

from thinker_svc.figures.text.lexicon.base import Lexicon
from thinker_svc.figures.text.names import stems
from thinker_svc.figures.text.reading import Sentence
from thinker_svc.figures.view import View

NAME = r"[“\"«„']?(?P<name>[\w+#.&'-]+(?: [\w+#.&'-]+){0,3})"
LEADS = re.compile(
    r"(?:interest in|interest for|searches for|search interest in|searching for|demand for|"
    r"curiosity about|googling|"
    r"search volume (?:for|of)|queries for|popularity of|appetite for|(?:the )?keywords?|the term|"
    r"(?:such)?interesse (?:an|am|für|fürs)|(?:suchen|suchanfragen|suche|nachfrage|anfragen) nach|"
    r"(?:suchvolumen|hype) (?:für|fürs|um)|begeisterung für|(?:der |das |zum |beim )(?:suchbegriff|"
    r"stichwort|keyword)|"
    r"(?:l['’])?int[ée]r[êe]t (?:pour|envers|autour d(?:e|u|es)|porté (?:à|aux?))|demande (?:de|du|en|pour)|"
    r"(?:recherches|requêtes) (?:de|d['’](?=[a-z])|du|des|pour|sur|autour d(?:e|u|es)|concernant)|"
    r"la requête|le (?:terme|mot-clé)|"
    r"(?:engouement|curiosité|appétit) (?:pour|autour d(?:e|u|es))|popularité (?:du|des|de)|"
    r"inter[ée]s (?:por|en)|b[úu]squedas (?:de|sobre|por)|demanda de)\s+" + NAME,
    re.IGNORECASE,
)
SUBJECT = re.compile(
    r"^\W*(?:but |and |meanwhile,? |also,? |in \w+,? |plus,? "
    r")?(?P<name>[A-ZÄÖÜÉ][\w+#&'-]*(?: [\w+#&'-]+){0,2}?)(?: searches| interest|'s search "
    r"interest)? "
    r"(?:is|was|are|has|have|had|rose|fell|grew|climbed|jumped|dropped|surged|soared|peaked|"
    r"doubled|tripled|averaged|hit|reached|stands|sits|scored|"
    r"dipped|gained|declined|slipped|overtook|leads|beats|ist|hat|stieg|fiel|liegt|est|a|"
    r"atteint|ha|est[áa]|subi[óo]|cay[óo]|lidera) ",
)
VERB_FIRST = re.compile(
    r"\W*[A-ZÄÖÜ]\w+(?:t|en) (?:hat|haben|ist|sind|wurde|wird) (?:sich|der|die|das|nach)\b"
)
STOP = re.compile(
    r"\b(?:is|was|are|were|has|have|had|rose|fell|grew|in|on|at|by|over|since|from|to|up|"
    r"down|and|of|hit|reached|peaked|climbed|jumped|dropped|surged|"
    r"soared|doubled|tripled|halved|averaged|stands|sits|for|than|this|last|now|with|across|"
    r"during|among|worldwide|around|near|more|less|keeps?|remains?|stays?|"
    r"held|shot|stood|came|went|ist|hat|stieg|fiel|liegt|um|seit|im|est|a|ont|ha|han|"
    r"steigt|fällt|sinkt|sank|wächst|wuchs|klettert|kletterte|legt|legte|nimmt|nahm|bleibt|blieb|erreicht|erreichte|lag|"
    r"steht|stand|kommt|kam|geht|ging|wird|wurde|haben|hatte|sich|zeigt|bricht|brach|sackt|sackte|boomt|schwankt|pendelt|"
    r"auf|vom|von|zum|zur|bei|beim|bis|mit|nach|über|unter|zwischen|gegenüber|aus|für|am|oder|wie|als|deutlich|stark|leicht|"
    r"wieder|weiter|kräftig|rund|etwa|fast|knapp|mehr|weniger|heute|gestern|aktuell|derzeit|zuletzt|binnen|innerhalb|"
    r"est[áa]|en|de|dans|depuis|desde|subi[óo]|cay[óo]|und|et|y|"
    r"aux?|à|par|sur|qui|que|avec|entre|cette|ce|lors|pendant|sous|se|ne|sont|était|reste|atteint|affiche|"
    r"pointe|culmine|plafonne|double|triple|gagne|perd|cède|(?:mont|grimp|bondi|explos|chut|baiss|recul|progress|"
    r"augment|tomb|plong|stagn|oscill|dépass|devanc|diminu|flamb|dégringol)[eta]\w*)\b.*",
    re.IGNORECASE,
)
ARTICLE = re.compile(
    r"(?:(?:le|la|les|el|los|las|du|des|der|die|das|den|dem|eine[mnr]?) |l['’])", re.IGNORECASE
)  # every noun has one there
EVER = frozenset(
    [
        "ever",
        "usual",
        "either",
        "neither",
        "way",
        "before",
        "last",
        "anything",
        "anywhere",
        "most",
        "any",
        "previous",
        "others",
        "other",
        "in",
        "at",
        "on",
        "during",
    ]
)
DETERMINERS = frozenset(
    [
        "the",
        "this",
        "that",
        "these",
        "those",
        "our",
        "your",
        "their",
        "its",
        "a",
        "an",
        "it",
        "them",
        "they",
        "all",
        "both",
        "each",
        "every",
        "such",
        "how",
        "what",
        "why",
        "where",
        "when",
        "who",
        "which",
        "one",
        "der",
        "die",
        "das",
        "dem",
        "den",
        "des",
        "diese",
        "dieser",
        "dieses",
        "ein",
        "eine",
        "le",
        "la",
        "les",
        "ce",
        "cette",
        "ces",
        "un",
        "une",
        "el",
        "los",
        "las",
        "este",
        "esta",
        "estos",
        "esa",
        "ese",
        "lo",
        "i",
        "we",
        "you",
        "he",
        "she",
        "my",
        "his",
        "her",
        "if",
        "so",
        "as",
        "some",
        "many",
        "most",
        "no",
    ]
)


def strange(name: str, view: View, lexicon: Lexicon) -> bool:
    """Whether a name after a word of comparison is of nothing that was searched."""
    own = {word for known in (*view.keywords, *(q.text for q in view.queries)) for word in stems(known)}
    own |= {word for region in view.regions for word in stems(region.name)}
    first = name.split(maxsplit=1)[0].casefold()
    return first not in EVER and _strange(name, own, lexicon, subject=False)


def foreign(sentence: Sentence, view: View, lexicon: Lexicon) -> tuple[tuple[int, int], ...]:
    """Ranges of names that are neither keyword, query nor a word for the data itself."""
    own: set[str] = set()
    for name in (*view.keywords, *(query.text for query in view.queries)):
        own |= stems(name)
    found = []
    inside = sentence.text[sentence.start : sentence.end]
    for pattern in (LEADS, SUBJECT):
        for match in pattern.finditer(inside):
            if pattern is SUBJECT and lexicon.code == "de" and VERB_FIRST.match(inside):
                continue
            start = sentence.start + match.start("name")
            name = STOP.sub("", match["name"]).strip(" .,'")
            article = ARTICLE.match(name)
            if article is not None and pattern is LEADS:
                start, name = start + article.end(), name[article.end() :]
            if not name or not _strange(name, own, lexicon, subject=pattern is SUBJECT):
                continue
            end = start + len(name)
            if any(i.start < end and start < i.end for i in sentence.items if not i.has("QUOTE", "GENERIC")):
                continue
            found.append((start, end))
    return tuple(found)


def _strange(name: str, own: set[str], lexicon: Lexicon, *, subject: bool) -> bool:
    words = [word.casefold() for word in re.findall(r"[\w+#&-]+", name)]
    if not words or words[0] in DETERMINERS or set(words) & lexicon.generic:
        return False
    if words[0] in own or stems(words[0]) & own or stems(name) <= own:
        return False
    if not subject:
        return True
    # A subject without an article is a name only when it looks like one beyond its first letter's place.
    small = lexicon.stopwords | lexicon.helpers
    return len(words) <= 3 and words[0] not in small and not words[0].endswith(("ly", "ing"))
