"""Google Trends. ``client`` and ``source`` import pytrends and pandas: only the worker may import those."""
