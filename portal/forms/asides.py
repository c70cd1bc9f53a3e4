"""Answering for a figure that the check flags."""

from wtforms import IntegerField, TextAreaField
from wtforms.validators import DataRequired, Length
from wtforms.widgets import HiddenInput

from portal.forms.base import Form, stripped


class AsideForm(Form):
    """``version`` is the one that was read."""

    version = IntegerField(widget=HiddenInput(), validators=[DataRequired()])
    reason = TextAreaField(
        "Why does it hold all the same?",
        filters=[stripped],
        description="Reviewers read it beside the figure, and so do guests. "
        "When somebody edits the sentence, or the one before, the mark is back.",
        validators=[
            DataRequired("Say why the figure holds, so that reviewers can judge."),
            Length(max=500, message="Up to 500 characters; take some out."),
        ],
    )
