"""What the service asks of a language model, and the ways it can fail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol


class EngineError(Exception):
    """The model gave no answer. `str()` says what happened and what to do, for a person to read."""

    type: ClassVar[str] = "engine-error"
    title: ClassVar[str] = "The model gave no answer"
    transient: ClassVar[bool] = False


class EngineUnavailable(EngineError):
    type = "engine-unavailable"
    title = "The model server can't be reached"
    transient = True


class ModelMissing(EngineError):
    type = "model-missing"
    title = "The model is not there"


class EngineTimeout(EngineError):
    type = "engine-timeout"
    title = "The model took too long"


class EngineRefused(EngineError):
    """The server answered with an error of its own, or with something that is not its protocol."""

    type = "engine-error"


class Cancelled(EngineError):
    type = "cancelled"
    title = "The generation was stopped"


@dataclass(frozen=True, slots=True)
class Request:
    """One conversation to be continued. `format` is a JSON schema the answer must follow; `seconds` a limit
    of its own for the whole answer, if it is shorter than the engine's."""

    model: str
    messages: Sequence[dict[str, str]]
    format: dict[str, Any] | None
    options: dict[str, Any]
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of the answer as it is made; the last one is `done` and counts tokens."""

    text: str
    done: bool = False
    prompt_tokens: int | None = None
    answer_tokens: int | None = None


@dataclass(frozen=True, slots=True)
class ModelInfo:
    name: str
    digest: str
    size: int | None = None
    """Bytes on disk."""
    parameters: str | None = None


class Stream(Protocol):
    """An answer under way. Iterating raises EngineError; `cancel` may be called from any thread."""

    def __iter__(self) -> Iterator[Chunk]: ...

    def cancel(self) -> None: ...


class Engine(Protocol):
    def stream(self, request: Request) -> AbstractContextManager[Stream]:
        """Start an answer. Leaving the context closes the connection, which stops the model."""
        ...

    def models(self) -> list[ModelInfo]:
        """Models that are there now."""
        ...
