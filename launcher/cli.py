"""`python3 -m launcher <command>`: what the Makefile's targets call."""

from __future__ import annotations

import argparse
import importlib

from launcher import console
from launcher.errors import LauncherError

# Command, module, what it does.
COMMANDS: tuple[tuple[str, str, str], ...] = (
    ("up", "launcher.commands.up", "install what is missing and start the whole stack"),
    ("down", "launcher.commands.down", "end the running stack"),
    ("status", "launcher.commands.status", "show the processes, their restarts and their memory"),
    ("logs", "launcher.commands.logs", "show and follow the logs (NAME=process for one)"),
    ("stop", "launcher.commands.control", "stop one process until it is started again"),
    ("start", "launcher.commands.control", "start a stopped process"),
    ("restart", "launcher.commands.control", "restart one process"),
    ("reset", "launcher.commands.reset", "delete all data of this stack (asks first)"),
    ("secrets", "launcher.commands.make_secrets", "write the missing secrets into .env"),
    ("main-job", "launcher.commands.main_job", "do the main job against the running stack, by HTTP alone"),
    ("test", "launcher.commands.test", "install what tests need and run them"),
)


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python3 -m launcher", description="The embedded stack.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, module_name, purpose in COMMANDS:
        sub = commands.add_parser(name, help=purpose, description=purpose)
        sub.set_defaults(module=module_name, argv=argv)
        if name == "up":
            sub.add_argument("--detach", action="store_true", help="go on in the background")
        elif name in ("stop", "start", "restart"):
            sub.add_argument("name", help="a process of `make status`")
        elif name == "status":
            sub.add_argument("--json", action="store_true", help="for programs")
        elif name == "logs":
            sub.add_argument("name", nargs="?", help="a process of `make status`")
        elif name == "test":
            sub.add_argument("arguments", nargs=argparse.REMAINDER, help="passed on to pytest")
    options = parser.parse_args(argv)
    try:
        return int(importlib.import_module(options.module).run(options))
    except LauncherError as error:
        console.complain(str(error))
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 0
