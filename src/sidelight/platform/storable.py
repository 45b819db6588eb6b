"""What the metadata database can hold, the same on SQLite and PostgreSQL.

SQLite takes NUL, PostgreSQL refuses it; neither driver takes lone surrogates or integers of more than 64 bits. JSON of
any client can hold all of them, so statements are checked before they are run: wherever such a value came from, it is
the sender's mistake and no failure of the server.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import DontWrapMixin

from sidelight.model.valid_text import valid_text

_INT64 = range(-(2**63), 2**63)
_ROWS = (Mapping, tuple, list)


class UnstorableValueError(DontWrapMixin, ValueError):
    """A value of a statement that no row holds; the message says what to change."""


def refuse_unstorable(engine: Engine) -> None:
    """Let every statement of ``engine`` raise :class:`UnstorableValueError` before it reaches the database."""
    event.listen(engine, "before_cursor_execute", _check)


def _check(_connection: Any, _cursor: Any, _statement: str, parameters: Any, _context: Any, is_many: bool) -> None:
    # Rows that are inserted by one statement count as many, although their values come as one row.
    is_list = is_many and not isinstance(parameters, Mapping) and all(isinstance(row, _ROWS) for row in parameters)
    for row in parameters if is_list else (parameters,):
        _check_values(row.values() if isinstance(row, Mapping) else row or ())


def _check_values(values: Iterable[Any]) -> None:
    for value in values:
        if isinstance(value, str):
            check_text(value)
        elif isinstance(value, int) and value not in _INT64:
            raise UnstorableValueError("An integer has more than 64 bits. Send a smaller one.")


def is_storable(text: str) -> bool:
    """Whether a row can hold the text; what is asked for by one that none can hold is not there."""
    try:
        check_text(text)
    except UnstorableValueError:
        return False
    return True


def printable(text: str) -> str:
    """The text with U+FFFD for what no row can hold."""
    return valid_text(text.replace("\0", "\ufffd"))


def check_text(text: str) -> None:
    """Raises :class:`UnstorableValueError` for a text with NUL or half a character."""
    if "\0" in text:
        raise UnstorableValueError("A text holds the character NUL (U+0000). Leave it out.")
    try:
        if not text.isascii():
            text.encode()
    except UnicodeEncodeError as error:
        raise UnstorableValueError(
            f"A text holds half a character (U+{ord(text[error.start]):04X}): it was cut inside a surrogate pair. "
            "Cut it between characters."
        ) from None
