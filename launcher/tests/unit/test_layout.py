"""Where data goes, and what happens where it can't."""

import os
from pathlib import Path

import pytest

from launcher.errors import LauncherError
from launcher.layout import Layout


def test_data_lies_in_var_unless_moved(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("VAR_DIR", raising=False)
    layout = Layout.current()
    assert layout.var == layout.root / "var"
    assert layout.env_file == layout.root / ".env"
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    assert Layout.current().var == tmp_path


def test_a_folder_that_cannot_be_made_is_named_with_the_remedy(tmp_path: Path) -> None:
    blocker = tmp_path / "file"
    blocker.write_text("")
    layout = Layout(root=tmp_path, var=blocker / "var", env_file=tmp_path / ".env")
    with pytest.raises(LauncherError, match="VAR_DIR=") as told:
        layout.prepare()
    assert str(blocker) in str(told.value)


def test_a_read_only_folder_is_named_with_the_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # root may write everywhere, so the system's answer is what is replaced here
    monkeypatch.setattr(os, "access", lambda *_: False)
    layout = Layout(root=tmp_path, var=tmp_path / "var", env_file=tmp_path / ".env")
    with pytest.raises(LauncherError, match="can't be written"):
        layout.prepare()


def test_logs_and_state_are_for_their_owner_alone(tmp_path: Path) -> None:
    layout = Layout(root=tmp_path, var=tmp_path / "var", env_file=tmp_path / ".env")
    layout.prepare()
    assert layout.run.stat().st_mode & 0o777 == 0o700
    assert layout.log.stat().st_mode & 0o777 == 0o700
