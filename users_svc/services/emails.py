"""E-mail addresses and names as people type them."""

import unicodedata

import email_validator
from email_validator import EmailNotValidError, validate_email

from svckit.problems import Unprocessable

NAME_LENGTH = 80

# Names of a company's own network (.local, .internal) are accepted: whether mail arrives is what the
# verification finds out. The library offers no parameter for it, but documents this list as ours to edit.
email_validator.SPECIAL_USE_DOMAIN_NAMES.clear()


def normalise_email(text: str) -> str:
    """The address in lower case, in the form that every mail server takes (an IDN in punycode).

    Raises:
        Unprocessable: ``invalid-email``, saying what is wrong with it.
    """
    try:
        checked = validate_email(
            text.strip(),
            check_deliverability=False,
            globally_deliverable=False,
            allow_smtputf8=False,
            strict=True,
        )
    except EmailNotValidError as error:
        message = str(error)
        raise Unprocessable(
            "invalid-email", message, errors=[{"field": "email", "message": message}]
        ) from error
    return (checked.ascii_email or checked.normalized).lower()


def normalise_name(text: str) -> str:
    """The name without surrounding, doubled or invisible characters.

    Raises:
        Unprocessable: ``invalid-name``, when nothing is left or it is too long.
    """
    visible = "".join(
        char if unicodedata.category(char)[0] != "C" else " " for char in unicodedata.normalize("NFC", text)
    )
    name = " ".join(visible.split())
    if not name or len(name) > NAME_LENGTH:
        message = f"Give a name of 1 to {NAME_LENGTH} characters."
        raise Unprocessable("invalid-name", message, errors=[{"field": "name", "message": message}])
    return name
