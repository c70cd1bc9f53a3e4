"""Access tokens as users_svc signs them, and a JWKS server on loopback to verify them against."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import UUID, uuid4

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from jwt.algorithms import OKPAlgorithm

from svckit.auth import ALGORITHM, AUDIENCE, ISSUER, Role


class Issuer:
    """Signs tokens with one key; ``rotate()`` takes a new one and forgets the old."""

    def __init__(self) -> None:
        self.rotate()

    def rotate(self) -> None:
        self.key = Ed25519PrivateKey.generate()
        self.kid = uuid4().hex

    def jwks(self) -> dict[str, Any]:
        public: dict[str, Any] = json.loads(OKPAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [public | {"kid": self.kid, "alg": ALGORITHM, "use": "sig"}]}

    def token(
        self,
        role: Role | str = Role.AUTHOR,
        *,
        id: UUID | None = None,  # noqa: A002 - the claim's own word
        name: str = "Tom Lindqvist",
        expires_in: float = 600,
        **claims: Any,
    ) -> str:
        now = time.time()
        label = role if isinstance(role, str) else role.label
        payload = {
            "iss": ISSUER, "aud": AUDIENCE, "sub": str(id or uuid4()), "sid": uuid4().hex, "jti": uuid4().hex,
            "name": name, "role": label, "iat": int(now), "exp": now + expires_in,
        }  # fmt: skip
        return jwt.encode(payload | claims, self.key, algorithm=ALGORITHM, headers={"kid": self.kid})

    def headers(self, role: Role | str = Role.AUTHOR, **kwargs: Any) -> dict[str, str]:
        """``Authorization`` for a test client."""
        return {"Authorization": f"Bearer {self.token(role, **kwargs)}"}


@contextmanager
def serve_jwks(issuer: Issuer) -> Iterator[str]:
    """The URL of a server that answers every GET with the issuer's current JWKS."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps(issuer.jwks()).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/jwks.json"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
