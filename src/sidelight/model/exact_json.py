"""JSON whose numbers stay what they are: integers of any size, and decimals that no binary float holds."""

import json
import math
import re
import secrets
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

import orjson

_MAX_EXPONENT = 400  # more than floats have; larger ones could be made to fill the memory


def _refuse(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def read_json(text: str, constant: Callable[[str], Any] = _refuse) -> Any:
    """The value. A decimal that a float would round is a ``Decimal``. Raises ValueError (or RecursionError).

    ``constant`` is what becomes of NaN and its like.
    """
    return json.loads(text, parse_float=_number, parse_constant=constant)


def exact_decoder() -> json.JSONDecoder:
    """The same for values that stand one after the other in a text."""
    return json.JSONDecoder(parse_float=_number, parse_constant=_refuse)


def write_json(value: Any, *, option: int = 0) -> bytes:
    """JSON of what :func:`read_json` gives. Raises TypeError for what orjson does not take: see :func:`write_any`."""
    return orjson.dumps(value, _as_written, option)


def write_any(value: Any, **how: Any) -> str:
    """The same in ASCII, for halves of characters, integers of more than 64 bits and many levels too; slower."""
    mark = secrets.token_hex(8)

    def marked(one: Any) -> str:
        if isinstance(one, Decimal):
            return f"{mark}{one}"
        raise TypeError(f"{type(one).__name__} is no JSON")

    return re.sub(f'"{mark}([^"]*)"', r"\1", json.dumps(value, default=marked, **how))


def is_same_json(one: Any, other: Any) -> bool:
    """Whether two values are the same JSON. To Python 1, 1.0 and true are equal; the order of keys says nothing."""
    return bool(one == other) and canonical_json(one) == canonical_json(other)


def canonical_json(value: Any) -> bytes:
    """JSON that is the same for the same value."""
    try:
        return write_json(value, option=orjson.OPT_SORT_KEYS)
    except TypeError:
        return write_any(value, sort_keys=True).encode()


def pretty_json(value: Any) -> str:
    """JSON as people edit it."""
    try:
        return write_json(value, option=orjson.OPT_INDENT_2).decode()
    except TypeError:
        pass
    try:
        return write_any(value, indent=2)
    except RecursionError:  # indenting goes less deep
        return write_any(value)


def _number(text: str) -> float | Decimal:
    value = float(text)
    if repr(value) == text:
        return value
    try:
        exact = Decimal(text)
    except InvalidOperation:
        raise ValueError(f"the number {text[:40]} is too large") from None
    if not math.isfinite(value) or abs(exact.adjusted()) > _MAX_EXPONENT:
        raise ValueError(f"the number {text[:40]} is too large or too small")
    return value if Decimal(repr(value)) == exact else exact


def _as_written(one: Any) -> orjson.Fragment:
    if isinstance(one, Decimal):
        return orjson.Fragment(str(one))
    raise TypeError(f"{type(one).__name__} is no JSON")
