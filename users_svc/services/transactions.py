"""How services that need more than one transaction open them."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from sqlalchemy.orm import Session

Begin = Callable[[], AbstractContextManager[Session]]
"""Opens a unit of work. A password hash takes 30 ms and may wait in line: no transaction, and so no
connection of the pool, is held meanwhile; that is why some services open several, one after the other."""
