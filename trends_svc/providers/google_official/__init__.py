"""The official Google Trends API: in alpha, by application only, and so not built.

The interface has its place. What it will take: ``source`` (series and regions, consistently scaled across
requests: ``scale="fixed"``, so more than five keywords need no anchor, see docs/comparing.md), an OAuth
client among the settings, and a gate with the quota that Google grants.
"""

from trends_svc.providers.base import Provider
from trends_svc.services.catalogue import SourceCard

PROVIDER = Provider(
    SourceCard(
        "google-official",
        "Google Trends API (alpha)",
        ("series", "regions"),
        "Google admits applicants one by one. Not built yet: searches go to Google Trends as its page does.",
        knows=("geo",),
        scale="fixed",
        by="planned",
    )
)
