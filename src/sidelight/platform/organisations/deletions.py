"""The queue of projects that are being deleted: a table, written in the transaction that closes the project."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.clock import now
from sidelight.platform.organisations.tables import DeletionStep, ProjectDeletion
from sidelight.platform.tables import Project

LOST_AFTER = timedelta(minutes=5)
"""A deletion whose server has not been heard of for so long is taken over by another."""

LATE_AFTER = timedelta(minutes=1)
RETRY_AFTER = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class DeletionJob:
    """A project to delete, and what of it is next."""

    id: str
    project_id: str
    step: DeletionStep


async def take_deletion(session: AsyncSession) -> DeletionJob | None:
    """The one that is due longest and that no server is at, now ours; None when there is none."""
    moment = now()
    row = await session.scalar(
        select(ProjectDeletion)
        .where(
            ProjectDeletion.step != DeletionStep.DONE.value,
            ProjectDeletion.due_at <= moment,
            or_(ProjectDeletion.beat_at.is_(None), ProjectDeletion.beat_at < moment - LOST_AFTER),
        )
        .order_by(ProjectDeletion.due_at, ProjectDeletion.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if row is None:
        return None
    row.beat_at = moment
    return DeletionJob(row.id, row.project_id, DeletionStep(row.step))


async def next_due(session: AsyncSession) -> datetime | None:
    """When the next deletion is due that no server is at; None when there is none."""
    found: datetime | None = await session.scalar(
        select(ProjectDeletion.due_at)
        .where(ProjectDeletion.step != DeletionStep.DONE.value, ProjectDeletion.beat_at.is_(None))
        .order_by(ProjectDeletion.due_at)
        .limit(1)
    )
    return found


async def is_back(session: AsyncSession, project_id: str) -> bool:
    """Whether there is a project with this id that nobody deletes: ids that people choose can come again."""
    found = select(Project.id).where(Project.id == project_id, Project.deleted_at.is_(None))
    return await session.scalar(found) is not None


async def delete_rows(session: AsyncSession, job: DeletionJob) -> None:
    """Delete the project's row with all metadata that refers to it, and go on to the look for what comes late."""
    await session.execute(delete(Project).where(Project.id == job.project_id))
    await _set(session, job, step=DeletionStep.LATE.value, due_at=now() + LATE_AFTER, beat_at=None, error="")


async def finish_deletion(session: AsyncSession, job: DeletionJob) -> None:
    """Nothing of the project is left."""
    await _set(session, job, step=DeletionStep.DONE.value, finished_at=now(), beat_at=None, error="")


async def postpone_deletion(session: AsyncSession, job: DeletionJob, error: str) -> None:
    """Give a deletion back to be tried again, with why it could not be done."""
    await _set(session, job, due_at=now() + RETRY_AFTER, beat_at=None, error=error)


async def beat(session: AsyncSession, job: DeletionJob) -> None:
    """Say that the server that is at it lives."""
    await _set(session, job, beat_at=now())


async def recover_deletions(session: AsyncSession) -> None:
    """Give all back that a server was at: for a start of the only server there is."""
    await session.execute(
        update(ProjectDeletion).where(ProjectDeletion.step != DeletionStep.DONE.value).values(beat_at=None)
    )


async def _set(session: AsyncSession, job: DeletionJob, **values: object) -> None:
    await session.execute(update(ProjectDeletion).where(ProjectDeletion.id == job.id).values(values))
