"""What Sidelight asks of an event store: ClickHouse SQL, whoever runs it."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Protocol, TypeAlias

Param: TypeAlias = "str | int | float | bool | Sequence[str] | Sequence[int] | Sequence[float] | None"
Params: TypeAlias = Mapping[str, Param]
Row: TypeAlias = dict[str, Any]

# ClickHouse's numbers for "not now": 0 is ours, for a store that was not reached.
_TRANSIENT = frozenset(
    {
        0,
        74,  # CANNOT_READ_FROM_FILE_DESCRIPTOR
        75,  # CANNOT_WRITE_TO_FILE_DESCRIPTOR
        76,  # CANNOT_OPEN_FILE
        159,  # TIMEOUT_EXCEEDED
        173,  # CANNOT_ALLOCATE_MEMORY
        201,  # QUOTA_EXCEEDED
        202,  # TOO_MANY_SIMULTANEOUS_QUERIES
        203,  # NO_FREE_CONNECTION
        209,  # SOCKET_TIMEOUT
        210,  # NETWORK_ERROR
        225,  # NO_ZOOKEEPER
        236,  # ABORTED
        241,  # MEMORY_LIMIT_EXCEEDED
        242,  # TABLE_IS_READ_ONLY
        243,  # NOT_ENOUGH_SPACE
        252,  # TOO_MANY_PARTS
        279,  # ALL_CONNECTION_TRIES_FAILED
        285,  # TOO_FEW_LIVE_REPLICAS
        286,  # UNSATISFIED_QUORUM
        319,  # UNKNOWN_STATUS_OF_INSERT
        394,  # QUERY_WAS_CANCELLED
        439,  # CANNOT_SCHEDULE_TASK
        497,  # ACCESS_DENIED
        516,  # AUTHENTICATION_FAILED
        999,  # KEEPER_EXCEPTION
    }
)
# The code, the message, and what servers and clients put behind it.
_ENGINE_ERROR = re.compile(
    r"(?:Code: (?P<code>\d+)\. DB::Exception: )+(?P<message>.*?)"
    r"(?: \(version [^)]*\))?(?: \(for url [^)]*\))?\s*$",
    re.DOTALL,
)
# Where in the engine it happened: "(in file/uri …): While executing …", before the error's name in capitals.
_ENGINE_PLACE = re.compile(r"\s*: (?:\(in file/uri [^)]*\): )?While executing .*?(?=( \([A-Z_]+\))?$)", re.DOTALL)


class StoreError(Exception):
    """The store refused or failed; the message is the engine's, without credentials.

    ``code`` is ClickHouse's error code, 0 when the engine was not reached.
    """

    def __init__(self, message: str, code: int = 0) -> None:
        super().__init__(message)
        self.code = code

    @property
    def is_transient(self) -> bool:
        """Whether the same call may succeed later: it failed by the state of the store, not by what was asked of it."""
        return self.code in _TRANSIENT

    @classmethod
    def from_engine(cls, text: str) -> "StoreError":
        """The error that the engine's text describes, without what the transport put around it."""
        match = _ENGINE_ERROR.search(text)
        if match is None:
            return cls(text.strip() or "The event store failed without a message.")
        return cls(_ENGINE_PLACE.sub("", match["message"]).strip(), int(match["code"]))


class Driver(Protocol):
    """Blocking access to one store; safe to call from several threads at once.

    Placeholders are ClickHouse's own: ``{name:Type}``. Lists and tuples are for ``Array`` types, None for ``Nullable``
    ones. A DateTime64 parameter is ``seconds.fraction`` text (:func:`sidelight.model.time.to_store`): the engine does
    not read ISO 8601 there. Every method raises :class:`StoreError`.
    """

    @property
    def engine_prefix(self) -> str:
        """What migrations put before an engine's name: ``""`` or ``Replicated``."""
        ...

    @property
    def on_cluster(self) -> str:
        """What migrations put after a table's name: ``""`` or `` ON CLUSTER name``."""
        ...

    def query(self, sql: str, params: Params | None = None) -> list[Row]:
        """Rows of a SELECT without FORMAT clause, as dicts by column name.

        64-bit integers come as int, DateTime64 as text in ISO 8601 with ``Z`` and as many digits as its precision
        (``2026-11-23T12:18:14.123456Z``), Nullable as None, Map as dict, Array as list. Floats that are not finite
        come as None. Two columns of one name are one.
        """
        ...

    def query_columns(self, sql: str, params: Params | None = None) -> dict[str, list[Any]]:
        """The same as :meth:`query`, column by column: cheaper for thousands of rows."""
        ...

    def insert(self, table: str, rows: Sequence[Row]) -> None:
        """Insert rows, all or none, and return when they are durable and visible.

        DateTime64 values are ``seconds.fraction`` texts. A name that is no column is an error; a column that no row
        names gets its default.
        """
        ...

    def insert_json(self, table: str, payload: bytes) -> None:
        """Insert rows already encoded as JSONEachRow (:func:`sidelight.store.encode.encode_rows`), all or none."""
        ...

    def command(self, sql: str, params: Params | None = None) -> None:
        """Run DDL or another statement without a result."""
        ...

    def close(self) -> None:
        """Release connections; the store is complete on disk afterwards. Later calls raise :class:`StoreError`."""
        ...
