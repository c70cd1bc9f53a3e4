"""Answers given to requests that carried an Idempotency-Key."""

from svckit.idempotency import IdempotencyMixin
from tweeter_svc.models.base import Base


class IdempotencyKey(IdempotencyMixin, Base):
    """One key of one person."""

    __tablename__ = "idempotency_keys"
