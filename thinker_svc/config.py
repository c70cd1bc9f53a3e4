"""Settings of thinker_svc."""

from typing import Literal, Self

from pydantic import Field, SecretStr, model_validator

from svckit.config import CelerySettings, StreamSettings
from svckit.service import ServiceSettings


class Settings(ServiceSettings, CelerySettings, StreamSettings):
    """Read from the environment by ``svckit.config.load``."""

    thinker_engine: Literal["ollama", "openai"] = Field(
        default="ollama",
        description="What the model server speaks: `ollama`, or `openai` for OpenAI's chat completions.",
    )
    ollama_host: str = Field(
        default="",
        description="Where the model server is: anything that speaks Ollama's API. "
        "Needed unless THINKER_ENGINE is openai.",
    )
    openai_base_url: str = Field(
        default="",
        pattern="^(https?://.+)?$",
        description="Where chat completions are served, as in https://api.openai.com/v1. "
        "Needed if THINKER_ENGINE is openai.",
    )
    openai_api_key: SecretStr | None = Field(
        default=None, description="The key of that endpoint, if it wants one."
    )
    link_signing_key: SecretStr = Field(
        description="Key, shared with users_svc and notify_svc, from which the secrets of links and codes "
        "are derived: here those of guests.",
        min_length=32,
    )
    thinker_model: str = Field(default="smollm2:135m", description="The model that writes drafts.")
    thinker_basic_models: str = Field(
        default="smollm2:135m",
        description="Models, separated by commas, that only write a closing question; code writes the rest.",
    )
    thinker_first_token_seconds: float = Field(
        default=90, gt=0, le=150, description="Longest wait for a model to begin its answer, in seconds."
    )
    thinker_answer_seconds: float = Field(
        default=150, gt=0, le=150, description="Longest time a whole answer may take, in seconds."
    )

    thinker_keep_alive: str = Field(
        default="10m",
        pattern=r"^(0|-?\d+(s|m|h))$",
        description="How long Ollama keeps a model loaded after an answer, as in 30m; "
        "`0` not at all, `-1m` for good.",
    )

    @model_validator(mode="after")
    def _has_a_server(self) -> Self:
        if self.thinker_engine == "ollama" and not self.ollama_host:
            raise ValueError("OLLAMA_HOST is missing: where the model server is")
        if self.thinker_engine == "openai" and not self.openai_base_url:
            raise ValueError("OPENAI_BASE_URL is missing: where chat completions are served")
        return self

    @property
    def basic_models(self) -> frozenset[str]:
        return frozenset(name.strip() for name in self.thinker_basic_models.split(",") if name.strip())
