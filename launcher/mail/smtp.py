"""The SMTP side of the catcher, over aiosmtpd."""

import asyncio
from dataclasses import dataclass
from typing import Any, Literal, get_args

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from launcher.mail.store import Store

Mode = Literal["normal", "refuse", "tempfail", "hangup", "hold", "drop", "hold-answer"]
MODES: tuple[Mode, ...] = get_args(Mode)


@dataclass
class Behaviour:
    """What the server does with the next message; tests change it through /_control.

    normal: take it. refuse: 550 to the recipient. tempfail: 451 to the recipient.
    hangup: close the connection before the message. hold: take no message until told otherwise.
    drop: take the whole message, keep it, and close the connection without the answer, which leaves
    the sender in doubt. hold-answer: keep the message, and answer when told otherwise.
    """

    mode: Mode = "normal"

    async def while_held(self, mode: Mode) -> None:
        """Returns when the mode is another one."""
        while self.mode == mode:
            await asyncio.sleep(0.02)


def _hang_up(server: SMTP) -> None:
    if isinstance(server.transport, asyncio.Transport):
        server.transport.abort()


class _Handler:
    """aiosmtpd calls these by name."""

    def __init__(self, store: Store, behaviour: Behaviour) -> None:
        self._store = store
        self._behaviour = behaviour

    async def handle_RCPT(  # noqa: N802 (aiosmtpd's name)
        self,
        server: SMTP,
        session: Any,  # noqa: ARG002 (aiosmtpd passes it)
        envelope: Any,
        address: str,
        options: list[str],
    ) -> str:
        await self._behaviour.while_held("hold")
        match self._behaviour.mode:
            case "refuse":
                return "550 5.1.1 no such person here"
            case "tempfail":
                return "451 4.3.0 try again later"
            case "hangup":
                _hang_up(server)
                return "421 4.3.2 closing"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:  # noqa: N802, ARG002 (aiosmtpd's)
        kept = await asyncio.to_thread(
            self._store.add,
            envelope.original_content,
            sender=envelope.mail_from or "",
            recipients=list(envelope.rcpt_tos),
        )
        if self._behaviour.mode == "drop":
            _hang_up(server)
        await self._behaviour.while_held("hold-answer")
        return f"250 OK kept as {kept}"


class _Controller(Controller):
    def factory(self) -> SMTP:
        return SMTP(self.handler, enable_SMTPUTF8=True, ident="mail catcher", loop=self.loop)


def serve(store: Store, behaviour: Behaviour, *, host: str, port: int) -> Controller:
    """Start the SMTP server in a thread of its own; `.stop()` ends it.

    Raises OSError when the port is taken.
    """
    controller = _Controller(_Handler(store, behaviour), hostname=host, port=port)
    controller.start()
    return controller
