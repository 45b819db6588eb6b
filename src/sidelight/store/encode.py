"""Values on their way into the engine: rows as JSONEachRow, parameters as ClickHouse's escaped text.

Senders may give us strings that are no valid Unicode (lone surrogates, from broken JSON escapes) and integers beyond
64 bits. Both are rare, so the fast path does not look for them: what the encoder refuses is cleaned and tried again.
"""

from base64 import b64encode
from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from sidelight.model.valid_text import valid_text
from sidelight.store.driver import Param, Params, Row

_ESCAPES = str.maketrans(
    {"\\": "\\\\", "'": "\\'", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\0": "\\0", "\b": "\\b", "\f": "\\f"}
)


def encode_rows(rows: Iterable[Row]) -> bytes:
    """Rows as JSONEachRow, one object a line. Never fails on the content of a string."""
    return b"".join(map(encode_object, rows))


def decode_rows(lines: bytes) -> list[Row]:
    """Rows of an answer in JSONEachRow: the lines as one array, which is read in one go."""
    return orjson.loads(b"[" + lines.rstrip().replace(b"\n", b",") + b"]")  # type: ignore[no-any-return]


def encode_object(row: Mapping[str, Any]) -> bytes:
    """One object as a line of JSON."""
    try:
        return orjson.dumps(row, _other, orjson.OPT_APPEND_NEWLINE)
    except TypeError:
        return orjson.dumps(_clean(row), _other, orjson.OPT_APPEND_NEWLINE)


def _clean(value: Any) -> Any:
    """A copy that JSON can carry: valid text, integers beyond 64 bits as text."""
    if isinstance(value, str):
        return valid_text(value)
    if isinstance(value, Mapping):
        return {valid_text(str(key)): _clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(item) for item in value]
    if isinstance(value, int) and not isinstance(value, bool) and not -(2**63) <= value < 2**64:
        return str(value)
    return value


def encode_params(params: Params) -> dict[str, str]:
    """Parameters as the engine parses them: escaped like TabSeparated, arrays as literals, None as its NULL."""
    return {name: _encode_param(value) for name, value in params.items()}


def _encode_param(value: Param) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, str):
        return _escape(value)
    if isinstance(value, bool):
        return "1" if value else "0"  # fits Bool and UInt8
    if isinstance(value, int | float):
        return repr(value)
    return "[" + ",".join(f"'{_escape(item)}'" if isinstance(item, str) else repr(item) for item in value) + "]"


def _escape(text: str) -> str:
    escaped = text.translate(_ESCAPES)
    try:
        escaped.encode()
    except UnicodeEncodeError:
        return valid_text(escaped)
    return escaped


def _other(value: Any) -> Any:
    """What orjson does not know: read-only mappings as maps, bytes as base64 text."""
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, bytes | bytearray | memoryview):
        return b64encode(value).decode()
    raise TypeError
