"""Writing a draft: facts by code, voice by the model, and a gate before every field the model gives.

A basic model adds one closing question. A larger one writes hook, body, question and hashtags. A field that
fails its gate is replaced by the assembled one, alone; so a draft is never worse than the assembled one.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from svckit.db import utcnow
from thinker_svc.engines.base import Cancelled, Chunk, Engine, EngineError, Request, Stream
from thinker_svc.services import assemble, gates, partial, platforms, prompting, sentences, wording
from thinker_svc.services.assemble import Length
from thinker_svc.services.facts import Sheet
from thinker_svc.services.screen import Page, Screen
from thinker_svc.services.templates import Template, Tone, template, written_questions

BUDGET = 150.0  # seconds for all answers of one draft; a task may not take much longer
PATIENCE = (0.5, 1.5, 4.0)  # seconds before asking again a server that is restarting


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted. `number` counts the generations of the draft and turns seeds and wordings."""

    sheet: Sheet
    platforms: list[str]
    model: str
    basic: bool
    tone: Tone = "neutral"
    length: Length = "medium"
    instructions: str = ""
    number: int = 1


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of the model as it came, and what the gates said of each field ("" = passed)."""

    seed: int
    raw: str
    verdicts: dict[str, str]
    prompt_tokens: int | None
    answer_tokens: int | None


@dataclass(slots=True)
class Made:
    """A finished text. Spans are (start, end) in code points, end exclusive, of what the model wrote."""

    title: str
    text: str = ""
    ai_spans: list[tuple[int, int]] = field(default_factory=list)
    template: str = ""
    template_version: int = 0
    prompt: list[dict[str, str]] = field(default_factory=list)
    format: dict[str, Any] | None = None
    options: dict[str, Any] = field(default_factory=dict)
    answers: list[Answer] = field(default_factory=list)
    first_token_at: datetime | None = None


class Drafting:
    """`sleep` waits between attempts to reach a server that is not there."""

    def __init__(self, engine: Engine, *, sleep: Callable[[float], None] = time.sleep) -> None:
        self._engine = engine
        self._sleep = sleep
        self._stream: Stream | None = None
        self._stopped = False
        self._first_token_at: datetime | None = None
        self._began = time.monotonic()

    def stop(self) -> None:
        """End it from another thread: `write` raises Cancelled, and the model stops."""
        self._stopped = True
        if self._stream is not None:
            self._stream.cancel()

    def write(self, order: Order, page: Page) -> Made:
        """Raises EngineError when the model can't be asked; `assembled` then is what remains."""
        made = Made(sentences.title(order.sheet))
        if order.basic:
            self._with_question(order, Screen(page), made)
        else:
            self._with_everything(order, Screen(page), made)
        made.first_token_at = self._first_token_at
        return made

    def _with_question(self, order: Order, screen: Screen, made: Made) -> None:
        shown = ""
        for sentence in facts(order):
            shown = f"{shown} {sentence}".strip()
            screen.show(shown)
        asking = template("closing-question")
        _describe(made, asking)
        if gates.sensitive(order.sheet.snapshot.keywords):
            question = None
        else:
            prompt = prompting.closing_question(asking, order.sheet, order.tone, order.number)
            question = self._question(order, asking, prompt, screen, made, body=shown)
        made.text = assemble.join(body=shown, question=question or written_question(order))
        if question:
            made.ai_spans = [(len(made.text) - len(question), len(made.text))]
        screen.show(made.text)

    def _question(
        self,
        order: Order,
        asking: Template,
        prompt: prompting.Prompt,
        screen: Screen,
        made: Made,
        *,
        body: str,
    ) -> str | None:
        """The first answer that passes its gate."""

        def show(raw: str) -> None:
            screen.show(assemble.join(body=body, question=partial.fields(raw).get("question", "")))

        _keep(made, prompt)
        for seed in self._seeds(order, asking):
            raw, last = self._ask(order.model, prompt, seed, show)
            question = str(_loads(raw).get("question", "")).strip()
            verdict = gates.question(question, order.sheet, asking)
            made.answers.append(_answer(seed, raw, {"question": verdict or ""}, last))
            if verdict is None:
                return question
            screen.show(body)
        return None

    def _with_everything(self, order: Order, screen: Screen, made: Made) -> None:
        asking = template("full-post")
        _describe(made, asking)
        given, sheet, aim = facts(order), order.sheet, platforms.aim(order.platforms)
        prompt = prompting.full_post(
            asking, sheet, given, tone=order.tone, aim=aim, instructions=order.instructions
        )
        _keep(made, prompt)
        kept: dict[str, str] = {}
        tags: tuple[str, ...] = ()
        for seed in self._seeds(order, asking):
            raw, last = self._ask(order.model, prompt, seed, lambda raw: screen.show(_unfinished(raw)))
            answer = _loads(raw)
            verdicts = _judge(answer, asking, sheet, given, aim=aim)
            made.answers.append(_answer(seed, raw, verdicts, last))
            for name, verdict in verdicts.items():
                if not verdict and name not in kept:
                    kept[name] = str(answer[name]).strip()
            tags = tags or gates.hashtags(_strings(answer.get("hashtags")), sheet)
            if len(kept) == len(verdicts):
                break
        body = kept.get("body") or " ".join(given)
        question = kept.get("question") or written_question(order)
        made.text = assemble.join(hook=kept.get("hook", ""), body=body, question=question, hashtags=tags)
        made.ai_spans = _spans(made.text, [*kept.values(), " ".join(tags)])
        screen.show(made.text)

    def _seeds(self, order: Order, asking: Template) -> Iterator[int]:
        """Others for every generation of a draft, so that "regenerate" never gives the same answer.
        A slow model is not asked again once half of the time is gone."""
        first = order.number * 100
        for seed in range(first, first + asking.seeds):
            if self._left() < BUDGET / 2:
                return
            yield seed

    def _left(self) -> float:
        """Seconds until all answers of this draft must be there."""
        return max(BUDGET - (time.monotonic() - self._began), 1.0)

    def _ask(
        self, model: str, prompt: prompting.Prompt, seed: int, show: Callable[[str], None]
    ) -> tuple[str, Chunk]:
        """The whole answer and its last chunk. A server that is away is asked again a few times."""
        for wait in (*PATIENCE, None):
            try:
                return self._answer(model, prompt, seed, show)
            except EngineError as error:
                if not error.transient or wait is None:
                    raise
                self._sleep(wait)
        raise AssertionError  # the last round returns or raises

    def _answer(
        self, model: str, prompt: prompting.Prompt, seed: int, show: Callable[[str], None]
    ) -> tuple[str, Chunk]:
        raw, last = "", Chunk("", done=True)
        request = Request(
            model, prompt.messages, prompt.format, {**prompt.options, "seed": seed}, self._left()
        )
        with self._engine.stream(request) as stream:
            self._stream = stream
            for chunk in stream:
                if self._stopped:
                    raise Cancelled("The generation was stopped.")
                self._first_token_at = self._first_token_at or utcnow()
                raw, last = raw + chunk.text, chunk
                show(raw)
        return raw, last


