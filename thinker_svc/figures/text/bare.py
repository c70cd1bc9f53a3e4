"""Times that lack their day or their month: "18:05" of hours and minutes, "el día 6", "du 5 au 7"."""

from __future__ import annotations

import re

# Not "the 10:15 stand-up": a small word follows, or one for the figure.
CLOCK = re.compile(
    r"(?<![\w.,:–-])(?P<hour>[01]\d|2[0-3]):(?P<minute>[0-5]\d)(?![\w:]|[.,]\d)"
    r"(?! (?!(?:UTC|GMT|Uhr|on|and|to|until|bis|und|am|et|y|à|a|it|was|the|der|die|das|le|la|el|saw|came|"
    r"brought|stood|for|in|at|war|lag|stand|waren|kam|auf|score|figure|reading|value|mark|level|peak|high|"
    r"hour|minute|wert)\b)[a-zäöüéè])"
)

# A day of the month by itself: "el día 6", "del 5 al 7".
BARE_DAYS = {
    "en": (
        (
            r"the (?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)"
            r"(?= (?:ended|closed|was|saw|brought|hit|reached|came|stood|had))"  # "the 20th ended on 31"
        ),
        (
            r"(?<=\bbetween )the (?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)"
            r"(?= and the [0-3]?\d(?:st|nd|rd|th)\b)"
        ),
        r"(?<=(?:st|nd|rd|th) and )the (?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)",
    ),
    "de": (
        (
            r"(?P<on>(?:am|vom|zum|ab dem|seit dem|bis zum) )(?P<day>3[01]|[12]\d|0?[1-9])\."
            r"(?= [a-zäöü])(?! [a-zäöü]+\.)"
        ),
    ),
    "es": (
        r"(?P<on>(?:el |del |al ))?día (?P<day>3[01]|[12]\d|0?[1-9])(?! de\b| ?%|[.,:]\d)",
        r"(?<=\bla del )(?P<day>3[01]|[12]\d|0?[1-9])(?! de\b| ?%|[.,:]\d)",
        r"(?<=\bsemana del )(?P<day>3[01]|[12]\d|0?[1-9])(?! de\b| ?%|[.,:]\d)",
        r"(?<=\bdel )(?P<day>3[01]|[12]\d|0?[1-9])(?= al [0-3]?\d(?! ?[%\d]|[.,]\d| puntos))",
        r"(?<=\bdel \d al )(?P<day>3[01]|[12]\d|0?[1-9])(?! ?[%\d]|[.,:]\d| puntos| de\b)",
        r"(?<=\bdel \d\d al )(?P<day>3[01]|[12]\d|0?[1-9])(?! ?[%\d]|[.,:]\d| puntos| de\b)",
    ),
    "fr": (
        r"(?<=\bentre )(?P<hour>[01]?\d|2[0-3])(?= et [012]?\d ?(?:heures|h)\b)",
        r"(?<=\bet )(?P<hour>[01]?\d|2[0-3]) heures(?: \(?UTC\)?)?(?!\w)",
        r"(?<=\bcelle du )(?P<day>3[01]|[12]\d|0?[1-9])(?! ?%| [a-zéû]{3,}\b)",
        (
            r"(?<=\bsemaine du )(?P<day>3[01]|[12]\d|0?[1-9])"
            r"(?! ?%| (?:janv|févr|mars|avr|mai|jui|août|sept|oct|nov|déc))"
        ),
        r"(?<=\bdu )(?P<day>3[01]|[12]\d|0?[1-9])(?= au [0-3]?\d(?! ?[%\d]|[.,]\d| points))",
        r"(?<=\bdu \d au )(?P<day>3[01]|[12]\d|0?[1-9])(?! ?[%\d]|[.,:]\d| points| [a-zéû]+ \d{4})",
        r"(?<=\bdu \d\d au )(?P<day>3[01]|[12]\d|0?[1-9])(?! ?[%\d]|[.,:]\d| points| [a-zéû]+ \d{4})",
    ),
}
