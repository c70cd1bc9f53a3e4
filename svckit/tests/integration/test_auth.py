"""Access tokens, verified against a JWKS that is served over HTTP."""

import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from svckit.auth import KeySet, Role, TokenVerifier
from svckit.problems import Unauthorized, Unavailable
from svckit.testing.servers import free_port, wait_until
from svckit.testing.tokens import Issuer, serve_jwks


@pytest.fixture
def own_issuer() -> Issuer:
    return Issuer()


@pytest.fixture
def keys(own_issuer: Issuer) -> Iterator[KeySet]:
    with serve_jwks(own_issuer) as url:
        yield KeySet(url)


@pytest.fixture
def verifier(keys: KeySet) -> TokenVerifier:
    return TokenVerifier(keys)


def _refused(verifier: TokenVerifier, token: str) -> str:
    with pytest.raises(Unauthorized) as caught:
        verifier.verify(token)
    return caught.value.type


def test_a_token_of_the_issuer_gives_the_principal(own_issuer: Issuer, verifier: TokenVerifier) -> None:
    principal = verifier.verify(own_issuer.token(Role.REVIEWER, name="Maya"))
    assert (principal.name, principal.role) == ("Maya", Role.REVIEWER)
    assert principal.as_person() == {"id": str(principal.id), "name": "Maya"}


def test_a_token_signed_with_another_key_under_our_kid_is_refused(
    own_issuer: Issuer, verifier: TokenVerifier
) -> None:
    stranger = Issuer()
    stranger.kid = own_issuer.kid
    assert _refused(verifier, stranger.token()) == "invalid-token"


def test_a_token_of_an_unknown_kid_is_refused(verifier: TokenVerifier) -> None:
    assert _refused(verifier, Issuer().token()) == "invalid-token"


def test_an_expired_token_is_told_apart_so_that_the_caller_refreshes(
    own_issuer: Issuer, verifier: TokenVerifier
) -> None:
    assert _refused(verifier, own_issuer.token(expires_in=-1)) == "token-expired"


def test_a_remembered_token_expires_all_the_same(own_issuer: Issuer, verifier: TokenVerifier) -> None:
    token = own_issuer.token(expires_in=1.5)
    verifier.verify(token)

    def expired() -> bool:
        try:
            return not verifier.verify(token)
        except Unauthorized as problem:
            return problem.type == "token-expired"

    wait_until(expired, what="the token expiring")


@pytest.mark.parametrize(
    "claims",
    [{"aud": "somebody-else"}, {"iss": "somebody-else"}, {"sub": "not-a-uuid"}, {"role": "emperor"},
     {"role": "VIEWER "}, {"exp": "soon"}, {"aud": None}],
)  # fmt: skip
def test_a_token_whose_claims_are_not_for_us_is_refused(
    own_issuer: Issuer, verifier: TokenVerifier, claims: dict[str, Any]
) -> None:
    assert _refused(verifier, own_issuer.token(**claims)) == "invalid-token"


@pytest.mark.parametrize("missing", ["exp", "iat", "sub", "sid", "role", "aud", "iss"])
def test_a_token_without_a_claim_we_need_is_refused(
    own_issuer: Issuer, verifier: TokenVerifier, missing: str
) -> None:
    claims = jwt.decode(own_issuer.token(), options={"verify_signature": False})
    del claims[missing]
    token = jwt.encode(claims, own_issuer.key, algorithm="EdDSA", headers={"kid": own_issuer.kid})
    assert _refused(verifier, token) == "invalid-token"


def test_a_token_that_signs_itself_with_none_is_refused(own_issuer: Issuer, verifier: TokenVerifier) -> None:
    claims = jwt.decode(own_issuer.token(Role.ADMIN), options={"verify_signature": False})
    token = jwt.encode(claims, "", algorithm="none", headers={"kid": own_issuer.kid})
    assert _refused(verifier, token) == "invalid-token"


def test_our_public_key_is_no_shared_secret(own_issuer: Issuer, verifier: TokenVerifier) -> None:
    claims = jwt.decode(own_issuer.token(Role.ADMIN), options={"verify_signature": False})
    public = own_issuer.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    token = jwt.encode(claims, public, algorithm="HS256", headers={"kid": own_issuer.kid})
    assert _refused(verifier, token) == "invalid-token"


