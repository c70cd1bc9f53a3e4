"""`make status`: what runs, since when, how often restarted, and how much memory it holds."""

from __future__ import annotations

import argparse
import json
import time
from typing import Any

from launcher import console
from launcher.layout import Layout
from launcher.stack import descendants
from launcher.state import running

MEGABYTE = 1024 * 1024
BUDGET = 1200 * MEGABYTE


def run(options: argparse.Namespace) -> int:
    layout = Layout.current()
    state = running(layout)
    memory = measure(state)
    if options.json:
        console.say(json.dumps({**state, "pss": memory, "pss_total": totals(state, memory)}, indent=1))
        return 0
    for line in table(state, memory):
        console.say(line)
    troubled = [n for n, p in state["processes"].items() if p["state"] not in ("ready", "done")]
    return 1 if troubled else 0


def measure(state: dict[str, Any]) -> dict[str, int]:
    """PSS in bytes of each process with everything below it, and of the launcher itself."""
    pids = {name: entry["pid"] for name, entry in state["processes"].items() if entry["pid"]}
    pids["launcher"] = state["pid"]
    below = descendants.children_of(set(pids.values()))
    return {name: sum(descendants.pss(each) or 0 for each in below[pid]) for name, pid in pids.items()}


def totals(state: dict[str, Any], memory: dict[str, int]) -> dict[str, int]:
    model = sum(size for name, size in memory.items() if state["processes"].get(name, {}).get("model"))
    everything = sum(memory.values())
    return {"all": everything, "model": model, "without_model": everything - model}


def table(state: dict[str, Any], memory: dict[str, int]) -> list[str]:
    lines = [f"{'process':<18} {'state':<12} {'pid':>7} {'up':>9} {'restarts':>8} {'PSS':>9}"]
    own = {"state": "ready", "pid": state["pid"], "since": state["started_at"], "restarts": 0}
    lines.append(_row("launcher", own, memory.get("launcher")))
    for name, entry in state["processes"].items():
        if entry["state"] != "done":
            lines.append(_row(name, entry, memory.get(name)))
    sums = totals(state, memory)
    seconds = state["start_seconds"]
    lines += [
        "",
        f"memory    {_mb(sums['without_model'])} (budget {_mb(BUDGET)}), with the model {_mb(sums['all'])}",
        f"last start took {seconds} s" if seconds else "still starting",
        f"portal    {state['urls']['portal']}",
    ]
    return lines


def _row(name: str, entry: dict[str, Any], size: int | None) -> str:
    pid = entry["pid"] or "-"
    up = _age(time.time() - entry["since"]) if entry["pid"] else "-"
    shown = _mb(size) if size else "-"
    return f"{name:<18} {entry['state']:<12} {pid:>7} {up:>9} {entry['restarts']:>8} {shown:>9}"


def _mb(size: int) -> str:
    return f"{size / MEGABYTE:.0f} MB"


def _age(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02} m" if hours else f"{minutes} m {rest:02} s"
