"""Takes re-pricing jobs from the queue and does them, one at a time, beside everything else the server does.

Survives what may happen to it: a stop gives the job back; a killed server's job is taken over by another server, or by
the next start; a store that is away is waited for; what can never work is kept as failed, with the reason.
"""

import asyncio
import contextlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import structlog
from sqlalchemy.exc import SQLAlchemyError

from sidelight.ingest.live import LiveFeed
from sidelight.jobs.reprice_run import JobGone, RepriceRun
from sidelight.jobs.repricing import Repricing
from sidelight.platform.database import Database
from sidelight.platform.models.books import PriceBooks
from sidelight.platform.models.jobs import Job, beat, finish_job, recover_jobs, release_job, take_job
from sidelight.store.driver import Driver, StoreError

_log = structlog.get_logger(__name__)
_T = TypeVar("_T")

IDLE_S = 5.0
RETRY_S = 5.0


class RepriceWorker:
    """One a server. Belongs to one event loop; the work itself is done in a thread of its own."""

    def __init__(self, database: Database, driver: Driver, books: PriceBooks, live: LiveFeed) -> None:
        self._database = database
        self._driver = driver
        self._books = books
        self._live = live
        self._added = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
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
        await asyncio.to_thread(self._thread.shutdown)

    async def run_next(self) -> bool:
        """Do the oldest waiting job to its end; False when there is none. Raises SQLAlchemyError."""
        async with self._database.session() as session:
            job = await take_job(session)
        if job is None:
            return False
        try:
            error = await self._run(job)
        except BaseException:
            async with self._database.session() as session:
                await release_job(session, job.id)
            raise
        async with self._database.session() as session:
            await finish_job(session, job.id, error)
        return True

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
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._added.wait(), IDLE_S)

    async def _run(self, job: Job) -> str:
        """Why the job failed for good; ``""`` when it is done. Raises SQLAlchemyError."""
        while True:
            await self._books.refresh(job.project_id)
            try:
                repricing = Repricing(self._driver, job.project_id, self._books.of(job.project_id), job.patterns)
                await RepriceRun(job, repricing, self._database, self._live, self._in_thread).to_the_end()
            except JobGone:
                return ""
            except StoreError as error:
                if not error.is_transient:
                    _log.error("reprice_failed", job_id=job.id, error=str(error))
                    return str(error)
                _log.warning("reprice_waits_for_store", job_id=job.id, error=str(error))
            except SQLAlchemyError:
                raise
            except Exception as error:
                _log.exception("reprice_failed", job_id=job.id)
                return f"{type(error).__name__}: {error}"
            else:
                return ""
            await asyncio.sleep(RETRY_S)
            async with self._database.session() as session:
                job = await beat(session, job.id) or job

    async def _in_thread(self, call: Callable[[], _T]) -> _T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, call)
