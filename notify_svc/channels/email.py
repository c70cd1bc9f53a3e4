"""E-mail over SMTP, through Flask-Mail.

Flask-Mail writes the message and knows the server; what it leaves open is closed here: time-outs, a
checked certificate with STARTTLS, quoted-printable parts (lines of any length survive every relay), and
the exact moment from which a broken line means doubt.
"""

import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email import charset
from email.mime.base import MIMEBase
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from typing import Any

import flask_mail
from flask import Flask

from notify_svc.channels.base import InDoubt, Letter, Line, Picture, Postponed, Refused, Unreachable

_UTF8 = charset.Charset("utf-8")
_UTF8.body_encoding = charset.QP

PERMANENT = 500
SEND_THE_TEXT = 354


class _Message(flask_mail.Message):
    pictures: tuple[Picture, ...] = ()

    def _mimetext(self, text: str | None, subtype: str = "plain") -> MIMEText:
        part = MIMEText("", _subtype=subtype)
        del part["Content-Transfer-Encoding"]
        part.set_payload(text or "", charset=_UTF8)
        return part

    def _message(self) -> MIMEBase:
        """As Flask-Mail writes it; the HTML and its pictures belong together (RFC 2387)."""
        message: MIMEBase = super()._message()
        if not self.pictures:
            return message
        alternative: Any = message.get_payload(0)
        plain, html = alternative.get_payload()
        related = MIMEMultipart("related", type="text/html")
        related.attach(html)
        for picture in self.pictures:
            part = MIMEImage(picture.png, "png")
            part["Content-ID"] = f"<{picture.name}>"
            part.add_header("Content-Disposition", "inline", filename=f"{picture.name.partition('@')[0]}.png")
            related.attach(part)
        alternative.set_payload([plain, related])
        return message


class _Smtp(smtplib.SMTP):
    """Knows whether the text of the current letter went out."""

    about_to: Callable[[], None] | None = None
    text_sent = False

    def getreply(self) -> tuple[int, bytes]:
        code, answer = super().getreply()
        # 354 answers DATA and nothing else: whatever is written next is the letter itself.
        if code == SEND_THE_TEXT and self.about_to is not None:
            self.about_to()
            self.text_sent = True
        return code, answer


class _Connection(flask_mail.Connection):
    def __init__(self, mail: flask_mail.Mail, timeout: float) -> None:
        super().__init__(mail)
        self._timeout = timeout

    def configure_host(self) -> _Smtp:
        """Connect, and sign in where a name is given."""
        host = _Smtp(timeout=self._timeout)
        try:
            host.connect(self.mail.server, self.mail.port)
            if self.mail.use_tls:
                # smtplib remembers the name only when given to the constructor; TLS checks it.
                host._host = self.mail.server  # type: ignore[attr-defined] # smtplib's own, not in its stubs
                host.starttls(context=ssl.create_default_context())
            if self.mail.username and self.mail.password:
                host.login(self.mail.username, self.mail.password)
        except BaseException:
            host.close()
            raise
        return host

    def __exit__(self, *_error: object) -> None:
        # What was taken stays taken, whether or not the goodbye is answered.
        if self.host is not None:
            with suppress(smtplib.SMTPException, OSError):
                self.host.quit()
            self.host.close()


class EmailLine:
    """One SMTP connection."""

    def __init__(self, connection: _Connection, sender: str) -> None:
        self._connection = connection
        self._sender = sender

    def send(self, letter: Letter, about_to: Callable[[], None]) -> None:
        host = self._connection.host
        if not isinstance(host, _Smtp):
            raise Unreachable("the connection to the mail server is closed")
        message = _written(letter, self._sender)
        host.about_to, host.text_sent = about_to, False
        try:
            self._connection.send(message)
        except smtplib.SMTPRecipientsRefused as error:
            code, answer = next(iter(error.recipients.values()))
            raise _said(code, answer) from error
        except smtplib.SMTPResponseException as error:
            raise _said(error.smtp_code, error.smtp_error) from error
        except (smtplib.SMTPException, OSError) as error:
            host.close()
            reason = f"{type(error).__name__}: {error}"[:300]
            if host.text_sent:
                raise InDoubt(f"the line broke after the text was sent ({reason})") from error
            raise Postponed(f"the line broke before the text was sent ({reason})") from error
        except BaseException:
            # The DATA command stands unanswered; only hanging up tells the server that nothing follows.
            host.close()
            raise
        finally:
            host.about_to = None


def _written(letter: Letter, sender: str) -> flask_mail.Message:
    if not letter.address.partition("@")[0].isascii():
        raise Refused("the part of the address before the @ isn't ASCII, which this mail server can't take")
    message = _Message(
        subject=letter.subject,
        recipients=[letter.address],
        body=letter.text,
        html=letter.html,
        sender=sender,
        charset="utf-8",
        # Nobody answers an answering machine: no out-of-office replies to this.
        extra_headers={"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"},
    )
    message.msgId = letter.message_id
    message.pictures = letter.pictures
    if message.has_bad_headers():
        raise Refused("a header would have a line break in it")
    return message


def _said(code: int, answer: bytes | str) -> Postponed | Refused:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    said = f"the mail server said {code} {' '.join(text.split())}"[:400]
    return Refused(said) if code >= PERMANENT else Postponed(said)


class EmailChannel:
    """The SMTP server named in the settings. Needs an app context around `open`."""

    def __init__(self, app: Flask, settings: Any) -> None:
        app.config.update(
            MAIL_SERVER=settings.mail_server,
            MAIL_PORT=settings.mail_port,
            MAIL_USE_TLS=settings.mail_use_tls,
            MAIL_USERNAME=settings.mail_username,
            MAIL_PASSWORD=settings.mail_password.get_secret_value() if settings.mail_password else None,
            MAIL_DEFAULT_SENDER=settings.mail_sender,
            MAIL_SUPPRESS_SEND=False,
        )
        self._mail = flask_mail.Mail(app)
        self._sender = settings.mail_sender
        self._timeout = settings.mail_timeout

    @contextmanager
    def open(self) -> Iterator[Line]:
        """A connection; raises Unreachable."""
        connection = _Connection(self._mail, self._timeout)
        try:
            connection.__enter__()
        except (smtplib.SMTPException, OSError) as error:
            raise Unreachable(f"{type(error).__name__}: {error}"[:300]) from error
        try:
            yield EmailLine(connection, self._sender)
        finally:
            connection.__exit__(None, None, None)
