"""Writing a draft: facts by code, voice by the model, and a gate before every field the model gives.

A basic model adds one closing question. A larger one writes hook, body, question and hashtags. A field that
fails its gate is replaced by the assembled one, alone; so a draft is never worse than the assembled one.
Where platforms get texts of their own, those share the model's one answer: it gives a body for each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from thinker_svc.engines.base import AnswerMalformed, AnswerTooLong, Engine, EngineError
from thinker_svc.services import (
    asking,
    assemble,
    gates,
    material,
    partial,
    platforms,
    posts,
    prompting,
    setting,
)
from thinker_svc.services.asking import BUDGET, Asking, Reply, Show
from thinker_svc.services.material import facts
from thinker_svc.services.order import Answer, Made, Order, Spans, Text
from thinker_svc.services.prompting import Messages, Other, Prompt
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
        self._engine, self._asking = engine, Asking(engine, sleep=sleep, thinks=thinks, budget=budget)
        self.record = Made("")

    def stop(self, *, keep: bool = False) -> None:
        """End it from another thread, and the model with it. With `keep`, `write` returns what there is;
        else it raises Cancelled."""
        self._asking.stop(keep=keep)

    def write(self, order: Order, page: Page) -> Made:
        """Raises EngineError when the model can't be asked; `assembled` then is what remains."""
        made = self.record = Made(material.title(order), setting=setting.of(order, self._engine))
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
        made.text = material.said(order, question)
        made.ai_spans = _closing(made.text, question)
        texts = ((one, material.said(one, question)) for one in material.roomier(order))
        made.own = material.apart(made, [(one, Text(text, _closing(text, question))) for one, text in texts])
        screen.show(made.text)

    def _question(
        self, order: Order, asked_by: Template, prompt: Prompt, screen: Screen, made: Made, *, body: str
    ) -> str | None:
        """The first answer that passes its gate."""

        def show(raw: str) -> None:
            screen.show(assemble.join(body=body, question=partial.fields(raw).get("question", "")))

        _keep(made, prompt)
        for seed, reply, added in self._replies(order, asked_by, prompt, show):
            answer = _read(reply, prompt)
            question = str((answer or {}).get("question", "")).strip()
            verdict = gates.question(question, order.sheet, asked_by, order.voice)
            _note(made, seed, reply, {"question": verdict or ""}, malformed=answer is None, added=added)
            if verdict is None:
                return question
            screen.show(body)
        return None

    def _with_everything(self, order: Order, screen: Screen, made: Made) -> None:
        asked_by = order.asked_by
        _describe(made, asked_by)
        bodies = _bodies(order)
        prompt = full_post(order)
        _keep(made, prompt)
        kept: dict[str, str] = {}
        tags: tuple[str, ...] = ()
        for seed, reply, added in self._replies(
            order, asked_by, prompt, lambda raw: screen.show(_unfinished(raw))
        ):
            answer = _read(reply, prompt)
            verdicts = _judge(answer or {}, order, bodies)
            _note(made, seed, reply, verdicts, malformed=answer is None, added=added)
            for name, verdict in verdicts.items():
                if not verdict and name not in kept and answer:
                    kept[name] = str(answer[name]).strip()
            tags = tags or _tags(answer or {}, order)
            if len(kept) == len(verdicts):
                break
        whole = [answer for answer in made.answers if not answer.broken_off]
        if whole and all(answer.malformed and not answer.cut for answer in whole):
            raise _unreadable(order, len(bodies), whole)
        shared, *others = [_composed(one, name, kept, tags) for name, one in bodies.items()]
        made.text, made.ai_spans = shared.text, shared.ai_spans
        made.own = material.apart(made, list(zip(material.roomier(order), others, strict=True)))
        screen.show(made.text)

    def _replies(
        self, order: Order, asked_by: Template, prompt: Prompt, show: Show
    ) -> Iterator[tuple[int, Reply, Messages]]:
        """Answers under seed after seed, each with the messages sent after the prompt's. The first malformed
        one of a draft is sent back to be put right: that takes no seed of the template's. A slow model is not
        asked again once half of the time is gone, and none when a person has stopped it."""
        repaired = False
        for seed in range(order.first_seed, order.first_seed + asked_by.seeds):
            if self._ended(first=seed == order.first_seed):
                return
            reply = self._ask(order, prompt, seed, show)
            yield seed, reply, []
            # One that the limit ended would be ended again: what was wrong is not its shape.
            malformed = not (reply.cut or reply.full) and asking.read(reply.text, prompt.format) is None
            if malformed and not repaired and not self._ended():
                repaired = True
                again = asking.again(prompt, reply.text)
                added = again.messages[len(prompt.messages) :]
                yield seed, self._ask(order, again, seed, show, added), added

    def _ask(
        self, order: Order, prompt: Prompt, seed: int, show: Show, added: Messages | None = None
    ) -> Reply:
        """The answer; what broke off on the way to it is noted, also when there is none in the end."""
        try:
            return self._asking.ask(order.model, prompt, seed, show)
        finally:
            for lost in self._asking.broken():
                _note(self.record, seed, lost, {}, malformed=False, added=added or [])

    def _ended(self, *, first: bool = False) -> bool:
        """Whether nothing more is asked: it is late, or a person has stopped it."""
        return self._asking.late or (self._asking.stopped and not first)


