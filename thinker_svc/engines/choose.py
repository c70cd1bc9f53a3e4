"""Which engine the settings ask for."""

from __future__ import annotations

from thinker_svc.config import Settings
from thinker_svc.engines.base import Engine
from thinker_svc.engines.ollama import OllamaEngine
from thinker_svc.engines.openai import OpenAIEngine
from thinker_svc.engines.watch import Limits


def engine(settings: Settings) -> Engine:
    limits = Limits(first_token=settings.thinker_first_token_seconds, total=settings.thinker_answer_seconds)
    if settings.thinker_engine == "openai":
        key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else ""
        return OpenAIEngine(settings.openai_base_url, key, limits)
    return OllamaEngine(settings.ollama_host, limits, keep_alive=settings.thinker_keep_alive)
