"""What all forms share."""

import secrets
from typing import Any

from flask_wtf import FlaskForm
from wtforms.fields.choices import SelectChoice

from svckit.http import HttpError


def options(*pairs: tuple[str, str]) -> list[SelectChoice]:
    """Entries of a select: what is sent, and what is shown."""
    return [SelectChoice(value, label) for value, label in pairs]


def stripped(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def fresh_key() -> str:
    """Of one showing of a form: see ``Caller.create``."""
    return secrets.token_hex(16)


class Form(FlaskForm):  # type: ignore[misc] # flask_wtf has no types
    """A form that can take a service's objections: beside the field they are about, else on top."""

    def take(self, error: HttpError) -> None:
        for name, message in error.field_errors.items():
            field = self._fields.get(name.rsplit(".", 1)[-1]) or self._fields.get(name.split(".")[0])
            if field is not None:
                field.errors = [*field.errors, message]
            else:
                self.form_errors.append(message)
        if not error.field_errors:
            self.form_errors.append(error.detail or "The service did not accept this. Try again.")
        if "key" in self._fields:
            # What is sent next is another request, not a repeat of the refused one.
            self._fields["key"].data = secrets.token_hex(16)
