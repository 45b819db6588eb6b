"""Deletes projects for good: events, files, metadata, in this order, so that a crash in between leaves a name for it.

Each step can be done again. What is not possible now (a store that is away) is tried again until it is; a killed
server's work is taken over by another server, or by the next start. A minute after everything is gone the event store
is looked through once more, for what another server had accepted before the key was out of force.
"""

from functools import partial

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.jobs.queue_worker import QueueWorker
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


class ProjectDeletionWorker(QueueWorker):
    """The worker; woken when a project is closed."""

    def __init__(self, database: Database, driver: Driver, media: MediaLibrary) -> None:
        super().__init__(database, "project-deletion", "project_deletions_unavailable")
        self._driver = driver
        self._media = media

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
        for table in await self._in_thread(partial(tables_of_projects, self._driver)):
            await self._in_thread(partial(delete_project_rows, self._driver, table, job.project_id))
            async with self._database.session() as session:
                await beat(session, job)

    async def _postpone(self, job: DeletionJob, error: str) -> None:
        async with self._database.session() as session:
            await postpone_deletion(session, job, error)

    async def _recover(self, session: AsyncSession) -> None:
        await recover_deletions(session)

    async def _pause_s(self) -> float:
        async with self._database.reading() as session:
            due = await next_due(session)
        return IDLE_S if due is None else min(IDLE_S, max(LEAST_PAUSE_S, (due - now()).total_seconds()))

    def _retry_s(self) -> float:
        return IDLE_S
