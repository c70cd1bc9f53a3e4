"""Any endpoint that speaks OpenAI's chat completions: vLLM, llama.cpp, LM Studio, a vendor.

Plain httpx rather than the vendor's package: it is here already, and what is used of the protocol is one
POST and one GET. Parameters that an endpoint says it doesn't take are left out from then on.
"""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Generator, Iterator
from typing import Any

import httpx

from thinker_svc.engines.address import address
from thinker_svc.engines.base import (
    Cancelled,
    Chunk,
    EngineBusy,
    EngineError,
    EngineRefused,
    EngineTimeout,
    EngineUnavailable,
    KeyRefused,
    ModelInfo,
    ModelMissing,
    PullsUnsupported,
    Request,
)
from thinker_svc.engines.watch import LISTING, Limits, Watch, Wire, asked_to_wait, failed, silent, trust

SAME_NAME = ("temperature", "top_p", "seed", "stop", "presence_penalty", "frequency_penalty")
"""Options that the two protocols call the same. Ollama's further ones are unknown here."""
FEWER = 7  # parameters an endpoint may refuse before we believe that it refuses us
DATA = "data:"


class OpenAIEngine:
    """`base_url` ends before `/chat/completions`, as in http://127.0.0.1:8000/v1."""

    kind = "openai"
    fetches = False
    keep_alive = None

    def __init__(self, base_url: str, key: str = "", limits: Limits | None = None) -> None:
        self._address = address(base_url)
        self.host = self._address.shown
        self.limits = limits or Limits()
        self._headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._refused: dict[str, set[str]] = {}
        self._lock = threading.Lock()

    @contextlib.contextmanager
    def stream(self, request: Request) -> Iterator[OpenAIStream]:
        wire = Wire()
        timeout = httpx.Timeout(self.limits.total, connect=self.limits.connect)
        with self._client(timeout, wire) as client:
            stream = OpenAIStream(self, client, Watch(wire, self.limits, request.seconds), request)
            try:
                yield stream
            finally:
                stream.close()

    def models(self) -> list[ModelInfo]:
        timeout = httpx.Timeout(LISTING, connect=self.limits.connect)
        with self._client(timeout, Wire()) as client, self.speaking(writing=False):
            answer = client.get("/models")
            if answer.status_code >= 400:
                raise self.refusal(answer, None)
            return [ModelInfo(name=str(model["id"]), digest="") for model in answer.json()["data"]]

    def pull(self, model: str) -> contextlib.AbstractContextManager[Any]:
        raise PullsUnsupported(
            f"{self.host} decides for itself which models it has: add “{model}” there. "
            "Only Ollama can be told to fetch one."
        )

    def body(self, request: Request) -> dict[str, Any]:
        """The request in this protocol, without what the endpoint refused for this model before."""
        body: dict[str, Any] = {
            "model": request.model,
            "messages": list(request.messages),
            "stream": True,
            "stream_options": {"include_usage": True},
            **{name: request.options[name] for name in SAME_NAME if name in request.options},
        }
        if "num_predict" in request.options:
            body["max_tokens"] = request.options["num_predict"]
        if request.format is not None:
            schema = request.format | {"additionalProperties": False}
            named = {"name": "answer", "schema": schema, "strict": True}
            body["response_format"] = {"type": "json_schema", "json_schema": named}
        for name in self._refused.get(request.model, ()):
            _leave_out(body, name)
        return body

    def learn(self, request: Request, answer: httpx.Response) -> bool:
        """Whether the refusal named a parameter that can be left out; then it is, from now on."""
        name = _refused_parameter(answer) if answer.status_code in (400, 422) else None
        if name is None or name not in self.body(request):
            return False
        with self._lock:
            known = self._refused.setdefault(request.model, set())
            # The stricter shape goes first, then any: answers are validated here as well.
            known.add("json_schema" if name == "response_format" and "json_schema" not in known else name)
        return True

    @contextlib.contextmanager
    def speaking(self, *, writing: bool = True) -> Iterator[None]:
        """Whatever the connection or the answer raises, as one of ours with the remedy in words."""
        try:
            yield
        except httpx.ConnectTimeout as error:
            raise self.unreachable() from error
        except httpx.TimeoutException as error:
            if not writing:
                raise silent(self.host) from error
            raise EngineTimeout(
                f"{self.host} did not answer in time. Try again, or use a smaller model."
            ) from error
        except httpx.TransportError as error:
            raise self.unreachable() from error
        except (ValueError, TypeError, KeyError, IndexError, AttributeError, httpx.HTTPError) as error:
            raise EngineRefused(
                f"{self.host} answered with something that is not OpenAI's protocol. "
                "Check OPENAI_BASE_URL; it usually ends in /v1."
            ) from error

    def unreachable(self) -> EngineUnavailable:
        return EngineUnavailable(
            f"Nothing answers at {self.host}, or it broke off. Start it, or point OPENAI_BASE_URL to where "
            "it runs, then try again."
        )

    def refusal(self, answer: httpx.Response, model: str | None) -> EngineError:
        """An answer of 400 or above."""
        said, code = _said(answer)
        if answer.status_code in (401, 403):
            return KeyRefused(
                f"{self.host} refused our key ({answer.status_code}). "
                "Set OPENAI_API_KEY to one that may use it."
            )
        if model and (code == "model_not_found" or (answer.status_code == 404 and "model" in said.lower())):
            return ModelMissing(
                f"{self.host} does not have the model “{model}”. Choose one that it has, under Models."
            )
        if answer.status_code == 429 and code != "insufficient_quota":
            wait = asked_to_wait(answer.headers)
            return EngineBusy(f"{self.host} is asked too often (429). Try again in a while.", wait)
        if answer.status_code >= 500:
            return failed(self.host, answer.status_code, said)
        return EngineRefused(f"{self.host} refused the request ({answer.status_code}): {said}. See its log.")

    def broken(self, error: Any) -> EngineError:
        """An error in the middle of an answer."""
        said = _message(error)[:200]
        code = error.get("code") if isinstance(error, dict) else None
        if isinstance(code, int) and 400 <= code < 500:
            return EngineRefused(f"{self.host} refused the request ({code}): {said}. See its log.")
        return failed(self.host, 0, said)

    @contextlib.contextmanager
    def _client(self, timeout: httpx.Timeout, wire: Wire) -> Iterator[httpx.Client]:
        hooks = {"request": [wire.watch]}
        with httpx.Client(
            base_url=self._address.url,
            auth=self._address.auth,
            timeout=timeout,
            headers=self._headers,
            event_hooks=hooks,
            verify=trust(),
        ) as client:
            yield client


