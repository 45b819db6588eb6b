"""Takes re-pricing jobs from the queue and does them, one at a time, beside everything else the server does.

Survives what may happen to it: a stop gives the job back; a killed server's job is taken over by another server, or by
the next start; a store that is away is waited for; what can never work is kept as failed, with the reason.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import structlog
from sqlalchemy.exc import SQLAlchemyError

from sidelight.ingest.live import LiveFeed
from sidelight.jobs.reprice_run import JobGone, RepriceRun
from sidelight.jobs.repricing import Repricing
from sidelight.platform.database import Database
from sidelight.platform.models.books import PriceBooks
from sidelight.platform.models.jobs import Job, finish_job, recover_jobs, release_job, take_job
from sidelight.store.driver import Driver, StoreError

_log = structlog.get_logger(__name__)
_T = TypeVar("_T")

IDLE_S = 5.0
RETRY_S = 5.0
LEAST_PAUSE_S = 0.01


class RepriceWorker:
    """One a server. Belongs to one event loop; the work itself is done in a thread of its own."""

    def __init__(self, database: Database, driver: Driver, books: PriceBooks, live: LiveFeed) -> None:
        self._database = database
        self._driver = driver
        self._books = books
        self._live = live
        self._added = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._taken: set[str] = set()
        self._settling: dict[str, tuple[Job, RepriceRun]] = {}
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="reprice")

    def start(self) -> None:
        """Begin with what an earlier run has left."""
        self._task = asyncio.create_task(self._run_forever(), name="reprice")

    def wake(self) -> None:
        """Look at the queue now: a job was added."""
        self._added.set()

    async def close(self) -> None:
        """Stop after the chunk in hand; the rest is done after the next start."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None
        try:
            async with self._database.session() as session:
                for job_id in self._taken:
                    await release_job(session, job_id)
        except SQLAlchemyError as error:  # taken over when they have been silent for long
            _log.warning("reprice_jobs_not_given_back", error=type(error).__name__)
        await asyncio.to_thread(self._thread.shutdown)

    async def run_next(self) -> bool:
        """Do the next thing there is to do; False when there is none now. Raises SQLAlchemyError.

        A job waits until late calls have settled while others are done.
        """
        async with self._database.session() as session:
            job = await take_job(session)
        if job is not None:
            self._taken.add(job.id)
            run = self._run_of(job)
            if await self._attempt(job, run.price_stored):
                self._settling[job.id] = (job, run)
        due = next((found for found in self._settling.values() if not found[1].settles_in_s), None)
        if due is not None:
            job, run = due
            del self._settling[job.id]
            if await self._attempt(job, run.price_late):
                await self._finish(job)
        return job is not None

    async def _run_forever(self) -> None:
        is_recovered = not self._database.is_sqlite
        while True:
            self._added.clear()
            try:
                if not is_recovered:  # nobody but this server can have been at work
                    async with self._database.session() as session:
                        await recover_jobs(session)
                    is_recovered = True
                if await self.run_next():
                    continue
            except SQLAlchemyError as error:
                _log.warning("reprice_queue_unavailable", error=type(error).__name__)
            pause_s = min([IDLE_S, *(run.settles_in_s for _, run in self._settling.values())])
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._added.wait(), max(pause_s, LEAST_PAUSE_S))

    def _run_of(self, job: Job) -> RepriceRun:
        async def repricing() -> Repricing:
            await self._books.refresh(job.project_id)
            return Repricing(self._driver, job.project_id, self._books.of(job.project_id), job.patterns)

        return RepriceRun(job, repricing, self._database, self._live, self._in_thread)

    async def _attempt(self, job: Job, part: Callable[[], Awaitable[None]]) -> bool:
        """Whether a part of a job is done; if not, the job waits to be taken again, or has failed for good.

        Raises SQLAlchemyError; the job is this server's still then, and is taken over when it has been silent for long.
        """
        try:
            await part()
        except JobGone:
            self._taken.discard(job.id)
            return False
        except StoreError as error:
            if not error.is_transient:
                await self._finish(job, str(error))
                return False
            _log.warning("reprice_waits_for_store", job_id=job.id, error=str(error))
            async with self._database.session() as session:
                await release_job(session, job.id)
            self._taken.discard(job.id)
            await asyncio.sleep(RETRY_S)
            return False
        except SQLAlchemyError:
            raise
        except Exception as error:
            _log.exception("reprice_failed", job_id=job.id)
            await self._finish(job, f"{type(error).__name__}: {error}")
            return False
        return True

    async def _finish(self, job: Job, error: str = "") -> None:
        async with self._database.session() as session:
            await finish_job(session, job.id, error)
        self._taken.discard(job.id)

    async def _in_thread(self, call: Callable[[], _T]) -> _T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, call)
