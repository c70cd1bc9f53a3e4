"""A private RabbitMQ node when `rabbitmq-server` is on the machine; there is no wheel of it."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from launcher.layout import Layout

USER = "trends"

# Debian's `rabbitmq-server` on PATH is a wrapper that only root and its own user may run, and that goes to
# the system's node. The program behind it knows neither limit.
_BEHIND_WRAPPER = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
_SBIN = "/usr/sbin:/usr/local/sbin:/opt/homebrew/sbin:/usr/lib/rabbitmq/bin"


def find() -> str | None:
    """The program, or None. EVENTS=valkey in the environment asks to do without."""
    if os.environ.get("EVENTS", "").lower() == "valkey":
        return None
    found = shutil.which("rabbitmq-server") or shutil.which("rabbitmq-server", path=_SBIN)
    if found is None or shutil.which("erl") is None:
        return None
    return str(_BEHIND_WRAPPER) if _BEHIND_WRAPPER.exists() else found


@dataclass(frozen=True)
class Node:
    program: str
    env: dict[str, str]
    epmd: tuple[str, ...]

    @property
    def argv(self) -> tuple[str, ...]:
        return (self.program,)


def prepare(
    layout: Layout, program: str, *, port: int, dist_port: int, epmd_port: int, password: str
) -> Node:
    """Write the node's configuration; the user is made by the node itself at its first boot."""
    home = layout.var / "rabbitmq"
    home.mkdir(mode=0o700, exist_ok=True)
    config = layout.run / "rabbitmq.conf"
    config.write_text(
        f"listeners.tcp.default = 127.0.0.1:{port}\n"
        f"default_user = {USER}\ndefault_pass = {password}\ndefault_vhost = /\n"
        "loopback_users = none\n"
        "log.console = true\nlog.console.level = warning\nlog.file = false\n"
        "vm_memory_high_watermark.absolute = 512MB\ndisk_free_limit.absolute = 200MB\n"
    )
    config.chmod(0o600)
    plugins = layout.run / "rabbitmq-plugins"
    plugins.write_text("[].\n")
    env = {
        "HOME": str(home),
        # The name is part of the data; the node is private because its epmd is.
        "RABBITMQ_NODENAME": "trends@localhost",
        "RABBITMQ_CONFIG_FILE": str(config),
        "RABBITMQ_MNESIA_BASE": str(home / "mnesia"),
        "RABBITMQ_MNESIA_DIR": str(home / "mnesia" / "node"),
        "RABBITMQ_LOG_BASE": str(layout.log),
        "RABBITMQ_LOGS": "-",
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(plugins),
        "RABBITMQ_PID_FILE": str(layout.run / "rabbitmq.pid"),
        "RABBITMQ_DIST_PORT": str(dist_port),
        "RABBITMQ_CONF_ENV_FILE": os.devnull,
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": (
            # One scheduler each and no busy waiting: an idle broker then costs no CPU and 40 MB less.
            "+S 1:1 +SDcpu 1:1 +SDio 2 +A 2 +sbwt none +sbwtdcpu none +sbwtdio none "
            "-kernel inet_dist_use_interface {127,0,0,1}"
        ),
        "ERL_EPMD_PORT": str(epmd_port),
        "ERL_EPMD_ADDRESS": "127.0.0.1",
    }
    return Node(program, env, (shutil.which("epmd") or "epmd", "-port", str(epmd_port)))


def url(port: int, password: str) -> str:
    return f"amqp://{USER}:{password}@127.0.0.1:{port}//"
