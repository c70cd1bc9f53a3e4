"""OpenAI's protocol against a server that keeps it, and that refuses, thinks aloud and breaks off."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from svckit.testing.servers import free_port, wait_until
from thinker_svc.engines.base import (
    Cancelled,
    EngineBusy,
    EngineError,
    EngineFailed,
    EngineRefused,
    EngineTimeout,
    EngineUnavailable,
    KeyRefused,
    ModelMissing,
    PullsUnsupported,
    Request,
)
from thinker_svc.engines.openai import OpenAIEngine
from thinker_svc.engines.watch import Limits
from thinker_svc.tests.openai_server import KEY, MODEL, Endpoint, serve
from thinker_svc.tests.processes import answers, running

HOOK = {"type": "string", "maxLength": 12}
SCHEMA = {"type": "object", "properties": {"hook": HOOK}, "required": ["hook"]}


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    with serve(Endpoint(answer='{"hook": "Loaf."}')) as running:
        yield running


def engine(endpoint: Endpoint, key: str = KEY, limits: Limits | None = None) -> OpenAIEngine:
    return OpenAIEngine(endpoint.url, key, limits)


def _request(model: str = MODEL) -> Request:
    options = {"seed": 7, "num_predict": 40, "temperature": 0.6, "top_k": 40, "repeat_penalty": 1.05}
    return Request(model, [{"role": "user", "content": "Hello"}], SCHEMA, options)


def _read(asked: OpenAIEngine, model: str = MODEL) -> str:
    with asked.stream(_request(model)) as stream:
        return "".join(chunk.text for chunk in stream)


def test_the_answer_comes_in_pieces_with_its_tokens_and_the_servers_build(endpoint: Endpoint) -> None:
    with engine(endpoint).stream(_request()) as stream:
        chunks = list(stream)
    assert "".join(chunk.text for chunk in chunks) == endpoint.answer
    last = chunks[-1]
    assert (last.done, last.prompt_tokens, last.answer_tokens) == (True, 210, 33)
    assert last.build == "fp_44709d6fcb"


def test_the_schema_and_the_options_both_protocols_know_are_sent_and_no_others(endpoint: Endpoint) -> None:
    _read(engine(endpoint))
    [asked] = endpoint.requests
    assert asked["response_format"]["json_schema"]["schema"] == SCHEMA | {"additionalProperties": False}
    assert asked["response_format"]["json_schema"]["strict"] is True
    assert (asked["seed"], asked["temperature"], asked["max_tokens"]) == (7, 0.6, 40)
    assert not {"top_k", "repeat_penalty", "num_predict"} & set(asked)


def test_reasoning_is_kept_apart_from_the_answer(endpoint: Endpoint) -> None:
    endpoint.reasoning = "They want a hook. A short one."
    with engine(endpoint).stream(_request()) as stream:
        chunks = list(stream)
    assert "".join(chunk.thinking for chunk in chunks) == endpoint.reasoning
    assert "".join(chunk.text for chunk in chunks) == endpoint.answer


def test_an_answer_that_the_limit_of_tokens_ended_says_so(endpoint: Endpoint) -> None:
    for finish, full in (("stop", False), ("length", True)):
        endpoint.finish = finish
        with engine(endpoint).stream(_request()) as stream:
            assert [chunk.full for chunk in stream if chunk.done] == [full]


def test_what_an_endpoint_does_not_take_is_left_out_from_then_on(endpoint: Endpoint) -> None:
    endpoint.refuses = {"max_tokens", "json_schema", "temperature"}
    asked = engine(endpoint)
    assert _read(asked) == endpoint.answer
    taken = endpoint.requests[-1]
    assert taken["max_completion_tokens"] == 40
    assert taken["response_format"] == {"type": "json_object"}
    assert "temperature" not in taken
    before = len(endpoint.requests)
    assert _read(asked) == endpoint.answer
    assert len(endpoint.requests) == before + 1


def test_an_endpoint_that_refuses_everything_is_believed(endpoint: Endpoint) -> None:
    endpoint.refusal = (400, {"message": "Your prompt is not wanted here.", "code": None, "param": None})
    with pytest.raises(EngineRefused, match="not wanted here"):
        _read(engine(endpoint))
    assert len(endpoint.requests) == 1


def test_models_are_listed_without_a_digest(endpoint: Endpoint) -> None:
    [model] = engine(endpoint).models()
    assert (model.name, model.digest, model.size) == (MODEL, "", None)


def test_a_model_that_is_not_there_is_named(endpoint: Endpoint) -> None:
    with pytest.raises(ModelMissing, match="gpt-9"):
        _read(engine(endpoint), "gpt-9")


def test_a_refused_key_names_the_setting_and_never_the_key(endpoint: Endpoint) -> None:
    with pytest.raises(KeyRefused, match="OPENAI_API_KEY") as refused:
        _read(engine(endpoint, key="sk-secret-one"))
    assert "sk-secret" not in str(refused.value)
    assert not refused.value.transient


def test_too_many_requests_are_transient_with_the_servers_own_time(endpoint: Endpoint) -> None:
    endpoint.busy = 1
    with pytest.raises(EngineBusy) as busy:
        _read(engine(endpoint))
    assert busy.value.transient
    assert busy.value.retry_after == pytest.approx(0.05)


def test_a_spent_quota_is_not_asked_again(endpoint: Endpoint) -> None:
    endpoint.refusal = (429, {"message": "You exceeded your current quota", "code": "insufficient_quota"})
    with pytest.raises(EngineRefused, match="quota") as spent:
        _read(engine(endpoint))
    assert not spent.value.transient


def test_a_server_in_trouble_is_transient(endpoint: Endpoint) -> None:
    endpoint.refusal = (503, {"message": "overloaded"})
    with pytest.raises(EngineFailed, match=r"\(503\): overloaded") as trouble:
        _read(engine(endpoint))
    assert trouble.value.transient
    assert "Nothing answers" not in str(trouble.value)
    with pytest.raises(EngineUnavailable, match="OPENAI_BASE_URL"):
        _read(OpenAIEngine("http://127.0.0.1:9/v1"))


@pytest.mark.parametrize(("code", "kind"), [(500, EngineFailed), (None, EngineFailed), (400, EngineRefused)])
def test_an_error_within_the_answer_is_quoted_and_transient_unless_it_is_our_fault(
    endpoint: Endpoint, code: int | None, kind: type[EngineError]
) -> None:
    endpoint.error_within = {"message": "CUDA out of memory", "code": code}
    with pytest.raises(kind, match="CUDA out of memory") as trouble:
        _read(engine(endpoint))
    assert trouble.value.transient is (kind is EngineFailed)


def test_an_answer_that_breaks_off_is_not_taken_for_whole(endpoint: Endpoint) -> None:
    endpoint.breaks = 1
    with pytest.raises(EngineUnavailable, match="broke off"):
        _read(engine(endpoint))


def test_a_model_that_thinks_too_long_is_stopped(endpoint: Endpoint) -> None:
    endpoint.reasoning, endpoint.piece, endpoint.between = "hmm " * 200, 1, 0.05
    with pytest.raises(EngineTimeout, match="not finished its answer"):
        _read(engine(endpoint, limits=Limits(first_token=0.4, total=0.5)))
    assert endpoint.hung_up.wait(5)


def test_a_cancel_from_another_thread_hangs_up(endpoint: Endpoint) -> None:
    endpoint.piece, endpoint.between = 1, 0.2
    caught: list[EngineError] = []
    with engine(endpoint).stream(_request()) as stream:

        def read() -> None:
            try:
                list(stream)
            except EngineError as error:
                caught.append(error)

        reader = threading.Thread(target=read)
        reader.start()
        wait_until(lambda: endpoint.requests)
        stream.cancel()
        reader.join(3)
        assert not reader.is_alive()
    assert isinstance(caught[0], Cancelled)
    assert endpoint.hung_up.wait(5)


def test_models_can_not_be_fetched(endpoint: Endpoint) -> None:
    with pytest.raises(PullsUnsupported, match=r"add “llama3\.2:3b” there"):
        engine(endpoint).pull("llama3.2:3b")


def test_a_real_model_behind_the_protocol_keeps_to_the_schema(tmp_path: Path) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with running({}, tmp_path, llm=["launcher.llm", "--port", str(port)]):
        wait_until(lambda: answers(f"{url}/v1/models"), seconds=60, what="the model server")
        there = OpenAIEngine(f"{url}/v1")
        [model] = there.models()
        request = Request(
            model.name, [{"role": "user", "content": "A hook"}], SCHEMA, {"num_predict": 150, "seed": 7}
        )
        with there.stream(request) as stream:
            chunks = list(stream)
    assert isinstance(json.loads("".join(chunk.text for chunk in chunks))["hook"], str)
    assert chunks[-1].answer_tokens
