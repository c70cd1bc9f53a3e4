"""The command line: a file in, claims out, and errors that name the fault."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from thinker_svc.figures.__main__ import main
from thinker_svc.tests.unit.figures.snapshots import latte

TEXT = "Search interest in pumpkin spice latte is up 40% in four weeks."


def test_claims_are_printed_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "posts.json"
    file.write_text(json.dumps([{"id": 7, "text": TEXT, "snapshot": latte()}]), encoding="utf-8")
    assert main(["check", str(file)]) == 0
    (answer,) = json.loads(capsys.readouterr().out)
    (claim,) = answer["claims"]
    assert answer["id"] == 7
    assert (TEXT[claim["start"] : claim["end"]], claim["kind"], claim["label"], claim["expected"]) == (
        "up 40%",
        "percent_change",
        "contradicted",
        "+50%",
    )


def test_half_a_character_is_printed_as_it_came(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    half = "\ud83d"
    file = tmp_path / "posts.json"
    file.write_text(json.dumps([{"id": half, "text": f"{TEXT} {half}", "snapshot": latte()}]))
    assert main(["check", str(file)]) == 0
    printed = capsys.readouterr().out
    assert printed.isascii()
    (answer,) = json.loads(printed)
    assert answer["id"] == half


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("{", "cannot be read as JSON"),
        ("{}", "is not a list"),
        ("[3]", "entry 0 is not an object"),
        ('[{"text": ""}]', "entry 0 has no id"),
        ('[{"id": "a", "snapshot": {}}]', "has no text"),
        ('[{"id": "a", "text": "b"}]', "has no snapshot"),
    ],
)
def test_a_bad_file_is_told_apart(
    content: str, fault: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "bad.json"
    file.write_text(content, encoding="utf-8")
    assert main(["check", str(file)]) == 2
    assert fault in capsys.readouterr().err


@pytest.mark.parametrize("argv", [[], ["check"], ["judge", "x"], ["check", "a", "b"]])
def test_wrong_arguments_show_the_usage(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(argv) == 2
    assert "usage:" in capsys.readouterr().err


def test_a_missing_file_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "nowhere.json"]) == 2
    assert "nowhere.json" in capsys.readouterr().err
