"""E-mail addresses and names as people type them."""

import pytest

from svckit.problems import Unprocessable
from users_svc.services.emails import normalise_email, normalise_name


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Ada@Team.Example ", "ada@team.example"),
        ("ops@intranet.local", "ops@intranet.local"),
        ("me@localhost", "me@localhost"),
        ("a@bücher.example", "a@xn--bcher-kva.example"),
    ],
)
def test_an_address_is_kept_in_one_form(typed: str, kept: str) -> None:
    assert normalise_email(typed) == kept


@pytest.mark.parametrize(
    "typed", ["ada", "ada@", "@team.example", "a b@team.example", "a@b..c", "x" * 80 + "@b.example"]
)
def test_what_is_no_address_is_refused_with_a_reason_under_its_field(typed: str) -> None:
    with pytest.raises(Unprocessable) as caught:
        normalise_email(typed)
    assert caught.value.type == "invalid-email"
    assert caught.value.errors[0]["field"] == "email"


def test_a_name_loses_doubled_and_invisible_characters_only() -> None:
    assert normalise_name("  Zoë \t\u200b  van\x00 Dijk ") == "Zoë van Dijk"
    with pytest.raises(Unprocessable):
        normalise_name(" \u200b ")
    with pytest.raises(Unprocessable):
        normalise_name("x" * 81)
