"""A column of JSON that is stored as text: the same bytes on every database, whatever a client puts into it."""

import json
from typing import Any

import orjson
from sqlalchemy import Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator


class JsonText(TypeDecorator[Any]):
    """Any JSON value. PostgreSQL's own type refuses NaN, lone surrogates and NUL, which clients do send."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:
        """JSON; numbers that are not finite become null."""
        try:
            return orjson.dumps(value).decode()
        except TypeError:  # integers beyond 64 bits, lone surrogates
            return json.dumps(_finite(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """The value; None for a NULL as for a JSON null."""
        return None if value is None else json.loads(value)


def _finite(value: Any) -> Any:
    match value:
        case float():
            return value if abs(value) < float("inf") else None
        case dict():
            return {key: _finite(one) for key, one in value.items()}
        case list():
            return [_finite(one) for one in value]
    return value
