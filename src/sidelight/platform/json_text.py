"""A column of JSON that is stored as text: the same bytes on every database, whatever a client puts into it."""

import json
from typing import Any

import orjson
from sqlalchemy import Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from sidelight.model.exact_json import read_json, write_any, write_json
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


class ExactJsonText(JsonText):
    """The same, whose decimals keep all their digits: those that a float would round are ``Decimal``."""

    cache_ok = True

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """The value; None for a NULL as for a JSON null."""
        return None if value is None else read_json(value)


def json_text(value: Any) -> str:
    """JSON as it is stored; numbers that are not finite become null. Raises :class:`UnstorableValueError`."""
    try:
        return write_json(value).decode()
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
        return write_any(read_json(write_any(value), constant=lambda _: None))
    except RecursionError:
        raise UnstorableValueError("A JSON value is nested too deep. Send fewer levels.") from None
