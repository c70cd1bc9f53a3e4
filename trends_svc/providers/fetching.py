"""One call to an official source: JSON out, typed errors."""

from typing import Any

import httpx

from trends_svc.services.sources import (
    NoData,
    QuestionRefused,
    RateLimited,
    SourceError,
    SourceMalformed,
    SourceTimeout,
    SourceUnavailable,
)

AGENT = "Trends-Microservice/0.1 (search interest for content teams; see PUBLIC_URL)"
"""Wikimedia refuses whoever doesn't say who they are."""


def get_json(
    base: str, path: str, *, title: str, seconds: float, params: dict[str, Any] | None = None
) -> Any:
    """
    Raises:
        SourceError: ``NoData`` for 404.
    """
    try:
        return _get(base + path, params, title, seconds)
    except SourceError as error:
        error.title = error.title.replace("Google Trends", title).replace("Google", title)
        raise


def _get(url: str, params: dict[str, Any] | None, title: str, seconds: float) -> Any:
    try:
        with httpx.Client(trust_env=False, timeout=seconds, headers={"User-Agent": AGENT}) as client:
            answer = client.get(url, params=params)
    except httpx.TimeoutException as error:
        raise SourceTimeout(f"{title} didn't answer within {seconds:g} seconds.") from error
    except httpx.HTTPError as error:
        raise SourceUnavailable(f"The connection to {title} couldn't be made, or it broke.") from error
    if answer.status_code == 404:
        raise NoData(f"{title} knows nothing of this in this time. Check the writing.")
    if answer.status_code == 429:
        raise RateLimited(f"{title} asked us to slow down (429).")
    if answer.status_code == 400:
        raise QuestionRefused(f"{title} can't read this question (400).")
    if answer.status_code != 200:
        raise SourceUnavailable(f"{title} answered {answer.status_code}.")
    try:
        return answer.json()
    except ValueError as error:
        raise SourceMalformed(f"{title} sent something that isn't JSON.") from error
