"""Sealed credentials, the content hash, and settings that fail at boot."""

import pytest
from cryptography.fernet import Fernet
from pydantic import ValidationError

from tweeter_svc.config import Settings
from tweeter_svc.services.content import content_hash
from tweeter_svc.services.vault import Unreadable, Vault

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()
COMPLETE = {
    "public_url": "http://portal.test",
    "jwks_url": "http://users.test/jwks.json",
    "database_url": "postgresql+psycopg://x",
    "events_url": "redis://x",
    "redis_url": "redis://x",
    "stream_redis_url": "redis://x",
    "tweeter_encryption_key": NEW,
}


def test_a_key_can_be_replaced_in_steps() -> None:
    sealed = Vault([OLD]).seal({"secret": "s"})
    both = Vault([NEW, OLD])
    assert both.open(sealed) == {"secret": "s"}
    resealed = both.rotate(sealed)
    assert Vault([NEW]).open(resealed) == {"secret": "s"}
    with pytest.raises(Unreadable):
        Vault([NEW]).open(sealed)
    with pytest.raises(Unreadable):
        Vault([NEW]).rotate(sealed)


def test_what_is_sealed_cannot_be_read() -> None:
    assert b"top-secret" not in Vault([NEW]).seal({"secret": "top-secret"})


def test_the_hash_depends_on_every_character_and_not_on_order() -> None:
    texts = {"webhook": "Rye – 87 of 100", "bluesky": "Rye"}
    assert content_hash(texts) == content_hash(dict(reversed(texts.items())))
    assert content_hash(texts) != content_hash(texts | {"bluesky": "Rye "})
    assert content_hash(texts) != content_hash({"webhook": texts["webhook"]})


@pytest.mark.parametrize("key", ["", "short", f"{NEW},short"], ids=["none", "short", "one of two"])
def test_a_wrong_encryption_key_ends_the_boot(key: str) -> None:
    with pytest.raises(ValidationError, match="tweeter_encryption_key"):
        Settings.model_validate(COMPLETE | {"tweeter_encryption_key": key})


@pytest.mark.parametrize("hosts", ["localhost", "http://localhost:80", "a:b", "a:80 b:80"])
def test_an_exception_without_a_port_ends_the_boot(hosts: str) -> None:
    with pytest.raises(ValidationError, match="not host:port"):
        Settings.model_validate(COMPLETE | {"tweeter_allowed_private_hosts": hosts})


def test_exceptions_and_keys_are_lists() -> None:
    settings = Settings.model_validate(
        COMPLETE
        | {"tweeter_allowed_private_hosts": "a:80, [::1]:90,", "tweeter_encryption_key": f"{NEW}, {OLD}"}
    )
    assert settings.allowed_private_hosts == ["a:80", "[::1]:90"]
    assert settings.encryption_keys == [NEW, OLD]
