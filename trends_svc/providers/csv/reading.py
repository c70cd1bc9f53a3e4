"""What kind of file it is, and its text."""

import re
from datetime import datetime

from trends_svc.providers.csv import timeline
from trends_svc.providers.google.live import read_rss
from trends_svc.services import geos
from trends_svc.services.sources import SourceError, UnreadableError, UploadedSeries, UploadedTrending

_GEO = re.compile(r"[?&]geo=([A-Za-z]{2})\b")


class ExportReader:
    """Reads Google's exports: interest over time, and the feed of what is trending."""

    def read(self, data: bytes, *, geo: str | None, now: datetime) -> UploadedSeries | UploadedTrending:
        """
        Raises:
            UnreadableError
        """
        text = decoded(data)
        if text.lstrip().startswith("<"):
            return _feed(text, geo)
        return timeline.read(text, geo=geo, now=now)


def decoded(data: bytes) -> str:
    """The text of a file: UTF-8, or UTF-16 as spreadsheets write it.

    Raises:
        UnreadableError: it is a workbook, or something else that isn't text.
    """
    if data.startswith(b"PK"):
        raise UnreadableError(
            "This is a workbook or an archive, not a CSV file. Upload the file as Google gave it, or save "
            "the sheet as CSV."
        )
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableError(
            "This file isn't text in UTF-8. Upload it as Google gave it, or save it as “CSV UTF-8”."
        ) from error
    if "\0" in text:
        raise UnreadableError("This file isn't text. Upload Google's multiTimeline.csv.")
    return text


def _feed(text: str, geo: str | None) -> UploadedTrending:
    try:
        items = read_rss(text)
    except SourceError as error:
        raise UnreadableError(
            "This looks like a page or a feed, but not like Google's feed of what is trending. Open "
            "https://trends.google.com/trending/rss?geo=US in a browser and save what it shows."
        ) from error
    if not items:
        raise UnreadableError("This feed has no items. Save it anew, for a country that Google covers.")
    told = _GEO.search(text)
    country = (geo or (told.group(1) if told else "")).upper()
    if not country or "-" in country or not geos.is_known(country):
        raise UnreadableError("The feed doesn't tell its country. Choose it here.", field="geo")
    return UploadedTrending(country, items)
