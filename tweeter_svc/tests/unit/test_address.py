"""Which addresses a webhook may go to."""

import pytest

from tweeter_svc.platforms.address import (
    AddressGuard,
    AddressNotAllowed,
    NameNotFound,
    forbidden_because,
    parse,
    resolve,
)

PUBLIC = "93.184.215.14"


def names(**known: str | list[str]) -> AddressGuard:
    def look_up(host: str, _port: int) -> list[str]:
        found = known.get(host.replace(".", "_"), [])
        return [found] if isinstance(found, str) else found

    return AddressGuard(resolver=look_up)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.255.255.254", "0.0.0.0", "0.1.2.3", "10.0.0.1",  # noqa: S104 - refused here
        "172.16.0.1", "172.31.255.255",
        "192.168.1.1", "169.254.169.254", "100.64.0.1", "198.18.0.1", "192.0.2.1", "203.0.113.7",
        "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
        "::", "::1", "fe80::1", "fc00::1", "fd12:3456::1", "ff02::1", "fec0::1", "2001:db8::1",
        "::ffff:127.0.0.1", "::ffff:7f00:1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1",
        "64:ff9b::7f00:1", "64:ff9b::10.0.0.1", "64:ff9b:1::1", "2002:7f00:1::", "2002:a00:1::1",
        "2001:0:4136:e378:8000:63bf:80ff:fffe",
    ],
)  # fmt: skip
def test_an_inner_address_is_forbidden_in_every_notation_of_it(address: str) -> None:
    with pytest.raises(AddressNotAllowed, match="TWEETER_ALLOWED_PRIVATE_HOSTS"):
        names(evil_example=address).check("https://evil.example/hook")


@pytest.mark.parametrize(
    "address", [PUBLIC, "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_a_public_address_is_allowed(address: str) -> None:
    assert names(good_example=address).check("https://good.example/hook").host == "good.example"


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "017700000001", "0",
        "[::1]", "[::ffff:127.0.0.1]", "[0:0:0:0:0:0:0:1]", "[::ffff:7f00:1]", "localhost", "LOCALHOST",
        "１２７.０.０.１", "127。0。0。1",
    ],
)  # fmt: skip
def test_this_machine_is_refused_however_it_is_spelled(host: str) -> None:
    """With the system's own resolver, which reads decimal, octal and hexadecimal forms as addresses."""
    with pytest.raises((AddressNotAllowed, NameNotFound)):
        AddressGuard(resolver=resolve).check(f"http://{host}:8080/hook")


@pytest.mark.parametrize("host", ["127.0.0.1", "2130706433", "0x7f.1", "0177.0.0.1", "[::ffff:127.0.0.1]"])
def test_a_numeric_loopback_is_named_as_such(host: str) -> None:
    with pytest.raises(AddressNotAllowed, match="this machine itself"):
        AddressGuard(resolver=resolve).check(f"http://{host}/hook")


def test_one_forbidden_address_among_several_refuses_the_name() -> None:
    with pytest.raises(AddressNotAllowed):
        names(mixed_example=[PUBLIC, "10.0.0.8"]).check("https://mixed.example/")


@pytest.mark.parametrize(
    "url",
    [
        "", "example.com", "ftp://example.com/", "file:///etc/passwd", "gopher://example.com/",
        "//example.com/", "javascript:alert(1)", "https://", "https:///hook", "http://user@example.com/",
        "http://a:b@example.com/",
        "http://@example.com/", "http://example.com\\@127.0.0.1/", "http://exa mple.com/", "http://example.com/\n",
        "http://example.com/\x00", "http://example.com:0/", "http://example.com:99999/", "http://[::1/",
        "http://[fe80::1%25eth0]/", "http://ex%61mple.com/", "http://" + "a" * 2100 + ".com/",
        "https://example.com/ü",
    ],
)  # fmt: skip
def test_what_is_no_plain_http_address_is_refused(url: str) -> None:
    with pytest.raises(AddressNotAllowed):
        parse(url)


def test_an_address_is_taken_apart_once_and_put_together_the_same() -> None:
    target = parse("HTTPS://Example.COM:8443/a/b?c=d#fragment")
    assert (target.scheme, target.host, target.port, target.path) == (
        "https", "example.com", 8443, "/a/b?c=d",
    )  # fmt: skip
    assert target.url == "https://example.com:8443/a/b?c=d"
    assert parse(target.url) == target
    assert parse("http://[2606:4700::1111]/x").url == "http://[2606:4700::1111]/x"


def test_an_international_name_becomes_its_ascii_form() -> None:
    assert parse("https://bücher.example/").host == "xn--bcher-kva.example"


def test_a_named_exception_is_allowed_with_its_port_alone() -> None:
    guard = AddressGuard(["127.0.0.1:9000", " Sample-Network:8082 "], resolver=lambda _h, _p: ["127.0.0.1"])
    assert guard.addresses("127.0.0.1", 9000) == ["127.0.0.1"]
    assert guard.addresses("sample-network", 8082) == ["127.0.0.1"]
    for host, port in [("127.0.0.1", 9001), ("localhost", 9000), ("sample-network", 80)]:
        with pytest.raises(AddressNotAllowed):
            guard.addresses(host, port)


def test_an_unknown_name_is_told_apart_from_a_forbidden_one() -> None:
    with pytest.raises(NameNotFound):
        names().check("https://nowhere.example/")


def test_a_resolver_that_never_answers_ends_in_time() -> None:
    import threading

    never = threading.Event()

    def hang(_host: str, _port: int) -> list[str]:
        never.wait(10)
        return []

    with pytest.raises(NameNotFound):
        AddressGuard(resolver=hang, timeout=0.05).addresses("slow.example", 443)
    never.set()


def test_the_reason_is_none_for_public_addresses_only() -> None:
    import ipaddress

    assert forbidden_because(ipaddress.ip_address("1.1.1.1")) is None
    assert forbidden_because(ipaddress.ip_address("192.168.0.1")) == "a private network"
