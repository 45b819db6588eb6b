"""The journal's tables in one SQLite file, and how the file is kept small. No threads here: one caller at a time."""

import os
import sqlite3
import time
from collections.abc import Iterable
from pathlib import Path

import orjson

from sidelight.store.journal_entry import DeadLetter, JournalEntry, Pending

# AUTOINCREMENT: an id is not used again after its entry was removed. body_bytes stands before body, so that it is read
# without reading the body.
_SCHEMA = """
CREATE TABLE IF NOT EXISTS entries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    project_id TEXT NOT NULL,
    signal TEXT NOT NULL,
    format TEXT NOT NULL,
    received_ns INTEGER NOT NULL,
    meta BLOB NOT NULL,
    body_bytes INTEGER NOT NULL,
    body BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS dead_letters (
    id INTEGER PRIMARY KEY,
    project_id TEXT NOT NULL,
    signal TEXT NOT NULL,
    format TEXT NOT NULL,
    received_ns INTEGER NOT NULL,
    meta BLOB NOT NULL,
    body_bytes INTEGER NOT NULL,
    error TEXT NOT NULL,
    buried_ns INTEGER NOT NULL,
    body BLOB NOT NULL
);
"""
_APPEND = """
INSERT INTO entries (project_id, signal, format, received_ns, meta, body_bytes, body) VALUES (?, ?, ?, ?, ?, ?, ?)
"""
_READ = """
SELECT id, project_id, signal, format, received_ns, meta, body_bytes, body
FROM entries WHERE id > ? ORDER BY id LIMIT ?
"""
_BURY = """
INSERT INTO dead_letters
    (id, project_id, signal, format, received_ns, meta, body_bytes, error, buried_ns, body)
SELECT id, project_id, signal, format, received_ns, meta, body_bytes, ?, ?, body FROM entries WHERE id = ?
"""
_REVIVE = """
INSERT INTO entries (project_id, signal, format, received_ns, meta, body_bytes, body)
SELECT project_id, signal, format, received_ns, meta, body_bytes, body FROM dead_letters WHERE id = ?
"""
_READ_DEAD = """
SELECT id, project_id, signal, format, received_ns, meta, body_bytes, body, error, buried_ns
FROM dead_letters WHERE id < ? ORDER BY id DESC LIMIT ?
"""
_PAGE_BYTES = 16_384
# The log goes into the database when so much was written: often enough that one copy does not hold up the next commit.
_CHECKPOINT_BYTES = 16 * 1024 * 1024
# A reader in the middle of a read keeps the log from starting anew. Beyond this it is waited for.
_LOG_LIMIT_BYTES = 16 * _CHECKPOINT_BYTES
_OPERATION_BYTES = 4 * _PAGE_BYTES
# So many free pages are kept for the next entries, and so many beyond them are freed at a time.
_VACUUM_PAGES = 4_096


def open_connection(path: Path, *, is_synced: bool = True) -> sqlite3.Connection:
    """A connection in autocommit mode, usable from any thread, one at a time."""
    # Prompts and tool output are for this user only, in whatever folder. SQLite's log takes the same mode.
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=30)
    # These two take effect only before the first table is made.
    connection.execute(f"PRAGMA page_size = {_PAGE_BYTES}")
    connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(f"PRAGMA synchronous = {'FULL' if is_synced else 'NORMAL'}")
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    connection.execute(f"PRAGMA journal_size_limit = {_CHECKPOINT_BYTES}")
    # Some builds overwrite what is deleted, which makes every removal as dear as an append.
    connection.execute("PRAGMA secure_delete = OFF")
    return connection


