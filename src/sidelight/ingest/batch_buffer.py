"""Batches between the thread that interprets and the one that writes. It decides how large an insert becomes.

Few large inserts cost the engine a fraction of what many small ones do, since every insert is merged several times with
others. So a batch that comes after a pause is handed on at once, but while more keep coming they are collected: for a
short time, under load for longer, and never more than one large insert. Where a client waits for the effect of what it
sent, the short time is shorter still.
"""

import threading
import time
from collections.abc import Callable
from functools import partial

from sidelight.ingest.batch import Batch
from sidelight.settings import MIB

INTERVAL_S = 0.3
LOADED_INTERVAL_S = 1.5
# When somebody waits for the answer and there is no load.
AWAITED_INTERVAL_S = 0.03
# More than this within the short interval is load: what comes is behind anyway, and throughput counts.
LOADED_BYTES = 4 * MIB
FULL_BYTES = 40 * MIB
FULL_BATCHES = 2000


class BatchBuffer:
    """For one thread that puts and one that takes."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """``clock`` gives monotonic seconds."""
        self._clock = clock
        self._changed = threading.Condition()
        self._batches: list[Batch] = []
        self._bytes = 0
        self._taken_at = -LOADED_INTERVAL_S
        self._was_loaded = False

    def put(self, batch: Batch, timeout_s: float) -> bool:
        """Add a batch; False when there was no room for it within the time."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._load < 1, timeout_s):
                return False
            self._batches.append(batch)
            self._bytes += batch.payload_bytes
            self._changed.notify_all()
            return True

    def take(self, timeout_s: float) -> list[Batch]:
        """All that is there, as soon as it is due; empty when nothing came within the time."""
        with self._changed:
            if not self._changed.wait_for(lambda: bool(self._batches), timeout_s):
                return []
            self._wait_until_due()
            self._taken_at, self._was_loaded = self._clock(), self._bytes > LOADED_BYTES
            batches, self._batches, self._bytes = self._batches, [], 0
            self._changed.notify_all()
            return batches

    def _wait_until_due(self) -> None:
        is_waiting = True
        while is_waiting:
            interval_s = self._interval_s
            wait_s = self._taken_at + interval_s - self._clock()
            # A batch that is awaited makes all of them due sooner; then the rest of the wait is counted anew.
            is_waiting = wait_s > 0 and self._changed.wait_for(partial(self._is_due_before, interval_s), wait_s)
            is_waiting = is_waiting and self._load < 1

    def _is_due_before(self, interval_s: float) -> bool:
        return self._load >= 1 or self._interval_s < interval_s

    @property
    def _interval_s(self) -> float:
        """How long after the last insert the next one is due."""
        if self._was_loaded:
            return LOADED_INTERVAL_S
        return AWAITED_INTERVAL_S if any(batch.is_awaited for batch in self._batches) else INTERVAL_S

    @property
    def _load(self) -> float:
        """How much is held; 1 is enough for an insert."""
        return max(self._bytes / FULL_BYTES, len(self._batches) / FULL_BATCHES)
