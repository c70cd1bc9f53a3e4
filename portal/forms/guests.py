"""Inviting people without an account, and what they fill in."""

import secrets
from typing import Any

from wtforms import HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import HiddenInput

from portal.forms.base import Form, options, stripped


def _fresh_key() -> str:
    return secrets.token_hex(16)


class InviteForm(Form):
    """A link for somebody outside."""

    label = StringField(
        "Who is it for?",
        filters=[stripped],
        description="As your team calls them: you find the link by it.",
        validators=[
            DataRequired("Say who it is for, as in Nadia at Berg & Co."),
            Length(max=80, message="Up to 80 characters; take some out."),
        ],
    )
    email = StringField(
        "Their e-mail",
        filters=[stripped],
        description="The link is mailed there, and works for this address alone. "
        "Leave it empty to pass the link on yourself.",
        validators=[Optional(), Length(max=254)],
    )
    days = SelectField(
        "Works for",
        choices=options(
            ("1", "1 day"), ("3", "3 days"), ("7", "7 days"), ("14", "14 days"), ("30", "30 days")
        ),
        default="7",
    )
    key = HiddenField(default=_fresh_key)


class DoorForm(Form):
    """The link, typed in where no script takes it from the address."""

    link = StringField(
        "Your link",
        filters=[stripped],
        validators=[DataRequired("Paste the whole link from the message you got.")],
    )

    def token(self) -> str:
        """What opens the door: all behind the #, or what was pasted when there is none."""
        typed: str = self.link.data or ""
        return typed.rpartition("#")[2].strip()


class WhoForm(Form):
    """Under which name and address a guest speaks."""

    name = StringField(
        "Your name",
        filters=[stripped],
        validators=[DataRequired("Enter your name: the team reads it beside what you say."), Length(max=80)],
    )
    email = StringField(
        "Your e-mail",
        filters=[stripped],
        description="We send a code of six digits there, and nothing else later.",
        validators=[DataRequired("Enter your address, as in name@company.example."), Length(max=254)],
    )


class CodeForm(Form):
    """The six digits."""

    code = StringField(
        "Code",
        filters=[stripped],
        validators=[DataRequired("Enter the six digits from our e-mail."), Length(max=20)],
    )


KINDS = {"approve": "approved", "changes": "changes_requested", "comment": "commented"}


class AnswerForm(Form):
    """A guest's word about exactly ``content_hash``, as ``version`` showed it, to go out when ``shown`` said;
    a page from before there was that field doesn't tell."""

    comment = TextAreaField(
        "What would you like to say?",
        filters=[stripped],
        validators=[Length(max=4000, message="Up to 4,000 characters; take some out.")],
    )
    content_hash = HiddenField(validators=[DataRequired()])
    version = IntegerField(widget=HiddenInput(), validators=[Optional()])
    shown = HiddenField()
    key = HiddenField(default=_fresh_key)

    def seen(self) -> dict[str, Any]:
        """What was on the guest's screen; what their page named nothing of is left out."""
        seen: dict[str, Any] = {"content_hash": self.content_hash.data}
        if self.version.data is not None:
            seen["version"] = self.version.data
        return seen if self.shown.data is None else seen | {"seen_publish_at": self.shown.data or None}

    def said(self, do: str) -> str:
        """The kind of answer that a button stands for, or nothing where it can't be sent like this."""
        kind = KINDS.get(do, "")
        if kind in {"changes_requested", "commented"} and not self.comment.data:
            asked = "Say what should change." if kind == "changes_requested" else "Write your comment."
            field: Any = self.comment
            field.errors = [*field.errors, f"{asked} The author reads it."]
            return ""
        return kind
