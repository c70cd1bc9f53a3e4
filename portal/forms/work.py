"""Drafting, deciding, connecting."""

import re
import secrets
from typing import Any

from wtforms import (
    BooleanField,
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

TONES = (
    ("neutral", "Matter-of-fact"),
    ("friendly", "Friendly"),
    ("playful", "Playful"),
    ("professional", "Professional"),
)


def _fresh_key() -> str:
    return secrets.token_hex(16)


class AskDraftForm(Form):
    platforms = SelectMultipleField("For", choices=[], validate_choice=False)
    each_platform = BooleanField("A longer text where a platform has more room")
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
    template_id = SelectField("Template", choices=[], validate_choice=False)
    voice_id = SelectField("Voice", choices=[], validate_choice=False)
    language = SelectField("Language", choices=[], validate_choice=False)
    variants = SelectField(
        "How many texts",
        choices=options(("1", "One"), ("2", "Two, to choose from"), ("3", "Three, to choose from")),
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
    shown = HiddenField()
    # "now", "slot" (in ``slot``), "time" (in ``publish_at``); nothing: as it was submitted.
    when = StringField()
    slot = HiddenField()
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
