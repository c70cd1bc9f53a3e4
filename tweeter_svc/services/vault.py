"""Seals the credentials of accounts."""

import json
from collections.abc import Mapping, Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class Unreadable(Exception):
    """None of the keys opens it: the key it was sealed with is gone."""


class Vault:
    """Encrypts with the first key and opens with any, so that keys can be changed in steps: put the new
    key in front, seal everything again (`rotate`), take the old one away.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        self._fernet = MultiFernet([Fernet(key) for key in keys])

    def seal(self, secrets: Mapping[str, str]) -> bytes:
        return self._fernet.encrypt(json.dumps(dict(secrets)).encode())

    def open(self, sealed: bytes) -> dict[str, str]:
        """What was sealed.

        Raises:
            Unreadable: with none of the keys.
        """
        try:
            opened: dict[str, str] = json.loads(self._fernet.decrypt(sealed))
        except InvalidToken as error:
            raise Unreadable("TWEETER_ENCRYPTION_KEY doesn't open the stored credentials") from error
        return opened

    def rotate(self, sealed: bytes) -> bytes:
        """The same, sealed with the first key.

        Raises:
            Unreadable: with none of the keys.
        """
        try:
            return self._fernet.rotate(sealed)
        except InvalidToken as error:
            raise Unreadable("TWEETER_ENCRYPTION_KEY doesn't open the stored credentials") from error
