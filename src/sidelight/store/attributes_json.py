"""Attributes as JSON text and exactly back.

JSON has no bytes, no infinite floats and, here, no integers beyond 64 bits. These become an object of one key:
``{"$bytes": base64}``, ``{"$float": "nan"}``, ``{"$int": digits}``; a sender's own object of one key that begins with
``$`` is wrapped in ``{"$map": …}``. Lone surrogates, which no store can hold, become U+FFFD. Attributes without any of
that, which are nearly all, take the fast path: one pass over the values' types.
"""

from base64 import b64decode, b64encode
from collections.abc import Mapping
from math import isfinite
from typing import Any

import orjson

from sidelight.model.attributes import Attributes, AttrValue
from sidelight.model.valid_text import valid_text

_PLAIN = frozenset({str, bool, int, type(None)})


def attributes_to_json(value: "Attributes | AttrValue") -> str:
    """JSON text of attributes, or of one value."""
    if type(value) is dict and len(value) != 1 and all(type(item) in _PLAIN for item in value.values()):
        try:
            return orjson.dumps(value).decode()
        except TypeError:
            pass  # a lone surrogate or a large integer: the slow path
    return orjson.dumps(_mark(value)).decode()


def attributes_from_json(text: str) -> dict[str, AttrValue]:
    """The attributes of a text that :func:`attributes_to_json` wrote; empty for ``""``."""
    if not text:
        return {}
    value = orjson.loads(text)
    return _unmark(value) if '{"$' in text else value  # type: ignore[no-any-return]


def _mark(value: Any) -> Any:
    if isinstance(value, str):
        return valid_text(value)
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return value if -(2**63) <= value < 2**64 else {"$int": str(value)}
    if isinstance(value, float):
        return value if isfinite(value) else {"$float": repr(value)}
    if isinstance(value, bytes):
        return {"$bytes": b64encode(value).decode()}
    if isinstance(value, Mapping):
        marked = {valid_text(key): _mark(item) for key, item in value.items()}
        return {"$map": marked} if len(marked) == 1 and next(iter(marked)).startswith("$") else marked
    return [_mark(item) for item in value]


def _unmark(value: Any) -> Any:
    if isinstance(value, list):
        return [_unmark(item) for item in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        (key, item), *_ = value.items()
        if key == "$map":
            return {name: _unmark(part) for name, part in item.items()}
        if key == "$bytes":
            return b64decode(item)
        if key == "$float":
            return float(item)
        if key == "$int":
            return int(item)
    return {key: _unmark(item) for key, item in value.items()}
