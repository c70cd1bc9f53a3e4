"""Lock every requirements/*.in into a *.txt with hashes: `make lock`.

One resolver run decides all versions (test.in includes everything); each image's list is then cut out
of that run, so that no two processes ever disagree about a version. No index is named in the result.
"""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
UNION = "test"
ALONE = "model"
OPTIONS = (
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-header",
    "--quiet",
)


def compile_one(name: str, *options: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "uv", "pip", "compile", *OPTIONS, *options, f"{name}.in", "-o", f"{name}.txt"],
        cwd=HERE,
        check=True,
    )


def main() -> None:
    compile_one(UNION, *sys.argv[1:])
    names = sorted(path.stem for path in HERE.glob("*.in"))
    for name in names:
        if name not in {UNION, ALONE}:
            compile_one(name, "--constraint", f"{UNION}.txt")
    compile_one(ALONE, "--no-deps")
    print(f"locked: {', '.join(names)}")


if __name__ == "__main__":
    main()
