"""A worker that does what stands in a queue of the metadata database, one thing at a time, for as long as it runs."""

import asyncio
import contextlib
from abc import ABC, abstractmethod
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.database import Database

_log = structlog.get_logger(__name__)
_T = TypeVar("_T")


class QueueWorker(ABC):
    """One of a kind a server. Belongs to one event loop; what blocks is done in a thread of its own.

    A metadata database that is away is waited for. On SQLite nobody but this server can have been at work, so what an
    earlier run had taken is free again at the start.
    """

    def __init__(self, database: Database, name: str, unavailable: str) -> None:
        """``name`` is that of task and thread; ``unavailable`` the event in the log when the database is away."""
        self._database = database
        self._name = name
        self._unavailable = unavailable
        self._added = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=name)

    def start(self) -> None:
        """Begin with what an earlier run has left."""
        self._task = asyncio.create_task(self._run_forever(), name=self._name)

    def wake(self) -> None:
        """Look at the queue now: something was added."""
        self._added.set()

    async def close(self) -> None:
        """Stop after what is in hand; the rest is done after the next start."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None
        await self._give_back()
        await asyncio.to_thread(self._thread.shutdown)

    @abstractmethod
    async def run_next(self) -> bool:
        """Do the next thing there is to do; False when there is none now. Raises SQLAlchemyError."""

    @abstractmethod
    async def _recover(self, session: AsyncSession) -> None:
        """Free what an earlier run of this server had taken."""

    @abstractmethod
    async def _pause_s(self) -> float:
        """How long to wait now that there is nothing to do. Raises SQLAlchemyError."""

    @abstractmethod
    def _retry_s(self) -> float:
        """How long to wait for a database that is away."""

    async def _give_back(self) -> None:  # noqa: B027 - most have nothing to give back
        """Let others have what was taken and is not done."""

    async def _run_forever(self) -> None:
        is_recovered = not self._database.is_sqlite
        while True:
            self._added.clear()
            try:
                if not is_recovered:
                    async with self._database.session() as session:
                        await self._recover(session)
                    is_recovered = True
                if await self.run_next():
                    continue
                pause_s = await self._pause_s()
            except SQLAlchemyError as error:
                _log.warning(self._unavailable, error=type(error).__name__)
                pause_s = self._retry_s()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._added.wait(), pause_s)

    async def _in_thread(self, call: Callable[[], _T]) -> _T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, call)
