"""Settings of thinker_svc."""

from pydantic import Field

from svckit.config import CelerySettings, StreamSettings
from svckit.service import ServiceSettings


class Settings(ServiceSettings, CelerySettings, StreamSettings):
    """Read from the environment by ``svckit.config.load``."""

    ollama_host: str = Field(
        min_length=1, description="Where the model server is: anything that speaks Ollama's API."
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

    @property
    def basic_models(self) -> frozenset[str]:
        return frozenset(name.strip() for name in self.thinker_basic_models.split(",") if name.strip())

    @property
    def basic(self) -> bool:
        """Whether the model in use is one of the basic ones."""
        return self.thinker_model in self.basic_models