def full_post(order: Order) -> Prompt:
    """What a model is sent that writes the whole post."""
    shared, *others = _bodies(order).items()
    return prompting.full_post(
        order.asked_by,
        order.sheet,
        facts(order),
        tone=order.tone,
        aim=material.room(shared[1]),
        others=[
            Other(name, platforms.named(one.platforms), facts(one), material.room(one))
            for name, one in others
        ],
        instructions=order.instructions,
        voice=order.voice,
        code=order.language,
        hashtags=platforms.hashtags(order.platforms),
    )


def _bodies(order: Order) -> dict[str, Order]:
    """By the field that holds it, whom each body is for: the first for all, the others for the roomier."""
    more = enumerate(material.roomier(order), start=2)
    return {"body": order} | {f"body_{number}": one for number, one in more}


def _describe(made: Made, asking: Template) -> None:
    made.template, made.template_version = asking.id, asking.version


def _keep(made: Made, prompt: prompting.Prompt) -> None:
    made.prompt, made.format, made.options = prompt.messages, prompt.format, prompt.options


def _note(
    made: Made, seed: int, reply: Reply, verdicts: dict[str, str], *, malformed: bool, added: Messages
) -> None:
    counts = reply.prompt_tokens, reply.answer_tokens
    made.answers.append(
        Answer(
            *(seed, reply.text, verdicts, *counts, reply.thinking, malformed, bool(added), reply.cut),
            full=reply.full,
            follow_up=added,
            broken_off=reply.broken_off,
        )
    )
    made.build = reply.build or made.build


def _unreadable(order: Order, texts: int, answers: Sequence[Answer]) -> EngineError:
    if not all(answer.full for answer in answers):
        return _malformed(order.model, answers)
    limit = order.asked_by.chosen_options.get("num_predict")
    each = f" for each of its {texts} texts" if texts > 1 else ""
    most = (
        f"{limit} tokens of the template “{order.asked_by.id}”{each}" if limit else "server's limit of tokens"
    )
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


def _judge(answer: dict[str, Any], order: Order, bodies: dict[str, Order]) -> dict[str, str]:
    hook, question = (str(answer.get(name, "")).strip() for name in ("hook", "question"))
    sheet, asked_by, voice, code = order.sheet, order.asked_by, order.voice, order.language

    def fault(name: str, one: Order) -> str | None:
        left = material.room(one) - len(hook) - len(question) - 4
        text = str(answer.get(name, "")).strip()
        return gates.body(text, sheet, facts(one), room=left, asked_by=asked_by, voice=voice, code=code)

    return {
        "hook": gates.hook(hook, sheet, asked_by, voice, code) or "",
        **{name: fault(name, one) or "" for name, one in bodies.items()},
        "question": gates.question(question, sheet, asked_by, voice, code) or "",
    }


def _tags(answer: dict[str, Any], order: Order) -> tuple[str, ...]:
    most = platforms.hashtags(order.platforms)
    return gates.hashtags(_strings(answer.get("hashtags")), order.sheet, most, order.voice)


def _composed(order: Order, name: str, kept: dict[str, str], tags: tuple[str, ...]) -> Text:
    """The post with that field as its body, and where the model's words stand in it."""
    fields = {"hook": kept.get("hook", ""), "body": kept.get(name, ""), "question": kept.get("question", "")}
    text, used = posts.compose(order, facts(order), fields, tags, material.written_question(order))
    return Text(text, _spans(text, used))


def _unfinished(raw: str) -> str:
    got = partial.fields(raw)
    return assemble.join(hook=got.get("hook", ""), body=got.get("body", ""), question=got.get("question", ""))


def _read(reply: Reply, prompt: Prompt) -> dict[str, Any] | None:
    """The answer, or None when it is malformed. Of one that was stopped, the fields that were finished."""
    return partial.finished(reply.text) if reply.cut else asking.read(reply.text, prompt.format)


def _strings(value: object) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _closing(text: str, question: str | None) -> Spans:
    """Where the model's question stands."""
    return [(len(text) - len(question), len(text))] if question else []


def _spans(text: str, parts: Sequence[str]) -> Spans:
    found, start = [], 0
    for part in parts:
        at = text.find(part, start) if part else -1
        if at >= 0:
            found.append((at, at + len(part)))
            start = at + len(part)
    return sorted(found)
