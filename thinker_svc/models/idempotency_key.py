"""Which requests were answered already."""

from svckit.idempotency import IdempotencyMixin
from thinker_svc.models.base import Base


class IdempotencyKey(IdempotencyMixin, Base):
    __tablename__ = "idempotency_keys"
