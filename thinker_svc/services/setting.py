"""What a text was written for and by which server: kept beside the model's options, in the same column."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from thinker_svc.engines.base import Engine
from thinker_svc.services import platforms
from thinker_svc.services.order import Made, Order

KEY = "made"
"""No option of any model."""


def of(order: Order, engine: Engine) -> dict[str, Any]:
    """`written_for`: platforms, and the characters that read well on the strictest of them. `server`: what it
    speaks and where it is, without user and password, and how long it keeps the model loaded."""
    return {
        "written_for": {"platforms": list(order.platforms), "aim": platforms.aim(order.platforms)},
        "server": {"engine": engine.kind, "host": engine.host, "keep_alive": engine.keep_alive},
    }


def stored(made: Made) -> dict[str, Any]:
    """The options as they are kept. No server is named that was not asked."""
    kept = {name: said for name, said in made.setting.items() if name != "server" or made.prompt}
    return made.options | ({KEY: kept} if kept else {})


def parted(options: Mapping[str, Any] | None) -> tuple[dict[str, Any] | None, dict[str, Any]]:
    """(the model's options, the setting), from what is kept; older texts have no setting."""
    if options is None:
        return None, {}
    return {name: value for name, value in options.items() if name != KEY}, dict(options.get(KEY) or {})
