"""Templates and voices: what a model is told, and how a team wants to sound."""

import re
import secrets
from typing import Any

from wtforms import HiddenField, IntegerField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Length

from portal.forms.base import Form, options, stripped
from portal.forms.work import TONES
from portal.models.library import LANGUAGES

WAYS = ("up", "down", "steady")
NUMBERS = ("temperature", "top_k", "top_p", "min_p", "repeat_penalty", "num_predict", "num_ctx")
WHOLE = {"top_k", "num_predict", "num_ctx", "seeds", "words_beside_topic"}


def lines(text: str | None) -> list[str]:
    """The lines that say something."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def plain(text: str | None) -> str:
    """Browsers send CRLF; a model reads LF."""
    return (text or "").replace("\r\n", "\n").strip()


class _Versioned(Form):
    name = StringField(
        "Name",
        filters=[stripped],
        validators=[DataRequired("Give it a name your team knows it by."), Length(max=80)],
    )
    note = StringField(
        "What changed",
        filters=[stripped],
        description="For whoever reads the versions. Optional.",
        validators=[Length(max=200)],
    )
    version = IntegerField(default=0)
    key = HiddenField(default=lambda: secrets.token_hex(16))


class TryForm(Form):
    """On which search a template is tried, and with what."""

    search_id = SelectField("Search", choices=[], validate_choice=False)
    voice_id = SelectField("Voice", choices=[], validate_choice=False)
    language = SelectField("Language", choices=[], validate_choice=False)
    tone = SelectField("Tone", choices=options(*TONES))
    key = HiddenField(default=lambda: secrets.token_hex(16))

    def trying(self) -> dict[str, Any]:
        """As the API takes it."""
        chosen = {name: self[name].data for name in ("search_id", "voice_id", "language", "tone")}
        return {name: value for name, value in chosen.items() if value}


class TemplateForm(_Versioned):
    system = TextAreaField(
        "Who the model is, and its rules", validators=[DataRequired("Tell the model what to do.")]
    )
    user = TextAreaField("What it is asked", validators=[DataRequired("Ask for something.")])
    wish = StringField(
        "When the author asks for something", description="{instructions} stands for the author’s own words."
    )
    interest_up = StringField("Interest, rising", validators=[DataRequired("Say it in a few words.")])
    interest_down = StringField("Interest, falling", validators=[DataRequired("Say it in a few words.")])
    interest_steady = StringField("Interest, steady", validators=[DataRequired("Say it in a few words.")])
    openings = TextAreaField("How the question may begin", description="One a line.")
    tail = StringField(
        "How it goes on", description="Letters, from how many to how many, and the mark at the end."
    )
    words_beside_topic = StringField("Most words beside the topic")
    examples = TextAreaField(
        "Examples", description="One a line: rising, falling or steady | topic | tone | question."
    )
    model = StringField(
        "Model",
        filters=[stripped],
        description="Writes with this template. Leave it empty for the default model.",
        validators=[Length(max=120)],
    )
    temperature = StringField("Temperature")
    top_k = StringField("Top k")
    top_p = StringField("Top p")
    min_p = StringField("Min p")
    repeat_penalty = StringField("Repeat penalty")
    num_predict = StringField("Most tokens")
    num_ctx = StringField("Context, in tokens")
    stop = TextAreaField("Ends at", description="One a line, four at most: where it comes, the answer ends.")
    seeds = StringField("Tries", description="How often the model may be asked for one draft, 1 to 6.")

    def validate_examples(self, field: Any) -> None:
        for line in lines(field.data):
            parts = [part.strip() for part in line.split("|")]
            if len(parts) != 4 or parts[0] not in _WAY_OF or parts[2] not in dict(TONES):
                raise ValidationError(
                    f"“{line[:40]}”: write it as in rising | oat milk | friendly | Do you enjoy oat milk?"
                )

    def fill(self, name: str, content: dict[str, Any]) -> "TemplateForm":
        """Show what a version says."""
        self.name.data = name
        for field in ("system", "user", "wish", "tail", "model"):
            self[field].data = content.get(field, "")
        for way in WAYS:
            self[f"interest_{way}"].data = content.get("interest", {}).get(way, "")
        self.openings.data = "\n".join(content.get("openings", ()))
        self.examples.data = "\n".join(_example_lines(content.get("examples", {})))
        for field in NUMBERS:
            self[field].data = _shown(content.get("options", {}).get(field))
        self.stop.data = "\n".join(content.get("options", {}).get("stop") or ())
        for field in ("seeds", "words_beside_topic"):
            self[field].data = _shown(content.get(field))
        return self

    def content(self, kind: str) -> dict[str, Any]:
        """As the API takes it."""
        chosen: dict[str, Any] = {name: _number(name, self[name].data) for name in NUMBERS}
        chosen["stop"] = lines(self.stop.data) or None
        made: dict[str, Any] = {
            "system": plain(self.system.data),
            "user": plain(self.user.data),
            "wish": plain(self.wish.data),
            "interest": {way: plain(self[f"interest_{way}"].data) for way in WAYS},
            "options": {name: value for name, value in chosen.items() if value is not None},
            "model": self.model.data or "",
        }
        if (seeds := _number("seeds", self.seeds.data)) is not None:
            made["seeds"] = seeds
        if kind == "question":
            made |= {
                "openings": lines(self.openings.data),
                "tail": plain(self.tail.data),
                "words_beside_topic": _number("words_beside_topic", self.words_beside_topic.data),
                "examples": _examples(self.examples.data),
            }
        return made


_ITS_OWN_WAY = {"dir": "auto"}
"""What is typed runs as its own letters do."""


class VoiceForm(_Versioned):
    language = SelectField("Language", choices=options(*LANGUAGES))
    about = TextAreaField(
        "In a few words",
        description="As in: warm, short, a baker who gets up at four.",
        validators=[Length(max=600)],
        render_kw=_ITS_OWN_WAY,
    )
    do = TextAreaField("Do", description="One a line, as in: name the season.", render_kw=_ITS_OWN_WAY)
    dont = TextAreaField("Don’t", description="One a line, as in: shout.", render_kw=_ITS_OWN_WAY)
    banned = TextAreaField(
        "Banned words",
        description="One a line. None ever stands in a draft, whoever wrote it. cheap* bans cheaper as well.",
        render_kw=_ITS_OWN_WAY,
    )
    examples = TextAreaField(
        "Posts that sound right",
        description="Up to five, a blank line between them. Only their tone is taken.",
        render_kw=_ITS_OWN_WAY,
    )

    def fill(self, name: str, content: dict[str, Any]) -> "VoiceForm":
        self.name.data = name
        self.language.data, self.about.data = content.get("language", "en"), content.get("about", "")
        for field in ("do", "dont", "banned"):
            self[field].data = "\n".join(content.get(field, ()))
        self.examples.data = "\n\n".join(content.get("examples", ()))
        return self

    def content(self) -> dict[str, Any]:
        examples = [plain(part) for part in re.split(r"\n\s*\n", plain(self.examples.data)) if part.strip()]
        return {
            "language": self.language.data,
            "about": plain(self.about.data),
            "examples": examples,
            **{field: lines(self[field].data) for field in ("do", "dont", "banned")},
        }


_WAY_NAMES = {"up": "rising", "down": "falling", "steady": "steady"}
_WAY_OF = {name: way for way, name in _WAY_NAMES.items()}


def _example_lines(examples: dict[str, list[dict[str, str]]]) -> list[str]:
    return [
        f"{_WAY_NAMES[way]} | {one['topic']} | {one['tone']} | {one['question']}"
        for way in WAYS
        for one in examples.get(way, ())
    ]


def _examples(text: str | None) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for line in lines(text):
        way, topic, tone, question = (part.strip() for part in line.split("|"))
        found.setdefault(_WAY_OF[way], []).append({"topic": topic, "tone": tone, "question": question})
    return found


def _shown(value: Any) -> str:
    return "" if value is None else f"{value:g}"


def _number(name: str, text: str | None) -> Any:
    """A number where it is one; else as it was typed, for the service to object to."""
    typed = (text or "").strip().replace(",", ".")
    if not typed:
        return None
    try:
        return int(typed) if name in WHOLE else float(typed)
    except ValueError:
        return typed
