"""Models: having one fetched."""

import re
import secrets
from typing import Any

from wtforms import HiddenField, StringField, ValidationError
from wtforms.validators import DataRequired, Length

from portal.forms.base import Form, stripped

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/@-]*")


class PullForm(Form):
    model = StringField(
        "Model",
        filters=[stripped],
        description="A name with its tag, as in llama3.2:3b. "
        "One of a few billion parameters writes full drafts.",
        validators=[DataRequired("Enter the name of a model, as in llama3.2:3b."), Length(max=120)],
    )
    key = HiddenField(default=lambda: secrets.token_hex(16))

    def validate_model(self, field: Any) -> None:
        if field.data and not _NAME.fullmatch(field.data):
            raise ValidationError(
                "That is no model’s name. It has letters, digits and . _ : / - only, as in llama3.2:3b."
            )
