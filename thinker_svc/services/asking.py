"""Getting an answer out of a model: time, retries, stopping, and the thinking parted from the answer."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from svckit.db import utcnow
from thinker_svc.engines import thinking
from thinker_svc.engines.base import Cancelled, Chunk, Engine, EngineError, Request, Stream
from thinker_svc.services import shapes
from thinker_svc.services.prompting import Prompt

BUDGET = 150.0  # seconds for all answers of one draft; a task may not take much longer
PATIENCE = (0.5, 1.5, 4.0)  # seconds before asking again a server that is restarting
LONGEST_PATIENCE = 20.0  # a busy server names its own time; nobody waits longer than this for it
REPAIR = (
    "That was no valid JSON of the shape that was asked for. Reply again with the JSON object alone, whole, "
    "and nothing before or after it."
)
Show = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Reply:
    """What the model said. `cut`: a person stopped it here, so its end may be missing; `full`: the limit of
    tokens did; `broken_off`: an error did, by its type, title and detail."""

    text: str
    thinking: str = ""
    prompt_tokens: int | None = None
    answer_tokens: int | None = None
    build: str | None = None
    cut: bool = False
    full: bool = False
    broken_off: dict[str, str] | None = None


class Asking:
    """`thinks` is told when a model begins to think before it answers; `sleep` waits between attempts to
    reach a server that is not there."""

    def __init__(
        self,
        engine: Engine,
        *,
        sleep: Callable[[float], object] | None = None,
        thinks: Callable[[], None] = lambda: None,
        budget: float = BUDGET,
    ) -> None:
        self._budget = budget
        self._woken = threading.Event()
        self._engine, self._sleep, self._thinks = engine, sleep or self._woken.wait, thinks
        self._stream: Stream | None = None
        self._began = time.monotonic()
        self._keep = False
        self._over = False
        self.first_token_at: datetime | None = None
        self.unfinished: Reply | None = None
        self._broken: list[Reply] = []

    def stop(self, *, keep: bool) -> None:
        """End it, from any thread. With `keep` the answer so far is the answer; else it is `Cancelled`."""
        self._keep = self._keep or keep
        self._over = True
        self._woken.set()
        if self._stream is not None:
            self._stream.cancel()

    @property
    def stopped(self) -> bool:
        return self._over

    @property
    def left(self) -> float:
        """Seconds until all answers must be there."""
        return max(self._budget - (time.monotonic() - self._began), 1.0)

    @property
    def late(self) -> bool:
        """Half of the time is gone: no moment to begin anything new."""
        return self.left < self._budget / 2

    def ask(self, model: str, prompt: Prompt, seed: int, show: Show) -> Reply:
        """The answer; a server that is away or busy is asked again a few times.

        Raises:
            EngineError: there is none. `broken` then has what there was of it.
        """
        for wait in (*PATIENCE, None):
            try:
                return self._answer(model, prompt, seed, show)
            except Cancelled:
                if self._keep and self.unfinished is not None:
                    return self.unfinished
                raise
            except EngineError as error:
                self._breaks_off(error)
                if not error.transient or wait is None:
                    raise
                self._sleep(min(max(wait, error.retry_after or 0.0), LONGEST_PATIENCE))
        raise AssertionError  # the last round returns or raises

    def broken(self) -> list[Reply]:
        """Answers that an error ended after they had begun, since this was last asked."""
        found, self._broken = self._broken, []
        return found

    def _breaks_off(self, error: EngineError) -> None:
        said, self.unfinished = self.unfinished, None
        if said is not None and (said.text or said.thinking):
            why = {"type": error.type, "title": error.title, "detail": str(error)}
            self._broken.append(replace(said, cut=False, broken_off=why))

    def _answer(self, model: str, prompt: Prompt, seed: int, show: Show) -> Reply:
        raw = thought = ""
        thinks = False
        last = Chunk("", done=True)
        self.unfinished = Reply("", cut=True)
        request = Request(model, prompt.messages, prompt.format, {**prompt.options, "seed": seed}, self.left)
        with self._engine.stream(request) as stream:
            self._stream = stream
            if self._over:
                raise Cancelled("The generation was stopped.")
            for chunk in stream:
                self.first_token_at = self.first_token_at or utcnow()
                raw, thought, last = raw + chunk.text, thought + chunk.thinking, chunk
                tagged, text = thinking.split(raw)
                if (thought or tagged) and not text and not thinks:
                    thinks = True
                    self._thinks()
                self.unfinished = Reply(text, _both(thought, tagged), cut=True)
                if self._over:
                    raise Cancelled("The generation was stopped.")
                if text:
                    show(text)
        done = self.unfinished
        counts = last.prompt_tokens, last.answer_tokens
        return Reply(done.text, done.thinking, *counts, last.build, full=last.full)


def again(prompt: Prompt, malformed: str) -> Prompt:
    """The same conversation, with the answer that could not be read and what was wrong with it."""
    messages = [
        *prompt.messages,
        {"role": "assistant", "content": malformed or "{}"},
        {"role": "user", "content": REPAIR},
    ]
    return Prompt(messages, prompt.format, prompt.options)


def read(text: str, asked: dict[str, Any] | None) -> dict[str, Any] | None:
    """The answer as the object that was asked for; None when it is malformed."""
    try:
        value = json.loads(_unfenced(text))
    except ValueError:
        return None
    return value if isinstance(value, dict) and shapes.fits(value, asked or {}) else None


def _unfenced(text: str) -> str:
    """Models that were trained on chats like to put JSON into a code fence."""
    bare = text.strip()
    if bare.startswith("```") and bare.endswith("```"):
        bare = bare.removeprefix("```").removeprefix("json").removesuffix("```")
    return bare.strip()


def _both(thought: str, tagged: str) -> str:
    return "\n".join(part for part in (thought.strip(), tagged) if part)
