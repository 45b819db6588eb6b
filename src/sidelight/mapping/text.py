"""Attribute values as the texts and numbers that observations hold."""

import base64
import json
import math
from typing import Any

import orjson

_TOO_DEEP = "(nested too deeply to be shown)"


def text_of(value: Any) -> str | None:
    """Texts unchanged, everything else as JSON; None for None (OTEL_MAPPING section 7, last paragraph)."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return repr(value) if math.isfinite(value) else str(value)
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    try:
        return orjson.dumps(value, default=_encode).decode()
    except orjson.JSONEncodeError:  # an integer of more than 64 bits, or very deep
        pass
    try:
        return json.dumps(value, default=_encode)
    except RecursionError:
        return _TOO_DEEP


def first_text(attributes: Any, keys: tuple[str, ...]) -> str:
    """The first non-empty value under ``keys``, as text; ``""`` when there is none."""
    get = attributes.get
    for key in keys:
        value = get(key)
        if value:
            return value if isinstance(value, str) else text_of(value) or ""
        if value is not None and value != "":
            return text_of(value) or ""  # 0 and false
    return ""


def json_object(value: object) -> dict[str, Any] | None:
    """The object that a value is or that its JSON text holds, else None."""
    if isinstance(value, str):
        value = _loaded(value, "{")
    return value if isinstance(value, dict) else None


def json_list(value: object) -> list[Any] | None:
    """The list that a value is or that its JSON text holds, else None."""
    if isinstance(value, str):
        value = _loaded(value, "[")
    return value if isinstance(value, list) else None


def json_structure(value: object) -> dict[str, Any] | list[Any] | None:
    """The object or list that a value is or that its JSON text holds, else None."""
    if isinstance(value, str):
        value = _loaded(value, "[{")
    return value if isinstance(value, dict | list) else None


def _loaded(text: str, beginnings: str) -> Any:
    first = text.lstrip()[:1]
    if not first or first not in beginnings:
        return None
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return None


def count_of(value: Any) -> int | None:
    """A non-negative integer, also from text or a whole float; None for everything else."""
    if type(value) is int:
        return value if value >= 0 else None
    if isinstance(value, str):
        try:
            value = float(value) if "." in value or "e" in value.lower() else int(value)
        except ValueError:
            return None
    if isinstance(value, float):
        if not math.isfinite(value) or value != int(value):
            return None
        value = int(value)
    return value if type(value) is int and value >= 0 else None


def number_of(value: Any) -> float | None:
    """A finite number, also from text; None for everything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def dollars_of(value: Any) -> float | None:
    """A number of US dollars, also from text; None for everything else."""
    number = number_of(value)
    return number if number is not None and number >= 0 else None


def _encode(value: object) -> str:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return str(value)
