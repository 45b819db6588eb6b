"""Texts that may hold JSON: inputs, outputs and metadata are stored as text, whatever was sent."""

from typing import Any

import orjson

from sidelight.model.exact_json import read_json


def parsed(text: str | None) -> Any:
    """The JSON value that a stored text holds; the text itself when it is none.

    A number stays text unless it prints as it stood: a version ``1.10`` is no number, nor is an id of thirty digits.
    """
    if text is None or not text or text[0] not in '{["-0123456789tfn':
        return text
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError:
        return text
    if isinstance(value, int | float) and not isinstance(value, bool) and orjson.dumps(value).decode() != text:
        return text
    return value


def parsed_exactly(text: str | None) -> Any:
    """The same, where every number within keeps all its digits."""
    value = parsed(text)
    if text is None or not isinstance(value, dict | list):
        return value
    try:
        return read_json(text)
    except (ValueError, RecursionError):  # numbers beyond all measure
        return value
