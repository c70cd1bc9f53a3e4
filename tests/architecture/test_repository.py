"""What the repository promises a newcomer: shape, size, and no loose ends."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

from tests.services import SERVICES

ROOT = Path(__file__).resolve().parents[2]
SHAPE = (
    "__init__.py",
    "bootstrap.py",
    "config.py",
    "wsgi.py",
    "api",
    "services",
    "models",
    "queries.py",
    "events.py",
    "migrations",
    "tests",
)
LONGEST_MODULE = 320


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    return [ROOT / line for line in listed.splitlines() if (ROOT / line).is_file()]


@pytest.mark.parametrize("package", SERVICES)
def test_every_service_has_the_same_shape(package: str) -> None:
    missing = [part for part in SHAPE if not (ROOT / package / part).exists()]
    assert missing == []


@pytest.mark.parametrize("package", SERVICES)
def test_every_migration_can_be_taken_back(package: str) -> None:
    for file in (ROOT / package / "migrations" / "versions").glob("[0-9]*.py"):
        functions = {
            node.name: node for node in ast.parse(file.read_text()).body if isinstance(node, ast.FunctionDef)
        }
        assert {"upgrade", "downgrade"} <= set(functions), file
        body = [
            node
            for node in functions["downgrade"].body
            if not isinstance(node, ast.Expr) or isinstance(node.value, ast.Call)
        ]
        assert body, f"{file}: downgrade does nothing"


@pytest.mark.parametrize("package", SERVICES)
def test_services_and_queries_never_commit(package: str) -> None:
    for file in [*(ROOT / package / "services").rglob("*.py"), ROOT / package / "queries.py"]:
        assert not re.search(r"session\.commit\(", file.read_text()), file


def test_modules_hold_one_idea_each() -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for path in tracked("*.py")
        if "migrations/versions" not in str(path)
        and (count := len(path.read_text().splitlines())) > LONGEST_MODULE
    }
    assert long == {}


def test_every_ignored_warning_gives_its_reason() -> None:
    silent = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in tracked("*.py")
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if re.search(r"#\s*(noqa|type:\s*ignore)", line)
        and not re.search(r"(noqa:? ?[A-Z0-9, ]*\s(-\s|\()|ignore\[[a-z\-, ]+\]\s+#\s)", line)
        and "re.search(" not in line
    ]
    assert silent == []
