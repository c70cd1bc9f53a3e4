"""PostgreSQL, Valkey and RabbitMQ as the launcher starts them: real servers, as root or not."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis
from kombu import Connection

from launcher.layout import Layout
from launcher.parts import rabbitmq, valkey
from launcher.stack.supervisor import Listener, Supervisor
from launcher.table.context import Context
from launcher.table.stores import stores

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def ctx(tmp_path_factory: pytest.TempPathFactory) -> Context:
    var = tmp_path_factory.mktemp("stack")
    layout = Layout(root=ROOT, var=var / "var", env_file=var / ".env")
    layout.prepare()
    return Context.load(layout)


@pytest.fixture(scope="module")
def running(ctx: Context) -> Iterator[Supervisor]:
    supervisor = _start(ctx)
    yield supervisor
    supervisor.shut_down()
    _remove_outside(ctx)


def _start(ctx: Context) -> Supervisor:
    supervisor = Supervisor(
        stores(ctx), base_env=ctx.base_env(), logs=ctx.layout.log, root=ROOT, listener=Listener()
    )
    ready = supervisor.run_until(lambda: supervisor.all_ready or supervisor.stuck, timeout=60)
    logs = {p.name: p.read_text()[-800:] for p in ctx.layout.log.glob("*.log")}
    assert ready, logs
    assert supervisor.all_ready, logs
    return supervisor


def _remove_outside(ctx: Context) -> None:
    from launcher.commands.reset import delete

    delete(ctx.layout)


def _dsn(ctx: Context, role: str, database: str) -> str:
    password = ctx.secret("POSTGRES_PASSWORD" if role == "postgres" else f"{role.upper()}_DB_PASSWORD")
    return f"postgresql://{role}:{password}@127.0.0.1:{ctx.ports.take('postgres')}/{database}"


def test_each_service_can_use_its_own_database(ctx: Context, running: Supervisor) -> None:
    for role in ("users", "trends", "thinker", "tweeter"):
        with psycopg.connect(_dsn(ctx, role, role)) as connection:
            connection.execute("create table mine (x int)")
            connection.execute("drop table mine")


def test_no_service_can_reach_the_database_of_another(ctx: Context, running: Supervisor) -> None:
    for database in ("trends", "postgres", "template1"):
        with pytest.raises(psycopg.OperationalError, match="no pg_hba"):
            psycopg.connect(_dsn(ctx, "users", database))


def test_the_databases_want_a_password(ctx: Context, running: Supervisor) -> None:
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(_dsn(ctx, "users", "users").replace(ctx.secret("USERS_DB_PASSWORD"), "wrong"))


def test_valkey_wants_a_password(ctx: Context, running: Supervisor) -> None:
    with redis.Redis(port=ctx.ports.take("valkey")) as anybody, pytest.raises(redis.AuthenticationError):
        anybody.ping()
    with redis.Redis.from_url(ctx.redis(valkey.STREAMS_DB)) as known:
        assert known.ping()


def test_rabbitmq_is_a_private_node_when_it_is_installed(ctx: Context, running: Supervisor) -> None:
    assert ("rabbitmq" in running.children) == bool(rabbitmq.find())
    with Connection(ctx.events_url) as connection:
        connection.ensure_connection(max_retries=3)
        queue = connection.SimpleQueue("launcher-test")
        queue.put({"hello": "there"})
        assert queue.get(timeout=5).payload == {"hello": "there"}
        queue.close()


def test_without_rabbitmq_events_go_over_valkey(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVENTS", "valkey")
    assert rabbitmq.find() is None
    alone = Context.load(ctx.layout)
    assert alone.events_url.startswith("redis://")
    assert alone.events_url.endswith("/3")


def test_data_outlives_a_restart_and_a_kill(ctx: Context, running: Supervisor) -> None:
    with psycopg.connect(_dsn(ctx, "trends", "trends"), autocommit=True) as connection:
        connection.execute("create table kept as select 42 as answer")
    postgres = running.children["postgres"]
    os.kill(postgres.pid, signal.SIGKILL)
    assert running.run_until(lambda: postgres.restarts > 0 and running.all_ready, timeout=60)
    with psycopg.connect(_dsn(ctx, "trends", "trends")) as connection:
        assert connection.execute("select answer from kept").fetchone() == (42,)
