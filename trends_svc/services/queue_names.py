"""Wire names: the queue and its tasks."""

QUEUE = "trends"
RUN_SEARCH = "trends.search.run"
SWEEP = "trends.sweep"
