"""The durable journal: what a client was told is accepted is here until it is in the store.

SQLite in WAL mode. One thread writes: it takes whatever waits, commits it as one transaction, and only then answers
all who wait (group commit), so that the cost of a flush to disk is shared. When a commit fails (disk full, say) nobody
in the group is told "accepted". What goes wrong later is harmless: an entry that was processed but not yet removed is
processed again after a crash, and every stage behind the journal is idempotent.
"""

import asyncio
import sqlite3
import threading
from collections import deque
from collections.abc import Callable, Collection
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import structlog

from sidelight.model.valid_text import valid_text
from sidelight.store.encode import encode_object
from sidelight.store.journal_entry import DeadLetter, JournalEntry, JournalError, Pending
from sidelight.store.journal_file import JournalFile, JournalReader
from sidelight.store.lock import LockedError, OwnerLock

__all__ = ["DeadLetter", "Journal", "JournalEntry", "JournalError", "Pending"]

_log = structlog.get_logger(__name__)
_T = TypeVar("_T")
_GROUP_BYTES = 32 * 1024 * 1024
_QUIET_S = 1.0


@dataclass(slots=True)
class _Operation:
    """One thing to do in the next transaction. ``then`` runs after the commit, before the waiting caller is told."""

    do: Callable[[JournalFile], Any]
    then: Callable[[Any], None]
    future: Future[Any]
    size: int = 0


