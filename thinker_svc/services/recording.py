"""What is kept of how a text came about, for its provenance."""

from __future__ import annotations

from dataclasses import asdict

from thinker_svc.models.generation import Generation
from thinker_svc.services import own_texts, setting
from thinker_svc.services.order import Made


def record(generation: Generation, made: Made, digest: str | None) -> None:
    """`digest`: of the model's build; the answer's own where the server didn't say."""
    if generation.template_id is None:  # older than templates: known only now
        generation.template, generation.template_version = made.template or None, made.template_version
    generation.prompt, generation.answer_format = made.prompt, made.format
    generation.options = setting.stored(made)
    generation.answers = [asdict(answer) for answer in made.answers]
    generation.digest, generation.text = digest or made.build, made.text
    generation.own_texts = own_texts.stored(made.own)
    generation.first_token_at = made.first_token_at
    generation.prompt_tokens = _sum([answer.prompt_tokens for answer in made.answers])
    generation.answer_tokens = _sum([answer.answer_tokens for answer in made.answers])


def _sum(counts: list[int | None]) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if known else None
