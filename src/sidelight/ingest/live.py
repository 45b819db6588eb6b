"""Tells open pages which traces just changed. A hint to re-read, never a carrier of data, so losing one is harmless."""

import asyncio
from collections.abc import AsyncIterator, Iterable

MAX_PENDING = 1000


class _Subscriber:
    def __init__(self) -> None:
        self.pending: dict[str, None] = {}
        self.arrived = asyncio.Event()
        self.is_closed = False

    def offer(self, trace_ids: Iterable[str]) -> None:
        self.pending.update(dict.fromkeys(trace_ids))
        while len(self.pending) > MAX_PENDING:
            del self.pending[next(iter(self.pending))]
        self.arrived.set()


class LiveFeed:
    """A broadcast from the pipeline's thread to any number of subscribers on the event loop."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._subscribers: dict[str, set[_Subscriber]] = {}

    def attach(self, loop: asyncio.AbstractEventLoop) -> None:
        """Name the loop on which subscribers live; before this, :meth:`publish` does nothing."""
        self._loop = loop

    def publish(self, project_id: str, trace_ids: Iterable[str]) -> None:
        """Announce changed traces of a project; callable from any thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._deliver, project_id, tuple(trace_ids))

    async def subscribe(self, project_id: str) -> AsyncIterator[list[str]]:
        """Yield the ids of changed traces, those that changed while the consumer was busy in one list.

        Ends when the feed is closed. A slow consumer keeps the latest ``MAX_PENDING`` ids.
        """
        subscriber = _Subscriber()
        self._subscribers.setdefault(project_id, set()).add(subscriber)
        try:
            while not subscriber.is_closed:
                await subscriber.arrived.wait()
                subscriber.arrived.clear()
                if subscriber.pending:
                    trace_ids = list(subscriber.pending)
                    subscriber.pending.clear()
                    yield trace_ids
        finally:
            self._subscribers[project_id].discard(subscriber)
            if not self._subscribers[project_id]:
                del self._subscribers[project_id]

    def close(self) -> None:
        """End all subscriptions; call on the event loop."""
        self._loop = None
        for subscribers in self._subscribers.values():
            for subscriber in subscribers:
                subscriber.is_closed = True
                subscriber.arrived.set()

    def _deliver(self, project_id: str, trace_ids: tuple[str, ...]) -> None:
        for subscriber in self._subscribers.get(project_id, ()):
            subscriber.offer(trace_ids)
