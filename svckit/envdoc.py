"""``python -m svckit.envdoc portal users_svc …``: docs/env.md, from the settings classes."""

import importlib
import sys
from typing import Any

from pydantic import SecretStr
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

HEAD = """# Environment variables

Made from the settings classes by `make docs`; a test keeps it so. A process that misses one says which
and ends with exit code 78. Secrets have no default: `make up` and `make secrets` write random ones into
`.env` once.
"""
COMMON = """
## Every web process

| variable | default | what it is for |
| --- | --- | --- |
| `BIND` | `127.0.0.1:8000` | Address gunicorn listens on. |
| `WEB_THREADS` | `16` | Threads of the web process; 128 where readers of streams wait (portal, thinker). |
| `WEB_WORKERS` | `1` | Web processes. |
| `CONCURRENCY` | `2` | Tasks a Celery worker runs at once. |
| `HEARTBEAT_FILE` | none | Touched every 10 seconds by workers, beats and consumers, for health checks. |
| `CONTRACTS_DIR` | `contracts/` beside the code | Where `events/routing.json` lies. |
"""


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    value: Any = field.default if field.default is not PydanticUndefined else None
    if field.default_factory is not None:
        return "by machine"
    if value is None or value == "":
        return "none"
    if isinstance(value, SecretStr):
        # The one default of a secret's type: a path, which is none.
        value = value.get_secret_value()
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _kind(field: FieldInfo) -> str:
    return " Secret." if field.annotation in (SecretStr, SecretStr | None) else ""


def table(package: str) -> str:
    """The Markdown section of one package."""
    cls = importlib.import_module(f"{package}.config").Settings
    rows = [
        f"| `{name.upper()}` | {_default(field)} | {field.description or ''}{_kind(field)} |"
        for name, field in sorted(cls.model_fields.items())
    ]
    return "\n".join(
        [f"\n## {package}\n", "| variable | default | what it is for |", "| --- | --- | --- |", *rows, ""]
    )


def document(packages: list[str]) -> str:
    return HEAD + COMMON + "".join(table(package) for package in packages)


if __name__ == "__main__":
    sys.stdout.write(document(sys.argv[1:]))
