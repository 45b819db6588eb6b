"""What Sidelight asks of an event store: ClickHouse SQL, whoever runs it."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, TypeAlias

Param: TypeAlias = "str | int | float | bool | Sequence[str] | Sequence[int] | None"
Params: TypeAlias = Mapping[str, Param]
Row: TypeAlias = dict[str, Any]


class StoreError(Exception):
    """The store refused or failed; the message is the engine's, without credentials.

    ``code`` is ClickHouse's error code, 0 when the engine was not reached.
    """

    def __init__(self, message: str, code: int = 0) -> None:
        super().__init__(message)
        self.code = code


class Driver(Protocol):
    """Blocking access to one store; safe to call from several threads at once.

    Placeholders are ClickHouse's own: ``{name:Type}``. Every method raises :class:`StoreError`.
    """

    def query(self, sql: str, params: Params | None = None) -> list[Row]:
        """Rows of a SELECT without FORMAT clause, as dicts by column name.

        64-bit integers come as int, DateTime64 as text in ISO 8601 with ``Z`` (``2026-11-23T12:18:14.123456Z``),
        Nullable as None, Map as dict, Array as list.
        """
        ...

    def query_columns(self, sql: str, params: Params | None = None) -> dict[str, list[Any]]:
        """The same as :meth:`query`, column by column: cheaper for thousands of rows."""
        ...

    def insert(self, table: str, rows: Sequence[Row]) -> None:
        """Insert rows; return when they are durable and visible. DateTime64 values are ``seconds.fraction`` texts."""
        ...

    def insert_json(self, table: str, payload: bytes) -> None:
        """Insert rows already encoded as JSONEachRow (one object a line)."""
        ...

    def command(self, sql: str, params: Params | None = None) -> None:
        """Run DDL or another statement without a result."""
        ...

    def close(self) -> None:
        """Release connections; the store is complete on disk afterwards."""
        ...