class JournalFile:
    """The writer's side: statements within one transaction, and upkeep between transactions."""

    def __init__(self, path: Path, *, is_synced: bool = True) -> None:
        self.connection = open_connection(path, is_synced=is_synced)
        self.connection.executescript(_SCHEMA)
        self._logged_bytes = 0

    def pending(self) -> Pending:
        """Entries and bytes of bodies, counted."""
        count, size = self.connection.execute("SELECT count(*), ifnull(sum(body_bytes), 0) FROM entries").fetchone()
        return Pending(count, size)

    def append(self, entry: JournalEntry, meta: bytes) -> int:
        """Insert an entry; gives its id."""
        cursor = self.connection.execute(
            _APPEND,
            (entry.project_id, entry.signal, entry.format, entry.received_ns, meta, len(entry.body), entry.body),
        )
        return int(cursor.lastrowid or 0)

    def remove(self, ids: Iterable[int]) -> Pending:
        """Delete those entries that are there; gives what was deleted."""
        count = size = 0
        for entry_id in ids:
            row = self.connection.execute("SELECT body_bytes FROM entries WHERE id = ?", (entry_id,)).fetchone()
            if row:
                self.connection.execute("DELETE FROM entries WHERE id = ?", (entry_id,))
                count, size = count + 1, size + row[0]
        return Pending(count, size)

    def bury(self, entry_id: int, error: str) -> Pending:
        """Move an entry to the dead letters; gives what left the entries."""
        self.connection.execute(_BURY, (error, time.time_ns(), entry_id))
        return self.remove([entry_id])

    def revive(self, letter_id: int) -> tuple[int, int]:
        """Move a dead letter back; gives its new id and the bytes of its body, (0, 0) when there is none."""
        cursor = self.connection.execute(_REVIVE, (letter_id,))
        if not cursor.rowcount:
            return 0, 0
        new_id = int(cursor.lastrowid or 0)
        self.connection.execute("DELETE FROM dead_letters WHERE id = ?", (letter_id,))
        (size,) = self.connection.execute("SELECT body_bytes FROM entries WHERE id = ?", (new_id,)).fetchone()
        return new_id, size

    def discard(self, letter_id: int) -> bool:
        """Delete a dead letter; False when there is none."""
        return bool(self.connection.execute("DELETE FROM dead_letters WHERE id = ?", (letter_id,)).rowcount)

    def checkpoint(self, operations: int, body_bytes: int) -> None:
        """Copy the log into the database when much was written, so that it starts anew instead of growing.

        The arguments say what was written since the last call.
        """
        self._logged_bytes += body_bytes + operations * _OPERATION_BYTES
        if self._logged_bytes < _CHECKPOINT_BYTES:
            return
        self._logged_bytes = 0
        _, frames, _ = self.connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        if frames * _PAGE_BYTES > _LOG_LIMIT_BYTES:
            self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def tidy(self) -> bool:
        """Empty the log and give some free pages back to the file system; True when nothing is left to do.

        For quiet moments: appends wait meanwhile, which is why it is done in slices.
        """
        self._logged_bytes = 0
        (free,) = self.connection.execute("PRAGMA freelist_count").fetchone()
        surplus = free - _VACUUM_PAGES
        if surplus > 0:
            # It frees one page a step, and of a statement without columns only executescript makes more than one.
            self.connection.executescript(f"PRAGMA incremental_vacuum({min(surplus, _VACUUM_PAGES)})")
        self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return bool(surplus <= _VACUUM_PAGES)

    def close(self) -> None:
        """Close; SQLite then folds the log into the database."""
        self.connection.close()


class JournalReader:
    """The reader's side: a connection of its own, so that reading does not wait for commits."""

    def __init__(self, path: Path) -> None:
        self._connection = open_connection(path)

    def read(self, after_id: int, max_bytes: int, max_entries: int) -> list[JournalEntry]:
        """See :meth:`Journal.read`."""
        entries: list[JournalEntry] = []
        size = 0
        cursor = self._connection.execute(_READ, (after_id, max_entries))
        for row in cursor:
            size += row[6]
            if entries and size > max_bytes:
                break
            entries.append(_entry(row))
        cursor.close()
        return entries

    def dead_letters(self, limit: int, before_id: int | None) -> list[DeadLetter]:
        """See :meth:`Journal.dead_letters`."""
        rows = self._connection.execute(_READ_DEAD, (2**63 - 1 if before_id is None else before_id, limit)).fetchall()
        return [DeadLetter(_entry(row), row[8], row[9]) for row in rows]

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


def _entry(row: tuple[int, str, str, str, int, bytes, int, bytes, *tuple[object, ...]]) -> JournalEntry:
    return JournalEntry(
        id=row[0],
        project_id=row[1],
        signal=row[2],
        format=row[3],
        received_ns=row[4],
        meta=orjson.loads(row[5]),
        body=row[7],
    )
