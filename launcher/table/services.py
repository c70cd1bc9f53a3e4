"""The product's own processes: the same commands that the images run."""

from __future__ import annotations

import base64
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass, replace

from launcher.parts import valkey
from launcher.stack.spec import Alive, Done, Http, Process, PythonModule
from launcher.table.context import Context
from launcher.table.migrations import is_current
from launcher.table.stores import DATABASES


@dataclass(frozen=True)
class Service:
    """A service and the processes it has beside its web process."""

    name: str
    env: Callable[[Context], dict[str, str]]
    at_once: int = 0
    """Tasks its worker runs at the same time; 0: it has no worker. Each is a process of 40 to 60 MB."""
    beat: bool = False
    consumer: bool = False

    @property
    def package(self) -> str:
        return f"{self.name}_svc"


def services(ctx: Context) -> list[Process]:
    processes = []
    for service in SERVICES:
        processes += _of(ctx, service)
    return [*processes, _portal(ctx), _flower(ctx)]


def upstreams(ctx: Context) -> dict[str, str]:
    """nginx's variables: where each process listens."""
    names = ("portal", *(service.name for service in SERVICES), "flower")
    addresses = {f"{name.upper()}_UPSTREAM": f"127.0.0.1:{ctx.ports.take(name)}" for name in names}
    return {**addresses, "FLOWER_AUTH": base64.b64encode(_flower_auth(ctx).encode()).decode()}


def _of(ctx: Context, service: Service) -> list[Process]:
    env = {**ctx.service_env(), **service.env(ctx)}
    after = _stores(ctx, service)
    processes = []
    if not is_current(ctx.layout, service.package):
        processes.append(
            Process(
                f"{service.name}-migrations",
                PythonModule("svckit.migrate", (service.package, "upgrade")),
                stage="databases",
                env=env,
                ready=Done(),
                needs=after,
            )
        )
        after = (*after, f"{service.name}-migrations")
    processes.append(_web(ctx, service.name, f"{service.package}.wsgi:app", env, after))
    if service.at_once:
        processes.append(_celery(ctx, service, "worker", env, after))
    if service.beat:
        processes.append(_celery(ctx, service, "beat", env, after))
    if service.consumer:
        name = f"{service.name}-consumer"
        module = PythonModule(f"{service.package}.consumer")
        processes.append(Process(name, module, stage="workers", env=env, needs=after, ready=Alive(0.3)))
    return processes


def _stores(ctx: Context, service: Service) -> tuple[str, ...]:
    database = ("postgres", "postgres-roles") if service.name in DATABASES else ()
    return (*database, "valkey", *(("rabbitmq",) if ctx.rabbitmq else ()))


# Each stream to a page holds a thread, and so does each sign-in that waits for its turn to hash.
_THREADS = {"portal": 128, "thinker": 128, "users": 96}


def _web(ctx: Context, name: str, app: str, env: dict[str, str], needs: tuple[str, ...]) -> Process:
    port = ctx.ports.take(name)
    # Each stream to a page holds a thread; so does each sign-in that waits for a password to be hashed.
    threads = {"portal": 128, "thinker": 128, "trends": 128, "users": 96}.get(name, 16)
    return Process(
        name if name == "portal" else f"{name}-serv",
        PythonModule("gunicorn", ("-c", "svckit/gunicorn_conf.py", app)),
        stage="services",
        env={**env, "BIND": f"127.0.0.1:{port}", "WEB_THREADS": str(threads)},
        ready=Http(port),
        needs=needs,
    )


def _celery(
    ctx: Context, service: Service, kind: str, env: dict[str, str], needs: tuple[str, ...]
) -> Process:
    from svckit.run import argv

    # svckit.run would exec a new Python; forked from the launcher it shares what is imported already.
    os.environ["CONCURRENCY"] = ctx.values.get("CONCURRENCY") or str(service.at_once)
    os.environ["BEAT_DIR"] = str(ctx.layout.run)
    process = Process(
        f"{service.name}-{kind}",
        PythonModule("celery", tuple(argv(kind, service.package)[3:])),
        stage="workers",
        env=env,
        needs=needs,
        ready=Alive(0.3),
    )
    if kind == "worker":
        # SIGQUIT asks for the soft shutdown: what can't finish in time goes back to the queue.
        return replace(process, stop_signal=signal.SIGQUIT, stop_seconds=15)
    return process


def _portal(ctx: Context) -> Process:
    env = {
        **ctx.service_env(),
        "PORTAL_SECRET_KEY": ctx.secret("PORTAL_SECRET_KEY"),
        "API_URL": f"{ctx.local_url}/api/v1",
        "SESSION_REDIS_URL": ctx.redis(valkey.SESSIONS_DB),
        "SAMPLE_NETWORK_URL": ctx.network_url,
        "MAIL_CATCHER_URL": ctx.mail_url,
        **ctx.given("DEFAULT_TIMEZONE", "SESSION_HOURS"),
    }
    return _web(ctx, "portal", "portal.wsgi:app", env, ("valkey",))


