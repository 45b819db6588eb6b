"""Langfuse's JSON filter language (PARITY section 1): ``[{type, column, operator, value, key?}, …]``, all must hold.

Pure: which columns there are, and what they are in SQL, is the matter of :mod:`sidelight.query.filter_columns`.
"""

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, get_args

import orjson

from sidelight.model.time import NS_PER_US, from_iso

FilterType = Literal[
    "datetime",
    "string",
    "stringOptions",
    "categoryOptions",
    "arrayOptions",
    "number",
    "stringObject",
    "numberObject",
    "booleanObject",
    "boolean",
    "null",
    "positionInTrace",
]
FilterValue = str | int | float | bool | tuple[str, ...] | None

MATCHES = "matches"
MAX_CONDITIONS = 100
MAX_VALUES = 1000
MAX_TEXT_CHARS = 10_000

_COMPARISONS = ("=", ">", "<", ">=", "<=")
_TEXT_OPERATORS = ("=", "contains", "does not contain", "starts with", "ends with", MATCHES)
_EQUALITY = ("=", "<>")
OPERATORS: dict[FilterType, tuple[str, ...]] = {
    "datetime": (">", "<", ">=", "<="),
    "string": _TEXT_OPERATORS,
    "stringOptions": ("any of", "none of"),
    "categoryOptions": ("any of", "none of"),
    "arrayOptions": ("any of", "none of", "all of"),
    "number": _COMPARISONS,
    "stringObject": _TEXT_OPERATORS,
    "numberObject": _COMPARISONS,
    "booleanObject": _EQUALITY,
    "boolean": _EQUALITY,
    "null": ("is null", "is not null"),
    "positionInTrace": ("=",),
}
assert set(OPERATORS) == set(get_args(FilterType))  # noqa: S101 - a constant, checked when imported

POSITIONS = ("root", "first", "last", "nthFromStart", "nthFromEnd")
_NTH = ("nthFromStart", "nthFromEnd")
_WITH_KEY = ("stringObject", "numberObject", "booleanObject", "categoryOptions")
_MAX_POSITION = 1_000_000
_US_PER_MS = 1000


class FilterError(ValueError):
    """A filter that cannot be used; ``path`` leads to the wrong part: condition number, then its field."""

    def __init__(self, message: str, *path: str | int) -> None:
        super().__init__(message)
        self.path = path


@dataclass(frozen=True, slots=True)
class FilterCondition:
    """One condition; ``index`` is its place in the list, for errors.

    ``value`` by type: microseconds since the epoch for ``datetime``, texts for the options, the place (from 1) for
    ``positionInTrace``, None for ``null``.
    """

    type: FilterType
    column: str
    operator: str
    value: FilterValue = None
    key: str = ""
    index: int = 0

    def error(self, message: str, field: str = "column") -> FilterError:
        """What is wrong with this condition, with its place."""
        return FilterError(f"Condition {self.index} (column {self.column!r}): {message}", self.index, field)


def equals(column: str, text: str) -> FilterCondition:
    """The condition that a column is this text."""
    return FilterCondition("string", column, "=", text)


def any_of(column: str, texts: Iterable[str]) -> FilterCondition:
    """The condition that a column is one of these texts."""
    return FilterCondition("stringOptions", column, "any of", tuple(texts))


def all_in(column: str, texts: Iterable[str]) -> FilterCondition:
    """The condition that a list holds all of these texts."""
    return FilterCondition("arrayOptions", column, "all of", tuple(texts))


def within_times(column: str, from_us: int | None, to_us: int | None) -> tuple[FilterCondition, ...]:
    """The conditions that a time lies in the half-open range; None is open."""
    bounds: tuple[tuple[str, int | None], ...] = ((">=", from_us), ("<", to_us))
    return tuple(FilterCondition("datetime", column, sign, bound) for sign, bound in bounds if bound is not None)


def parse_filter(text: str) -> tuple[FilterCondition, ...]:
    """The conditions in a ``filter`` parameter; none in ``""`` and ``[]``.

    Raises:
        FilterError: it is no JSON list, or a condition is not complete.
    """
    if not text.strip():
        return ()
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise FilterError(f"The filter is not valid JSON ({error}). Send a JSON list of conditions.") from error
    return conditions_of(value)


def conditions_of(value: Any) -> tuple[FilterCondition, ...]:
    """The same for a filter that is already read from JSON, as the metrics API has it.

    Raises:
        FilterError: it is no list, or a condition is not complete.
    """
    if not isinstance(value, list):
        raise FilterError("The filter must be a JSON list of conditions {type, column, operator, value}.")
    if len(value) > MAX_CONDITIONS:
        raise FilterError(f"The filter has {len(value)} conditions; {MAX_CONDITIONS} are allowed.")
    return tuple(_condition(index, item) for index, item in enumerate(value))


