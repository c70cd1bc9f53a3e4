"""Keys to verify tokens with, at hand."""

from jwt import PyJWK

from svckit.testing.tokens import Issuer


class Keys:
    """A key source without a network."""

    def __init__(self, issuer: Issuer) -> None:
        self._issuer = issuer

    def get(self, kid: str) -> PyJWK | None:
        return next((PyJWK(key) for key in self._issuer.jwks()["keys"] if key["kid"] == kid), None)
