"""Values of OTLP/JSON as plain Python values, tolerant of what senders really write (TELEMETRY 2.1).

64-bit integers come as text, number or a pair of 32-bit halves; anything may be null; a value may lack its wrapper.
Other types raise :class:`BadRecordError`, which costs the record but not its neighbours.
"""

import base64
import binascii
from collections.abc import Callable
from typing import Any

from sidelight.model import AttrValue
from sidelight.model.attributes import as_str
from sidelight.otlp.decoded import BadRecordError

MAX_UINT64 = 2**64 - 1
MAX_DEPTH = 100
_MAX_INT_CHARS = 40


def list_of(parent: dict[str, Any], key: str) -> list[Any]:
    """The array under ``key``, empty when it is missing or null."""
    value = parent.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        raise BadRecordError(f"{key}:not_an_array", f"{key} is not an array.")
    return value


def object_of(parent: dict[str, Any], key: str) -> dict[str, Any]:
    """The object under ``key``, empty when it is missing or null."""
    value = parent.get(key)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise BadRecordError(f"{key}:not_an_object", f"{key} is not an object.")
    return value


def text_of(parent: dict[str, Any], key: str) -> str:
    """The text under ``key``, ``""`` when it is missing or null."""
    value = parent.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadRecordError(f"{key}:not_a_string", f"{key} is not a string.")
    return value


def int_of(value: object, field: str) -> int:
    """An integer written as number, decimal text or ``{"low": …, "high": …}``; 0 for null and ``""``."""
    if type(value) is int:
        return value
    if value is None or value == "":
        return 0
    try:
        match value:
            case str() if len(value) <= _MAX_INT_CHARS:
                return int(value)
            case str() | float():
                return int(float(value))
            case {"low": int(low), "high": int(high)} if abs(high) < 2**32:
                return (high << 32) + (low & 0xFFFFFFFF)
    except (ValueError, OverflowError):
        pass
    raise _not_a_number(field)


def time_of(parent: dict[str, Any], key: str) -> int:
    """A time in nanoseconds, 0 when it is missing."""
    value = int_of(parent.get(key), key)
    if not 0 <= value <= MAX_UINT64:
        raise BadRecordError(f"{key}:not_a_time", f"{key} is not a time in nanoseconds.")
    return value


def float_of(value: object, field: str) -> float:
    """A number written as number or text (``"NaN"`` and ``"Infinity"`` included); 0 for null."""
    if isinstance(value, float):
        return value
    if value is None:
        return 0.0
    if isinstance(value, int | str) and not isinstance(value, bool):
        try:
            return float(value)
        except (ValueError, OverflowError):
            pass
    raise _not_a_number(field)


def bool_of(value: object, field: str) -> bool:
    """A boolean written as such or as text; false for null."""
    if isinstance(value, bool):
        return value
    if value is None or value == "false":
        return False
    if value == "true":
        return True
    raise BadRecordError(f"{field}:not_a_boolean", f"{field} is not a boolean.")


def attributes_of(items: list[Any], depth: int = 0) -> dict[str, AttrValue]:
    """Key and value pairs as a dict; null entries are skipped, the last of repeated keys wins."""
    result: dict[str, AttrValue] = {}
    for item in items:
        if not isinstance(item, dict):
            if item is None:
                continue
            raise BadRecordError("attributes:not_an_object", "An attribute is not an object with key and value.")
        key = item.get("key") or ""
        if not isinstance(key, str):
            raise BadRecordError("attributes:bad_key", "The key of an attribute is not a string.")
        value = item.get("value")
        # Nearly all values are texts: no need to go through the table for them.
        text = value.get("stringValue") if isinstance(value, dict) else None
        result[key] = text if isinstance(text, str) else value_of(value, depth)
    return result


def value_of(value: object, depth: int = 0) -> AttrValue:
    """The Python value of an ``AnyValue``; None for null, ``{}`` and kinds that this version does not know."""
    if depth > MAX_DEPTH:
        raise BadRecordError("value:too_deep", f"A value is nested deeper than {MAX_DEPTH} levels.")
    if isinstance(value, dict):
        for kind, read in _READERS.items():
            inner = value.get(kind)
            if inner is not None:
                return read(inner, depth)
        return None
    if isinstance(value, list):
        return [value_of(item, depth + 1) for item in value]
    return value  # type: ignore[return-value]  # JSON has no other types than scalars


def _string(value: Any, _depth: int) -> str:
    if isinstance(value, dict | list):
        raise BadRecordError("stringValue:not_a_string", "stringValue is not a string.")
    return as_str(value)


def _bytes(value: object, _depth: int) -> bytes:
    if isinstance(value, str):
        text = value.replace("-", "+").replace("_", "/").rstrip("=")
        try:
            return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
        except (binascii.Error, ValueError):
            pass
    raise BadRecordError("bytesValue:not_base64", "bytesValue is not base64.")


def _array(value: object, depth: int) -> list[AttrValue]:
    items = value if isinstance(value, list) else list_of(_as_object(value, "arrayValue"), "values")
    return [value_of(item, depth + 1) for item in items]


def _map(value: object, depth: int) -> dict[str, AttrValue]:
    items = value if isinstance(value, list) else list_of(_as_object(value, "kvlistValue"), "values")
    if depth >= MAX_DEPTH:
        raise BadRecordError("value:too_deep", f"A value is nested deeper than {MAX_DEPTH} levels.")
    return attributes_of(items, depth + 1)


_READERS: dict[str, Callable[[Any, int], AttrValue]] = {
    "stringValue": _string,
    "intValue": lambda value, _depth: int_of(value, "intValue"),
    "doubleValue": lambda value, _depth: float_of(value, "doubleValue"),
    "boolValue": lambda value, _depth: bool_of(value, "boolValue"),
    "arrayValue": _array,
    "kvlistValue": _map,
    "bytesValue": _bytes,
}


def _as_object(value: object, field: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise BadRecordError(f"{field}:not_an_object", f"{field} is not an object.")
    return value


def _not_a_number(field: str) -> BadRecordError:
    return BadRecordError(f"{field}:not_a_number", f"{field} is not a number.")
