"""``python -m svckit.contracts write|check users_svc trends_svc …``: contracts from the code.

``contracts/http/<service>.v1.yaml`` is a service's OpenAPI document; ``contracts/events/<type>.v1.json``
the JSON schema of what it emits. Both are committed; ``check`` says which the code no longer keeps.
"""

import importlib
import json
import sys
from pathlib import Path
from typing import Any

from svckit.events.envelope import SCHEMA_VERSION, EventData
from svckit.events.topology import contracts_dir

USAGE = "usage: python -m svckit.contracts write|check <package> …"


PLACEHOLDERS = {
    "database_url": "postgresql+psycopg://contract@127.0.0.1:1/contract",
    "events_url": "amqp://127.0.0.1:1",
    "redis_url": "redis://127.0.0.1:1/0",
    "stream_redis_url": "redis://127.0.0.1:1/2",
    "public_url": "http://127.0.0.1:8080",
    "jwks_url": "http://127.0.0.1:1/jwks.json",
    "registration": "open",
    "ollama_host": "http://127.0.0.1:1",
    "mail_sender": "Trends <trends@team.example>",
    # A Fernet key is 32 bytes in URL-safe base64.
    "tweeter_encryption_key": "A" * 43 + "=",
}
"""Good enough to build an app that connects to nothing; other required settings take any long text."""
NEEDED = {"ollama_host"}
"""Required only as long as another setting stands at its default."""


def settings_of(package: str) -> Any:
    """An instance of a service's Settings with a placeholder for whatever has no default."""
    cls = importlib.import_module(f"{package}.config").Settings
    values = {
        name: PLACEHOLDERS.get(name, "placeholder-" * 4)
        for name, described in cls.model_fields.items()
        if described.is_required() or name in NEEDED
    }
    return cls(**values)


def openapi_of(package: str) -> dict[str, Any]:
    """The OpenAPI document of a service."""
    app = importlib.import_module(f"{package}.bootstrap").create_app(settings_of(package))
    with app.app_context():
        document: dict[str, Any] = json.loads(json.dumps(app.api_doc))
    return document


def emitted_by(package: str) -> tuple[type[EventData], ...]:
    found: tuple[type[EventData], ...] = importlib.import_module(f"{package}.events").EMITTED
    return found


def handled_by(package: str) -> dict[str, type[EventData]]:
    """The models a service reads others' events with, by type."""
    found: dict[str, type[EventData]] = importlib.import_module(f"{package}.events").HANDLED
    return found


def event_schema(model: type[EventData]) -> dict[str, Any]:
    """The JSON schema of an event's data."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{model.type}.{SCHEMA_VERSION}.json",
        **model.model_json_schema(mode="serialization"),
    }


def generate(package: str) -> dict[Path, str]:
    """File contents by path below ``contracts/``."""
    import yaml

    service = package.removesuffix("_svc")
    document = yaml.safe_dump(openapi_of(package), sort_keys=True, allow_unicode=True, width=110)
    files = {Path("http") / f"{service}.v1.yaml": document}
    for model in emitted_by(package):
        text = json.dumps(event_schema(model), indent=2, sort_keys=True, ensure_ascii=False) + "\n"
        files[Path("events") / f"{model.type}.{SCHEMA_VERSION}.json"] = text
    return files


def differing(package: str) -> list[Path]:
    """Files of ``contracts/`` that are missing or differ from what the code says."""
    root = contracts_dir()
    return [
        path
        for path, text in generate(package).items()
        if not (root / path).is_file() or (root / path).read_text() != text
    ]


def main(argv: list[str]) -> int:
    if len(argv) < 2 or argv[0] not in {"write", "check"}:
        raise SystemExit(USAGE)
    if argv[0] == "check":
        stale = [str(path) for package in argv[1:] for path in differing(package)]
        if stale:
            sys.stderr.write(f"Not what the code says: {', '.join(stale)}. Run: make contracts\n")
        return 1 if stale else 0
    for package in argv[1:]:
        for path, text in generate(package).items():
            target = contracts_dir() / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
