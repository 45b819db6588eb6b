"""Takes re-pricing jobs from the queue and does them, one at a time, beside everything else the server does.

Survives what may happen to it: a stop gives the job back; a killed server's job is taken over by another server, or by
the next start; a store that is away is waited for; what can never work is kept as failed, with the reason.
"""

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.ingest.live import LiveFeed
from sidelight.jobs.queue_worker import QueueWorker
from sidelight.jobs.reprice_run import JobGone, RepriceRun
from sidelight.jobs.repricing import Repricing
from sidelight.platform.database import Database
from sidelight.platform.models.books import PriceBooks
from sidelight.platform.models.jobs import Job, finish_job, recover_jobs, release_job, take_job
from sidelight.store.driver import Driver, StoreError

_log = structlog.get_logger(__name__)

IDLE_S = 5.0
RETRY_S = 5.0
LEAST_PAUSE_S = 0.01


class RepriceWorker(QueueWorker):
    """The worker; woken when a job is added."""

    def __init__(self, database: Database, driver: Driver, books: PriceBooks, live: LiveFeed) -> None:
        super().__init__(database, "reprice", "reprice_queue_unavailable")
        self._driver = driver
        self._books = books
        self._live = live
        self._taken: set[str] = set()
        self._settling: dict[str, tuple[Job, RepriceRun]] = {}

    async def _give_back(self) -> None:
        try:
            async with self._database.session() as session:
                for job_id in self._taken:
                    await release_job(session, job_id)
        except SQLAlchemyError as error:  # taken over when they have been silent for long
            _log.warning("reprice_jobs_not_given_back", error=type(error).__name__)

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

    async def _recover(self, session: AsyncSession) -> None:
        await recover_jobs(session)

    async def _pause_s(self) -> float:
        return self._retry_s()

    def _retry_s(self) -> float:
        pause_s = min([IDLE_S, *(run.settles_in_s for _, run in self._settling.values())])
        return max(pause_s, LEAST_PAUSE_S)

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
