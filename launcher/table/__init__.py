"""The process table of the embedded stack."""

from __future__ import annotations

from launcher.stack.spec import Process
from launcher.table.context import Context


def full(ctx: Context) -> list[Process]:
    """Every process, in the order in which they are shown."""
    from launcher.table.local import local
    from launcher.table.services import services, upstreams
    from launcher.table.stores import stores, web_server

    return [*stores(ctx), *local(ctx), web_server(ctx, upstreams(ctx)), *services(ctx)]
