"""PostgreSQL, Valkey, RabbitMQ and nginx."""

from __future__ import annotations

import json
import os
import signal

from launcher.parts import nginx, postgres, rabbitmq, valkey
from launcher.stack.spec import Done, Http, Process, Program, PythonModule, Tcp
from launcher.table.context import Context

DATABASES = ("users", "trends", "thinker", "tweeter")

# PostgreSQL's StartupMessage (protocol 3.0). While it recovers it answers with an error, afterwards by asking
# for a password.
_HELLO = b"user\0postgres\0database\0postgres\0\0"
_STARTUP = (len(_HELLO) + 8).to_bytes(4) + (196608).to_bytes(4) + _HELLO


def stores(ctx: Context) -> list[Process]:
    return [_postgres(ctx), _roles(ctx), _valkey(ctx), *_rabbitmq(ctx)]


def _postgres(ctx: Context) -> Process:
    cluster = postgres.prepare(ctx.layout, DATABASES, ctx.secret("POSTGRES_PASSWORD"))
    port = ctx.ports.take("postgres")
    return Process(
        "postgres",
        Program(cluster.argv(port)),
        stage="stores",
        env={"LC_ALL": "C", "PGDATA": str(cluster.data)},
        ready=Tcp(port, send=_STARTUP, expect=b"R"),
        # Fast shutdown: don't wait for connections to end by themselves.
        stop_signal=signal.SIGINT,
        stop_seconds=20,
        cwd=cluster.data.resolve() if os.geteuid() == 0 else None,
        owner=cluster.owner,
    )


def _roles(ctx: Context) -> Process:
    roles = {name: ctx.secret(f"{name.upper()}_DB_PASSWORD") for name in DATABASES}
    password, port = ctx.secret("POSTGRES_PASSWORD"), ctx.ports.take("postgres")
    return Process(
        "postgres-roles",
        PythonModule("launcher.parts.postgres_roles"),
        stage="databases",
        env={
            "DATABASE_ROLES": json.dumps(roles),
            "ADMIN_DATABASE_URL": f"postgresql://{postgres.SUPERUSER}:{password}@127.0.0.1:{port}/postgres",
        },
        ready=Done(),
        needs=("postgres",),
    )


def _valkey(ctx: Context) -> Process:
    port, password = ctx.ports.take("valkey"), ctx.secret("REDIS_PASSWORD")
    send, expect = valkey.ping(password)
    return Process(
        "valkey",
        Program(valkey.prepare(ctx.layout, port, password)),
        stage="stores",
        ready=Tcp(port, send=send, expect=expect),
    )


def _rabbitmq(ctx: Context) -> list[Process]:
    if not ctx.rabbitmq:
        return []
    port, epmd_port = ctx.ports.take("rabbitmq"), ctx.ports.take("epmd")
    node = rabbitmq.prepare(
        ctx.layout,
        ctx.rabbitmq,
        port=port,
        dist_port=ctx.ports.take("rabbitmq-dist"),
        epmd_port=epmd_port,
        password=ctx.secret("RABBITMQ_PASSWORD"),
    )
    return [
        Process(
            "epmd", Program(node.epmd), stage="stores", env=node.env, ready=Tcp(epmd_port), stop_seconds=2
        ),
        Process(
            "rabbitmq",
            Program(node.argv),
            stage="stores",
            env=node.env,
            # To eight bytes that are no protocol header it answers with the one it speaks.
            ready=Tcp(port, send=b"HELLO!!!", expect=b"AMQP"),
            needs=("epmd",),
            stop_seconds=20,
        ),
    ]


def web_server(ctx: Context, upstreams: dict[str, str]) -> Process:
    argv = nginx.prepare(
        ctx.layout,
        {
            "NGINX_LISTEN": f"127.0.0.1:{ctx.port}",
            "STATIC_ROOT": str(ctx.layout.root / "static"),
            **upstreams,
        },
    )
    return Process(
        "nginx",
        Program(argv),
        stage="services",
        ready=Http(ctx.port, "/healthz"),
        stop_signal=signal.SIGTERM,
        stop_seconds=5,
    )
