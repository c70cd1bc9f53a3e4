"""Ollama's API through its official client: any server that speaks it, wherever OLLAMA_HOST points."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import httpx
import ollama

from thinker_svc.engines.address import address
from thinker_svc.engines.base import (
    Cancelled,
    Chunk,
    EngineBusy,
    EngineError,
    EngineFailed,
    EngineRefused,
    EngineTimeout,
    EngineUnavailable,
    ModelInfo,
    ModelMissing,
    PullStep,
    Request,
)
from thinker_svc.engines.watch import LISTING, Limits, Watch, Wire, asked_to_wait, failed, silent, trust

WITHIN = -1
"""The client's status of an error that came in the middle of a stream."""
PULL_SILENCE = 120.0
"""Longest pause between two lines about a model being fetched: it says something twice a second."""
NO_WAY_OUT = ("dial tcp", "no such host", "lookup ", "i/o timeout", "network is unreachable")
NO_SUCH_MODEL = ("file does not exist", "not found", "manifest unknown")


class OllamaEngine:
    """`keep_alive`: how long the model stays loaded after an answer, as Ollama writes durations."""

    kind = "ollama"
    fetches = True

    def __init__(self, host: str, limits: Limits | None = None, *, keep_alive: str = "10m") -> None:
        self._address = address(host)
        self.host = self._address.shown
        self.limits = limits or Limits()
        self.keep_alive = keep_alive

    @contextlib.contextmanager
    def stream(self, request: Request) -> Iterator[OllamaStream]:
        wire = Wire()
        with self._client(httpx.Timeout(self.limits.total, connect=self.limits.connect), wire) as client:
            stream = OllamaStream(self, client, Watch(wire, self.limits, request.seconds), request)
            try:
                yield stream
            finally:
                stream.close()

    def models(self) -> list[ModelInfo]:
        timeout = httpx.Timeout(LISTING, connect=self.limits.connect)
        with self._client(timeout, Wire()) as client, self.speaking(None):
            listed = client.list().models
        return [
            ModelInfo(
                name=model.model or "",
                digest=model.digest or "",
                size=int(model.size) if model.size is not None else None,
                parameters=model.details.parameter_size if model.details else None,
            )
            for model in listed
        ]

    @contextlib.contextmanager
    def pull(self, model: str) -> Iterator[OllamaPull]:
        wire = Wire()
        with self._client(httpx.Timeout(PULL_SILENCE, connect=self.limits.connect), wire) as client:
            yield OllamaPull(self, client, wire, model)

    @contextlib.contextmanager
    def _client(self, timeout: httpx.Timeout, wire: Wire) -> Iterator[ollama.Client]:
        client = ollama.Client(
            self._address.url,
            auth=self._address.auth,
            timeout=timeout,
            verify=trust(),
            event_hooks={"request": [wire.watch]},
        )
        try:
            yield client
        finally:
            client.close()  # type: ignore[no-untyped-call] # the client leaves its close unannotated

    @contextlib.contextmanager
    def speaking(self, model: str | None) -> Iterator[None]:
        """Whatever the client raises, as one of ours with the remedy in words."""
        try:
            yield
        except EngineError:
            raise
        except ollama.ResponseError as error:
            raise self._refused(error, model) from error
        except httpx.ConnectTimeout as error:
            raise self._unreachable() from error
        except httpx.TimeoutException as error:
            if model is None:
                raise silent(self.host) from error
            raise EngineTimeout(
                f"{self.host} did not answer in time. Try again, or use a smaller model."
            ) from error
        except (ConnectionError, httpx.TransportError) as error:
            raise self._unreachable() from error
        except (ValueError, TypeError, AttributeError, httpx.HTTPError) as error:
            raise EngineRefused(
                f"{self.host} answered with something that is not Ollama's protocol. "
                "Check that OLLAMA_HOST names an Ollama server."
            ) from error

    def _unreachable(self) -> EngineUnavailable:
        return EngineUnavailable(
            f"Nothing answers at {self.host}, or it broke off. Start Ollama there, or point OLLAMA_HOST "
            "to where it runs, then try again."
        )

    def _refused(self, error: ollama.ResponseError, model: str | None) -> EngineError:
        said, status = str(error.error)[:200], error.status_code
        if status == 404 and model and "not found" in said.lower():
            return ModelMissing(
                f"The server at {self.host} does not have the model “{model}”. An admin can fetch it "
                f"under Models, or run “ollama pull {model}” there; or choose a model that it has."
            )
        if status == 429 or (status == 503 and "busy" in said.lower()):
            return EngineBusy(f"{self.host} is busy ({status}). Try again in a while.", _wait(error))
        if status >= 500:
            return failed(self.host, status, said)
        if status == WITHIN:
            # What ends a fetching is the registry's doing, or the disk's: asking again does not help.
            return failed(self.host, 0, said) if model else EngineRefused(f"{self.host} gave up: {said}.")
        return EngineRefused(f"{self.host} refused the request ({status}): {said}. See its log.")


