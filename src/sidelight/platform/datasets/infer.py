"""A JSON Schema that examples fit: a start for the author of a dataset. Pure."""

from collections.abc import Sequence
from typing import Any

MAX_DEPTH = 20
MAX_PROPERTIES = 100

_ORDER = ("object", "array", "string", "integer", "number", "boolean", "null")


def infer_schema(examples: Sequence[Any]) -> dict[str, Any]:
    """The schema of all examples: types as they are, keys required that every object has. No examples fit anything."""
    return _schema(examples, 0)


def _schema(examples: Sequence[Any], depth: int) -> dict[str, Any]:
    types = {_type(one) for one in examples}
    if "number" in types:
        types.discard("integer")  # every integer is a number
    if not types:
        return {}
    named = [name for name in _ORDER if name in types]
    schema: dict[str, Any] = {"type": named[0] if len(named) == 1 else named}
    if depth >= MAX_DEPTH:
        return schema
    objects = [one for one in examples if isinstance(one, dict)]
    if objects:
        schema |= _properties(objects, depth)
    elements = [element for one in examples if isinstance(one, list) for element in one]
    if elements:
        schema["items"] = _schema(elements, depth + 1)
    return schema


def _properties(objects: Sequence[dict[str, Any]], depth: int) -> dict[str, Any]:
    names = list(dict.fromkeys(name for one in objects for name in one))
    if len(names) > MAX_PROPERTIES:  # keys that are data, such as ids
        return {}
    found: dict[str, Any] = {
        "properties": {name: _schema([one[name] for one in objects if name in one], depth + 1) for name in names}
    }
    required = [name for name in names if all(name in one for one in objects)]
    return found | ({"required": required} if required else {})


def _type(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer"
    if isinstance(value, float):
        return "number"
    if isinstance(value, str):
        return "string"
    return "array" if isinstance(value, list) else "object"