class Journal:
    """Accepted requests on disk, in the order of their ids. Safe to use from any thread."""

    def __init__(self, path: Path, *, is_synced: bool = True) -> None:
        """Open or create the journal, a file with companions beside it.

        With ``is_synced`` false a commit survives the end of the process, but not of the machine.

        Raises:
            JournalError: another process has it, or it cannot be read or written.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._owner = OwnerLock(path.with_name(path.name + ".lock"))
        except LockedError as error:
            raise JournalError(f"The journal {path} is in use by process {error.pid or '(unknown)'}.") from error
        except OSError as error:
            raise JournalError(f"The journal {path} cannot be opened: {error.strerror}.") from error
        try:
            self._file = JournalFile(path, is_synced=is_synced)
            self._pending = self._file.pending()
            self._reader = JournalReader(path)
        except (sqlite3.Error, OSError) as error:
            self._owner.release()
            raise JournalError(f"The journal {path} cannot be opened: {error}.") from error
        self._path = path
        self._reader_lock = threading.Lock()
        self._waiting: deque[_Operation] = deque()
        self._wake = threading.Condition()
        self._is_closed = False
        # Set at first: what an earlier process left is news to the reader.
        self._news = threading.Event()
        self._news.set()
        self._thread = threading.Thread(target=self._write, name="journal", daemon=True)
        self._thread.start()

    async def append(self, entry: JournalEntry) -> int:
        """Make an entry durable; gives its id after the commit.

        Raises:
            JournalError: it is not durable; the client must not be told that it was accepted.
        """
        return await asyncio.wrap_future(self._append(entry))

    def append_blocking(self, entry: JournalEntry) -> int:
        """:meth:`append` for threads without an event loop."""
        return self._append(entry).result()

    def read(self, after_id: int, max_bytes: int = 16 * 1024 * 1024, max_entries: int = 1000) -> list[JournalEntry]:
        """Entries with a greater id, oldest first, at most so many and so large together; at least one if there is any.

        Raises:
            JournalError: the file cannot be read.
        """
        return self._read(lambda reader: reader.read(after_id, max_bytes, max_entries))

    def remove(self, ids: Collection[int]) -> None:
        """Delete processed entries and return after the commit. Unknown ids are left out.

        Raises:
            JournalError: they are still there; removing them again, or processing them again, is safe.
        """
        if ids:
            self._submit(lambda file: file.remove(ids), self._left).result()

    def bury(self, entry_id: int, error: str) -> None:
        """Move an entry that cannot be processed to the dead letters, with the reason."""
        reason = valid_text(error)
        self._submit(lambda file: file.bury(entry_id, reason), self._left).result()

    def dead_letters(self, limit: int = 100, before_id: int | None = None) -> list[DeadLetter]:
        """Dead letters, newest first; ``before_id`` continues after the last id seen."""
        return self._read(lambda reader: reader.dead_letters(limit, before_id))

    def revive(self, letter_id: int) -> int | None:
        """Move a dead letter back to the end of the journal; gives its new id, None when there is no such letter."""
        new_id, _ = self._submit(lambda file: file.revive(letter_id), self._revived).result()
        return new_id or None

    def discard(self, letter_id: int) -> bool:
        """Delete a dead letter for good; False when there is no such letter."""
        return self._submit(lambda file: file.discard(letter_id), lambda _: None).result()

    def pending(self) -> Pending:
        """How much waits to be processed; costs nothing."""
        return self._pending

    def wait(self, timeout_s: float | None = None) -> bool:
        """Sleep until something was appended since the last return of this method; False when the time ran out.

        For one reader: read until nothing comes, then wait. Also returns True when the journal was closed.
        """
        is_news = self._news.wait(timeout_s)
        if is_news and not self._is_closed:
            self._news.clear()
        return is_news

    def close(self) -> None:
        """Commit what waits, stop, and give the file back. Later calls raise :class:`JournalError`."""
        with self._wake:
            if self._is_closed:
                return
            self._is_closed = True
            self._wake.notify()
        self._thread.join()
        self._news.set()
        with self._reader_lock:
            self._reader.close()
        self._file.close()
        self._owner.release()

    def _append(self, entry: JournalEntry) -> Future[int]:
        meta = encode_object(entry.meta)
        size = len(entry.body)
        return self._submit(lambda file: file.append(entry, meta), lambda _: self._arrived(size), size)

    def _submit(self, do: Callable[[JournalFile], _T], then: Callable[[_T], None], size: int = 0) -> Future[_T]:
        future: Future[_T] = Future()
        with self._wake:
            if self._is_closed:
                raise JournalError("The journal is closed: the server is stopping. Send it again.")
            self._waiting.append(_Operation(do, then, future, size))
            self._wake.notify()
        return future

    def _read(self, call: Callable[[JournalReader], _T]) -> _T:
        with self._reader_lock:
            if self._is_closed:
                raise JournalError("The journal is closed: the server is stopping.")
            try:
                return call(self._reader)
            except sqlite3.Error as error:
                raise JournalError(f"The journal {self._path} cannot be read: {error}.") from error

    # The writer thread. Only it touches the file and changes the count of what is pending.

    def _write(self) -> None:
        is_tidy = True
        while True:
            with self._wake:
                while not self._waiting and not self._is_closed:
                    if not self._wake.wait(None if is_tidy else _QUIET_S):
                        break
                group = self._take_group()
                if not group and self._is_closed:
                    return
            if group:
                self._commit(group)
            is_tidy = self._keep_up(group)

    def _take_group(self) -> list[_Operation]:
        group: list[_Operation] = []
        size = 0
        while self._waiting and (not group or size + self._waiting[0].size <= _GROUP_BYTES):
            operation = self._waiting.popleft()
            # A caller that has gone away was told nothing: what it sent need not be kept.
            if operation.future.set_running_or_notify_cancel():
                group.append(operation)
                size += operation.size
        return group

    def _commit(self, group: list[_Operation]) -> None:
        connection = self._file.connection
        try:
            connection.execute("BEGIN IMMEDIATE")
            results = [operation.do(self._file) for operation in group]
            connection.execute("COMMIT")
        except Exception as error:
            self._roll_back()
            refusal = JournalError(f"The journal {self._path} cannot be written: {error}. Is the disk full?")
            refusal.__cause__ = error
            for operation in group:
                operation.future.set_exception(refusal)
            return
        for operation, result in zip(group, results, strict=True):
            operation.then(result)
            operation.future.set_result(result)

    def _roll_back(self) -> None:
        try:
            if self._file.connection.in_transaction:
                self._file.connection.execute("ROLLBACK")
        except sqlite3.Error:
            pass  # SQLite has already rolled back, as it does after an I/O error.

    def _keep_up(self, group: list[_Operation]) -> bool:
        """Look after the file; False when a quiet moment is needed for more."""
        try:
            if not group:
                return self._file.tidy()
            self._file.checkpoint(len(group), sum(operation.size for operation in group))
        except sqlite3.Error as error:
            # Nothing is lost: the log stays, and the quiet moment after the next commit tries again.
            _log.warning("journal upkeep failed", path=str(self._path), error=str(error))
            return True
        return False

    def _arrived(self, size: int) -> None:
        self._pending = Pending(self._pending.entries + 1, self._pending.bytes + size)
        self._news.set()

    def _left(self, gone: Pending) -> None:
        self._pending = Pending(self._pending.entries - gone.entries, self._pending.bytes - gone.bytes)

    def _revived(self, revived: tuple[int, int]) -> None:
        new_id, size = revived
        if new_id:
            self._arrived(size)
