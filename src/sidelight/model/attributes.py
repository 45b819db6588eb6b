"""OTLP attribute values as plain Python values, and how to read them when senders change their types."""

from collections.abc import Mapping
from typing import TypeAlias

AttrValue: TypeAlias = "str | bool | int | float | bytes | list[AttrValue] | dict[str, AttrValue] | None"
Attributes: TypeAlias = Mapping[str, AttrValue]

_TRUE = frozenset({"true", "1", "yes"})
_FALSE = frozenset({"false", "0", "no"})


def as_str(value: AttrValue) -> str:
    """Text of a scalar; ``""`` for None, lists and maps (they have no plain text form)."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    return ""


def as_int(value: AttrValue) -> int | None:
    """Integer of a number or of its decimal text; None when it is neither (Codex sends both forms)."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return int(value) if abs(value) < 2**63 else None  # false for NaN and infinity
    if isinstance(value, str):
        try:
            return int(value.strip())
        except ValueError:
            return None
    return None


def as_bool(value: AttrValue) -> bool | None:
    """Boolean of a bool or of its text; None when it is neither."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        text = value.strip().lower()
        if text in _TRUE:
            return True
        if text in _FALSE:
            return False
    return None
