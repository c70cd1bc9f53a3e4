"""The search form: a question as people put it, and as the API takes it."""

import re
import secrets
from datetime import date
from typing import Any

from wtforms import DateField, HiddenField, SelectField, StringField, ValidationError
from wtforms.validators import Optional

from portal.forms.base import Form, stripped
from portal.forms.regions import RegionField
from svckit.http import HttpError

MOST_KEYWORDS = 25
AT_ONCE = 5
"""Google compares so many in one request; more are compared through a shared one."""
LONGEST_KEYWORD = 100
OWN_DATES = "dates"
"""The entry of the timeframes that means the two date fields."""
USUAL_TIMEFRAME = "today 12-m"
NO_DAY = "This isn’t a day. Write it as in 2026-03-31."
_FIELDS = {"property": "source", "timeframe": "timeframe"}
"""Where the API's field has another name here."""


def split_keywords(text: str | None) -> list[str]:
    """Comma or line between them; spaces tidied, repeats once."""
    words = (" ".join(word.split()) for word in re.split(r"[,\n]", text or ""))
    return list(dict.fromkeys(word for word in words if word))


def _fresh_key() -> str:
    return secrets.token_hex(16)


class SearchForm(Form):
    keywords = StringField("Keywords", filters=[stripped])
    geo = RegionField("Where")
    timeframe = SelectField("When", choices=[], validate_choice=False, default=USUAL_TIMEFRAME)
    first = DateField("From", validators=[Optional()], invalid_value_message=NO_DAY)
    last = DateField("To", validators=[Optional()], invalid_value_message=NO_DAY)
    source = SelectField("Source", choices=[], validate_choice=False, default="google")
    category = SelectField("Category", choices=[], validate_choice=False)
    # "1" asks anew even where an equal question was answered a short while ago.
    refresh = HiddenField()
    # A repeat of the same form (a double click, the back button) makes no second search.
    key = HiddenField(default=_fresh_key)

    def validate_keywords(self, field: Any) -> None:
        words = split_keywords(field.data)
        if not words:
            raise ValidationError("Enter at least one keyword, as people would type it into Google.")
        if len(words) > MOST_KEYWORDS:
            raise ValidationError(
                f"Up to {MOST_KEYWORDS} keywords can be compared; these are {len(words)}. Take some out."
            )
        for word in words:
            if len(word) > LONGEST_KEYWORD:
                raise ValidationError(
                    f"“{word[:20]}…” has {len(word)} characters; Google takes {LONGEST_KEYWORD}. Shorten it."
                )

    def validate(self, extra_validators: Any = None) -> bool:
        """Own dates need both, in order."""
        fine: bool = super().validate(extra_validators)
        if self.timeframe.data != OWN_DATES or self.first.errors or self.last.errors:
            return fine
        first, last = self.first.data, self.last.data
        if first is None or last is None:
            self.timeframe.errors = ["Choose the first and the last day."]
        elif last < first:
            self.timeframe.errors = ["The first day must come before the last."]
        return fine and not self.timeframe.errors

    def words(self) -> list[str]:
        return split_keywords(self.keywords.data)

    def question(self) -> dict[str, Any]:
        """As the API takes it; what is as usual is left out."""
        source, _, shown_in = (self.source.data or "google").partition(":")
        asked: dict[str, Any] = {
            "keywords": self.words(),
            "geo": self.geo.data or "",
            "timeframe": self._timeframe(),
        }
        category = self.category.data or "0"
        if category.isdigit() and int(category):
            asked["category"] = int(category)
        if shown_in:
            asked["property"] = shown_in
        if source != "google":
            asked["source"] = source
        if self.refresh.data == "1":
            asked["refresh"] = True
        return asked

    def _timeframe(self) -> str:
        if self.timeframe.data == OWN_DATES:
            return f"{self.first.data:%Y-%m-%d} {self.last.data:%Y-%m-%d}"
        return self.timeframe.data or USUAL_TIMEFRAME

    def take(self, error: HttpError) -> None:
        """As every form; what the API says of its ``property`` stands beside our source."""
        for item in error.problem.get("errors") or []:
            if isinstance(item, dict):
                item["field"] = _FIELDS.get(str(item.get("field")), item.get("field"))
        super().take(error)


def dates_of(timeframe: str) -> tuple[date, date] | None:
    """First and last day of own dates; None for a timeframe by name, or by the hour."""
    found = re.fullmatch(r"(\d{4}-\d{2}-\d{2}) (\d{4}-\d{2}-\d{2})", timeframe)
    try:
        return (date.fromisoformat(found[1]), date.fromisoformat(found[2])) if found else None
    except ValueError:
        return None
