"""A model server behind a password: it gets it, and nobody reads it."""

from __future__ import annotations

import base64
import contextlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from thinker_svc.engines.base import Engine, EngineError, Request
from thinker_svc.engines.ollama import OllamaEngine
from thinker_svc.engines.openai import OpenAIEngine
from thinker_svc.engines.watch import Limits
from thinker_svc.tests import openai_server
from thinker_svc.tests.ollama_server import Behaviour
from thinker_svc.tests.openai_server import Endpoint
from thinker_svc.tests.team import Team

SECRET = "s3cr%2Ft"
NOWHERE = f"http://tom:{SECRET}@127.0.0.1:9"


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    with openai_server.serve(Endpoint()) as served:
        yield served


def guarded(url: str, secret: str = SECRET) -> str:
    return url.replace("://", f"://tom:{secret}@")


def messages(engine: Engine, model: str) -> Iterator[str]:
    """What it says of asking, listing and fetching, where that fails."""

    def fetch() -> None:
        with engine.pull("lama3") as steps:
            list(steps)

    def ask() -> None:
        with engine.stream(Request(model, [{"role": "user", "content": "Hello"}], None, {})) as stream:
            list(stream)

    for attempt in (ask, engine.models, fetch):
        with contextlib.suppress(EngineError):
            try:
                attempt()
            except EngineError as error:
                yield str(error)
                raise


BAD: list[dict[str, Any]] = [
    {"status": 400},
    {"status": 429},
    {"status": 500},
    {"status": 503, "error": "server busy"},
    {"garbage": True},
    {"break_after": 4},
    {"error_within": "CUDA error"},
    {"model": "another:1b"},
    {"before_first": 1.0},
    {"before_models": 1.0},
    {"pull_error": "no space left on device"},
    {"pull_breaks": 1},
]


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("secret", [SECRET, "s3cr/t", "s3cr@t"])
def test_no_message_about_ollama_holds_the_password(
    ollama: Behaviour, bad: dict[str, Any], secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("thinker_svc.engines.ollama.LISTING", 0.3)
    for name, value in bad.items():
        setattr(ollama, name, value)
    engine = OllamaEngine(guarded(ollama.url, secret), Limits(first_token=0.5, total=1.0))
    said = list(messages(engine, "smollm2:135m"))
    assert said
    assert not [one for one in said if "s3cr" in one or "tom" in one]


@pytest.mark.parametrize(
    "refusal", [None, (400, {}), (404, {"code": "model_not_found"}), (429, {}), (500, {})]
)
def test_no_message_about_an_openai_endpoint_holds_the_password(
    endpoint: Endpoint, refusal: tuple[int, dict[str, Any]] | None
) -> None:
    endpoint.refusal = refusal
    said = list(messages(OpenAIEngine(guarded(endpoint.url)), openai_server.MODEL))
    assert len(said) == 3
    assert all("127.0.0.1" in one and "s3cr" not in one and "tom" not in one for one in said)


def test_a_server_that_is_away_is_named_without_the_password_and_the_record_holds_none(
    team_with: Callable[..., Team],
) -> None:
    for engine in (OllamaEngine(NOWHERE), OpenAIEngine(f"{NOWHERE}/v1")):
        said = list(messages(engine, "m"))
        assert "Nothing answers at http://127.0.0.1:9" in said[0]
        assert "s3cr" not in "".join(said)
    team = team_with(OLLAMA_HOST=NOWHERE)
    draft = team.written()
    assert "http://127.0.0.1:9" in draft["generation"]["error"]["detail"]
    told = str((draft, team.told("thinker.draft.failed"), team.viewer.get("/models").json))
    assert "s3cr" not in told


def test_the_password_reaches_the_server(ollama: Behaviour) -> None:
    engine = OllamaEngine(guarded(ollama.url))
    assert list(messages(engine, "smollm2:135m")) == []
    assert ollama.authorization == f"Basic {base64.b64encode(b'tom:s3cr/t').decode()}"
    assert SECRET not in repr(vars(engine))
