"""A column of JSON that is stored as text: the same bytes on every database, whatever a client puts into it."""

import json
from typing import Any

import orjson
from sqlalchemy import Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from sidelight.platform.storable import UnstorableValueError


class JsonText(TypeDecorator[Any]):
    """Any JSON value. PostgreSQL's own type refuses NaN, lone surrogates and NUL, which clients do send."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:
        """JSON: see :func:`json_text`."""
        return json_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """The value; None for a NULL as for a JSON null."""
        return None if value is None else json.loads(value)


def json_text(value: Any) -> str:
    """JSON as it is stored; numbers that are not finite become null. Raises :class:`UnstorableValueError`."""
    try:
        return orjson.dumps(value).decode()
    except TypeError:  # integers beyond 64 bits, lone surrogates, more than 254 levels
        return _dumps(value)


def strict_json(value: Any) -> str:
    """JSON that every reader takes. Raises :class:`UnstorableValueError` for half characters and huge integers."""
    try:
        return orjson.dumps(value).decode()
    except TypeError as error:
        raise UnstorableValueError(f"A JSON value cannot be stored: {error}.") from None


def _dumps(value: Any) -> str:
    try:
        text = json.dumps(value)
        return json.dumps(json.loads(text, parse_constant=lambda _: None))
    except RecursionError:
        raise UnstorableValueError("A JSON value is nested too deep. Send fewer levels.") from None