def facts(order: Order) -> list[str]:
    lines = sentences.lines(order.sheet, order.number - 1)
    return assemble.choose(lines, aim=platforms.aim(order.platforms), length=order.length)


def assembled(order: Order) -> Made:
    """The draft without any model: the facts and a written question."""
    made = Made(sentences.title(order.sheet))
    made.text = assemble.join(body=" ".join(facts(order)), question=written_question(order))
    return made


def written_question(order: Order) -> str:
    kind = "sensitive" if gates.sensitive(order.sheet.snapshot.keywords) else order.sheet.direction
    questions = written_questions(kind)
    return questions[(order.number - 1) % len(questions)].format(keyword=wording.keyword(order.sheet.keyword))


def _describe(made: Made, asking: Template) -> None:
    made.template, made.template_version = asking.id, asking.version


def _keep(made: Made, prompt: prompting.Prompt) -> None:
    made.prompt, made.format, made.options = prompt.messages, prompt.format, prompt.options


def _answer(seed: int, raw: str, verdicts: dict[str, str], last: Chunk) -> Answer:
    return Answer(seed, raw, verdicts, last.prompt_tokens, last.answer_tokens)


def _judge(
    answer: dict[str, Any], asking: Template, sheet: Sheet, given: list[str], *, aim: int
) -> dict[str, str]:
    hook, body, question = (str(answer.get(name, "")).strip() for name in ("hook", "body", "question"))
    return {
        "hook": gates.hook(hook, sheet) or "",
        "body": gates.body(body, sheet, given, room=aim - len(hook) - len(question) - 4) or "",
        "question": gates.question(question, sheet, asking) or "",
    }


def _unfinished(raw: str) -> str:
    got = partial.fields(raw)
    return assemble.join(hook=got.get("hook", ""), body=got.get("body", ""), question=got.get("question", ""))


def _loads(raw: str) -> dict[str, Any]:
    """A malformed answer is an empty one: its fields fail their gates."""
    try:
        value = json.loads(raw)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _strings(value: object) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _spans(text: str, parts: Sequence[str]) -> list[tuple[int, int]]:
    found, start = [], 0
    for part in parts:
        at = text.find(part, start) if part else -1
        if at >= 0:
            found.append((at, at + len(part)))
            start = at + len(part)
    return sorted(found)
