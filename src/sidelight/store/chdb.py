"""The embedded store: ClickHouse in this process (chDB).

Traps that shape this file (STORAGE, "chDB facts found"): one process owns a folder; one process has one engine, hence
one folder, at a time; queries on one connection wait for each other, so that every thread has its own; limits are set
in the connection string, since the defaults take 90 % of the machine's memory and 5 GB for marks.
"""

import re
import tempfile
import threading
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import quote

import orjson

from sidelight.settings import MIB, StoreSettings
from sidelight.store.chdb_library import chdb
from sidelight.store.driver import Params, Row, StoreError
from sidelight.store.encode import decode_rows, encode_params, encode_rows
from sidelight.store.lock import LockedError, OwnerLock

_TABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")

# Read by the engine when a connection opens, for all its statements.
_SESSION_SETTINGS = {
    "date_time_output_format": "iso",
    "output_format_json_quote_64bit_integers": "0",
    "input_format_skip_unknown_fields": "0",
    "do_not_merge_across_partitions_select_final": "1",
}

# Each is bounded by the setting of the mark cache; by default they may take 15 GB together.
_CACHES = (
    "mark_cache_size",
    "index_mark_cache_size",
    "primary_index_cache_size",
    "text_index_tokens_cache_size",
    "text_index_header_cache_size",
    "text_index_postings_cache_size",
    "query_condition_cache_size",
)

# The text indexes are built by merges, not by inserts: 2.5 times the rows a second (decision 0001). A part without
# the index is scanned, so that a search finds its rows all the same.
_INSERT = """
INSERT INTO {table} FROM INFILE '/dev/fd/{file}' COMPRESSION 'none'
SETTINGS exclude_materialize_skip_indexes_on_insert = 'ix_input,ix_output', input_format_parallel_parsing = 0
FORMAT JSONEachRow
"""


@dataclass(slots=True, weakref_slot=True, eq=False)
class _Session:
    """A thread's connection; the lock keeps :meth:`ChdbDriver.close` from closing it under a running statement."""

    connection: Any
    lock: threading.Lock = field(default_factory=threading.Lock)


class _Engine:
    """The process's one engine: which folder it runs on and how many drivers share it."""

    guard: ClassVar = threading.Lock()
    folder: ClassVar[Path | None] = None
    owner: ClassVar[OwnerLock | None] = None
    users: ClassVar[int] = 0

    @classmethod
    def enter(cls, folder: Path) -> None:
        with cls.guard:
            if cls.folder not in (None, folder):
                raise StoreError(
                    f"This process already has the event store {cls.folder} open; it can have one at a time. "
                    f"Close it before opening {folder}."
                )
            if cls.owner is None:
                try:
                    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                    cls.owner = OwnerLock(folder / "sidelight.lock")
                except LockedError as error:
                    raise StoreError(
                        f"The event store {folder} is in use by process {error.pid or '(unknown)'}. "
                        "Stop that Sidelight, or choose another data folder."
                    ) from error
                except OSError as error:
                    raise StoreError(f"The event store {folder} cannot be opened: {error.strerror}.") from error
            cls.folder = folder
            cls.users += 1

    @classmethod
    def leave(cls) -> None:
        with cls.guard:
            cls.users -= 1
            if not cls.users and cls.owner:
                cls.owner.release()
                cls.owner = cls.folder = None


class ChdbDriver:
    """A :class:`~sidelight.store.driver.Driver` over chDB in a folder."""

    engine_prefix = ""
    on_cluster = ""

    def __init__(self, path: Path, settings: StoreSettings | None = None) -> None:
        """Open, or create, the store in ``path``.

        Raises:
            StoreError: another process owns the folder, this process has another folder open, or it is not readable.
        """
        self._folder = path.resolve()
        self._connection_string = _connection_string(self._folder, settings or StoreSettings())
        self._local = threading.local()
        self._sessions: weakref.WeakSet[_Session] = weakref.WeakSet()
        self._guard = threading.Lock()
        self._is_closed = False
        _Engine.enter(self._folder)
        try:
            self._open_session()
        except BaseException:
            _Engine.leave()
            raise

    def query(self, sql: str, params: Params | None = None) -> list[Row]:
        """See :meth:`Driver.query`."""
        return decode_rows(self._run(sql, "JSONEachRow", params))

    def query_columns(self, sql: str, params: Params | None = None) -> dict[str, list[Any]]:
        """See :meth:`Driver.query_columns`."""
        return orjson.loads(self._run(sql, "JSONColumns", params) or b"{}")  # type: ignore[no-any-return]

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
        # Not through send_insert: it reports success when the rows were read but could not be written (a full disk).
        # Not as part of the statement: twice the processor time. A nameless file in the folder, not elsewhere: it is
        # never left behind, and no other place is known to be writable.
        try:
            with tempfile.TemporaryFile(dir=self._folder) as file:
                file.write(payload)
                file.flush()
                file.seek(0)
                self._run(_INSERT.format(table=table, file=file.fileno()), "Null", None)
        except OSError as error:
            raise StoreError(f"The event store {self._folder} cannot be written: {error.strerror}.") from error

    def command(self, sql: str, params: Params | None = None) -> None:
        """See :meth:`Driver.command`."""
        self._run(sql, "Null", params)

    def close(self) -> None:
        """See :meth:`Driver.close`. Waits for running statements."""
        with self._guard:
            if self._is_closed:
                return
            self._is_closed = True
            sessions = list(self._sessions)
        for session in sessions:
            with session.lock:
                session.connection.close()
        self._sessions.clear()
        _Engine.leave()

    def _run(self, sql: str, output_format: str, params: Params | None) -> bytes:
        with self._connection() as connection:
            result = connection.query(sql, output_format, params=encode_params(params) if params else None)
            return result.bytes() or b""

    @contextmanager
    def _connection(self) -> Iterator[Any]:
        """This thread's connection, for one statement; the engine's errors become :class:`StoreError`."""
        session: _Session | None = getattr(self._local, "session", None)
        if session is None:
            session = self._open_session()
        with session.lock:
            if self._is_closed:
                raise StoreError("The event store is closed.")
            try:
                yield session.connection
            except RuntimeError as error:
                raise StoreError.from_engine(str(error)) from error

    def _open_session(self) -> _Session:
        with self._guard:
            if self._is_closed:
                raise StoreError("The event store is closed.")
            try:
                session = _Session(chdb.connect(self._connection_string))
            except RuntimeError as error:
                raise StoreError.from_engine(str(error)) from error
            self._sessions.add(session)
        # The thread's end drops the session, and with it the connection.
        self._local.session = session
        return session


def _connection_string(path: Path, settings: StoreSettings) -> str:
    if "?" in str(path):
        raise StoreError(f"The event store cannot be in {path}: the engine takes no question mark in a folder's name.")
    limits = dict.fromkeys(_CACHES, settings.mark_cache_mb * MIB)
    limits["max_server_memory_usage"] = settings.max_memory_mb * MIB
    # One greedy read must leave room for inserts.
    limits["max_memory_usage"] = settings.max_memory_mb * MIB * 6 // 10
    options = {**limits, **_SESSION_SETTINGS}
    return f"{path}?" + "&".join(f"{name}={quote(str(value))}" for name, value in options.items())
