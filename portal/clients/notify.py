"""notify_svc: e-mails and dead letters."""

from portal.clients.base import Caller, read
from portal.models.admin import DeadLetter, MailDelivery
from portal.models.base import Listing


class NotifyClient:
    """``/notify``; admins only."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def deliveries(self, cursor: str = "") -> Listing[MailDelivery]:
        return read(Listing[MailDelivery], self._caller.get("/notify/deliveries", cursor=cursor, limit=50))

    def resend(self, delivery_id: str) -> None:
        self._caller.post(f"/notify/deliveries/{delivery_id}/resend")

    def dead_letters(self) -> Listing[DeadLetter]:
        return read(Listing[DeadLetter], self._caller.get("/notify/dead-letters", limit=100))

    def requeue(self, letter_id: str) -> None:
        self._caller.post(f"/notify/dead-letters/{letter_id}/requeue")

    def discard(self, letter_id: str) -> None:
        self._caller.post(f"/notify/dead-letters/{letter_id}/discard")
