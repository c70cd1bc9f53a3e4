"""Writes e-mails from templates/email/<name>/{subject.txt,body.txt,body.html}.

The words come from the templates, everything else from people: it is escaped in HTML, flattened to
one line in subjects, and never evaluated.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode
from uuid import UUID

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from notify_svc.channels.base import Picture
from notify_svc.services import spikes
from svckit.signing import make_code, make_token

TEMPLATES = Path(__file__).resolve().parents[1] / "templates" / "email"
MAX_SUBJECT = 150
CHART = "chart@trends"
"""Names the picture within its message."""
_PICTURES: dict[str, Callable[[dict[str, Any]], bytes | None]] = {"watch-spiked": spikes.picture}
"""By template: what draws its picture."""
MAX_FIRST_NAME = 40
_BIDI = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])

_PLATFORMS = {"x": "X", "linkedin": "LinkedIn"}
_ROLES = {
    "viewer": "You can read trends, drafts and posts.",
    "author": "You can search trends, let posts be drafted and submit them for review.",
    "reviewer": "You can draft posts, and decide on what others submit.",
    "admin": "You can do everything here, people and accounts included.",
}


class _Shown(NamedTuple):
    word: str
    sign: str
    hue: str
    colour: str


_DELIVERY = {
    "delivered": _Shown("published", "✓", "green", "#1a6838"),
    "failed": _Shown("failed", "✕", "red", "#ae1e2b"),
    "unknown": _Shown("not sure", "?", "orange", "#a94405"),
}
_OTHER = _Shown("waiting", "·", "grey", "#57626a")


def when(value: datetime | str) -> str:
    """``Thursday 8 October, 08:00 UTC``; with the year when it isn't this one."""
    moment = (datetime.fromisoformat(value) if isinstance(value, str) else value).astimezone(UTC)
    year = "" if moment.year == datetime.now(UTC).year else f" {moment.year}"
    return f"{moment:%A} {moment.day} {moment:%B}{year}, {moment:%H:%M} UTC"


def first(name: str) -> str:
    """The first name, letters only.

    Whoever registers chooses a name that we then mail to an address they chose: it must not carry a
    web address to a stranger.
    """
    word = (name.split() or ["Somebody"])[0]
    return re.sub(r"[^\w’'-]", "", word)[:MAX_FIRST_NAME] or "Somebody"


def lines(text: str) -> Markup:
    """Escaped, with its line breaks."""
    return Markup("<br>").join(escape(line) for line in str(text).splitlines())


def direction(text: str) -> str:
    """``rtl`` for what is mostly written from right to left, else ``ltr``: mail programs don't find out."""
    kinds = [unicodedata.bidirectional(letter) for letter in str(text)]
    rightward = sum(kind in {"R", "AL"} for kind in kinds)
    return "rtl" if rightward > sum(kind == "L" for kind in kinds) else "ltr"


def platform(name: str) -> str:
    return _PLATFORMS.get(name, name[:1].upper() + name[1:])


def platforms(names: Iterable[str]) -> str:
    """``Bluesky, Mastodon and X``."""
    shown = [platform(name) for name in names]
    return " and ".join(filter(None, [", ".join(shown[:-1]), *shown[-1:]]))


def grouped(texts: dict[str, str]) -> list[tuple[list[str], str]]:
    """``[([platform, …], text)]``: platforms that get the same text together."""
    by_text: dict[str, list[str]] = {}
    for name, text in texts.items():
        by_text.setdefault(text, []).append(platform(name))
    return [(names, text) for text, names in by_text.items()]


def safe_url(value: str | None) -> bool:
    """Whether it may be a link."""
    return bool(value) and str(value).startswith(("https://", "http://"))


def one_line(text: str, limit: int = MAX_SUBJECT) -> str:
    """On one line, without control characters and direction overrides, cut at ``limit``."""
    visible = "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp", "Cs") else c for c in text)
    flat = " ".join(visible.translate(_BIDI).split())
    return flat if len(flat) <= limit else flat[: limit - 1].rstrip() + "…"


class Written(NamedTuple):
    """The parts of an e-mail; ``pictures``: what its HTML shows as ``cid:``."""

    subject: str
    text: str
    html: str
    pictures: tuple[Picture, ...] = ()


class Renderer:
    """Writes e-mails.

    Args:
        public_url: address of the portal, without a slash at the end.
        team: the team's name, or an empty string.
        link_key: key for the tokens of one-time links.
    """

    def __init__(self, *, public_url: str, team: str, link_key: str) -> None:
        self._public_url, self._team, self._link_key = public_url, team, link_key
        self._env = Environment(
            loader=FileSystemLoader(TEMPLATES),
            undefined=StrictUndefined,
            autoescape=select_autoescape(["html"], default=False),
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._env.filters.update(
            when=when,
            first=first,
            lines=lines,
            direction=direction,
            platform=platform,
            platforms=platforms,
            grouped=grouped,
            safe_url=safe_url,
            role_means=lambda role: _ROLES.get(role, ""),
            delivery_state=lambda state: _DELIVERY.get(state, _OTHER),
        )
        self._env.globals.update(url=self._url, team=team, story=spikes.story)

    def subject(self, template: str, address: str, name: str, context: dict[str, Any]) -> str:
        """The subject alone: one line."""
        values = self._values(address, name, False, context)
        return one_line(self._env.get_template(f"{template}/subject.txt").render(values))

    def write(
        self, template: str, *, address: str, name: str, is_author: bool, context: dict[str, Any]
    ) -> Written:
        """The whole e-mail.

        Raises:
            jinja2.TemplateError: the context doesn't fit the template.
        """
        values = self._values(address, name, is_author, context)
        subject = one_line(self._env.get_template(f"{template}/subject.txt").render(values))
        values["subject"] = subject
        drawn = _PICTURES[template](context) if template in _PICTURES else None
        values["picture"] = CHART if drawn else ""
        text = self._env.get_template(f"{template}/body.txt").render(values)
        html = self._env.get_template(f"{template}/body.html").render(values)
        return Written(subject, _tidy(text), html, (Picture(CHART, drawn),) if drawn else ())

    def _values(self, address: str, name: str, is_author: bool, context: dict[str, Any]) -> dict[str, Any]:
        def token(purpose: str) -> str:
            return make_token(self._link_key, purpose, UUID(context["token_id"]))

        def code(purpose: str) -> str:
            return make_code(self._link_key, purpose, UUID(context["token_id"]))

        person = {"address": address, "name": name, "is_author": is_author}
        return {"e": context, "recipient": person, "token": token, "code": code}

    def _url(self, path: str, **query: str) -> str:
        tail = f"?{urlencode(query)}" if query else ""
        return f"{self._public_url}{quote(path)}{tail}"


def _tidy(text: str) -> str:
    """No more than one blank line between paragraphs, none at the ends."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in text.splitlines())).strip() + "\n"
