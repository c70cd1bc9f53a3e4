"""What the service asks of a language model, and the ways it can fail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol


class EngineError(Exception):
    """The model gave no answer. `str()` says what happened and what to do, for a person to read. Only a
    `transient` one is worth asking again, after `retry_after` seconds where the server named a time."""

    type: ClassVar[str] = "engine-error"
    title: ClassVar[str] = "The model gave no answer"
    transient: ClassVar[bool] = False
    retry_after: float | None = None


class EngineUnavailable(EngineError):
    type = "engine-unavailable"
    title = "The model server can't be reached"
    transient = True


class EngineFailed(EngineError):
    """The server answered that it broke down over the request; the next try may fare better."""

    type = "engine-error"
    title = "The model server had an error"
    transient = True


class EngineBusy(EngineError):
    """The server asks to be left alone for a while."""

    type = "engine-busy"
    title = "The model server is busy"
    transient = True

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class ModelMissing(EngineError):
    type = "model-missing"
    title = "The model is not there"


class EngineTimeout(EngineError):
    type = "engine-timeout"
    title = "The model took too long"


class KeyRefused(EngineError):
    type = "engine-key-refused"
    title = "The model server refused our key"


class EngineRefused(EngineError):
    """The server answered with an error of its own, or with something that is not its protocol."""

    type = "engine-error"


class AnswerMalformed(EngineError):
    """The model answered in a shape that can't be read, also when it was asked to put that right."""

    type = "answer-malformed"
    title = "The model's answer can't be read"


class AnswerTooLong(EngineError):
    """The limit of tokens ended the answer, and what there was of it can't be read."""

    type = "answer-too-long"
    title = "The model's answer was cut off"


class PullsUnsupported(EngineError):
    type = "pulls-unsupported"
    title = "This model server can't fetch models"


class Cancelled(EngineError):
    type = "cancelled"
    title = "The generation was stopped"


@dataclass(frozen=True, slots=True)
class Request:
    """One conversation to be continued. `format` is a JSON schema the answer must follow; `options` go by
    Ollama's names; `seconds` is a limit of its own for the whole answer, if shorter than the engine's."""

    model: str
    messages: Sequence[dict[str, str]]
    format: dict[str, Any] | None
    options: dict[str, Any]
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of the answer as it is made, or of the model's `thinking` before it; the last one is `done`
    and counts tokens. `build` names what answered, where the server says it with the answer; `full` says that
    the limit of tokens ended it."""

    text: str
    done: bool = False
    prompt_tokens: int | None = None
    answer_tokens: int | None = None
    thinking: str = ""
    build: str | None = None
    full: bool = False


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """`digest` is empty where the server keeps none."""

    name: str
    digest: str
    size: int | None = None
    """Bytes on disk."""
    parameters: str | None = None


@dataclass(frozen=True, slots=True)
class PullStep:
    """Where the fetching of a model stands: the server's word for it, and bytes of the part in hand."""

    status: str
    part: str = ""
    completed: int = 0
    total: int = 0


class Stream(Protocol):
    """An answer under way. Iterating raises EngineError; `cancel` may be called from any thread."""

    def __iter__(self) -> Iterator[Chunk]: ...

    def cancel(self) -> None: ...


class Pulling(Protocol):
    """A model on its way. Iterating raises EngineError; `cancel` may be called from any thread."""

    def __iter__(self) -> Iterator[PullStep]: ...

    def cancel(self) -> None: ...


class Engine(Protocol):
    @property
    def kind(self) -> str:
        """Which protocol it speaks: `ollama` or `openai`."""
        ...

    @property
    def host(self) -> str:
        """Where it is asked, as people may read it: without user and password."""
        ...

    @property
    def keep_alive(self) -> str | None:
        """How long it is asked to keep a model loaded, as Ollama writes durations; None: it is not asked."""
        ...

    @property
    def fetches(self) -> bool:
        """Whether it can be told to fetch models."""
        ...

    def stream(self, request: Request) -> AbstractContextManager[Stream]:
        """Start an answer. Leaving the context closes the connection, which stops the model."""
        ...

    def models(self) -> list[ModelInfo]:
        """Models that are there now."""
        ...

    def pull(self, model: str) -> AbstractContextManager[Pulling]:
        """Have a model fetched. Leaving the context early stops it; what has arrived stays for the next try.

        Raises:
            PullsUnsupported: it is none of the engine's business.
        """
        ...
