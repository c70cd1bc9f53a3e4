"""People."""

from datetime import datetime

from portal.models.base import Read
from svckit.auth import Role


class Person(Read):
    """Somebody, as other things mention them."""

    id: str
    name: str

    @property
    def first(self) -> str:
        return self.name.split()[0] if self.name.split() else self.name

    @property
    def initials(self) -> str:
        words = self.name.split()
        return "".join(word[0] for word in ([words[0], words[-1]] if len(words) > 1 else words)).upper()


class User(Read):
    """An account of this workspace."""

    id: str
    email: str = ""
    name: str
    role: str
    active: bool = True
    verified: bool = True
    created_at: datetime | None = None
    must_change_password: bool = False

    @property
    def role_order(self) -> Role:
        return Role.parse(self.role)

    @property
    def person(self) -> Person:
        return Person(id=self.id, name=self.name)
