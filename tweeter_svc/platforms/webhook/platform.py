"""Posts as signed webhooks to an address of the team's own.

Exactly once by the receiver's help: every attempt of a delivery carries the same `webhook-id`, and a
receiver keeps one message per id. So an attempt without an answer may simply be made again.
"""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, ClassVar, Final
from urllib.parse import urlsplit

from svckit.ids import uuid7
from svckit.problems import FieldError, Unprocessable
from tweeter_svc.platforms.address import AddressNotAllowed, NameNotFound
from tweeter_svc.platforms.base import (
    Connected,
    ConnectForm,
    Content,
    Credentials,
    Deferred,
    FormField,
    Limits,
    Outcome,
    Platform,
    ReadBack,
    Recovery,
    Refused,
    Sent,
    Shown,
    Unsure,
)
from tweeter_svc.platforms.outbound import Answer, NoAnswer, NotReached, Outbound
from tweeter_svc.platforms.webhook.signing import key_bytes, new_secret, signed_headers

MAX_REMOTE: Final = 500
ADDRESS_NOT_ALLOWED: Final = "address-not-allowed"


class Webhook(Platform):
    name: ClassVar[str] = "webhook"
    label: ClassVar[str] = "Webhook"
    recovery: ClassVar[Recovery] = Recovery.SAME_KEY
    form: ClassVar[tuple[FormField, ...]] = (
        FormField("url", "Address", "Where posts are sent, like https://example.com/hook", required=True),
        FormField(
            "secret",
            "Signing secret",
            "Leave empty and we make one. It is shown once.",
            required=False,
            secret=True,
        ),
    )

    def __init__(self, outbound: Outbound) -> None:
        self._outbound = outbound

    def limits(self) -> Limits:
        return Limits()

    def connect(self, form: ConnectForm) -> Connected:
        url = form.values.get("url", "").strip()
        given = form.values.get("secret", "").strip()
        try:
            target = self._outbound.guard.check(url)
        except AddressNotAllowed as error:
            raise _field(ADDRESS_NOT_ALLOWED, "url", str(error)) from error
        except NameNotFound as error:
            raise _field("address-not-found", "url", f"{error} Check the spelling.") from error
        secret = given or new_secret()
        try:
            key_bytes(secret)
        except ValueError as error:
            raise _field("invalid-secret", "secret", f"This can't sign webhooks: {error}.") from error
        return Connected(
            handle=target.host_header,
            url=target.url,
            secrets={"secret": secret},
            reveal={} if given else {"secret": secret},
        )

    def check(self, credentials: Credentials) -> Outcome:
        now = datetime.now(UTC)
        body = {"type": "ping", "timestamp": now.isoformat(), "data": {}}
        return self._send(credentials, f"ping_{uuid7().hex}", json.dumps(body))

    def compose(self, content: Content) -> str:
        facts = asdict(content)
        key, composed_at = facts.pop("key"), facts.pop("composed_at")
        facts["account"] = {"id": facts.pop("account_id"), "name": facts.pop("account_name")}
        body = {"type": "post.publish", "id": key, "timestamp": composed_at.isoformat(), "data": facts}
        return json.dumps(body, ensure_ascii=False)

    def shown(self, payload: str) -> Shown | None:
        try:
            data = json.loads(payload)["data"]
            # A payload of before there were images has no word of them.
            carried = tuple((media["sha256"], media["alt"]) for media in data.get("media", ()))
            return Shown(data["text"], carried)
        except (ValueError, TypeError, LookupError, AttributeError):
            return None

    def publish(self, credentials: Credentials, key: str, payload: str) -> Outcome:
        return self._send(credentials, key, payload)

    def read_back(self, credentials: Credentials, key: str, payload: str, since: datetime) -> ReadBack:  # noqa: ARG002 - a webhook has nothing to read
        return ReadBack(found=None)

    def delete(self, credentials: Credentials, remote_id: str) -> Outcome:  # noqa: ARG002 - as above
        return Refused("not-supported", "A webhook can't take a post back. Remove it at the receiver.")

    def _send(self, credentials: Credentials, key: str, payload: str) -> Outcome:
        body = payload.encode()
        headers = signed_headers(credentials.secrets["secret"], key, body, datetime.now(UTC))
        headers["Content-Type"] = "application/json"
        try:
            answer = self._outbound.post(credentials.url, headers, body)
        except AddressNotAllowed as error:
            return Refused(ADDRESS_NOT_ALLOWED, str(error))
        except NotReached as error:
            return Deferred("not-reached", f"The receiver could not be reached: {error}. Nothing was sent.")
        except NoAnswer as error:
            return Unsure("no-answer", f"The receiver gave no answer: {error}.")
        return judge(answer, datetime.now(UTC))


def create(outbound: Outbound) -> Webhook:
    return Webhook(outbound)


def judge(answer: Answer, now: datetime) -> Outcome:
    """What a receiver's answer means for the delivery."""
    status = answer.status
    if 200 <= status < 300:
        return _sent(answer)
    if status == 429:
        wait = _retry_after(answer, now)
        return Deferred("rate-limited", "The receiver takes no more for now (429).", wait)
    if status >= 500 or status < 200 or status == 408:
        return Unsure("receiver-failed", f"The receiver failed ({status}){_excerpt(answer)}.")
    return _refused(answer)


def _refused(answer: Answer) -> Refused:
    status = answer.status
    if status in (401, 403):
        detail = f"The receiver refused our signature ({status}). Check that both sides hold the same secret."
        return Refused("signature-refused", detail, disconnects=True)
    if status == 410:
        return Refused("receiver-gone", "The receiver says it is gone for good (410).", disconnects=True)
    if status < 400:
        return Refused(
            "redirected",
            f"The receiver points elsewhere ({status}); redirects are not followed. Connect the new address.",
        )
    return Refused("receiver-refused", f"The receiver said no ({status}){_excerpt(answer)}.")


def _sent(answer: Answer) -> Sent:
    try:
        said: Any = json.loads(answer.body)
    except ValueError:
        return Sent()
    if not isinstance(said, dict):
        return Sent()
    remote_id, url = said.get("id"), said.get("url")
    return Sent(
        remote_id=remote_id[:MAX_REMOTE] if isinstance(remote_id, str) else None,
        remote_url=url if isinstance(url, str) and _is_link(url) else None,
    )


def _is_link(url: str) -> bool:
    """A link we are willing to show: the receiver chose it, so it is plain http(s) or nothing."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    plain = all(character > " " for character in url)
    return plain and len(url) <= MAX_REMOTE and parts.scheme in ("http", "https") and bool(parts.netloc)


def _retry_after(answer: Answer, now: datetime) -> float | None:
    value = answer.headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit() and len(value) < 10:
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    if moment.tzinfo is None:
        return None
    return max(0.0, (moment - now).total_seconds())


def _excerpt(answer: Answer) -> str:
    """The receiver's own words, when it answered with a few of them."""
    if "json" not in answer.headers.get("content-type", ""):
        return ""
    try:
        said: Any = json.loads(answer.body)
    except ValueError:
        return ""
    words = (said.get("detail") or said.get("message") or said.get("error")) if isinstance(said, dict) else ""
    return f": {' '.join(words.split())[:200]}" if isinstance(words, str) and words else ""


def _field(type_: str, name: str, message: str) -> Unprocessable:
    return Unprocessable(type_, message, errors=[FieldError(field=name, message=message)])
