"""Answers to POSTs that carried an Idempotency-Key."""

from svckit.idempotency import IdempotencyMixin
from trends_svc.models.base import Base


class IdempotencyKey(IdempotencyMixin, Base):
    __tablename__ = "idempotency_key"
