"""What a developer, and the tests of notify_svc, may rely on in the mail catcher."""

import json
import smtplib
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from launcher.mail.store import Store, links_of

ROOT = Path(__file__).resolve().parents[3]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Catcher:
    smtp_port: int
    base: str

    def get(self, path: str) -> Any:
        with urllib.request.urlopen(f"{self.base}{path}", timeout=10) as answer:  # noqa: S310 (our own loopback)
            body = answer.read().decode()
            return json.loads(body) if answer.headers.get_content_type() == "application/json" else body

    def mode(self, mode: str) -> None:
        request = urllib.request.Request(  # noqa: S310 (our own loopback)
            f"{self.base}/_control", json.dumps({"mode": mode}).encode(), {"Content-Type": "application/json"}
        )
        urllib.request.urlopen(request, timeout=10).close()  # noqa: S310 (our own loopback)

    def send(self, message: EmailMessage) -> None:
        with smtplib.SMTP("127.0.0.1", self.smtp_port, timeout=10) as smtp:
            smtp.send_message(message)


@pytest.fixture(scope="module")
def catcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catcher]:
    smtp, http = free_port(), free_port()
    data = tmp_path_factory.mktemp("mail") / "sub" / "mail.sqlite"
    command = [sys.executable, "-m", "launcher.mail", "--smtp-port", str(smtp), "--http-port", str(http)]
    process = subprocess.Popen(
        [*command, "--data", str(data), "--control"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert "page at" in process.stdout.readline()
    yield Catcher(smtp, f"http://127.0.0.1:{http}")
    process.terminate()
    assert process.wait(10) == 0
    process.stdout.close()


def an_email(
    to: str = "maya@example.org", subject: str = "Tom asks you to review: Brot & Brötchen"
) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Trends <trends@example.org>"
    message["To"] = to
    message["Subject"] = subject
    message["Message-ID"] = "<1@example.org>"
    message.set_content("Open http://127.0.0.1:8080/review/1. Brötchen.")
    message.add_alternative(
        '<p>Hi<script>alert(1)</script> <a href="http://127.0.0.1:8080/review/1?a=1&amp;b=2">Open</a></p>',
        "html",
    )
    return message


def test_a_message_is_kept_and_found_by_its_recipient(catcher: Catcher) -> None:
    catcher.send(an_email(to="Zoë@example.org".replace("ë", "e")))
    [item] = catcher.get("/api/messages?to=zoe@example.org")["items"]
    full = catcher.get(f"/api/messages/{item['id']}")
    assert full["subject"] == "Tom asks you to review: Brot & Brötchen"
    assert full["message_id"] == "<1@example.org>"
    assert "Brötchen." in full["text"]
    assert full["links"] == ["http://127.0.0.1:8080/review/1?a=1&b=2", "http://127.0.0.1:8080/review/1"]
    assert full["received_at"].endswith("Z")


def test_the_pages_show_a_message_and_escape_it(catcher: Catcher) -> None:
    catcher.send(an_email(to="esc@example.org", subject="<b>bold</b> {{ 7*7 }}"))
    [item] = catcher.get("/api/messages?to=esc@example.org")["items"]
    assert "&lt;b&gt;bold&lt;/b&gt; {{ 7*7 }}" in catcher.get("/")
    page = catcher.get(f"/messages/{item['id']}")
    assert "&lt;b&gt;bold" in page
    assert "<script" not in page


def test_the_html_of_a_message_runs_no_script_and_asks_for_nothing(catcher: Catcher) -> None:
    catcher.send(an_email(to="csp@example.org"))
    [item] = catcher.get("/api/messages?to=csp@example.org")["items"]
    with urllib.request.urlopen(f"{catcher.base}/messages/{item['id']}/html", timeout=10) as answer:  # noqa: S310 (our own loopback)
        policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "allow-scripts" not in policy


def test_an_unknown_message_says_so(catcher: Catcher) -> None:
    with pytest.raises(urllib.error.HTTPError) as caught:
        catcher.get("/messages/999999")
    assert caught.value.code == 404
    assert "There is no such e-mail" in caught.value.read().decode()
    caught.value.close()


@pytest.mark.parametrize(
    ("mode", "error"),
    [
        ("refuse", smtplib.SMTPRecipientsRefused),
        ("tempfail", smtplib.SMTPRecipientsRefused),
        ("hangup", smtplib.SMTPServerDisconnected),
        ("drop", smtplib.SMTPServerDisconnected),
    ],
)
def test_it_misbehaves_as_told(catcher: Catcher, mode: str, error: type[Exception]) -> None:
    address = f"{mode}@example.org"
    catcher.mode(mode)
    try:
        with pytest.raises(error):
            catcher.send(an_email(to=address))
    finally:
        catcher.mode("normal")
    kept = catcher.get(f"/api/messages?to={address}")["items"]
    assert len(kept) == (1 if mode == "drop" else 0)


def test_messages_survive_a_restart(tmp_path: Path) -> None:
    store = Store(tmp_path / "m.sqlite")
    store.add(an_email().as_bytes(), sender="a@example.org", recipients=["b@example.org"])
    store.close()
    again = Store(tmp_path / "m.sqlite")
    assert [m.subject for m in again.find(query="brötchen".upper().lower())] == [an_email()["Subject"]]
    again.close()


def test_broken_mail_is_kept_all_the_same(tmp_path: Path) -> None:
    store = Store(tmp_path / "m.sqlite")
    raw = b"Subject: =?x-none?q?hm?=\r\nContent-Type: text/plain; charset=x-none\r\n\r\ncaf\xe9 {{ }}\r\n"
    kept = store.get(store.add(raw, sender="a@example.org", recipients=["b@example.org"]))
    assert kept is not None
    assert "caf" in kept.text
    store.close()


def test_links_are_the_addresses_a_reader_can_open() -> None:
    html = (
        '<a href="https://a.example/x?y=1&amp;z=2">a</a><a href="javascript:alert(1)">b</a><a href="#">c</a>'
    )
    assert links_of("see https://b.example/path).", html) == [
        "https://a.example/x?y=1&z=2",
        "https://b.example/path",
    ]


def test_a_picture_that_came_with_the_message_is_shown_in_it(catcher: Catcher) -> None:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "With a chart", "a@example.org", "b@example.org"
    message.set_content("see the chart")
    message.add_alternative('<p><img src="cid:chart@trends" alt="chart"></p>', subtype="html")
    html: Any = message.get_payload(1)
    html.add_related(b"\x89PNG picture", "image", "png", cid="<chart@trends>")
    catcher.send(message)
    found = next(item for item in catcher.get("/api/messages")["items"] if item["subject"] == "With a chart")
    framed = catcher.get(f"/messages/{found['id']}/html")
    assert 'src="data:image/png;base64,iVBORyBwaWN0dXJl"' in framed
