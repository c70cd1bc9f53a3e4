"""An old Python gets a sentence, not a SyntaxError."""

import ast
import runpy
import sys
from pathlib import Path

import pytest

MAIN = Path(__file__).resolve().parents[2] / "__main__.py"


def test_the_entry_point_can_be_parsed_by_the_oldest_python_3_that_still_runs_somewhere() -> None:
    ast.parse(MAIN.read_text(), feature_version=(3, 5))


def test_a_too_old_python_is_told_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(MAIN), run_name="__main__")
    assert ended.value.code == 69
    message = capsys.readouterr().err
    assert "Python 3.9 is too old" in message
    assert "make up PYTHON=python3.11" in message
    assert message.count("\n") == 1
