"""Bounds the memory that request bodies take together: who would exceed it waits until others are done."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Share:
    """The part of the budget that one request holds."""

    def __init__(self, budget: "ByteBudget", size: int) -> None:
        self._budget = budget
        self.size = size
        self.is_growing = False

    async def grow_to(self, size: int) -> None:
        """Hold at least ``size`` bytes; waits when the budget is used up.

        Only one share at a time may then exceed the budget, and it need not wait for anybody: no deadlock among
        bodies that turn out larger than they said.
        """
        if size <= self.size:
            return
        if not self.is_growing and not self._budget.has_room(size - self.size):
            await self._budget.growing.acquire()
            self.is_growing = True
        self._budget.held += size - self.size
        self.size = size


class ByteBudget:
    """``capacity`` bytes for all requests, given in the order of asking. Belongs to one event loop."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self.held = 0
        self.growing = asyncio.Lock()
        self._waiting: deque[tuple[int, asyncio.Future[None]]] = deque()

    def has_room(self, size: int) -> bool:
        """Whether ``size`` more bytes fit. Something always fits into an unused budget."""
        return self.held + size <= self._capacity or self.held == 0

    @asynccontextmanager
    async def share(self, size: int) -> AsyncIterator[Share]:
        """Hold ``size`` bytes in the block, after waiting for room."""
        if self._waiting or not self.has_room(size):
            await self._wait(size)
        else:
            self.held += size
        share = Share(self, size)
        try:
            yield share
        finally:
            self.held -= share.size
            if share.is_growing:
                self.growing.release()
            self._wake()

    async def _wait(self, size: int) -> None:
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        entry = (size, turn)
        self._waiting.append(entry)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self.held -= size  # the turn came together with the cancellation
            else:
                self._waiting.remove(entry)
            self._wake()
            raise

    def _wake(self) -> None:
        while self._waiting and self.has_room(self._waiting[0][0]):
            size, turn = self._waiting.popleft()
            if not turn.done():
                self.held += size
                turn.set_result(None)
