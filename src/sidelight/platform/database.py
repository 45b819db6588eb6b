"""The metadata database: SQLite in the data folder, or PostgreSQL.

What can go wrong, and what is done here about it. SQLite gives up at once, whatever the busy timeout, when a
transaction that began by reading wants to write after another one wrote; so :meth:`Database.session` takes the write
lock when it begins, and :meth:`Database.reading` is for transactions that only read. Python's driver would also commit
before DDL; it is told to leave transactions alone, so that a failed migration leaves nothing half done.
"""

import os
import sqlite3
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alembic import command
from alembic.config import Config
from sqlalchemy import URL, Connection, event, make_url, text
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from sidelight.platform.storable import refuse_unstorable

if TYPE_CHECKING:
    from sidelight.settings import Settings

_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}
_BUSY_TIMEOUT_MS = 10_000
_CHANGED = "sidelight_changed"
_LOCKS = {"migrate": 0x51DE_0001, "setup": 0x51DE_0002}
_MIGRATIONS = Path(__file__).parent / "migrations"


class DatabaseError(Exception):
    """The metadata database cannot be used; the message says why and what to do, without credentials."""


def parse_url(url: str | URL) -> URL:
    """The URL with the asynchronous driver that Sidelight uses. Raises :class:`DatabaseError` for other databases."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise DatabaseError(
            "SIDELIGHT_METADATA_URL is not a database URL. Write postgresql://user:password@host:5432/database, "
            "or leave it empty to use SQLite in the data folder."
        ) from None
    driver = _DRIVERS.get(parsed.drivername)
    if driver is None:
        raise DatabaseError(
            f"SIDELIGHT_METADATA_URL names '{parsed.drivername}', which is not supported. Use postgresql:// or sqlite:///."
        )
    if driver.startswith("sqlite") and parsed.database in (None, "", ":memory:"):
        raise DatabaseError("SIDELIGHT_METADATA_URL names no file. Write sqlite:////path/to/sidelight.db.")
    return parsed.set(drivername=driver)


class Database:
    """Sessions on the metadata database. One a process; safe for concurrent tasks."""

    def __init__(self, url: str | URL) -> None:
        """``url``: ``sqlite:///file`` or ``postgresql://user:password@host/database``. Connects on first use."""
        self.url = parse_url(url)
        self.is_sqlite = self.url.drivername.startswith("sqlite")
        if self.is_sqlite:
            _prepare_file(Path(str(self.url.database)))
            self._engine = create_async_engine(
                self.url, connect_args={"isolation_level": None, "timeout": _BUSY_TIMEOUT_MS / 1000}
            )
            event.listen(self._engine.sync_engine, "connect", _on_sqlite_connect)
            event.listen(self._engine.sync_engine, "begin", _on_sqlite_begin)
        else:
            self._engine = create_async_engine(self.url, pool_pre_ping=True, pool_size=10)
        refuse_unstorable(self._engine.sync_engine)
        writer = self._engine.execution_options(sidelight_write=True)
        self._write = async_sessionmaker(writer, expire_on_commit=False)
        self._read = async_sessionmaker(self._engine, expire_on_commit=False)
        self._writer = writer
        self._changes: Counter[str] = Counter()

    @classmethod
    def of(cls, settings: "Settings") -> "Database":
        """The database that the settings name; SQLite in the data folder unless they name another."""
        embedded = URL.create("sqlite", database=str(cls.default_path(settings)))  # a path may hold ? and %
        return cls(settings.metadata_url or embedded)

    @staticmethod
    def default_path(settings: "Settings") -> Path:
        """Where the embedded database lies."""
        return settings.data_dir / "sidelight.db"

    @asynccontextmanager
    async def session(self) -> AsyncIterator[AsyncSession]:
        """A transaction that may write: committed at the end, rolled back when an exception passes."""
        changed: set[str] = set()
        try:
            async with self._write.begin() as session:
                session.info[_CHANGED] = changed
                yield session
        finally:
            self._changes.update(changed)  # after a failure too: a COMMIT that broke may have taken effect

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """A transaction that only reads; it never waits for a writer on SQLite."""
        async with self._read.begin() as session:
            yield session

    def changes_of(self, subject: str) -> int:
        """How many transactions of this process that changed ``subject`` (see :func:`mark_changed`) have ended."""
        return self._changes[subject]

    async def migrate(self) -> None:
        """Bring the schema to this version. Raises :class:`DatabaseError` when that is impossible.

        Servers that start together on one PostgreSQL wait for each other.
        """
        try:
            async with self._writer.begin() as connection:
                if not self.is_sqlite:
                    await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCKS["migrate"]})
                await connection.run_sync(_upgrade)
        except SQLAlchemyError as error:
            raise DatabaseError(
                f"The metadata database {self.url.render_as_string(hide_password=True)} cannot be opened or migrated: "
                f"{_first_line(error)}. Check that it runs, that the URL is right and that the user may create tables."
            ) from error

    async def close(self) -> None:
        """Close all connections."""
        await self._engine.dispose()


def mark_changed(session: AsyncSession, subject: str) -> None:
    """Say that a transaction of :meth:`Database.session` changes what caches of this process know of ``subject``."""
    session.info.setdefault(_CHANGED, set()).add(subject)


async def hold_setup_lock(session: AsyncSession) -> None:
    """Let only one server at a time do first-start work; held until the transaction ends (SQLite: always so)."""
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCKS["setup"]})


def alembic_config(connection: Connection) -> Config:
    """Alembic's configuration for the migrations inside this package, on an open connection."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _upgrade(connection: Connection) -> None:
    command.upgrade(alembic_config(connection), "head")


def _prepare_file(path: Path) -> None:
    """Make folder and file readable by this user only, before SQLite makes them with wider rights."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise DatabaseError(
            f"The metadata database {path} cannot be written: {error.strerror}. Choose another folder with --data."
        ) from error


def _on_sqlite_connect(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout = {_BUSY_TIMEOUT_MS}",
        "synchronous = NORMAL",
        "foreign_keys = ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    _enter_wal(cursor)
    cursor.close()


def _enter_wal(cursor: Any) -> None:
    """Two who enter at once would wait for each other, so SQLite fails one at once, whatever the busy timeout."""
    give_up = time.monotonic() + _BUSY_TIMEOUT_MS / 1000
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > give_up:
                raise
            time.sleep(0.002)
        else:
            return


def _on_sqlite_begin(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("sidelight_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _first_line(error: SQLAlchemyError) -> str:
    cause = getattr(error, "orig", None) or error
    return str(cause).strip().partition("\n")[0].rstrip(".")
