"""pytrends, with what it leaves open: base address, session, time-outs, pacing, typed errors.

pytrends is archived. All its traffic passes through ``GetGoogleCookie`` and ``_get_data``: both are
ours. Its own retries stay off (they break with urllib3 2), and so does its cookie loop, which never
ends when the host can't be reached. It remembers the region of an earlier question: one client object
per question.
"""

import json
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import requests
from pytrends.request import BASE_TRENDS_URL, TrendReq

from trends_svc.services.sources import (
    QuestionRefused,
    RateLimited,
    SourceMalformed,
    SourceTimeout,
    SourceUnavailable,
)

_ROBOT = (
    "Google wants to know whether we are a robot (CAPTCHA). It stops asking when we are quiet for a while."
)
_JSON_TYPES = ("application/json", "application/javascript", "text/javascript")
_GOOGLE = BASE_TRENDS_URL.removesuffix("/trends")
CONNECT_SECONDS = 3.05


class CookieStore:
    """Google's cookie, kept between questions so that not each one costs a call more."""

    LIFETIME = 3 * 3600.0

    def __init__(self) -> None:
        self._cookies: dict[str, str] = {}
        self._until = 0.0
        self._lock = threading.Lock()

    def get(self) -> dict[str, str] | None:
        with self._lock:
            return dict(self._cookies) if time.monotonic() < self._until else None

    def put(self, cookies: dict[str, str]) -> None:
        with self._lock:
            self._cookies = dict(cookies)
            self._until = time.monotonic() + self.LIFETIME

    def drop(self) -> None:
        """Forget it: Google refused whoever carries it."""
        with self._lock:
            self._until = 0.0


class GoogleClient(TrendReq):  # type: ignore[misc] # pytrends is untyped
    """One question's conversation with Google.

    Args:
        base_url: ``https://trends.google.com``, or a server that speaks its protocol.
        seconds: how long to wait for one answer.
        cookies: shared with other conversations.
        turn: a block in which one call may be made.
    """

    def __init__(
        self,
        base_url: str,
        *,
        seconds: float,
        cookies: CookieStore,
        turn: Callable[[], AbstractContextManager[None]],
    ) -> None:
        self._base_url = base_url
        self._cookie_store = cookies
        self._turn = turn
        self._http = requests.Session()
        self._http.trust_env = False  # no proxy or .netrc by accident
        self.answer: Any = None
        try:
            super().__init__(hl="en-US", tz=0, timeout=(CONNECT_SECONDS, seconds))
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        self._http.close()

    def GetGoogleCookie(self) -> dict[str, str]:  # noqa: N802 - pytrends' own name
        """Google's NID cookie. The page itself answers 404 or 429; only the cookie counts.

        Raises:
            SourceError
        """
        kept = self._cookie_store.get()
        if kept is not None:
            return kept
        response = self._send("GET", f"{self._base_url}/trends/explore/", params={"geo": "US"})
        cookies = {name: value for name, value in response.cookies.items() if name == "NID"}
        if not cookies:
            self._refuse(response)
            raise SourceUnavailable(
                "Google gave us no cookie, without which it answers nothing. We try again by ourselves."
            )
        self._cookie_store.put(cookies)
        return cookies

    def _get_data(self, url: str, method: str = "get", trim_chars: int = 0, **kwargs: Any) -> Any:
        """Send one request of pytrends' and return the decoded answer, also kept as ``answer``.

        Raises:
            SourceError
        """
        address = self._base_url + url.removeprefix(_GOOGLE)
        response = self._send(method.upper(), address, cookies=self.cookies, headers=self.headers, **kwargs)
        self._refuse(response)
        kind = response.headers.get("Content-Type", "")
        if response.status_code != 200 or not kind.startswith(_JSON_TYPES):
            self._cookie_store.drop()
            raise RateLimited(_ROBOT)
        try:
            self.answer = json.loads(response.text[trim_chars:])
        except json.JSONDecodeError as error:
            raise SourceMalformed(
                "Google's answer broke off or isn't JSON. If it stays so, Google has changed something."
            ) from error
        return self.answer

    def _send(self, method: str, url: str, **kwargs: Any) -> requests.Response:
        try:
            with self._turn():
                return self._http.request(method, url, timeout=self.timeout, allow_redirects=False, **kwargs)
        except requests.ConnectTimeout as error:
            raise SourceUnavailable("No connection to Google Trends came about in time.") from error
        except requests.Timeout as error:
            raise SourceTimeout(f"Google Trends didn't answer within {self.timeout[1]:g} seconds.") from error
        except requests.RequestException as error:
            raise SourceUnavailable(
                "The connection to Google Trends couldn't be made, or it broke."
            ) from error

    def _refuse(self, response: requests.Response) -> None:
        """Raise for every answer that isn't one."""
        status = response.status_code
        if status == 429 or 300 <= status < 400:
            self._cookie_store.drop()
            if "/sorry" in response.headers.get("Location", ""):
                raise RateLimited(_ROBOT)
            raise RateLimited(f"Google refused us for asking too often ({status}). It helps to wait.")
        if status == 400:
            raise QuestionRefused(
                "Google can't read this combination of keywords, region and timeframe (400). Change one "
                "of them."
            )
        if status == 401:
            raise SourceUnavailable(
                "Google no longer accepted its own token (401). A new try gets a new one."
            )
        if status >= 500:
            raise SourceUnavailable(f"Google Trends failed on its side ({status}).")
        if status >= 400:
            raise SourceUnavailable(f"Google Trends answered {status}, which it normally doesn't.")
