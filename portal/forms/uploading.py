"""Uploading what somebody exported from Google."""

import secrets

from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, SelectField

from portal.forms.base import Form


def _fresh_key() -> str:
    return secrets.token_hex(16)


class UploadForm(Form):
    file = FileField("File", validators=[FileRequired("Choose a file.")])
    geo = SelectField(
        "Region",
        choices=[],
        validate_choice=False,
        description="Only where the file names it in words we don’t know.",
    )
    key = HiddenField(default=_fresh_key)
