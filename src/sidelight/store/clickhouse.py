"""The scale-out store: a ClickHouse server over HTTP."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit, urlunsplit

import clickhouse_connect
import lz4.frame  # type: ignore[import-untyped]
import orjson
from clickhouse_connect.driver import default_port
from clickhouse_connect.driver.client import Client
from clickhouse_connect.driver.exceptions import ClickHouseError
from urllib3.exceptions import HTTPError

from sidelight.model.valid_text import valid_text
from sidelight.store.driver import Param, Params, Row, StoreError
from sidelight.store.encode import decode_rows, encode_rows

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_TABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_SCHEMES = {"clickhouse": False, "http": False, "clickhouses": True, "https": True}

_READ_SETTINGS = {
    "date_time_output_format": "iso",
    "output_format_json_quote_64bit_integers": "0",
    "do_not_merge_across_partitions_select_final": "1",
}
# async_insert off: an insert is answered when its rows are durable and visible. The text indexes are built by merges.
_INSERT_SETTINGS = {
    "input_format_skip_unknown_fields": "0",
    "async_insert": "0",
    "exclude_materialize_skip_indexes_on_insert": "ix_input,ix_output",
}


class ClickHouseDriver:
    """A :class:`~sidelight.store.driver.Driver` over a server's HTTP interface.

    With a cluster, tables are Replicated and made ON CLUSTER: every replica holds everything.
    """

    def __init__(self, url: str, cluster: str = "") -> None:
        """Connect to ``clickhouse[s]://user:password@host:port/database?option=value``; make the database if needed.

        ``clickhouses`` and ``https`` are TLS. Query arguments are those of ``clickhouse_connect.get_client``
        (``ca_cert``, ``client_cert``, ``verify``, ``connect_timeout`` …) or ClickHouse settings.

        Raises:
            StoreError: the URL cannot be used, or the server cannot be reached or refuses the user.
        """
        if cluster and not _NAME.fullmatch(cluster):
            raise StoreError(f"store.cluster: {cluster!r} is no cluster name.")
        self.engine_prefix = "Replicated" if cluster else ""
        self.on_cluster = f" ON CLUSTER `{cluster}`" if cluster else ""
        parts, port = _split(url)
        is_tls = _SCHEMES[parts.scheme]
        database = unquote(parts.path.strip("/")) or "default"
        if not _NAME.fullmatch(database):
            raise StoreError(f"store.url: {database!r} is no database name.")
        self._server = f"{parts.hostname}:{port or default_port('https' if is_tls else 'http', is_tls)}"
        with self._engine_errors():
            # No session: the server runs one statement at a time in a session. The database is named later, since a
            # server refuses every statement of a client whose database does not exist yet.
            self._client: Client = clickhouse_connect.get_client(
                dsn=urlunsplit(parts._replace(path="", query="")),
                generic_args=dict(parse_qsl(parts.query)),
                secure=is_tls,
                autogenerate_session_id=False,
                dedicated_pool=True,
                client_name="sidelight",
                show_clickhouse_errors=True,
            )
            if database != "default":
                self._client.command(f"CREATE DATABASE IF NOT EXISTS `{database}`{self.on_cluster}")
        self._client.database = database
        self._is_closed = False

    def query(self, sql: str, params: Params | None = None) -> list[Row]:
        """See :meth:`Driver.query`."""
        return decode_rows(self._read(sql, "JSONEachRow", params))

    def query_columns(self, sql: str, params: Params | None = None) -> dict[str, list[Any]]:
        """See :meth:`Driver.query_columns`."""
        return orjson.loads(self._read(sql, "JSONColumns", params) or b"{}")  # type: ignore[no-any-return]

    def insert(self, table: str, rows: Sequence[Row]) -> None:
        """See :meth:`Driver.insert`."""
        if rows:
            self.insert_json(table, encode_rows(rows))

    def insert_json(self, table: str, payload: bytes) -> None:
        """See :meth:`Driver.insert_json`."""
        if not _TABLE.fullmatch(table):
            raise StoreError(f"{table!r} is no table name.")
        if not payload:
            return
        with self._checked() as client:
            client.raw_insert(
                table,
                insert_block=lz4.frame.compress(payload),
                settings=_INSERT_SETTINGS,
                fmt="JSONEachRow",
                compression="lz4",
            )

    def command(self, sql: str, params: Params | None = None) -> None:
        """See :meth:`Driver.command`."""
        with self._checked() as client:
            client.command(sql, _bound(params))

    def close(self) -> None:
        """See :meth:`Driver.close`."""
        if not self._is_closed:
            self._is_closed = True
            self._client.close()

    def _read(self, sql: str, output_format: str, params: Params | None) -> bytes:
        with self._checked() as client:
            return client.raw_query(sql, _bound(params), settings=_READ_SETTINGS, fmt=output_format)

    @contextmanager
    def _checked(self) -> Iterator[Client]:
        if self._is_closed:
            raise StoreError("The event store is closed.")
        with self._engine_errors():
            yield self._client

    @contextmanager
    def _engine_errors(self) -> Iterator[None]:
        try:
            yield
        except ClickHouseError as error:
            if isinstance(error.__cause__, HTTPError):
                reason = getattr(error.__cause__, "reason", None) or error.__cause__
                raise StoreError(f"The ClickHouse server {self._server} cannot be reached: {reason}") from error
            raise StoreError.from_engine(str(error)) from error


def _split(url: str) -> tuple[SplitResult, int | None]:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = SplitResult("", "", "", "", ""), None
    if parts.scheme not in _SCHEMES or not parts.hostname:
        raise StoreError("store.url: expected clickhouse://user:password@host:8123/database (clickhouses:// for TLS).")
    return parts, port


def _bound(params: Params | None) -> dict[str, Any] | None:
    """Parameters as clickhouse-connect binds them: it takes lists for arrays, tuples would become tuples."""
    if not params:
        return None
    return {name: _bound_value(value) for name, value in params.items()}


def _bound_value(value: Param) -> Any:
    if isinstance(value, str):
        return valid_text(value)
    if isinstance(value, bool):
        return int(value)  # fits Bool and UInt8
    if isinstance(value, Sequence):
        return [valid_text(item) if isinstance(item, str) else item for item in value]
    return value
