"""From the journal to the store: the one place where the stages are joined.

Two threads: one interprets journal entries (pure Python), the other writes them (the engine works without the GIL),
so that both cores are used. Entries leave the journal only after they are in the store; whatever a crash interrupts is
read again at the next start, and derived ids make the repeat harmless.
"""

import threading
from collections.abc import Callable, Sequence

import structlog

from sidelight.ingest.batch import Batch
from sidelight.ingest.batch_buffer import BatchBuffer
from sidelight.ingest.finished import Finished
from sidelight.ingest.inline_media import InlineMedia
from sidelight.ingest.interpret import InterpretOptions, interpret
from sidelight.ingest.live import LiveFeed
from sidelight.ingest.writer import BatchWriter, runs_of
from sidelight.store.driver import StoreError
from sidelight.store.journal import Journal, JournalEntry

log = structlog.get_logger(__name__)

READ_BYTES = 8 * 1024 * 1024
READ_ENTRIES = 1000
IDLE_WAIT_S = 0.5
RETRY_FIRST_S = 0.2
RETRY_LONGEST_S = 15.0
MEMORY_LIMIT_EXCEEDED = 241


class Pipeline:
    """Owns the two threads; everything it knows is in the journal and the store."""

    def __init__(
        self,
        journal: Journal,
        writer: BatchWriter,
        live: LiveFeed,
        options: InterpretOptions,
        media: InlineMedia | None = None,
    ) -> None:
        """Without ``media``, files stay in the texts."""
        self._journal = journal
        self._writer = writer
        self._live = live
        self._options = options
        self._media = media
        self._stopping = threading.Event()
        self._read_again = threading.Event()
        self._ready = BatchBuffer()
        self._finished = Finished()
        self._threads = [
            threading.Thread(target=self._guard, args=(self._interpret_all,), name="sidelight-interpret", daemon=True),
            threading.Thread(target=self._guard, args=(self._write_all,), name="sidelight-write", daemon=True),
        ]

    def start(self) -> None:
        """Begin with whatever the journal still holds from before."""
        for thread in self._threads:
            thread.start()

    async def wait_for(self, entry_id: int, timeout_s: float) -> bool:
        """Wait until an entry is visible, or set aside; False when it is not after the time. For the event loop."""
        return await self._finished.wait_for(entry_id, timeout_s)

    def stop(self, timeout_s: float = 10.0) -> None:
        """Finish the batch in hand and stop; what is left stays in the journal."""
        self._stopping.set()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(timeout_s)

    def _guard(self, work: Callable[[], None]) -> None:
        """Keep a thread alive through errors that nobody foresaw: data waits in the journal meanwhile."""
        while not self._stopping.is_set():
            try:
                work()
            except Exception:
                log.exception("pipeline thread failed, reading the journal again")
                self._read_again.set()
                self._stopping.wait(RETRY_FIRST_S)

    # --- journal -> batches -------------------------------------------------------------------------------------------

    def _interpret_all(self) -> None:
        last_id = 0
        while not self._stopping.is_set():
            if self._read_again.is_set():
                self._read_again.clear()
                last_id = 0
            entries = self._journal.read(last_id, READ_BYTES, READ_ENTRIES)
            if not entries:
                self._journal.wait(IDLE_WAIT_S)
                continue
            last_id = entries[-1].id
            for entry in entries:
                batch = self._interpret(entry)
                while not self._ready.put(batch, IDLE_WAIT_S):
                    if self._stopping.is_set():
                        return

    def _interpret(self, entry: JournalEntry) -> Batch:
        try:
            meaning = interpret(entry, self._options)
            if self._media is not None:
                self._media.extract(entry, meaning)
            return Batch.of(entry, meaning)
        except Exception as error:
            reason = f"{type(error).__name__}: {error}"
            log.exception("entry set aside as dead letter", entry_id=entry.id)
            self._journal.bury(entry.id, reason)
            return Batch.of_dead_letter(entry, reason)

    # --- batches -> store ---------------------------------------------------------------------------------------------

    def _write_all(self) -> None:
        while not self._stopping.is_set():
            batches = self._ready.take(IDLE_WAIT_S)
            for run in runs_of(batches):
                self._write(run)

    def _write(self, batches: Sequence[Batch]) -> None:
        """Write, and go on trying while the store is away; a batch that cannot be written is set aside alone."""
        delay_s = RETRY_FIRST_S
        while not self._stopping.is_set():
            try:
                changed = self._writer.write(batches)
            except Exception as error:
                if self._stopping.is_set():
                    return  # it stays in the journal
                if _will_pass(error, len(batches), delay_s):
                    log.warning("data cannot be written now, trying again", error=_told(error), delay_s=delay_s)
                    self._stopping.wait(delay_s)
                    delay_s = min(delay_s * 2, RETRY_LONGEST_S)
                    continue
                if len(batches) > 1:
                    for batch in batches:
                        self._write([batch])
                else:
                    self._set_aside(batches[0], error)
                return
            self._finish(batches, changed)
            return

    def _set_aside(self, batch: Batch, error: Exception) -> None:
        reason = _told(error)
        is_foreseen = isinstance(error, StoreError)
        log.error(
            "entry cannot be written, set aside as dead letter",
            entry_id=batch.entry.id,
            reason=reason,
            exc_info=None if is_foreseen else error,
        )
        self._journal.bury(batch.entry.id, reason)
        self._writer.write([Batch.of_dead_letter(batch.entry, reason)])
        self._finished.reach(batch.entry.id)

    def _finish(self, batches: Sequence[Batch], changed: dict[str, set[str]]) -> None:
        self._finished.reach(batches[-1].entry.id)
        for batch in batches:
            if self._media is not None and batch.deletion is not None:
                self._media.forget(batch.entry.project_id, batch.deletion.trace_ids)
        self._journal.remove([batch.entry.id for batch in batches])
        for project_id, trace_ids in changed.items():
            self._live.publish(project_id, trace_ids)


def _will_pass(error: Exception, batches: int, delay_s: float) -> bool:
    """Whether waiting may help; if not, the data itself is what cannot be written, or brings out a fault of ours."""
    if not isinstance(error, StoreError):
        return isinstance(error, OSError | MemoryError)
    # What never fits into the engine's memory must not hold up everything behind it.
    is_too_large = error.code == MEMORY_LIMIT_EXCEEDED and (batches > 1 or delay_s == RETRY_LONGEST_S)
    return error.is_transient and not is_too_large


def _told(error: Exception) -> str:
    return str(error) if isinstance(error, StoreError) else f"{type(error).__name__}: {error}"
