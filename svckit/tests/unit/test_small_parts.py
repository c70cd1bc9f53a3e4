"""Signing, ids, request context and log lines."""

import json
import subprocess
import sys
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svckit import context
from svckit.ids import uuid7
from svckit.logging import mask_secrets
from svckit.problems import TooManyRequests, Unprocessable
from svckit.signing import is_code, make_code, make_token, read_token
from svckit.testing.servers import ROOT

KEY = "k" * 32


def test_a_link_token_gives_its_id_back_to_whoever_has_key_and_purpose() -> None:
    token_id = uuid4()
    token = make_token(KEY, "verify-email", token_id)
    assert read_token(KEY, "verify-email", token) == token_id
    assert read_token("x" * 32, "verify-email", token) is None
    assert read_token(KEY, "password-reset", token) is None


def test_two_services_derive_the_same_token() -> None:
    token_id = UUID("01900000-0000-7000-8000-000000000001")
    assert make_token(KEY, "verify-email", token_id) == make_token(KEY, "verify-email", token_id)


@given(st.text(max_size=120))
def test_nothing_else_is_taken_for_a_token_and_nothing_raises(text: str) -> None:
    assert read_token(KEY, "verify-email", text) is None


def test_a_short_key_is_refused_rather_than_used() -> None:
    with pytest.raises(ValueError, match="too short"):
        make_token("short", "verify-email", uuid4())


def test_a_code_is_six_digits_that_another_purpose_or_key_does_not_give() -> None:
    ids = [uuid4() for _ in range(200)]
    codes = [make_code(KEY, "guest-code", one) for one in ids]
    assert all(len(code) == 6 and code.isdecimal() for code in codes)
    # Spread over the range: some begin with a zero, and hardly any two are alike.
    assert any(code.startswith("0") for code in codes)
    assert len(set(codes)) > 190
    assert codes != [make_code(KEY, "other", one) for one in ids]
    assert codes != [make_code("l" * 40, "guest-code", one) for one in ids]


def test_only_the_right_digits_pass() -> None:
    one = uuid4()
    code = make_code(KEY, "guest-code", one)
    assert is_code(KEY, "guest-code", one, code)
    for wrong in ("", code[:-1], code + "0", f"{(int(code) + 1) % 10**6:06}", "１２３４５６", "drop table"):
        assert not is_code(KEY, "guest-code", one, wrong)


def test_ids_sort_by_the_moment_they_were_made() -> None:
    made = [uuid7() for _ in range(2000)]
    assert made == sorted(made)
    assert len(set(made)) == 2000
    assert {id_.version for id_ in made} == {7}


def test_a_sane_request_id_is_kept_and_another_replaced() -> None:
    for name in ("X-Request-ID", "X-Request-Id", "x-request-id"):
        assert context.adopt({name: "abc-12345"})[0] == "abc-12345"
    for bad in ("short", "x" * 65, "with space 123", "line\nbreak123", "trailing-1\n", "<script>alert"):
        assert context.adopt({"X-Request-ID": bad})[0] != bad


def test_a_trace_goes_on_with_a_new_span_and_nonsense_starts_a_new_one() -> None:
    trace = f"00-{'a' * 32}-{'b' * 16}-01"
    _, child = context.adopt({"traceparent": trace})
    assert child.split("-")[1] == "a" * 32
    assert child.split("-")[2] != "b" * 16
    _, fresh = context.adopt({"traceparent": "nonsense"})
    assert fresh.split("-")[1] != "a" * 32


def test_what_leaves_inside_a_bound_block_carries_its_ids() -> None:
    with context.bound("request-1", f"00-{'a' * 32}-{'b' * 16}-01"):
        assert context.outgoing()["X-Request-ID"] == "request-1"
    assert context.request_id() == ""


@pytest.mark.parametrize("name", ["password", "access_token", "Authorization", "api_key", "USERS_SECRET_KEY"])
def test_a_value_under_a_secret_name_is_never_logged(name: str) -> None:
    assert mask_secrets(None, "info", {name: "hunter2"})[name] == "***"


def test_a_password_inside_a_url_is_never_logged() -> None:
    masked = mask_secrets(None, "info", {"url": "amqp://user:hunter2@rabbit:5672//"})["url"]
    assert masked == "amqp://user:***@rabbit:5672//"


def test_a_log_line_is_json_with_service_process_request_id_and_error() -> None:
    script = (
        "import logging as std\n"
        "from svckit import context, logging\n"
        "logging.configure('demo', 'demo-serv', 'INFO')\n"
        "with context.bound('request-1', 'trace-1'):\n"
        "    logging.get('a.b').info('thing.done', n=1, password='hunter2')\n"
        "    std.getLogger('other').warning('hello %s', 'you', extra={'token': 'hunter2'})\n"
        "    logging.get('a.b').debug('unseen')\n"
        "    try:\n        1 / 0\n    except ZeroDivisionError:\n        logging.get('a').exception('bad')\n"
    )
    ran = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    ours, others, failed = [json.loads(line) for line in ran.stdout.splitlines()]
    assert (ours["event"], ours["service"], ours["process"], ours["request_id"], ours["n"]) == (
        "thing.done", "demo", "demo-serv", "request-1", 1,
    )  # fmt: skip
    assert (others["event"], others["level"], others["service"]) == ("hello you", "warning", "demo")
    assert "ZeroDivisionError" in failed["exception"]
    assert "hunter2" not in ran.stdout


def test_a_problem_is_a_document_with_a_stable_type() -> None:
    problem = Unprocessable("weak-password", "Use more.", errors=[{"field": "password", "message": "x"}])
    assert problem.document() == {
        "type": "urn:problem:weak-password",
        "title": "Some fields need another look",
        "status": 422,
        "detail": "Use more.",
        "errors": [{"field": "password", "message": "x"}],
    }
    assert TooManyRequests("slow-down", "Wait.", retry_after=9, limit=3).document()["retry_after"] == 9
