"""`make secrets`: write what is missing in .env; what is there stays."""

from __future__ import annotations

import argparse

from launcher import console
from launcher.bootstrap import envfile
from launcher.layout import Layout


def run(_options: argparse.Namespace) -> int:
    layout = Layout.current()
    if layout.env_file.parent != layout.root:
        layout.prepare()
    _, added = envfile.ensure(layout.env_file)
    if added:
        console.say(f"{layout.env_file}: wrote {len(added)} secrets ({', '.join(added)}).")
    else:
        console.say(f"{layout.env_file}: nothing was missing.")
    return 0