@pytest.mark.parametrize(
    "token", ["", "x", "a.b.c", "é.é.é", "." * 5, "eyJhbGciOiJFZERTQSJ9.e30.", "x" * 5000]
)
def test_nonsense_is_refused_and_never_a_failure(verifier: TokenVerifier, token: str) -> None:
    assert _refused(verifier, token) == "invalid-token"


def test_after_a_rotation_the_new_key_is_read_without_a_restart(
    own_issuer: Issuer, verifier: TokenVerifier, keys: KeySet
) -> None:
    old = own_issuer.token()
    verifier.verify(old)
    own_issuer.rotate()
    keys.MIN_INTERVAL = 0
    assert verifier.verify(own_issuer.token()).role is Role.AUTHOR
    assert verifier.verify(old), "a token verified before is trusted until it expires"


def test_a_withdrawn_key_is_forgotten_when_the_keys_are_read_again(
    own_issuer: Issuer, verifier: TokenVerifier, keys: KeySet
) -> None:
    verifier.verify(own_issuer.token())
    leaked, kid = own_issuer.key, own_issuer.kid
    own_issuer.rotate()
    keys.MAX_AGE = keys.MIN_INTERVAL = 0
    thief = Issuer()
    thief.key, thief.kid = leaked, kid
    assert _refused(verifier, thief.token(Role.ADMIN)) == "invalid-token"


def test_unknown_kids_do_not_make_us_ask_the_issuer_each_time(
    own_issuer: Issuer, verifier: TokenVerifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    verifier.verify(own_issuer.token())
    asked: list[KeySet] = []

    def read(keys: KeySet) -> None:
        asked.append(keys)

    monkeypatch.setattr(KeySet, "_read", read)
    for _ in range(5):
        _refused(verifier, Issuer().token())
    assert asked == []


def test_when_the_issuer_is_away_known_keys_go_on_and_unknown_ones_are_told_to_wait(
    own_issuer: Issuer,
) -> None:
    with serve_jwks(own_issuer) as url:
        keys = KeySet(url)
        verifier = TokenVerifier(keys)
        verifier.verify(own_issuer.token())
    keys.MAX_AGE = keys.MIN_INTERVAL = 0
    assert verifier.verify(own_issuer.token(name="Still here")).name == "Still here"
    with pytest.raises(Unavailable) as caught:
        verifier.verify(Issuer().token())
    assert (caught.value.type, caught.value.retry_after) == ("keys-unavailable", 5)


def test_an_issuer_that_hangs_is_not_waited_for_by_every_request(monkeypatch: pytest.MonkeyPatch) -> None:
    release = Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            release.wait(10)

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        verifier = TokenVerifier(KeySet(f"http://127.0.0.1:{server.server_address[1]}/jwks.json"))
        started = time.monotonic()
        for _ in range(10):
            with pytest.raises(Unavailable):
                verifier.verify(Issuer().token())
        assert time.monotonic() - started < 8, "one time-out of three seconds, not ten"
    finally:
        release.set()
        server.shutdown()
        server.server_close()
        thread.join()


def test_keys_that_are_not_json_are_an_issuer_that_is_away() -> None:
    verifier = TokenVerifier(KeySet(f"http://127.0.0.1:{free_port()}/jwks.json"))
    with pytest.raises(Unavailable):
        verifier.verify(Issuer().token())


def test_the_memory_of_verified_tokens_is_bounded(own_issuer: Issuer, keys: KeySet) -> None:
    verifier = TokenVerifier(keys, cache_size=10)
    for _ in range(30):
        verifier.verify(own_issuer.token())
    assert len(verifier._seen) == 10


def test_a_curve_of_another_kind_does_not_verify(own_issuer: Issuer, verifier: TokenVerifier) -> None:
    claims = jwt.decode(own_issuer.token(), options={"verify_signature": False})
    token = jwt.encode(claims, Ed25519PrivateKey.generate(), algorithm="EdDSA", headers={"kid": "../../etc"})
    assert _refused(verifier, token) == "invalid-token"
