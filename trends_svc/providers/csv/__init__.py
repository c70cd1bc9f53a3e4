"""Files that people exported from Google by themselves: for when Google refuses our server, not them."""

from trends_svc.providers.base import Provider
from trends_svc.providers.csv.reading import ExportReader
from trends_svc.services.catalogue import SourceCard

PROVIDER = Provider(
    SourceCard(
        "csv",
        "Uploaded file",
        ("series", "trending"),
        "Google's own export “multiTimeline.csv”, or its feed of what is trending, uploaded by somebody.",
        most_keywords=25,
        knows=("geo",),
        by="uploaded",
        trending="country",
        export_of="google",
    ),
    reader=ExportReader,
)
