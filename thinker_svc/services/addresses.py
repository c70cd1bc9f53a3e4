"""E-mail addresses of people without an account."""

from __future__ import annotations

import re

from svckit.problems import Unprocessable

# What notify_svc writes to, and mail servers take: no quotes, no spaces, nothing that could end a header.
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[\w-]{1,63}\.)+[\w-]{2,63}")


def address(typed: str) -> str:
    """The address as we keep it: without blanks around it, in lower case.

    Raises:
        Unprocessable: `invalid-address`.
    """
    tidy = typed.strip().lower()
    if len(tidy) > 254 or not _ADDRESS.fullmatch(tidy):
        raise Unprocessable(
            "invalid-address",
            "That is no e-mail address we can write to. It looks like name@company.example.",
            errors=[{"field": "email", "message": "Enter an address as in name@company.example."}],
        )
    return tidy
