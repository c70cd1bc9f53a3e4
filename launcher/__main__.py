"""Entry point of `python3 -m launcher`.

This file keeps to syntax that every Python 3 can parse, so that a too old one gets a sentence instead of a
SyntaxError. Everything newer is behind the import.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - this very check is what an older Python must reach
    sys.stderr.write(
        "launcher: Python %d.%d is too old, 3.11 or newer is needed. "  # noqa: UP031 - as above
        "Install Python 3.11+ and run: make up PYTHON=python3.11\n" % sys.version_info[:2]
    )
    sys.exit(69)

from launcher.cli import main

sys.exit(main(sys.argv[1:]))
