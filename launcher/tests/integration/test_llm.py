"""Ollama's API over llama.cpp with the packaged model, asked by Ollama's official client."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import ollama
import pytest

ROOT = Path(__file__).resolve().parents[3]
MODEL = "smollm2:135m"
STORY = [{"role": "user", "content": "Write a very long story about the sea."}]


class Server:
    def __init__(self, process: subprocess.Popen[bytes], url: str) -> None:
        self.process, self.url = process, url
        self.client = ollama.Client(host=url)

    def cpu_seconds(self) -> float:
        import psutil

        times = psutil.Process(self.process.pid).cpu_times()
        return float(times.user + times.system)

    def becomes_idle(self, seconds: float) -> bool:
        """Whether it stops computing within that time."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            before = self.cpu_seconds()
            time.sleep(0.3)
            if self.cpu_seconds() - before < 0.1:
                return True
        return False


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "launcher.llm", "--port", str(port)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + 60
    while True:
        try:
            httpx.get(f"{url}/healthz", timeout=2).raise_for_status()
            break
        except httpx.HTTPError:
            assert time.monotonic() < deadline, "the model server did not start"
            assert process.poll() is None, "the model server ended"
            time.sleep(0.1)
    yield Server(process, url)
    process.terminate()
    process.wait(10)


def test_the_client_finds_the_model(server: Server) -> None:
    assert [model.model for model in server.client.list().models] == [MODEL]
    assert [model.name for model in server.client.ps().models] == [MODEL]
    assert server.client.show(MODEL).capabilities == ["completion"]


def test_a_streamed_answer_comes_in_pieces_and_ends_with_counts(server: Server) -> None:
    options = {"seed": 7, "num_predict": 30}
    parts = list(server.client.chat(MODEL, STORY, stream=True, options=options))
    assert len(parts) > 5
    assert not any(part.done for part in parts[:-1])
    assert parts[-1].done
    assert parts[-1].done_reason == "length"
    assert parts[-1].eval_count == 30


def test_the_same_seed_gives_the_same_text_streamed_or_not(server: Server) -> None:
    options = {"seed": 7, "num_predict": 20, "temperature": 0.0}
    whole = server.client.chat(MODEL, STORY, options=options).message.content
    pieces = server.client.chat(MODEL, STORY, stream=True, options=options)
    assert "".join(part.message.content or "" for part in pieces) == whole


def test_a_json_schema_is_kept_to(server: Server) -> None:
    schema = {
        "type": "object",
        "properties": {"fruit": {"type": "string", "maxLength": 12}, "red": {"type": "boolean"}},
        "required": ["fruit", "red"],
    }
    answer = server.client.chat(MODEL, [{"role": "user", "content": "A red fruit"}], format=schema)
    data = json.loads(answer.message.content or "")
    assert isinstance(data["fruit"], str)
    assert isinstance(data["red"], bool)


def test_generate_answers_with_and_without_the_chat_template(server: Server) -> None:
    options = {"num_predict": 5, "seed": 1}
    assert server.client.generate(MODEL, "Say hello", system="Be brief", options=options).response
    assert server.client.generate(MODEL, "Once upon a", raw=True, options=options).response


def test_a_stop_word_ends_the_answer(server: Server) -> None:
    options = {"num_predict": 60, "seed": 3, "stop": ["."]}
    answer = server.client.chat(MODEL, STORY, options=options)
    assert "." not in (answer.message.content or "")
    assert answer.done_reason == "stop"


def test_an_unknown_model_is_named(server: Server) -> None:
    with pytest.raises(ollama.ResponseError, match="model 'llama9:1t' not found") as told:
        server.client.chat("llama9:1t", STORY)
    assert told.value.status_code == 404
    with pytest.raises(ollama.ResponseError):
        server.client.pull("llama9:1t")


def test_pulling_the_model_that_is_here_succeeds(server: Server) -> None:
    assert server.client.pull(MODEL).status == "success"


def test_a_pull_says_how_far_it_is_as_ollama_does(server: Server) -> None:
    lines = list(server.client.pull(MODEL, stream=True))
    said = [line.status or "" for line in lines]
    assert said[0] == "pulling manifest"
    assert said[-3:] == ["verifying sha256 digest", "writing manifest", "success"]
    parts = [line for line in lines if line.digest]
    assert all(line.digest == parts[0].digest and line.total == parts[-1].completed for line in parts)
    assert [line.completed or 0 for line in parts] == sorted(line.completed or 0 for line in parts)


def test_a_pull_of_what_nobody_has_fails_within_the_stream(server: Server) -> None:
    with pytest.raises(ollama.ResponseError, match="file does not exist"):
        list(server.client.pull("llama9:1t", stream=True))


def test_openais_protocol_is_served_beside_ollamas(server: Server) -> None:
    models = httpx.get(f"{server.url}/v1/models").json()["data"]
    assert [model["id"] for model in models] == [MODEL]
    body = {"model": MODEL, "messages": STORY, "max_tokens": 5, "stream": False}
    answer = httpx.post(f"{server.url}/v1/chat/completions", json=body, timeout=20).json()
    assert answer["choices"][0]["message"]["content"]
    assert answer["usage"]["completion_tokens"] == 5
    missing = httpx.post(f"{server.url}/v1/chat/completions", json=body | {"model": "gpt-9"})
    assert (missing.status_code, missing.json()["error"]["code"]) == (404, "model_not_found")


def test_hanging_up_on_openais_protocol_stops_the_model(server: Server) -> None:
    body = {"model": MODEL, "messages": STORY, "stream": True, "max_tokens": 3500}
    with httpx.stream("POST", f"{server.url}/v1/chat/completions", json=body, timeout=20) as answer:
        next(answer.iter_lines())
    assert server.becomes_idle(5)


def test_a_prompt_that_is_too_long_is_an_error_and_not_half_an_answer(server: Server) -> None:
    long = [{"role": "user", "content": "word " * 6000}]
    with pytest.raises(ollama.ResponseError, match="context size") as told:
        server.client.chat(MODEL, long)
    assert told.value.status_code == 400


@pytest.mark.parametrize(
    "body",
    [
        "not json",
        json.dumps({"model": MODEL, "messages": ["no role"]}),
        json.dumps({"model": MODEL, "messages": STORY, "format": 7}),
        json.dumps({"model": MODEL, "messages": STORY, "options": {"temperature": "hot"}}),
        json.dumps({"messages": STORY}),
    ],
)
def test_a_request_that_makes_no_sense_is_a_400_with_a_reason(server: Server, body: str) -> None:
    answer = httpx.post(f"{server.url}/api/chat", content=body)
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_closing_the_stream_stops_the_model(server: Server) -> None:
    stream = server.client.chat(MODEL, STORY, stream=True, options={"num_predict": 3500})
    next(iter(stream))
    stream.close()  # type: ignore[attr-defined]  # a generator
    assert server.becomes_idle(5)


def test_giving_up_on_an_unstreamed_answer_stops_the_model(server: Server) -> None:
    body = {"model": MODEL, "messages": STORY, "stream": False, "options": {"num_predict": 3500}}
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(f"{server.url}/api/chat", json=body, timeout=0.5)
    assert server.becomes_idle(5)