def _condition(index: int, item: Any) -> FilterCondition:
    if not isinstance(item, dict):
        raise FilterError(f"Condition {index} is no object; use {{type, column, operator, value}}.", index)
    column = item.get("column")
    if not isinstance(column, str) or not column:
        raise FilterError(f"Condition {index} names no column: set 'column' to a text.", index, "column")
    type_ = item.get("type")
    if not isinstance(type_, str) or type_ not in OPERATORS:
        known = ", ".join(OPERATORS)
        raise FilterError(
            f"Condition {index} (column {column!r}): 'type' must be one of {known}; it is {_shown(type_)}.",
            index,
            "type",
        )
    operators = OPERATORS[type_]
    operator = item.get("operator")
    if operator not in operators:
        raise FilterError(
            f"Condition {index} (column {column!r}): the operators of type {type_!r} are {', '.join(operators)}; "
            f"it has {_shown(operator)}.",
            index,
            "operator",
        )
    draft = FilterCondition(type_, column, operator, key=_key(index, column, type_, item.get("key")), index=index)
    value = _READERS[type_](draft, item.get("value"))
    return FilterCondition(type_, column, operator, value, draft.key, index)


def _key(index: int, column: str, type_: str, key: Any) -> str:
    allowed = POSITIONS if type_ == "positionInTrace" else None
    if key is None and type_ not in _WITH_KEY and allowed is None:
        return ""
    if isinstance(key, str) and len(key) <= MAX_TEXT_CHARS and (allowed is None or key in allowed):
        return key
    remedy = f"one of {', '.join(allowed)}" if allowed else "the name to look at, as a text"
    raise FilterError(
        f"Condition {index} (column {column!r}): type {type_!r} needs 'key', {remedy}; it is {_shown(key)}.",
        index,
        "key",
    )


def _datetime(condition: FilterCondition, value: Any) -> int:
    if isinstance(value, str):
        time_ns = from_iso(value)
        if time_ns is not None:
            return time_ns // NS_PER_US
    # JavaScript's clients send numbers too.
    elif isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 2**53:
        return int(value * _US_PER_MS)
    example = f"{datetime(2026, 1, 31, tzinfo=UTC):%Y-%m-%dT%H:%M:%SZ}"
    raise condition.error(f"'value' must be a date and time such as {example}; it is {_shown(value)}.", "value")


def _text(condition: FilterCondition, value: Any) -> str:
    if not isinstance(value, str):
        raise condition.error(f"'value' must be a text; it is {_shown(value)}.", "value")
    if len(value) > MAX_TEXT_CHARS:
        raise condition.error(f"'value' is longer than {MAX_TEXT_CHARS} characters.", "value")
    if condition.operator == MATCHES and not any(character.isalnum() for character in value):
        raise condition.error("'matches' needs a letter or digit to look for.", "value")
    return value


def _texts(condition: FilterCondition, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or any(not isinstance(item, str) for item in value):
        raise condition.error(f"'value' must be a list of texts; it is {_shown(value)}.", "value")
    if len(value) > MAX_VALUES or any(len(item) > MAX_TEXT_CHARS for item in value):
        raise condition.error(
            f"'value' may hold {MAX_VALUES} texts of {MAX_TEXT_CHARS} characters.",
            "value",
        )
    if not value and condition.type != "categoryOptions" and condition.operator == "any of":
        raise condition.error("'value' is empty; name what may match, or leave the condition out.", "value")
    return tuple(value)


def _number(condition: FilterCondition, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise condition.error(f"'value' must be a number; it is {_shown(value)}.", "value")
    if not abs(value) <= sys.float_info.max:
        raise condition.error("'value' must be a finite number.", "value")
    return float(value)


def _flag(condition: FilterCondition, value: Any) -> bool:
    if not isinstance(value, bool):
        raise condition.error(f"'value' must be true or false; it is {_shown(value)}.", "value")
    return value


def _nothing(_condition: FilterCondition, _value: Any) -> None:
    return None


def _position(condition: FilterCondition, value: Any) -> int:
    if condition.key not in _NTH:
        return 1
    if isinstance(value, bool) or not isinstance(value, int | float) or not 1 <= value <= _MAX_POSITION:
        raise condition.error(f"{condition.key!r} needs a place from 1 in 'value'; it is {_shown(value)}.", "value")
    return int(value)


def _shown(value: Any) -> str:
    """The value as JSON, cut where it is long."""
    try:
        text = orjson.dumps(value).decode()
    except orjson.JSONEncodeError:
        return "nested too deep" if isinstance(value, list | dict) else "no number of 64 bits"
    return text if len(text) <= 80 else text[:79] + "…"


_READERS: dict[FilterType, Callable[[FilterCondition, Any], FilterValue]] = {
    "datetime": _datetime,
    "string": _text,
    "stringOptions": _texts,
    "categoryOptions": _texts,
    "arrayOptions": _texts,
    "number": _number,
    "stringObject": _text,
    "numberObject": _number,
    "booleanObject": _flag,
    "boolean": _flag,
    "null": _nothing,
    "positionInTrace": _position,
}
