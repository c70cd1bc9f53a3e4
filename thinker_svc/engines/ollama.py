"""Ollama's API through its official client: any server that speaks it, wherever OLLAMA_HOST points."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import httpx
import ollama

from thinker_svc.engines.base import (
    Cancelled,
    Chunk,
    EngineError,
    EngineRefused,
    EngineTimeout,
    EngineUnavailable,
    ModelInfo,
    ModelMissing,
    Request,
)


class OllamaEngine:
    """`first_token_timeout` covers loading the model and reading the prompt, `total_timeout` the whole
    answer; both in seconds."""

    def __init__(
        self,
        host: str,
        *,
        connect_timeout: float = 5.0,
        first_token_timeout: float = 90.0,
        total_timeout: float = 150.0,
        keep_alive: str = "10m",
    ) -> None:
        self.host = host
        self._connect_timeout = connect_timeout
        self._first_token_timeout = first_token_timeout
        self._total_timeout = total_timeout
        self._keep_alive = keep_alive

    @contextlib.contextmanager
    def stream(self, request: Request) -> Iterator[OllamaStream]:
        wire = _Wire()
        timeout = httpx.Timeout(self._total_timeout, connect=self._connect_timeout)
        client = ollama.Client(self.host, timeout=timeout, event_hooks={"request": [wire.watch]})
        stream = OllamaStream(self, client, wire, request)
        try:
            yield stream
        finally:
            stream.close()
            client.close()  # type: ignore[no-untyped-call] # the client leaves its close unannotated

    def models(self) -> list[ModelInfo]:
        client = ollama.Client(self.host, timeout=httpx.Timeout(10.0, connect=self._connect_timeout))
        try:
            with self.speaking(None):
                listed = client.list().models
        finally:
            client.close()  # type: ignore[no-untyped-call] # as above
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
            raise EngineTimeout(
                f"{self.host} did not answer within {self._total_timeout:g} s. "
                "Try again, or use a smaller model."
            ) from error
        except (ConnectionError, httpx.TransportError) as error:
            raise self._unreachable() from error
        except (ValueError, TypeError, httpx.HTTPError) as error:
            raise EngineRefused(
                f"{self.host} answered with something that is not Ollama's protocol. "
                "Check that OLLAMA_HOST names an Ollama server."
            ) from error

    def _unreachable(self) -> EngineUnavailable:
        return EngineUnavailable(
            f"Nothing answers at {self.host}, or it broke off. Start Ollama there, or point OLLAMA_HOST "
            "to where it runs, then regenerate."
        )

    def _refused(self, error: ollama.ResponseError, model: str | None) -> EngineError:
        said = str(error.error)[:200]
        if error.status_code == 404 and model and "not found" in said.lower():
            return ModelMissing(
                f"The server at {self.host} does not have the model “{model}”. "
                f"Run “ollama pull {model}” there, or choose a model that it has (THINKER_MODEL), "
                "then regenerate."
            )
        if error.status_code in (502, 503, 504):
            return self._unreachable()
        return EngineRefused(f"{self.host} refused the request ({error.status_code}): {said}. See its log.")

    def timed_out(self, done: str, limit: float) -> EngineTimeout:
        """`done`: what the model had not done after `limit` seconds."""
        return EngineTimeout(
            f"The model had not {done} its answer after {limit:g} s, so it was stopped. "
            "Try again, or use a smaller model."
        )

    @property
    def limits(self) -> tuple[float, float]:
        return self._first_token_timeout, self._total_timeout

    @property
    def keep_alive(self) -> str:
        return self._keep_alive


class OllamaStream:
    """One answer. A watchdog enforces both time-outs; it and `cancel` shut the socket, which wakes the reader
    wherever it waits and makes the server stop generating."""

    def __init__(self, engine: OllamaEngine, client: ollama.Client, wire: _Wire, request: Request) -> None:
        self._engine = engine
        self._client = client
        self._wire = wire
        self._request = request
        self._first = threading.Event()
        self._ended = threading.Event()
        self._why: EngineError | None = None

    def __iter__(self) -> Iterator[Chunk]:
        watchdog = threading.Thread(target=self._watch, name="engine-watchdog", daemon=True)
        watchdog.start()
        try:
            with self._engine.speaking(self._request.model):
                yield from self._read()
        except EngineError:
            if self._why is not None:
                raise self._why from None
            raise
        finally:
            self.close()
            watchdog.join()

    def cancel(self) -> None:
        self._abort(Cancelled("The generation was stopped."))

    def close(self) -> None:
        self._ended.set()
        self._first.set()

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
                if self._why is not None:
                    raise self._why
                self._first.set()
                complete = bool(part.done)
                yield Chunk(
                    part.message.content or "",
                    done=complete,
                    prompt_tokens=part.prompt_eval_count,
                    answer_tokens=part.eval_count,
                )
        if not complete:
            raise EngineUnavailable(
                f"{self._engine.host} broke off in the middle of its answer. "
                "It may have been restarted: regenerate."
            )

    def _watch(self) -> None:
        first, total = self._engine.limits
        total = min(total, self._request.seconds or total)
        start = time.monotonic()
        if not self._first.wait(min(first, total)):
            self._abort(self._engine.timed_out("begun", min(first, total)))
        elif not self._ended.wait(max(start + total - time.monotonic(), 0.0)):
            self._abort(self._engine.timed_out("finished", round(total, 1)))

    def _abort(self, why: EngineError) -> None:
        if not self._ended.is_set():
            self._why = self._why or why
            self._wire.cut()
        self._ended.set()
        self._first.set()


class _Wire:
    """Knows the socket of a request, so that another thread can end it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._was_cut = False

    def watch(self, request: httpx.Request) -> None:
        request.extensions["trace"] = self._trace

    def _trace(self, event: str, info: dict[str, Any]) -> None:
        if event in ("connection.connect_tcp.complete", "connection.connect_unix_socket.complete"):
            with self._lock:
                self._socket = info["return_value"].get_extra_info("socket")
            if self._was_cut:
                self.cut()

    def cut(self) -> None:
        with self._lock:
            self._was_cut = True
            if self._socket is not None:
                with contextlib.suppress(OSError):
                    self._socket.shutdown(socket.SHUT_RDWR)
