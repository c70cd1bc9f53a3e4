"""What everybody may rely on at the edge."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import socket

import httpx
import pytest

from nginx.tests.integration.conftest import ROOT, Edge
from svckit.testing.servers import wait_until

EIGHT_MB = 8 * 1024 * 1024


@pytest.mark.parametrize(
    ("path", "upstream"),
    [
        ("/api/v1/auth/jwks.json", "users"),
        ("/api/v1/users", "users"),
        ("/api/v1/users/me", "users"),
        ("/api/v1/trends/searches?status=running&limit=20", "trends"),
        ("/api/v1/thinker/drafts", "thinker"),
        ("/api/v1/tweeter/posts/0197%2F", "tweeter"),
        ("/api/v1/notify/dead-letters", "notify"),
        ("/", "portal"),
        ("/trends/some-id", "portal"),
        ("/drafts/some-id?tab=facts", "portal"),
    ],
)
def test_a_path_reaches_its_service_unchanged(edge: Edge, path: str, upstream: str) -> None:
    answer = edge.http.get(path).json()
    assert (answer["upstream"], answer["path"]) == (upstream, path)


@pytest.mark.parametrize(
    "path",
    [
        "/internal",
        "/internal/flower-auth",
        "//internal/flower-auth",
        "/x/../internal/flower-auth",
        "/%69nternal/flower-auth",
        "/internal%2Fflower-auth",
        "/internalised",
        "/-/flower-auth",
        "/-/errors/page.html",
        "/metrics",
        "/readyz",
        "/api/v1/trends/%2e%2e/%2e%2e/%2e%2e/metrics",
    ],
)
def test_what_is_ours_alone_is_not_found_from_outside(edge: Edge, path: str) -> None:
    before = len(edge.upstreams["portal"].seen)
    with socket.create_connection(("127.0.0.1", edge.http.base_url.port or 80)) as raw:
        raw.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        status = raw.makefile("rb").readline()
    assert b" 404 " in status
    assert len(edge.upstreams["portal"].seen) == before


def test_an_unknown_api_is_a_problem_document_with_the_request_id(edge: Edge) -> None:
    answer = edge.http.get("/api/v2/users", headers={"X-Request-ID": "my-request-0001"})
    assert answer.status_code == 404
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    problem = answer.json()
    assert problem["type"] == "urn:problem:not-found"
    assert problem["status"] == 404
    assert problem["request_id"] == answer.headers["X-Request-ID"] == "my-request-0001"


def test_a_body_over_the_limit_is_refused_as_a_problem_document(edge: Edge) -> None:
    before = len(edge.upstreams["thinker"].seen)
    answer = edge.http.post("/api/v1/thinker/drafts", content=b"x" * (EIGHT_MB + 1))
    assert answer.status_code == 413
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert answer.json()["type"] == "urn:problem:too-large"
    assert len(edge.upstreams["thinker"].seen) == before


def test_a_body_within_the_limit_arrives_whole(edge: Edge) -> None:
    assert edge.http.post("/api/v1/thinker/drafts", content=b"x" * EIGHT_MB).json()["size"] == EIGHT_MB


def test_headers_over_the_limit_are_refused_as_a_bad_request(edge: Edge) -> None:
    answer = edge.http.get("/api/v1/users/me", headers={"X-Large": "x" * 20000})
    assert answer.status_code == 400


def test_a_service_that_is_away_is_a_502_for_programs_and_a_page_for_people(edge: Edge) -> None:
    edge.upstreams["notify"].stop()
    answer = edge.http.get("/api/v1/notify/deliveries")
    assert answer.status_code == 502
    problem = answer.json()
    assert problem["type"] == "urn:problem:service-unreachable"
    assert problem["request_id"] == answer.headers["X-Request-ID"]
    page = edge.http.get("/metrics", headers={"Accept": "text/html"})
    assert page.headers["Content-Type"].startswith("text/html")
    assert "There is nothing at this address" in page.text
    assert page.headers["X-Request-ID"] in page.text
    assert "<!--#" not in page.text


def test_the_error_page_is_allowed_its_own_style_and_nothing_else(edge: Edge) -> None:
    answer = edge.http.get("/metrics")
    style = re.search(r"<style>(.*?)</style>", answer.text, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    policy = answer.headers["Content-Security-Policy"]
    assert f"style-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy


def test_a_flood_of_sign_ins_is_told_to_wait(edge: Edge) -> None:
    host, port = "127.0.0.1", edge.http.base_url.port or 80
    request = b"POST /api/v1/auth/token HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"
    last = request.replace(b"Host: x", b"Host: x\r\nConnection: close")
    with socket.create_connection((host, port)) as raw:
        raw.sendall(request * 900 + last)
        received = raw.makefile("rb").read()
    refused = [part for part in received.split(b"HTTP/1.1 ") if part.startswith(b"429")]
    assert refused
    assert b"Retry-After: 1" in refused[0]
    assert b"application/problem+json" in refused[0]
    assert b"urn:problem:too-many-requests" in refused[0]


# -- request id and forwarding -------------------------------------------------------------------------


def test_a_request_gets_an_id_that_the_service_the_answer_and_the_log_share(edge: Edge) -> None:
    answer = edge.http.get("/api/v1/trends/searches?q=secret-token")
    given = answer.headers.get_list("X-Request-ID")
    assert given == [edge.seen("trends")["x-request-id"]]
    assert re.fullmatch("[0-9a-f]{32}", given[0])
    line = wait_until(lambda: _logged(edge, given[0]), what="the access log line")
    assert (line["path"], line["status"]) == ("/api/v1/trends/searches", 200)
    assert "secret-token" not in edge.log.read_text()


def _logged(edge: Edge, request_id: str) -> dict[str, object] | None:
    for line in edge.log.read_text().splitlines():
        if line.startswith("{") and request_id in line:
            parsed = json.loads(line)
            assert isinstance(parsed, dict)
            return parsed
    return None


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("0197a3c2-7e1b-7000-8000-000000000001", True), ("a b", False), ("x" * 65, False), ('"}{"', False)],
)
def test_a_sane_request_id_is_kept_and_any_other_replaced(edge: Edge, sent: str, kept: bool) -> None:
    edge.http.get("/", headers={"X-Request-ID": sent})
    assert (edge.seen("portal")["x-request-id"] == sent) is kept


def test_a_proxy_or_the_portal_on_this_machine_may_say_for_whom_it_asks(edge: Edge) -> None:
    chain = {"X-Forwarded-For": "198.51.100.1, 203.0.113.9, 127.0.0.1"}
    edge.http.get("/api/v1/users/me", headers=chain)
    # The last address that no trusted process vouches for: what the client itself claimed is left of it.
    assert edge.seen("users")["x-forwarded-for"] == "203.0.113.9"


def test_forged_forwarding_headers_do_not_arrive(edge: Edge) -> None:
    forged = {
        "X-Forwarded-For": "203.0.113.9",
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Prefix": "/evil",
        "X-Forwarded-Port": "666",
        "X-Real-IP": "203.0.113.9",
        "Forwarded": "for=203.0.113.9",
        "Proxy": "http://evil.example",
    }
    # Any other address of the loopback network stands for somebody from outside.
    stranger = httpx.HTTPTransport(local_address="127.0.0.2")
    with httpx.Client(base_url=edge.url, transport=stranger) as http:
        http.get("/api/v1/users/me", headers=forged)
    seen = edge.seen("users")
    assert seen["x-forwarded-for"] == "127.0.0.2"
    assert seen["x-forwarded-host"] == seen["host"] == edge.url.removeprefix("http://")
    assert seen["x-forwarded-proto"] == "http"
    assert not {"x-forwarded-prefix", "x-forwarded-port", "x-real-ip", "forwarded", "proxy"} & seen.keys()


def test_a_tls_proxy_beside_nginx_is_believed_about_https(edge: Edge) -> None:
    edge.http.get("/", headers={"X-Forwarded-Proto": "https"})
    assert edge.seen("portal")["x-forwarded-proto"] == "https"


def test_cookies_reach_the_portal_and_never_the_api_in_either_direction(edge: Edge) -> None:
    page = edge.http.get("/", headers={"Cookie": "session=s"})
    assert edge.seen("portal")["cookie"] == "session=s"
    assert page.headers["Set-Cookie"] == "from=portal"
    answer = edge.http.get("/api/v1/users/me", headers={"Cookie": "session=s", "Authorization": "Bearer t"})
    assert "cookie" not in edge.seen("users")
    assert edge.seen("users")["authorization"] == "Bearer t"
    assert "Set-Cookie" not in answer.headers


# -- streams -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/api/v1/thinker/drafts/7/stream", "thinker"),
        ("/drafts/7/stream", "portal"),
        ("/trends/7/progress", "portal"),
    ],
)
def test_an_event_is_passed_on_while_the_stream_is_still_open(edge: Edge, path: str, name: str) -> None:
    upstream = edge.upstreams[name]
    upstream.release.clear()
    headers = {"Last-Event-ID": "41", "Accept-Encoding": "gzip"}
    with edge.http.stream("GET", path, headers=headers) as answer:
        lines = answer.iter_lines()
        assert next(lines) == "id: 1"
        assert not upstream.release.is_set()
        assert "Content-Encoding" not in answer.headers
        upstream.release.set()
        assert "event: done" in list(lines)
    assert edge.seen(name)["last-event-id"] == "41"


def test_the_template_names_only_what_both_stacks_set() -> None:
    text = (ROOT / "nginx" / "templates" / "default.conf.template").read_text()
    names = {f"{n}_UPSTREAM" for n in ("PORTAL", "USERS", "TRENDS", "THINKER", "TWEETER", "NOTIFY", "FLOWER")}
    assert set(re.findall(r"\$\{([A-Z_]+)\}", text)) == names | {"NGINX_LISTEN", "STATIC_ROOT", "FLOWER_AUTH"}


def test_health_is_answered_by_nginx_itself(edge: Edge) -> None:
    before = len(edge.upstreams["portal"].seen)
    assert httpx.get(f"{edge.url}/healthz").text == "ok\n"
    assert len(edge.upstreams["portal"].seen) == before
