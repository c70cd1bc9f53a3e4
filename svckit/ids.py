"""UUIDv7 ids: sortable by the time they were made, so that they serve as keyset cursors."""

from uuid import UUID

import uuid_utils.compat


def uuid7() -> UUID:
    """A new UUIDv7 (RFC 9562), monotonic within a process."""
    return uuid_utils.compat.uuid7()
