"""Writing a draft: facts by code, voice by the model, and a gate before every field the model gives.

A basic model adds one closing question. A larger one writes hook, body, question and hashtags. A field that
fails its gate is replaced by the assembled one, alone; so a draft is never worse than the assembled one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from thinker_svc.engines.base import AnswerMalformed, AnswerTooLong, Engine, EngineError
from thinker_svc.services import (
    asking,
    assemble,
    foreign,
    gates,
    partial,
    platforms,
    posts,
    prompting,
    sentences,
    wording,
)
from thinker_svc.services.asking import BUDGET, Asking, Reply, Show
from thinker_svc.services.languages import language
from thinker_svc.services.order import Answer, Made, Order
from thinker_svc.services.prompting import Prompt
from thinker_svc.services.screen import Page, Screen
from thinker_svc.services.templates import Template


class Drafting:
    """Writes one text. `record` is what was made so far, also when writing it fails."""

    def __init__(
        self,
        engine: Engine,
        *,
        sleep: Callable[[float], object] | None = None,
        thinks: Callable[[], None] = lambda: None,
        budget: float = BUDGET,
    ) -> None:
        self._asking = Asking(engine, sleep=sleep, thinks=thinks, budget=budget)
        self.record = Made("")

    def stop(self, *, keep: bool = False) -> None:
        """End it from another thread, and the model with it. With `keep`, `write` returns what there is;
        else it raises Cancelled."""
        self._asking.stop(keep=keep)

    def write(self, order: Order, page: Page) -> Made:
        """Raises EngineError when the model can't be asked; `assembled` then is what remains."""
        made = self.record = Made(_title(order))
        self._asking.first_token_at = None
        if order.asked_by.kind == "question":
            self._with_question(order, Screen(page), made)
        else:
            self._with_everything(order, Screen(page), made)
        made.first_token_at = self._asking.first_token_at
        made.stopped = self._asking.stopped
        return made

    def _with_question(self, order: Order, screen: Screen, made: Made) -> None:
        shown = ""
        for sentence in facts(order):
            shown = f"{shown} {sentence}".strip()
            screen.show(shown)
        asked_by = order.asked_by
        _describe(made, asked_by)
        question = None
        # Its openings and word lists are English: elsewhere the question is a written one.
        if order.language == "en" and not gates.sensitive(order.sheet.snapshot.keywords):
            prompt = prompting.closing_question(asked_by, order.sheet, order.tone, order.turn)
            question = self._question(order, asked_by, prompt, screen, made, body=shown)
        made.text = assemble.join(body=shown, question=question or written_question(order))
        if question:
            made.ai_spans = [(len(made.text) - len(question), len(made.text))]
        screen.show(made.text)

    def _question(
        self, order: Order, asked_by: Template, prompt: Prompt, screen: Screen, made: Made, *, body: str
    ) -> str | None:
        """The first answer that passes its gate."""

        def show(raw: str) -> None:
            screen.show(assemble.join(body=body, question=partial.fields(raw).get("question", "")))

        _keep(made, prompt)
        for seed, reply, repair in self._replies(order, asked_by, prompt, show):
            answer = _read(reply, prompt)
            question = str((answer or {}).get("question", "")).strip()
            verdict = gates.question(question, order.sheet, asked_by, order.voice)
            _note(made, seed, reply, {"question": verdict or ""}, malformed=answer is None, repair=repair)
            if verdict is None:
                return question
            screen.show(body)
        return None

    def _with_everything(self, order: Order, screen: Screen, made: Made) -> None:
        asked_by = order.asked_by
        _describe(made, asked_by)
        given, sheet = facts(order), order.sheet
        prompt = full_post(order, given)
        _keep(made, prompt)
        kept: dict[str, str] = {}
        tags: tuple[str, ...] = ()
        for seed, reply, repair in self._replies(
            order, asked_by, prompt, lambda raw: screen.show(_unfinished(raw))
        ):
            answer = _read(reply, prompt)
            verdicts = _judge(answer or {}, order, given)
            _note(made, seed, reply, verdicts, malformed=answer is None, repair=repair)
            for name, verdict in verdicts.items():
                if not verdict and name not in kept and answer:
                    kept[name] = str(answer[name]).strip()
            most = platforms.hashtags(order.platforms)
            tags = tags or gates.hashtags(_strings((answer or {}).get("hashtags")), sheet, most, order.voice)
            if len(kept) == len(verdicts):
                break
        if made.answers and all(answer.malformed and not answer.cut for answer in made.answers):
            raise _unreadable(order, made.answers)
        made.text, used = posts.compose(order, given, kept, tags, written_question(order))
        made.ai_spans = _spans(made.text, used)
        screen.show(made.text)

    def _replies(
        self, order: Order, asked_by: Template, prompt: Prompt, show: Show
    ) -> Iterator[tuple[int, Reply, bool]]:
        """Answers under seed after seed. The first malformed one of a draft is sent back to be put right:
        that takes no seed of the template's. A slow model is not asked again once half of the time is gone,
        and none when a person has stopped it."""
        repaired = False
        for seed in range(order.first_seed, order.first_seed + asked_by.seeds):
            if self._ended(first=seed == order.first_seed):
                return
            reply = self._asking.ask(order.model, prompt, seed, show)
            yield seed, reply, False
            # One that the limit ended would be ended again: what was wrong is not its shape.
            malformed = not (reply.cut or reply.full) and asking.read(reply.text, prompt.format) is None
            if malformed and not repaired and not self._ended():
                repaired = True
                yield seed, self._asking.ask(order.model, asking.again(prompt, reply.text), seed, show), True

    def _ended(self, *, first: bool = False) -> bool:
        """Whether nothing more is asked: it is late, or a person has stopped it."""
        return self._asking.late or (self._asking.stopped and not first)


