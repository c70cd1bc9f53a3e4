"""The form of a watch: a question, when it is asked, what counts as a spike, what follows one."""

import re
from typing import Any
from zoneinfo import available_timezones

from wtforms import (
    BooleanField,
    DecimalField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length, NumberRange

from portal.forms.base import options, stripped
from portal.forms.search import SearchForm
from svckit.http import HttpError

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
EVERY = (("hourly", "Every hour"), ("daily", "Every day"), ("weekly", "Every week"))
SENSITIVITIES = (
    ("low", "Only what is far out of the ordinary"),
    ("normal", "What is clearly out of the ordinary"),
    ("high", "Anything remarkable"),
)
_CLOCK = re.compile(r"^([01][0-9]|2[0-3]):[0-5][0-9]$")
_FIELDS = {"at": "at", "timezone": "timezone", "weekday": "weekday"}


def _number(least: int, most: int) -> list[Any]:
    said = f"A number from {least:,} to {most:,}."
    return [InputRequired(said), NumberRange(least, most, said)]


class WatchForm(SearchForm):
    """Times are on the clock of ``timezone``."""

    name = StringField(
        "Name", filters=[stripped], validators=[Length(max=120, message="Up to 120 characters.")],
        description="Empty: its keywords.",
    )  # fmt: skip
    every = SelectField("How often", choices=options(*EVERY), default="daily")
    at = StringField("At", default="08:00", filters=[stripped])
    weekday = SelectField("On", choices=options(*((str(n), day) for n, day in enumerate(DAYS))), default="0")
    timezone = SelectField("On the clock of", choices=[], validate_choice=False)
    sensitivity = SelectField("Tell us", choices=options(*SENSITIVITIES), default="normal")
    least_rise = DecimalField(
        "At least this many points up", default=8, places=None, validators=_number(1, 100),
        description="Of the scale of 0–100, above what its past lets expect.",
    )  # fmt: skip
    least_percent = DecimalField(
        "And at least this much, in %", default=35, places=None, validators=_number(5, 1000),
        description="Above what its past lets expect.",
    )  # fmt: skip
    early = BooleanField("Don’t wait until the week, day or hour is over")
    cooldown_hours = IntegerField(
        "Tell us at most once in", default=24, validators=_number(0, 1440), description="Hours.",
    )  # fmt: skip
    platforms = SelectMultipleField("Posts for", choices=[], validate_choice=False)
    tone = SelectField("Tone", choices=[], validate_choice=False)
    template_id = SelectField("Template", choices=[], validate_choice=False)
    voice_id = SelectField("Voice", choices=[], validate_choice=False)
    search_id = HiddenField()
    version = HiddenField()

    def validate_at(self, field: Any) -> None:
        if not _CLOCK.match(field.data or ""):
            raise ValidationError("Write the time as in 08:00.")

    def validate_timezone(self, field: Any) -> None:
        if field.data not in available_timezones():
            raise ValidationError("Choose a zone from the list, such as Europe/London.")

    def watch(self) -> dict[str, Any]:
        """As the API takes it."""
        asked = self.question()
        asked.pop("refresh", None)
        at = self.at.data if self.every.data != "hourly" else f"00:{self.at.data[3:]}"
        return {
            **asked,
            "name": self.name.data or "",
            "schedule": {
                "every": self.every.data,
                "at": at,
                "weekday": int(self.weekday.data or 0),
                "timezone": self.timezone.data,
            },
            "rule": self.rule(),
            "cooldown_hours": self.cooldown_hours.data,
            "draft": self._draft(),
        }

    def rule(self) -> dict[str, Any]:
        return {
            "sensitivity": self.sensitivity.data,
            "least_rise": float(self.least_rise.data),
            "least_percent": float(self.least_percent.data),
            "early": bool(self.early.data),
        }

    def _draft(self) -> dict[str, Any] | None:
        if not self.platforms.data:
            return None
        wish: dict[str, Any] = {"platforms": self.platforms.data}
        for name in ("tone", "template_id", "voice_id"):
            if self[name].data:
                wish[name] = self[name].data
        return wish

    def take(self, error: HttpError) -> None:
        """As every form: ``schedule.at`` is our ``at``, ``rule.least_rise`` our ``least_rise``."""
        super().take(error)