def _flower(ctx: Context) -> Process:
    port = ctx.ports.take("flower")
    arguments = (
        "flower",
        "--address=127.0.0.1",
        f"--port={port}",
        "--url_prefix=flower",
        "--xheaders=true",
        "--max_tasks=2000",
        "--logging=warning",
    )
    return Process(
        "flower-serv",
        PythonModule("celery", arguments),
        stage="workers",
        # By environment, not by arguments: those can be read by everybody on the machine.
        env={
            "CELERY_BROKER_URL": ctx.redis(valkey.CELERY_DB),
            "FLOWER_BASIC_AUTH": _flower_auth(ctx),
        },
        ready=Http(port, "/flower/healthcheck"),
        needs=("valkey",),
        stop_seconds=3,
    )


def _flower_auth(ctx: Context) -> str:
    return f"flower:{ctx.secret('FLOWER_PASSWORD')}"


# -- what each service is told beyond the common --------------------------------------------------------


def _database(ctx: Context, name: str) -> dict[str, str]:
    return {"DATABASE_URL": ctx.database(name, ctx.secret(f"{name.upper()}_DB_PASSWORD"))}


def _users(ctx: Context) -> dict[str, str]:
    return {
        **_database(ctx, "users"),
        "USERS_SECRET_KEY": ctx.secret("USERS_SECRET_KEY"),
        "LINK_SIGNING_KEY": ctx.secret("LINK_SIGNING_KEY"),
        "REGISTRATION": ctx.setting("REGISTRATION", "open"),
        **ctx.given("REGISTRATION_ROLE"),
    }


def _trends(ctx: Context) -> dict[str, str]:
    own = ctx.values.get("TRENDS_GOOGLE_URL")
    google = {"TRENDS_GOOGLE_URL": ctx.google_url} if ctx.sample or own else {}
    return {
        **_database(ctx, "trends"),
        **google,
        "TRENDS_SAMPLE": "true" if ctx.sample else "false",
        **ctx.given(
            "TRENDS_SPACING_SECONDS",
            "TRENDS_TIMEOUT_SECONDS",
            "TRENDS_ATTEMPTS",
            "TRENDS_RETRY_SECONDS",
            "TRENDS_SOURCE_URLS",
        ),
    }


def _thinker(ctx: Context) -> dict[str, str]:
    return {
        **_database(ctx, "thinker"),
        "LINK_SIGNING_KEY": ctx.secret("LINK_SIGNING_KEY"),
        "OLLAMA_HOST": ctx.ollama_url,
        **ctx.given(
            "THINKER_ENGINE",
            "THINKER_MODEL",
            "THINKER_BASIC_MODELS",
            "THINKER_FIRST_TOKEN_SECONDS",
            "THINKER_ANSWER_SECONDS",
            "THINKER_KEEP_ALIVE",
            "OPENAI_BASE_URL",
            "OPENAI_API_KEY",
        ),
    }


def _tweeter(ctx: Context) -> dict[str, str]:
    allowed = ctx.setting("TWEETER_ALLOWED_PRIVATE_HOSTS", f"127.0.0.1:{ctx.port + 2}")
    return {
        **_database(ctx, "tweeter"),
        "TWEETER_ENCRYPTION_KEY": ctx.secret("TWEETER_ENCRYPTION_KEY"),
        "TWEETER_ALLOWED_PRIVATE_HOSTS": allowed,
    }


def _notify(ctx: Context) -> dict[str, str]:
    folder = ctx.layout.var / "notify"
    folder.mkdir(mode=0o700, exist_ok=True)
    mail = {"MAIL_SERVER": "127.0.0.1", "MAIL_PORT": str(ctx.ports.take("smtp")), "MAIL_USE_TLS": "false"}
    if ctx.values.get("MAIL_SERVER"):
        mail = ctx.given("MAIL_SERVER", "MAIL_PORT", "MAIL_USE_TLS", "MAIL_USERNAME", "MAIL_PASSWORD")
    sender = ctx.setting("MAIL_SENDER", "Trends <trends@example.org>")
    database = os.environ.get("NOTIFY_DATABASE_URL") or f"sqlite:///{folder / 'notify.sqlite3'}"
    return {
        "DATABASE_URL": database,
        "LINK_SIGNING_KEY": ctx.secret("LINK_SIGNING_KEY"),
        "MAIL_SENDER": sender,
        **mail,
    }


SERVICES = (
    Service("users", _users),
    # Google is asked one thing at a time, and the small model answers one at a time.
    Service("trends", _trends, at_once=1, beat=True),
    Service("thinker", _thinker, at_once=1, consumer=True),
    Service("tweeter", _tweeter, at_once=2, beat=True, consumer=True),
    Service("notify", _notify),
)
