"""Whether an answer has the shape of the JSON schema that was sent: not every server holds a model to it."""

from __future__ import annotations

from typing import Any

KINDS: dict[str, type] = {"string": str, "array": list, "object": dict}


def fits(value: object, schema: dict[str, Any]) -> bool:
    """Types, items, fields that must be there and fields that may not, at any depth. `pattern` and
    `maxItems` are the gates' business: there a field fails alone, and the others stand.

    Raises:
        KeyError: the schema has a type that none of ours has.
    """
    kind = schema.get("type")
    if kind is not None and not isinstance(value, KINDS[kind]):
        return False
    if isinstance(value, dict):
        return _fields_fit(value, schema)
    if isinstance(value, list):
        return all(fits(item, schema.get("items", {})) for item in value)
    return True


def _fields_fit(value: dict[str, object], schema: dict[str, Any]) -> bool:
    properties = schema.get("properties", {})
    if not set(schema.get("required", ())) <= set(value):
        return False
    if schema.get("additionalProperties") is False and not set(value) <= set(properties):
        return False
    return all(fits(item, properties.get(name, {})) for name, item in value.items())
