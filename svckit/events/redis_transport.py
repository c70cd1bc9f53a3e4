"""kombu's Redis transport without its gap.

kombu takes messages by BRPOP: Redis forgets a message before its reader has noted it as unacknowledged.
A reader that is killed, or frozen and then killed, in between takes the message with it, and nobody
ever delivers it again. Here BLMOVE moves the message, inside Redis, to a list of those on their way;
it leaves that list when it is noted as unacknowledged. What stays on the list longer than a moment has
lost its reader and goes back to its queue. Should the reader live after all, the message comes twice,
which the inbox knows.
"""

import time
from queue import Empty
from typing import Any

from kombu.transport import redis as kombu_redis
from kombu.utils.encoding import bytes_to_str
from kombu.utils.json import loads

redis: Any = kombu_redis  # its stubs leave out what a transport is made of

ON_THE_WAY = ".on-the-way"
LOST_AFTER = 10.0
"""Seconds on the way after which the reader is given up: many times what a living one needs."""

TURN_SECONDS = 1.0
"""How long a reader of several queues waits at each."""

_PUT_BACK = "if redis.call('LREM', KEYS[1], 1, ARGV[1]) == 1 then redis.call('RPUSH', KEYS[2], ARGV[1]) end"


class QoS(redis.QoS):  # type: ignore[misc] # see above
    """Also tells the channel that a message was noted, and when it is time to look for lost ones."""

    def append(self, message: Any, delivery_tag: str) -> None:
        super().append(message, delivery_tag)
        self.channel.noted()

    def restore_visible(self, start: int = 0, num: int = 10, interval: int = 10) -> None:
        super().restore_visible(start, num, interval)
        self.channel.put_back_lost()


class Channel(redis.Channel):  # type: ignore[misc] # see above
    """Takes one message at a time, from one queue after the other."""

    QoS = QoS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._asked = ""
        self._coming: bytes | None = None
        self._seen: dict[tuple[str, bytes], float] = {}

    def _brpop_start(self, timeout: float | None = None) -> None:
        queues = self._queue_cycle.consume(len(self.active_queues))
        if not queues:
            return
        self._asked = queues[0]
        self._queue_cycle.rotate(self._asked)
        patience = TURN_SECONDS if len(queues) > 1 else timeout or self.brpop_timeout
        self._in_poll = self.client.connection
        self._brpop_sent_at = time.monotonic()
        self.client.connection.send_command(
            "BLMOVE", self._asked, self._asked + ON_THE_WAY, "RIGHT", "LEFT", patience
        )

    def _brpop_read(self, **options: Any) -> bool:
        try:
            try:
                item = self.client.parse_response(self.client.connection, "BLMOVE", **options)
            except self.connection_errors:
                self.client.connection.disconnect()
                raise
            if not item:
                raise Empty
            self._coming = item if isinstance(item, bytes) else item.encode()
            self.connection._deliver(loads(bytes_to_str(item)), self._asked)
            return True
        finally:
            self._in_poll = None
            self._flush_brpop_reauth()

    def noted(self) -> None:
        """The message that came last is among the unacknowledged: it has arrived."""
        if self._coming is not None:
            with self.conn_or_acquire() as client:
                client.lrem(self._asked + ON_THE_WAY, 1, self._coming)
            self._coming = None

    def put_back_lost(self) -> None:
        """Give messages whose reader died before it noted them back to their queues."""
        now = time.monotonic()
        seen: dict[tuple[str, bytes], float] = {}
        with self.conn_or_acquire() as client:
            for queue in self.active_queues:
                for item in client.lrange(queue + ON_THE_WAY, 0, -1):
                    since = self._seen.get((queue, item), now)
                    if now - since < LOST_AFTER:
                        seen[queue, item] = since
                    else:
                        client.eval(_PUT_BACK, 2, queue + ON_THE_WAY, queue, item)
        self._seen = seen


class Transport(redis.Transport):  # type: ignore[misc] # see above
    Channel = Channel
