"""Deletes projects for good: events, files, metadata, in this order, so that a crash in between leaves a name for it.

Each step can be done again. What is not possible now (a store that is away) is tried again until it is; a killed
server's work is taken over by another server, or by the next start. A minute after everything is gone the event store
is looked through once more, for what another server had accepted before the key was out of force.
"""

import asyncio
import contextlib
from concurrent.futures import ThreadPoolExecutor

import structlog
from sqlalchemy.exc import SQLAlchemyError

from sidelight.platform.clock import now
from sidelight.platform.database import Database
from sidelight.platform.media.library import MediaLibrary
from sidelight.platform.organisations.deletions import (
    DeletionJob,
    beat,
    delete_rows,
    finish_deletion,
    is_back,
    next_due,
    postpone_deletion,
    recover_deletions,
    take_deletion,
)
from sidelight.platform.organisations.tables import DeletionStep
from sidelight.store.blobs import BlobError
from sidelight.store.driver import Driver, StoreError
from sidelight.store.project_rows import delete_project_rows, tables_of_projects

_log = structlog.get_logger(__name__)

IDLE_S = 60.0
LEAST_PAUSE_S = 0.05


class ProjectDeletionWorker:
    """One a server. Belongs to one event loop; the event store is asked in a thread of its own."""

    def __init__(self, database: Database, driver: Driver, media: MediaLibrary) -> None:
        self._database = database
        self._driver = driver
        self._media = media
        self._added = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="project-deletion")

    def start(self) -> None:
        """Begin with what an earlier run has left."""
        self._task = asyncio.create_task(self._run_forever(), name="project-deletion")

    def wake(self) -> None:
        """Look at the queue now: a project was closed."""
        self._added.set()

    async def close(self) -> None:
        """Stop after the statement in hand; the rest is done after the next start."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None
        await asyncio.to_thread(self._thread.shutdown)

    async def run_next(self) -> bool:
        """Do the next step that is due; False when there is none. Raises SQLAlchemyError."""
        async with self._database.session() as session:
            job = await take_deletion(session)
        if job is None:
            return False
        try:
            await self._do(job)
        except (StoreError, BlobError) as error:
            _log.warning("project_deletion_waits", project_id=job.project_id, error=str(error))
            await self._postpone(job, str(error))
        except SQLAlchemyError:
            raise
        except Exception as error:
            _log.exception("project_deletion_failed", project_id=job.project_id)
            await self._postpone(job, f"{type(error).__name__}: {error}")
        return True

    async def _do(self, job: DeletionJob) -> None:
        async with self._database.reading() as session:
            has_come_back = await is_back(session, job.project_id)
        if not has_come_back:
            await self._delete_events(job)
            await self._media.delete_project(job.project_id)
        async with self._database.session() as session:
            if job.step is DeletionStep.EVENTS:
                await delete_rows(session, job)
            else:
                await finish_deletion(session, job)
        _log.info("project_deleted", project_id=job.project_id, step=job.step.value)

    async def _delete_events(self, job: DeletionJob) -> None:
        loop = asyncio.get_running_loop()
        for table in await loop.run_in_executor(self._thread, tables_of_projects, self._driver):
            await loop.run_in_executor(self._thread, delete_project_rows, self._driver, table, job.project_id)
            async with self._database.session() as session:
                await beat(session, job)

    async def _postpone(self, job: DeletionJob, error: str) -> None:
        async with self._database.session() as session:
            await postpone_deletion(session, job, error)

    async def _run_forever(self) -> None:
        is_recovered = not self._database.is_sqlite
        while True:
            self._added.clear()
            pause_s = IDLE_S
            try:
                if not is_recovered:  # nobody but this server can have been at work
                    async with self._database.session() as session:
                        await recover_deletions(session)
                    is_recovered = True
                if await self.run_next():
                    continue
                async with self._database.reading() as session:
                    due = await next_due(session)
                if due is not None:
                    pause_s = min(IDLE_S, max(LEAST_PAUSE_S, (due - now()).total_seconds()))
            except SQLAlchemyError as error:
                _log.warning("project_deletions_unavailable", error=type(error).__name__)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._added.wait(), pause_s)
