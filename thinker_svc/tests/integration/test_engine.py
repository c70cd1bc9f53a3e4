"""The official client against a server that keeps Ollama's protocol and breaks its promises."""

from __future__ import annotations

import threading
import time

import pytest

from svckit.testing.servers import wait_until
from thinker_svc.engines.base import (
    Cancelled,
    EngineBusy,
    EngineError,
    EngineFailed,
    EngineRefused,
    EngineTimeout,
    EngineUnavailable,
    ModelMissing,
    Request,
)
from thinker_svc.engines.ollama import OllamaEngine
from thinker_svc.engines.watch import Limits
from thinker_svc.tests.ollama_server import DIGEST, Behaviour


def _request(model: str = "smollm2:135m") -> Request:
    return Request(
        model, [{"role": "user", "content": "Hello"}], {"type": "object"}, {"seed": 7, "num_predict": 40}
    )


def _read(engine: OllamaEngine, model: str = "smollm2:135m") -> str:
    with engine.stream(_request(model)) as stream:
        return "".join(chunk.text for chunk in stream)


def test_the_answer_comes_in_pieces_and_the_request_carries_schema_options_and_seed(
    ollama: Behaviour,
) -> None:
    with OllamaEngine(ollama.url).stream(_request()) as stream:
        chunks = list(stream)
    assert "".join(chunk.text for chunk in chunks) == ollama.answer
    assert len(chunks) > 3
    assert (chunks[-1].done, chunks[-1].prompt_tokens, chunks[-1].answer_tokens) == (True, 200, 15)
    [asked] = ollama.requests
    assert asked["format"] == {"type": "object"}
    assert asked["options"] == {"seed": 7, "num_predict": 40}
    assert asked["stream"] is True


def test_models_are_named_with_their_digest(ollama: Behaviour) -> None:
    [model] = OllamaEngine(ollama.url).models()
    assert (model.name, model.digest) == ("smollm2:135m", DIGEST)


def test_a_server_that_is_down_is_said_so_at_once() -> None:
    with pytest.raises(EngineUnavailable, match="OLLAMA_HOST"):
        _read(OllamaEngine("http://127.0.0.1:9"))


def test_a_model_that_is_not_there_is_named_with_the_command_that_brings_it(ollama: Behaviour) -> None:
    with pytest.raises(ModelMissing, match="ollama pull llama3"):
        _read(OllamaEngine(ollama.url), "llama3")


def test_a_model_that_does_not_begin_in_time_is_stopped(ollama: Behaviour) -> None:
    ollama.before_first = 5
    engine = OllamaEngine(ollama.url, Limits(first_token=0.3, total=3))
    start = time.monotonic()
    with pytest.raises(EngineTimeout, match=r"not begun its answer after 0\.3 s"):
        _read(engine)
    assert time.monotonic() - start < 3


def test_a_model_that_does_not_end_in_time_is_stopped(ollama: Behaviour) -> None:
    ollama.piece, ollama.between = 1, 0.1
    with pytest.raises(EngineTimeout, match="not finished its answer"):
        _read(OllamaEngine(ollama.url, Limits(first_token=0.5, total=0.6)))
    assert ollama.hung_up.wait(5)


def test_a_cancel_from_another_thread_ends_the_wait_and_hangs_up(ollama: Behaviour) -> None:
    ollama.piece, ollama.between = 1, 0.2
    caught: list[EngineError] = []
    with OllamaEngine(ollama.url).stream(_request()) as stream:

        def read() -> None:
            try:
                list(stream)
            except EngineError as error:
                caught.append(error)

        reader = threading.Thread(target=read)
        reader.start()
        wait_until(lambda: ollama.requests)
        stream.cancel()
        reader.join(3)
        assert not reader.is_alive()
    assert isinstance(caught[0], Cancelled)
    assert ollama.hung_up.wait(5)


def test_leaving_early_hangs_up(ollama: Behaviour) -> None:
    ollama.piece, ollama.between = 1, 0.1
    with OllamaEngine(ollama.url).stream(_request()) as stream:
        next(iter(stream))
    assert ollama.hung_up.wait(5)


def test_an_answer_that_breaks_off_is_not_taken_for_whole(ollama: Behaviour) -> None:
    ollama.break_after = 8
    with pytest.raises(EngineUnavailable):
        _read(OllamaEngine(ollama.url))


@pytest.mark.parametrize(("status", "said"), [(429, "slow down"), (503, "server busy, please try again.")])
def test_a_busy_server_is_asked_again_after_the_time_it_names(
    ollama: Behaviour, status: int, said: str
) -> None:
    ollama.status, ollama.error, ollama.retry_after = status, said, "2"
    with pytest.raises(EngineBusy, match=rf"is busy \({status}\)") as busy:
        _read(OllamaEngine(ollama.url))
    assert (busy.value.transient, busy.value.retry_after) == (True, 2.0)


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_server_in_trouble_is_quoted_and_worth_asking_again(ollama: Behaviour, status: int) -> None:
    ollama.status, ollama.error = status, "llama runner process has terminated"
    with pytest.raises(EngineFailed, match=rf"\({status}\): llama runner process has terminated") as trouble:
        _read(OllamaEngine(ollama.url))
    assert trouble.value.transient
    assert "Nothing answers" not in str(trouble.value)


def test_a_page_of_a_proxy_is_not_quoted(ollama: Behaviour) -> None:
    ollama.status, ollama.error = 502, "<html><h1>Bad Gateway</h1></html>"
    with pytest.raises(EngineFailed, match=r"had an error \(502\)\. Try again"):
        _read(OllamaEngine(ollama.url))


def test_an_error_within_the_answer_is_quoted_and_worth_asking_again(ollama: Behaviour) -> None:
    ollama.error_within = "an error was encountered while running the model: CUDA error"
    with pytest.raises(EngineFailed, match=r"had an error: an error was .* CUDA error\. Try") as trouble:
        _read(OllamaEngine(ollama.url))
    assert trouble.value.transient


def test_a_request_that_is_refused_is_not_made_again(ollama: Behaviour) -> None:
    ollama.status, ollama.error = 400, "invalid format"
    with pytest.raises(EngineRefused, match=r"refused the request \(400\): invalid format") as refused:
        _read(OllamaEngine(ollama.url))
    assert not refused.value.transient


def test_something_that_is_not_ollama_is_said_so(ollama: Behaviour) -> None:
    ollama.garbage = True
    with pytest.raises(EngineRefused, match="not Ollama's protocol"):
        _read(OllamaEngine(ollama.url))


def test_a_server_that_hangs_is_told_from_one_that_is_down(
    ollama: Behaviour, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("thinker_svc.engines.ollama.LISTING", 0.2)
    ollama.before_models = 1.0
    with pytest.raises(EngineUnavailable, match="takes connections but does not answer"):
        OllamaEngine(ollama.url).models()


def test_thinking_comes_apart_from_the_answer(ollama: Behaviour) -> None:
    ollama.thinking = "A question, then."
    with OllamaEngine(ollama.url).stream(_request()) as stream:
        chunks = list(stream)
    assert "".join(chunk.thinking for chunk in chunks) == "A question, then."
    assert "".join(chunk.text for chunk in chunks) == ollama.answer
