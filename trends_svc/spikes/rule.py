"""What counts as a spike: thresholds that a person can set."""

from dataclasses import dataclass

SENSITIVITIES = {"low": 5.0, "normal": 3.5, "high": 2.8}
"""The z-score asked for, by the word that people choose."""


@dataclass(frozen=True)
class Rule:
    """A point spikes when it passes all three thresholds, each over what was expected of it.

    Attributes:
        z: robust z-score, in standard deviations of what the series usually does.
        least_rise: points of Google's scale (0–100).
        least_percent: per cent of the expected value.
        early: a last point that isn't over yet may fire when it is above already. It can only rise, but
            Google still corrects it: off unless asked for.
    """

    z: float = SENSITIVITIES["normal"]
    least_rise: float = 8.0
    least_percent: float = 35.0
    early: bool = False


DEFAULT = Rule()
