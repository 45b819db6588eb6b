"""Tells the event loop when the pipeline is done with a journal entry."""

import asyncio
import heapq
import threading
from itertools import count


class Finished:
    """Entries are done in the order of their ids, so that one number says which are."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last_id = 0
        self._order = count()
        self._waiting: list[tuple[int, int, asyncio.Event, asyncio.AbstractEventLoop]] = []

    async def wait_for(self, entry_id: int, timeout_s: float) -> bool:
        """Wait for an entry; False when it is not done after the time."""
        done = asyncio.Event()
        with self._lock:
            if entry_id <= self._last_id:
                return True
            heapq.heappush(self._waiting, (entry_id, next(self._order), done, asyncio.get_running_loop()))
        try:
            async with asyncio.timeout(timeout_s):
                await done.wait()
        except TimeoutError:
            return False
        return True

    def reach(self, entry_id: int) -> None:
        """All entries up to this one are done; callable from any thread."""
        with self._lock:
            self._last_id = max(self._last_id, entry_id)
            while self._waiting and self._waiting[0][0] <= self._last_id:
                _, _, done, loop = heapq.heappop(self._waiting)
                if not loop.is_closed():
                    loop.call_soon_threadsafe(done.set)
