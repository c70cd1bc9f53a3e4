"""When is a rise of search interest news? The spike statistic, pure and without any store.

``python -m trends_svc.spikes FILE`` judges series of a JSON file; docs/spikes.md explains the method
and says how well it does.
"""

from trends_svc.spikes.grid import Reading, read_points
from trends_svc.spikes.rule import DEFAULT, Rule
from trends_svc.spikes.verdict import Verdict, judge

__all__ = ["DEFAULT", "Reading", "Rule", "Verdict", "judge", "read_points"]
