"""Whose tries are counted together."""

import pytest

from users_svc.api.provided import client_address


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        ("8.8.4.4", "8.8.4.4"),
        ("8.8.4.4, 172.18.0.5", "8.8.4.4"),
        ("1.1.1.1, 8.8.4.4", "8.8.4.4"),
        ("1.1.1.1, 8.8.4.4, 172.18.0.5", "8.8.4.4"),
        ("nonsense, 8.8.4.4", "8.8.4.4"),
        ("2001:4860:4860::8888, 10.0.0.2", "2001:4860:4860::8888"),
        ("192.168.1.20, 172.18.0.5", "192.168.1.20"),
        ("127.0.0.1", "127.0.0.1"),
        ("", "10.9.9.9"),
        ("unknown", "10.9.9.9"),
    ],
)
def test_it_is_the_address_nearest_to_our_proxies_that_nobody_can_make_up(
    forwarded: str, address: str
) -> None:
    assert client_address(forwarded, "10.9.9.9") == address
