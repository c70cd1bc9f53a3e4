"""Spikes of a snapshot's series, and what a rule would have done in the past."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from trends_svc.services.snapshot import Snapshot, Value
from trends_svc.spikes import Rule, judge, read_points
from trends_svc.spikes.rule import SENSITIVITIES


class SpikeRule(BaseModel):
    """When a rise is worth telling: all three thresholds must be passed (docs/spikes.md)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sensitivity: Literal["low", "normal", "high"] = Field(
        default="normal", description="Robust z-score asked for: low 5, normal 3.5, high 2.8."
    )
    least_rise: float = Field(default=8, ge=1, le=100, description="Points of the scale above the expected.")
    least_percent: float = Field(default=35, ge=5, le=1000, description="Per cent above the expected.")
    early: bool = Field(default=False, description="A last point that isn't over may fire already.")

    def rule(self) -> Rule:
        return Rule(
            z=SENSITIVITIES[self.sensitivity],
            least_rise=self.least_rise,
            least_percent=self.least_percent,
            early=self.early,
        )


class Spike(BaseModel):
    """A point that spikes. ``expected``: what its past let expect; null where it has too little past."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    keyword: str
    index: int
    time: datetime
    value: Value
    expected: float | None
    z: float | None


def marks(snapshot: Snapshot, rule: Rule) -> list[Spike]:
    """Every spike of every keyword, oldest first."""
    return [spike for found, _ in _judged(snapshot, rule).values() for spike in found]


def alerts(snapshot: Snapshot, rule: Rule) -> list[Spike]:
    """What is to be told now: at most one spike a keyword."""
    return [found[-1] for found, alert in _judged(snapshot, rule).values() if alert and found]


def fired(snapshot: Snapshot, rule: Rule, cooldown: timedelta) -> list[Spike]:
    """What would have been told in the snapshot's time, had it been watched with this rule."""
    told: list[Spike] = []
    for spike in sorted(marks(snapshot, rule), key=lambda spike: spike.time):
        if spike.z is not None and (not told or spike.time >= told[-1].time + cooldown):
            told.append(spike)
    return told


def _judged(snapshot: Snapshot, rule: Rule) -> dict[str, tuple[Sequence[Spike], bool]]:
    found: dict[str, tuple[Sequence[Spike], bool]] = {}
    for keyword, points in snapshot.series.items():
        given = [{"time": p.time.isoformat(), "value": p.value, "partial": p.partial} for p in points]
        verdict = judge(read_points(given, snapshot.resolution), rule)
        spikes = []
        for index in verdict.spikes:
            score = verdict.scores.get(index)
            spikes.append(
                Spike(
                    keyword=keyword,
                    index=index,
                    time=points[index].time,
                    value=points[index].value,
                    expected=round(score.expected, 1) if score else None,
                    z=round(score.z, 1) if score else None,
                )
            )
        found[keyword] = (spikes, verdict.alert)
    return found
