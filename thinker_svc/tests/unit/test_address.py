"""What is asked and what is shown of a model server's address."""

from __future__ import annotations

import pytest

from thinker_svc.engines.address import address


@pytest.mark.parametrize(
    ("given", "shown", "url", "auth"),
    [
        ("http://ollama:11434", "http://ollama:11434", "http://ollama:11434", None),
        ("ollama", "ollama", "ollama", None),
        ("http://[::1]:8000/v1/", "http://[::1]:8000/v1", "http://[::1]:8000/v1", None),
        ("https://a:b@host/v1", "https://host/v1", "https://host/v1", ("a", "b")),
        ("https://a@host", "https://host", "https://host", ("a", "")),
        ("a:b%2F%40@host:1", "host:1", "host:1", ("a", "b/@")),
        ("http://a:b/c@d@host:1/v1", "http://host:1/v1", "http://host:1/v1", ("a", "b/c@d")),
        ("http://a:b@c@host/v1", "http://host/v1", "http://host/v1", ("a", "b@c")),
        ("http://host/v1/@us", "http://us", "http://host/v1/@us", None),
    ],
)
def test_user_and_password_go_beside_the_address_and_are_never_shown(
    given: str, shown: str, url: str, auth: tuple[str, str] | None
) -> None:
    made = address(given)
    assert (made.shown, made.url, made.auth) == (shown, url, auth)
    assert "auth" not in repr(made)