def full_post(order: Order, given: list[str]) -> Prompt:
    """What a model is sent that writes the whole post."""
    return prompting.full_post(
        order.asked_by,
        order.sheet,
        given,
        tone=order.tone,
        aim=room(order),
        instructions=order.instructions,
        voice=order.voice,
        code=order.language,
        hashtags=platforms.hashtags(order.platforms),
    )


def room(order: Order) -> int:
    """Characters that the post may take, hashtags aside: what its platforms bear, at the length asked for."""
    return assemble.room(platforms.aim(order.platforms), order.length)


def facts(order: Order) -> list[str]:
    """The sentences to begin with, none with a word that the voice bans.

    Raises:
        VoiceForbids: there is no other.
    """
    lines = posts.allowed_lines(order)
    if not lines:
        raise posts.VoiceForbids(order)
    # A model that says them in its own words has less room than code: of fewer it leaves none out.
    aim = platforms.aim(order.platforms) if order.asked_by.kind == "question" else room(order)
    return assemble.choose(lines, aim=aim, length=order.length)


def assembled(order: Order, record: Made | None = None) -> Made:
    """The draft without any model: the facts and a written question. `record`: what was tried before."""
    made = replace(record or Made(""), title=_title(order), ai_spans=[])
    given = facts(order) if posts.allowed_lines(order) else []
    made.text = assemble.join(body=" ".join(given), question=written_question(order)) if given else ""
    return made


def written_question(order: Order) -> str:
    """One written by people, in the draft's language; "" where the voice bans a word of each."""
    kind = "sensitive" if gates.sensitive(order.sheet.snapshot.keywords) else order.sheet.direction
    tongue = language(order.language)
    name = tongue.keyword(foreign.visible(order.sheet.keyword))
    written = [text.format(name=name) for text in tongue.written(kind)]
    turn = (order.turn - 1) % len(written)
    return next((text for text in written[turn:] + written[:turn] if not _forbidden(order, text)), "")


def _title(order: Order) -> str:
    news = sentences.title(order.sheet, order.language)
    plain = wording.capital(", ".join(order.sheet.snapshot.keywords))[:200]
    return plain if _forbidden(order, news) else news


def _forbidden(order: Order, text: str) -> bool:
    return order.voice is not None and bool(order.voice.forbids(text))


def _describe(made: Made, asking: Template) -> None:
    made.template, made.template_version = asking.id, asking.version


def _keep(made: Made, prompt: prompting.Prompt) -> None:
    made.prompt, made.format, made.options = prompt.messages, prompt.format, prompt.options


def _note(
    made: Made, seed: int, reply: Reply, verdicts: dict[str, str], *, malformed: bool, repair: bool
) -> None:
    counts = reply.prompt_tokens, reply.answer_tokens
    made.answers.append(
        Answer(
            seed, reply.text, verdicts, *counts, reply.thinking, malformed, repair, reply.cut, full=reply.full
        )
    )
    made.build = reply.build or made.build


def _unreadable(order: Order, answers: Sequence[Answer]) -> EngineError:
    if not all(answer.full for answer in answers):
        return _malformed(order.model, answers)
    limit = order.asked_by.options.num_predict
    most = f"{limit} tokens of the template “{order.asked_by.id}”" if limit else "server's limit of tokens"
    thinking = " It spent them on thinking, too." if any(answer.thinking for answer in answers) else ""
    return AnswerTooLong(
        f"“{order.model}” was not done when the {most} were used up.{thinking} Allow more in a template of "
        "your own (Most tokens, under the model's settings), or choose another model."
    )


def _malformed(model: str, answers: Sequence[Answer]) -> AnswerMalformed:
    again = any(answer.repair for answer in answers)
    told = "answered, and when asked to put it right answered again," if again else "answered"
    late = "" if again else " There was no time left to ask it to put that right."
    return AnswerMalformed(
        f"“{model}” {told} in a shape that can't be read.{late} Try again, or choose another model."
    )


def _judge(answer: dict[str, Any], order: Order, given: list[str]) -> dict[str, str]:
    hook, body, question = (str(answer.get(name, "")).strip() for name in prompting.FIELDS)
    sheet, asked_by, voice, code = order.sheet, order.asked_by, order.voice, order.language
    left = room(order) - len(hook) - len(question) - 4
    return {
        "hook": gates.hook(hook, sheet, asked_by, voice, code) or "",
        "body": gates.body(body, sheet, given, room=left, asked_by=asked_by, voice=voice, code=code) or "",
        "question": gates.question(question, sheet, asked_by, voice, code) or "",
    }


def _unfinished(raw: str) -> str:
    got = partial.fields(raw)
    return assemble.join(hook=got.get("hook", ""), body=got.get("body", ""), question=got.get("question", ""))


def _read(reply: Reply, prompt: Prompt) -> dict[str, Any] | None:
    """The answer, or None when it is malformed. Of one that was stopped, the fields that were finished."""
    return partial.finished(reply.text) if reply.cut else asking.read(reply.text, prompt.format)


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