class OllamaStream:
    """One answer."""

    def __init__(self, engine: OllamaEngine, client: ollama.Client, watch: Watch, request: Request) -> None:
        self._engine = engine
        self._client = client
        self._watch = watch
        self._request = request

    def __iter__(self) -> Iterator[Chunk]:
        with self._watch.running(), self._engine.speaking(self._request.model):
            yield from self._read()

    def cancel(self) -> None:
        self._watch.abort(Cancelled("The generation was stopped."))

    def close(self) -> None:
        self._watch.end()

    def _read(self) -> Iterator[Chunk]:
        answer = self._client.chat(
            model=self._request.model,
            messages=list(self._request.messages),
            stream=True,
            format=self._request.format,
            options=self._request.options,
            keep_alive=self._engine.keep_alive,
        )
        complete = False
        with contextlib.closing(answer):  # type: ignore[type-var]  # the client types its generator as an iterator
            for part in answer:
                self._watch.alive()
                complete = bool(part.done)
                yield Chunk(
                    part.message.content or "",
                    done=complete,
                    prompt_tokens=part.prompt_eval_count,
                    answer_tokens=part.eval_count,
                    thinking=part.message.thinking or "",
                    full=part.done_reason == "length",
                )
        if not complete:
            raise EngineUnavailable(
                f"{self._engine.host} broke off in the middle of its answer. It may have been restarted: "
                "try again."
            )


class OllamaPull:
    """A model being fetched. Ollama keeps the parts that have arrived, so that a later try goes on there."""

    def __init__(self, engine: OllamaEngine, client: ollama.Client, wire: Wire, model: str) -> None:
        self._engine, self._client, self._wire, self._model = engine, client, wire, model
        self._cancelled = False

    def __iter__(self) -> Iterator[PullStep]:
        try:
            with self._engine.speaking(None):
                yield from self._read()
        except EngineError as error:
            if self._cancelled:
                raise Cancelled("The fetching was stopped.") from None
            raise _why_not(error, self._model) from error

    def cancel(self) -> None:
        self._cancelled = True
        self._wire.cut()

    def _read(self) -> Iterator[PullStep]:
        last = ""
        answer = self._client.pull(self._model, stream=True)
        with contextlib.closing(answer):  # type: ignore[type-var]  # as in chat
            for part in answer:
                last = part.status or ""
                yield PullStep(last, part.digest or "", part.completed or 0, part.total or 0)
        if last != "success":
            raise EngineUnavailable(
                f"{self._engine.host} broke off while it fetched. Fetch it again: it goes on where it was."
            )


def _wait(error: ollama.ResponseError) -> float | None:
    """The client keeps the answer's headers only in what it hides as the cause."""
    hidden = error.__context__
    return asked_to_wait(hidden.response.headers) if isinstance(hidden, httpx.HTTPStatusError) else None


def _why_not(error: EngineError, model: str) -> EngineError:
    """A failed pull in words: Ollama's own are those of its registry and of the network."""
    said = str(error).lower()
    if any(sign in said for sign in NO_WAY_OUT):
        return EngineRefused(
            "The model server can't reach the registry it fetches models from. Give it a way out to the "
            f"internet, or bring “{model}” there by other means (with Docker Compose: "
            f"THINKER_MODEL={model} docker compose run --rm ollama-pull)."
        )
    if isinstance(error, EngineRefused | EngineFailed) and any(sign in said for sign in NO_SUCH_MODEL):
        return ModelMissing(
            f"The registry knows no model “{model}”. Check its name and tag, as in llama3.2:3b."
        )
    return error
