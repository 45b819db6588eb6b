"""JSON with the place of every text value in its source, so that one can be replaced and the rest stays as it was.

Writing a parsed document anew would change what it looks like: spaces, escapes, numbers beyond 64 bits.
"""

import json
from json.decoder import JSONArray, JSONObject, scanstring  # type: ignore[attr-defined]
from json.scanner import py_make_scanner  # type: ignore[attr-defined]
from typing import Any


class PlacedText(str):
    """A text value; ``source[start:end]`` is how it is written, quotes included."""

    __slots__ = ("end", "start")
    start: int
    end: int


class _Decoder(json.JSONDecoder):
    """Python's own decoder, which lets its parts be replaced; numbers are not needed and stay unread."""

    def __init__(self) -> None:
        super().__init__(strict=False, parse_float=_none, parse_int=_none, parse_constant=_none)
        self.parse_object = JSONObject
        self.parse_array = JSONArray
        self.parse_string = _place_text
        self.scan_once = py_make_scanner(self)


def read_placed(source: str) -> Any:
    """The document, with texts as :class:`PlacedText` and all numbers as None; None when it is no JSON.

    Documents nested deeper than Python's stack are none either.
    """
    try:
        return _Decoder().decode(source)
    except (ValueError, RecursionError):
        return None


def _place_text(source: str, begin: int, strict: bool = True) -> tuple[PlacedText, int]:
    value, end = scanstring(source, begin, strict)
    text = PlacedText(value)
    text.start, text.end = begin - 1, end
    return text, end


def _none(_: str) -> None:
    return None
