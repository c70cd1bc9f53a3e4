"""What the process table is made from: ports, secrets, and the choices of whoever starts the stack."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path

from launcher.bootstrap import envfile, venv
from launcher.errors import LauncherError
from launcher.layout import Layout
from launcher.parts import rabbitmq, valkey
from launcher.ports import PortBook, public_port

# Passed on to every process; anything else of the caller's environment stays outside.
_INHERITED = (
    "MALLOC_ARENA_MAX",
    "MALLOC_MMAP_THRESHOLD_",
    "MALLOC_TRIM_THRESHOLD_",
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "TZ",
    "TMPDIR",
    "SSL_CERT_FILE",
    "USER",
    "LOGNAME",
)


@dataclass
class Context:
    layout: Layout
    ports: PortBook
    port: int
    sample: bool
    first_start: bool
    rabbitmq: str | None
    values: dict[str, str] = field(repr=False)

    @classmethod
    def load(cls, layout: Layout) -> Context:
        secrets, _ = envfile.ensure(layout.env_file)
        choices = _choices(layout.choices_file)
        first = not choices
        wanted = os.environ.get("SAMPLE")
        sample = wanted not in ("0", "no", "false") if wanted else bool(choices.get("sample", True))
        return cls(
            layout=layout,
            ports=PortBook(layout.run / "ports.json"),
            port=public_port(),
            sample=sample,
            first_start=first,
            rabbitmq=rabbitmq.find(),
            values={**secrets, **os.environ},
        )

    def remember(self) -> None:
        """Later starts keep the choice, and know that they are not the first."""
        self.layout.choices_file.write_text(json.dumps({"sample": self.sample}))

    # -- settings ------------------------------------------------------------------------------------

    def setting(self, name: str, default: str = "") -> str:
        """From the environment, else from .env, else the default."""
        return self.values.get(name) or default

    def secret(self, name: str) -> str:
        value = self.values.get(name)
        if not value:
            raise LauncherError(f"{name} is missing in {self.layout.env_file}.", "Run: make secrets")
        return value

    def given(self, *names: str) -> dict[str, str]:
        """Those of the settings that somebody has set; the service's own default holds for the rest."""
        return {name: self.values[name] for name in names if self.values.get(name)}

    # -- addresses -----------------------------------------------------------------------------------

    @property
    def local_url(self) -> str:
        """nginx, as processes on this machine reach it."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def public_url(self) -> str:
        return self.setting("PUBLIC_URL", self.local_url).rstrip("/")

    @property
    def mail_url(self) -> str:
        return "" if self.values.get("MAIL_SERVER") else f"http://127.0.0.1:{self.port + 1}"

    @property
    def network_url(self) -> str:
        return f"http://127.0.0.1:{self.port + 2}"

    @property
    def ollama_url(self) -> str:
        """Set OLLAMA_HOST to use a real Ollama; the small model is then not started."""
        return self.setting("OLLAMA_HOST", f"http://127.0.0.1:{self.ports.take('llm')}")

    @property
    def google_url(self) -> str:
        return self.setting("TRENDS_GOOGLE_URL", f"http://127.0.0.1:{self.ports.take('google')}")

    @property
    def events_url(self) -> str:
        if self.rabbitmq:
            return rabbitmq.url(self.ports.take("rabbitmq"), self.secret("RABBITMQ_PASSWORD"))
        return self.redis(valkey.EVENTS_DB)

    def redis(self, database: int) -> str:
        return valkey.url(self.ports.take("valkey"), self.secret("REDIS_PASSWORD"), database)

    def database(self, name: str, password: str) -> str:
        return f"postgresql+psycopg://{name}:{password}@127.0.0.1:{self.ports.take('postgres')}/{name}"

    # -- environments --------------------------------------------------------------------------------

    def base_env(self) -> dict[str, str]:
        inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
        return {
            **inherited,
            "PYTHONUNBUFFERED": "1",
            venv.MARK: str(self.layout.var),
            "LOG_LEVEL": self.setting("LOG_LEVEL", "INFO"),
        }

    def service_env(self) -> dict[str, str]:
        """What every service is told."""
        return {
            "PUBLIC_URL": self.public_url,
            "JWKS_URL": f"{self.local_url}/api/v1/auth/jwks.json",
            "EVENTS_URL": self.events_url,
            "REDIS_URL": self.redis(valkey.CELERY_DB),
            "STREAM_REDIS_URL": self.redis(valkey.STREAMS_DB),
            "BEAT_DIR": str(self.layout.run),
            **self.given("TEAM_NAME"),
        }


def _choices(file: Path) -> dict[str, object]:
    try:
        found = json.loads(file.read_text())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
