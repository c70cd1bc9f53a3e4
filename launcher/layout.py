"""Where things lie on disk."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from launcher.errors import LauncherError


@dataclass(frozen=True)
class Layout:
    """Folders and files of one stack. `VAR_DIR` moves everything that is written, so that two stacks can
    run from one checkout (the tests do)."""

    root: Path
    var: Path
    env_file: Path

    @classmethod
    def current(cls) -> Layout:
        root = Path(__file__).resolve().parent.parent
        moved = os.environ.get("VAR_DIR")
        if not moved:
            return cls(root=root, var=root / "var", env_file=root / ".env")
        var = Path(moved).resolve()
        return cls(root=root, var=var, env_file=var / ".env")

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        return self.venv / "bin" / "python"

    @property
    def run(self) -> Path:
        """What describes the running stack: ports, state, rendered configuration."""
        return self.var / "run"

    @property
    def log(self) -> Path:
        return self.var / "log"

    @property
    def state_file(self) -> Path:
        return self.run / "state.json"

    @property
    def lock_file(self) -> Path:
        return self.run / "launcher.lock"

    @property
    def choices_file(self) -> Path:
        """What the first start decided and later starts keep (sample data or not)."""
        return self.var / "choices.json"

    def prepare(self) -> None:
        """Make the folders, or say in one line why that is impossible."""
        for folder in (self.var, self.run, self.log):
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise _not_writable(folder, error) from error
        if not os.access(self.var, os.W_OK) or not os.access(self.run, os.W_OK):
            raise _not_writable(self.var, None)
        for folder in (self.run, self.log):
            folder.chmod(0o700)


def _not_writable(folder: Path, error: OSError | None) -> LauncherError:
    reason = error.strerror if error else "it belongs to another user"
    return LauncherError(
        f"The folder {folder} can't be written ({reason}).",
        "Use a checkout that you own, or name another folder: make up VAR_DIR=$HOME/trends-data",
    )
