"""The portal as a browser without JavaScript uses it: forms, cookies and redirects."""

from __future__ import annotations

import re

import httpx

_CSRF = re.compile(r'name="csrf_token" value="([^"]+)"')


class Browser:
    """One person's cookies."""

    def __init__(self, base: str) -> None:
        self._http = httpx.Client(base_url=base, timeout=20, follow_redirects=True)

    def sign_in(self, email: str, password: str) -> None:
        """Through the form of the sign-in page.

        Raises:
            RuntimeError: the portal did not let us in.
        """
        token = _CSRF.search(self.open("/sign-in"))
        if token is None:
            raise RuntimeError("the sign-in page has no form")
        answer = self._http.post(
            "/sign-in",
            data={"csrf_token": token.group(1), "email": email, "password": password},
            headers={"Referer": f"{self._http.base_url}sign-in"},
        )
        if answer.is_error or answer.url.path.startswith("/sign-in"):
            raise RuntimeError(f"the portal did not accept the sign-in ({answer.status_code})")

    def open(self, link: str, *, expect: str = "") -> str:
        """The page at a link, which must be that page and show `expect`.

        Raises:
            RuntimeError: another page came, or an error, or it does not show what it should.
        """
        answer = self._http.get(link)
        if answer.is_error:
            raise RuntimeError(f"{link} answers {answer.status_code}")
        wanted = httpx.URL(link).path
        if answer.url.path != wanted:
            raise RuntimeError(f"{link} leads to {answer.url.path}")
        if expect and expect not in answer.text:
            raise RuntimeError(f"{link} does not show “{expect}”")
        return answer.text