class OpenAIStream:
    """One answer, as server-sent events."""

    def __init__(self, engine: OpenAIEngine, client: httpx.Client, watch: Watch, request: Request) -> None:
        self._engine = engine
        self._client = client
        self._watch = watch
        self._request = request

    def __iter__(self) -> Iterator[Chunk]:
        with self._watch.running(), self._engine.speaking():
            for _ in range(FEWER):
                again = yield from self._ask()
                if not again:
                    return
            raise EngineRefused(f"{self._engine.host} refuses every way of asking. See its log.")

    def cancel(self) -> None:
        self._watch.abort(Cancelled("The generation was stopped."))

    def close(self) -> None:
        self._watch.end()

    def _ask(self) -> Generator[Chunk, None, bool]:
        """Yields the answer; returns whether to ask again, with less."""
        body = self._engine.body(self._request)
        with self._client.stream("POST", "/chat/completions", json=body) as answer:
            if answer.status_code >= 400:
                answer.read()
                if self._engine.learn(self._request, answer):
                    return True
                raise self._engine.refusal(answer, self._request.model)
            yield from self._read(answer)
        return False

    def _read(self, answer: httpx.Response) -> Iterator[Chunk]:
        usage: dict[str, Any] = {}
        build: str | None = None
        finished = full = False
        for line in answer.iter_lines():
            data = line.removeprefix(DATA).strip()
            if not line.startswith(DATA) or not data:
                continue
            self._watch.alive()
            if data == "[DONE]":
                finished = True
                break
            part = json.loads(data)
            if "error" in part:
                raise self._engine.broken(part["error"])
            usage = part.get("usage") or usage
            build = part.get("system_fingerprint") or build
            for choice in part["choices"][:1]:
                finished = finished or bool(choice.get("finish_reason"))
                full = full or choice.get("finish_reason") == "length"
                delta = choice.get("delta") or {}
                thinking = delta.get("reasoning_content") or delta.get("reasoning") or ""
                if delta.get("content") or thinking:
                    yield Chunk(delta.get("content") or "", thinking=thinking)
        if not finished:
            raise EngineUnavailable(
                f"{self._engine.host} broke off in the middle of its answer. It may have been restarted: "
                "try again."
            )
        yield Chunk(
            "", True, usage.get("prompt_tokens"), usage.get("completion_tokens"), build=build, full=full
        )


def _leave_out(body: dict[str, Any], name: str) -> None:
    """Do without a parameter, or with the form of it that other endpoints take."""
    if name == "json_schema" and "response_format" in body:
        body["response_format"] = {"type": "json_object"}
    elif name == "max_tokens" and "max_tokens" in body:
        body["max_completion_tokens"] = body.pop("max_tokens")
    else:
        body.pop(name, None)


def _refused_parameter(answer: httpx.Response) -> str | None:
    """The parameter that the endpoint names in its refusal, if it names one."""
    error = _error(answer)
    named = str(error.get("param") or "") if isinstance(error, dict) else ""
    text = named or _message(error)
    known = (*SAME_NAME, "max_tokens", "max_completion_tokens", "response_format", "stream_options")
    if "json_schema" in text:
        return "response_format"
    return next((name for name in known if name in text), None)


def _said(answer: httpx.Response) -> tuple[str, str]:
    """(message, code) of a refusal."""
    error = _error(answer)
    return _message(error)[:200], str(error.get("code") or "") if isinstance(error, dict) else ""


def _error(answer: httpx.Response) -> Any:
    try:
        body = answer.json()
    except ValueError:
        return answer.text
    return body.get("error", body.get("detail", body)) if isinstance(body, dict) else body


def _message(error: Any) -> str:
    return str(error.get("message") or error) if isinstance(error, dict) else str(error)
