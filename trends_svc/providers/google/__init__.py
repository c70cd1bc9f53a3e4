"""Google Trends, through pytrends. Imports pandas: only the worker may import from here."""
