"""The worker's tasks: what to do stands in services/."""

from uuid import UUID

from celery import Celery

from svckit.db import unit_of_work
from tweeter_svc import names
from tweeter_svc.models import db
from tweeter_svc.provided import provided


def register(celery: Celery) -> None:
    """Name the tasks."""

    @celery.task(name=names.TICK)
    def run_tick() -> None:
        tick()

    @celery.task(name=names.PUBLISH)
    def publish_delivery(delivery_id: str) -> None:
        publish(UUID(delivery_id))


def tick() -> None:
    """One round of the scheduler, each step in a transaction of its own."""
    for step in provided().scheduling.steps():
        with unit_of_work(db) as session:
            step(session)


def publish(delivery_id: UUID) -> None:
    """One attempt at one delivery. Two transactions: see ``services.publishing``."""
    publishing = provided().publishing
    with unit_of_work(db) as session:
        attempt = publishing.begin(session, delivery_id)
    if attempt is not None:
        with unit_of_work(db) as session:
            publishing.carry_out(session, attempt)
