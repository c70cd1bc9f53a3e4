"""What stands in for the outside world: the model, the mailbox, Google and a social network."""

from __future__ import annotations

from launcher.stack.spec import Http, Process, PythonModule, Tcp
from launcher.table.context import Context


def local(ctx: Context) -> list[Process]:
    processes = [_network(ctx)]
    if not ctx.values.get("OLLAMA_HOST") and ctx.values.get("THINKER_ENGINE", "ollama") == "ollama":
        processes.append(_llm(ctx))
    if not ctx.values.get("MAIL_SERVER"):
        processes.append(_mail(ctx))
    if ctx.sample and not ctx.values.get("TRENDS_GOOGLE_URL"):
        processes.append(_google(ctx))
    return processes


def _llm(ctx: Context) -> Process:
    port = ctx.ports.take("llm")
    return Process(
        "llm",
        PythonModule("launcher.llm", ("--port", str(port))),
        stage="local",
        ready=Http(port),
        stop_seconds=3,
        is_model=True,
    )


def _mail(ctx: Context) -> Process:
    smtp, page = ctx.ports.take("smtp"), ctx.port + 1
    data = ctx.layout.var / "mail.sqlite3"
    arguments = ("--smtp-port", str(smtp), "--http-port", str(page), "--data", str(data))
    return Process(
        "mail", PythonModule("launcher.mail", arguments), stage="local", ready=Tcp(page), stop_seconds=3
    )


def _google(ctx: Context) -> Process:
    port = ctx.ports.take("google")
    return Process(
        "google",
        PythonModule("launcher.google", ("--port", str(port))),
        stage="local",
        ready=Tcp(port),
        stop_seconds=2,
    )


def _network(ctx: Context) -> Process:
    port = ctx.port + 2
    arguments = (
        "--port",
        str(port),
        "--public-url",
        ctx.network_url,
        "--data",
        str(ctx.layout.var / "network.sqlite3"),
    )
    return Process(
        "network",
        PythonModule("launcher.network", arguments),
        stage="local",
        env={"SAMPLE_NETWORK_SECRET": ctx.secret("SAMPLE_NETWORK_SECRET")},
        ready=Tcp(port),
        stop_seconds=2,
    )
