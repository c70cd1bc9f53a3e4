"""Deciding, holding, and the rules of it."""

from collections.abc import Iterable
from typing import Any

from wtforms import BooleanField, HiddenField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Regexp

from portal.forms.base import Form, fresh_key, options, stripped
from portal.models.reviews import Policy
from portal.policy_words import APPROVALS, EDITING, FIGURES, OWN, Choice

LONGEST_REMINDER_HOURS = 24 * 30
_HOURS = f"Whole hours, from 1 to {LONGEST_REMINDER_HOURS}; 0 for no reminder."
_CHOOSE = "Choose one of them."


class HoldForm(Form):
    reason = TextAreaField(
        "Why?",
        filters=[stripped],
        validators=[
            DataRequired("Say what it waits for, so that others know when to go on."),
            Length(max=1000, message="Up to 1,000 characters; take some out."),
        ],
    )


class SeveralForm(Form):
    """Each ``item`` is ``id:version:hash``, as it was shown."""

    # A repeat of the same form (a double click, the back button) approves nothing twice.
    key = HiddenField(default=fresh_key)


def _choices(of: Iterable[Choice]) -> list[SelectChoice]:
    return options(*((choice.value, choice.text) for choice in of))


def _utm(label: str) -> StringField:
    return StringField(
        label,
        filters=[stripped],
        validators=[
            Length(max=100, message="Up to 100 characters; take some out."),
            Regexp(r"^[^\x00-\x1f\x7f]*$", message="One line of text."),
        ],
    )


class PolicyForm(Form):
    """``version`` is the one that was read."""

    version = IntegerField(validators=[DataRequired()])
    approvals_required = RadioField(choices=_choices(APPROVALS), validators=[InputRequired(_CHOOSE)])
    own_approval = RadioField(choices=_choices(OWN), validators=[InputRequired(_CHOOSE)])
    flagged_figures = RadioField(choices=_choices(FIGURES), validators=[InputRequired(_CHOOSE)])
    edit_approved = RadioField(choices=_choices(EDITING), validators=[InputRequired(_CHOOSE)])
    guest_approval_counts = BooleanField("A guest’s approval is one of those needed")
    reminder_after_hours = IntegerField(
        "Remind reviewers after",
        description="Hours since it was submitted. Each of them gets one e-mail; 0 sends none.",
        validators=[InputRequired(_HOURS), NumberRange(0, LONGEST_REMINDER_HOURS, _HOURS)],
    )
    utm_enabled = BooleanField("Mark the links in posts")
    utm_source = _utm("Source")
    utm_medium = _utm("Medium")
    utm_campaign = _utm("Campaign")

    @classmethod
    def of(cls, policy: Policy) -> "PolicyForm":
        """The form as the rules stand."""
        return cls(
            formdata=None,
            **policy.model_dump(exclude={"approvals_required", "utm"}),
            approvals_required=str(policy.approvals_required),
            utm_enabled=policy.utm.enabled,
            utm_source=policy.utm.source,
            utm_medium=policy.utm.medium,
            utm_campaign=policy.utm.campaign,
        )

    def rules(self) -> dict[str, Any]:
        """What is sent."""
        return {
            "approvals_required": int(self.approvals_required.data),
            "own_approval": self.own_approval.data,
            "flagged_figures": self.flagged_figures.data,
            "edit_approved": self.edit_approved.data,
            "guest_approval_counts": bool(self.guest_approval_counts.data),
            "reminder_after_hours": self.reminder_after_hours.data,
            "utm": {
                "enabled": bool(self.utm_enabled.data),
                "source": self.utm_source.data or "",
                "medium": self.utm_medium.data or "",
                "campaign": self.utm_campaign.data or "",
            },
        }
