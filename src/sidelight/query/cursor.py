"""Opaque cursors: where the next page of a list begins, by the sort key of the last row (never by counting rows)."""

import base64
import binascii
from collections.abc import Sequence

import orjson

MIN_KEY = -(2**63)
MAX_KEY = 2**63 - 1

CursorKey = tuple[int | str, ...]


class CursorError(ValueError):
    """A cursor that this server did not make, or made for another list or order."""


def encode_cursor(kind: str, key: CursorKey) -> str:
    """Cursor after the row with this sort key; ``kind`` names the list and its order."""
    return base64.urlsafe_b64encode(orjson.dumps([kind, *key])).rstrip(b"=").decode("ascii")


def next_cursor(kind: str, keys: Sequence[CursorKey], limit: int) -> str | None:
    """Cursor after a page of ``limit`` rows, given the sort keys of one row more; None on the last page."""
    return encode_cursor(kind, keys[limit - 1]) if len(keys) > limit else None


def decode_cursor(kind: str, cursor: str, types: tuple[type, ...]) -> CursorKey:
    """The sort key in a cursor.

    Raises:
        CursorError: it is damaged, or belongs to another list or order.
    """
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        parts = orjson.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (binascii.Error, ValueError) as error:
        raise CursorError("The cursor is damaged.") from error
    if not isinstance(parts, list) or not parts or parts[0] != kind:
        raise CursorError("The cursor belongs to another list or order.")
    key = parts[1:]
    # bool is an int to isinstance, but never a sort key.
    if len(key) != len(types) or any(type(value) is not wanted for value, wanted in zip(key, types, strict=True)):
        raise CursorError("The cursor is damaged.")
    if any(isinstance(value, int) and not MIN_KEY <= value <= MAX_KEY for value in key):
        raise CursorError("The cursor is damaged.")
    return tuple(key)
