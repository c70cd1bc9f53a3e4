"""contracts/ says what the code does, and those who listen understand those who speak."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from svckit import contracts
from svckit.events import topology
from svckit.events.envelope import EventData
from tests.services import SERVICES

EMITTED: dict[str, type[EventData]] = {
    model.type: model for package in SERVICES for model in contracts.emitted_by(package)
}
HANDLED = [(package, *item) for package in SERVICES for item in contracts.handled_by(package).items()]


@pytest.mark.parametrize("package", SERVICES)
def test_committed_contracts_are_what_the_code_says(package: str) -> None:
    stale: list[Path] = contracts.differing(package)
    assert stale == [], "Run: make contracts"


def test_every_committed_event_schema_has_its_sender() -> None:
    committed = {
        path.name.removesuffix(".v1.json") for path in (topology.contracts_dir() / "events").glob("*.v1.json")
    }
    assert committed == set(EMITTED)


def test_every_subscribed_type_is_emitted_by_somebody() -> None:
    subscribed = {event_type for types in topology.routing().values() for event_type in types}
    assert subscribed - set(EMITTED) == set()


@pytest.mark.parametrize("package", [package for package in SERVICES if contracts.handled_by(package)])
def test_a_consumer_reads_exactly_the_types_its_queue_takes(package: str) -> None:
    queue = f"{package.removesuffix('_svc')}.events"
    assert set(contracts.handled_by(package)) == set(topology.routing()[queue])


@pytest.mark.parametrize(
    ("package", "event_type", "model"), HANDLED, ids=lambda value: getattr(value, "__name__", str(value))
)
def test_what_a_consumer_requires_the_sender_always_sends(
    package: str, event_type: str, model: type[EventData]
) -> None:
    sender = contracts.event_schema(EMITTED[event_type])
    reader = model.model_json_schema(mode="validation")
    missing = (
        set(reader.get("required", [])) - set(sender.get("required", [])) - set(sender.get("properties", {}))
    )
    assert missing == set(), f"{package} needs what {event_type} doesn't carry"


@pytest.mark.parametrize("event_type", sorted(EMITTED))
def test_every_event_schema_is_a_valid_json_schema(event_type: str) -> None:
    path = topology.contracts_dir() / "events" / f"{event_type}.v1.json"
    schema: dict[str, Any] = json.loads(path.read_text())
    Draft202012Validator.check_schema(schema)
