"""The texts of a draft as a form sends them."""

from flask import request

OWN = "own-"
"""What the field of a platform's own text begins with; the platform's id follows."""


def newlines(text: str | None) -> str:
    """Browsers send CRLF; what is published, counted and hashed has LF."""
    return (text or "").replace("\r\n", "\n")


def text() -> str:
    """The shared text."""
    return newlines(request.form.get("text"))


def own_texts() -> dict[str, str]:
    """Platforms' own texts, by platform; an empty one follows the shared text."""
    return {
        name.removeprefix(OWN): newlines(value)
        for name, value in request.form.items()
        if name.startswith(OWN) and value.strip()
    }
