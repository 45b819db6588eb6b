"""JSON values as cells of a table and back. What is written here reads back as it was. Pure.

A text stands for itself where it cannot be taken for something else; anything else is JSON. Spreadsheets run what
begins like a formula, so such texts get an apostrophe in front, as spreadsheets write it; reading takes it away.
"""

import re
from typing import Any

from sidelight.model.exact_json import read_json
from sidelight.platform.json_text import json_text

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_PLAIN = re.compile(r"-?(0|[1-9][0-9]{0,9})(\.[0-9]{1,5})?")
_NUMBER = re.compile(r"-?[0-9]{1,40}(\.[0-9]{1,40})?(e[+-]?[0-9]{1,3})?")
_WORDS: dict[str, Any] = {"true": True, "false": False, "null": None}


def cell_of(value: Any) -> str:
    """The cell of a value; null is an empty cell."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return json_text(value)  # begins with a bracket, a digit, a letter, or the minus of a number
    guarded = f"'{value}" if _FORMULA.match(value) else value
    return guarded if guarded and value_of(guarded) == value else json_text(value)


def value_of(cell: str) -> Any:
    """What a cell means: JSON where it is JSON, otherwise the text; None for an empty cell.

    Numbers are numbers only as JSON would write them: ``007`` stays a text.
    """
    if not cell:
        return None
    if cell.startswith("'") and _FORMULA.match(cell):
        return cell[1:]
    if cell in _WORDS:
        return _WORDS[cell]
    if cell[0] in '{["' or _is_number(cell):
        try:
            return read_json(cell)
        except (ValueError, RecursionError):  # a text that only begins like JSON
            return cell
    return cell


def _is_number(cell: str) -> bool:
    """Whether a cell is a number that loses nothing by being one: no leading zeros, no more digits than are kept."""
    if _PLAIN.fullmatch(cell):
        return True
    if not _NUMBER.fullmatch(cell):
        return False
    try:
        return json_text(read_json(cell)) == cell
    except ValueError:
        return False
