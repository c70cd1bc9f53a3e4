"""Searching, drafting, deciding, connecting."""

import re
import secrets
from typing import Any

from wtforms import (
    HiddenField,
    IntegerField,
    PasswordField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, Length, Optional

from portal.forms.base import Form, options, stripped

MOST_KEYWORDS = 5
LONGEST_KEYWORD = 100
TONES = (
    ("neutral", "Matter-of-fact"),
    ("friendly", "Friendly"),
    ("playful", "Playful"),
    ("professional", "Professional"),
)


def split_keywords(text: str | None) -> list[str]:
    """Comma or line between them; spaces tidied, repeats once."""
    words = (" ".join(word.split()) for word in re.split(r"[,\n]", text or ""))
    return list(dict.fromkeys(word for word in words if word))


def _fresh_key() -> str:
    return secrets.token_hex(16)


class SearchForm(Form):
    keywords = StringField("Keywords", filters=[stripped])
    geo = SelectField("Where", choices=[], validate_choice=False)
    timeframe = SelectField("When", choices=[], validate_choice=False, default="today 12-m")
    # A repeat of the same form (a double click, the back button) makes no second search.
    key = HiddenField(default=_fresh_key)

    def validate_keywords(self, field: Any) -> None:
        words = split_keywords(field.data)
        if not words:
            raise ValidationError("Enter at least one keyword, as people would type it into Google.")
        if len(words) > MOST_KEYWORDS:
            raise ValidationError(
                f"Google compares up to {MOST_KEYWORDS} at once; these are {len(words)}. Take some out."
            )
        for word in words:
            if len(word) > LONGEST_KEYWORD:
                raise ValidationError(
                    f"“{word[:20]}…” has {len(word)} characters; Google takes {LONGEST_KEYWORD}. Shorten it."
                )

    def words(self) -> list[str]:
        return split_keywords(self.keywords.data)


class AskDraftForm(Form):
    platforms = SelectMultipleField("For", choices=[], validate_choice=False)
    tone = SelectField(
        "Tone",
        choices=options(*TONES),
    )
    length = SelectField(
        "Length", choices=options(("medium", "As fits"), ("short", "Short"), ("long", "Long"))
    )
    instructions = TextAreaField(
        "Anything it should know",
        filters=[stripped],
        description="For instance what you offer, or where the link should go. Optional.",
        validators=[Length(max=500, message="Up to 500 characters; take some out.")],
    )
    key = HiddenField(default=_fresh_key)


class ContentForm(Form):
    """The editor. ``version`` is the one that was read."""

    version = IntegerField(validators=[DataRequired()])
    title = StringField("Title", filters=[stripped], validators=[Length(max=200)])
    text = TextAreaField("Text")
    account_ids = SelectMultipleField("Accounts", choices=[], validate_choice=False)
    publish_at = StringField("Goes out", validators=[Optional()])


class CommentForm(Form):
    comment = TextAreaField(
        "Why?",
        filters=[stripped],
        validators=[
            DataRequired("Say what should be different: the author reads it, and nothing else."),
            Length(max=2000, message="Up to 2,000 characters; take some out."),
        ],
    )


class ApproveForm(Form):
    version = IntegerField(validators=[DataRequired()])
    content_hash = HiddenField(validators=[DataRequired()])
    publish_at = StringField("Goes out", validators=[Optional()])


class WebhookForm(Form):
    name = StringField(
        "Name",
        filters=[stripped],
        description="How your team calls it, as in Shop screens.",
        validators=[DataRequired("Give it a name your team knows it by."), Length(max=80)],
    )
    url = StringField(
        "Address",
        filters=[stripped],
        description="We send each post here as JSON, by POST, signed.",
        validators=[
            DataRequired(
                "Enter the address that takes the posts, as in https://screens.hartwell.example/posts."
            )
        ],
    )
    secret = PasswordField(
        "Secret",
        description="Signs each post. Leave it empty and we make one and show it once.",
        validators=[Optional(), Length(min=16, message="At least 16 characters, or leave it empty.")],
    )
    key = HiddenField(default=_fresh_key)

    def validate_url(self, field: Any) -> None:
        if not re.match(r"^https?://[^/\s]+", field.data or ""):
            raise ValidationError(
                "Begin with https:// (or http://), as in https://screens.hartwell.example/posts."
            )
