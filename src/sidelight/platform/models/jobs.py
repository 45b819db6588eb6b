"""The queue of re-pricing jobs: a table, so that a job is made in the transaction that changes the model.

A library for durable work (DBOS) was weighed and left: it would bring tables, a poller and a thread pool of its own,
and start a job only after the change is committed, so that a crash in between would lose it. What is needed here is
one kind of job, taken one at a time; its steps can be repeated, so that "where to go on" is all that must be kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import orjson
from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.clock import now
from sidelight.platform.models.tables import JobState, RepriceJob

LOST_AFTER = timedelta(seconds=60)
"""A running job whose server has not been heard of for so long is taken over by another."""

KEPT_JOBS = 100


@dataclass(frozen=True, slots=True)
class Job:
    """A job as the rest of the program sees it. ``calls`` is how many there are to look at, as far as known."""

    id: str
    project_id: str
    cause: str
    model_name: str
    patterns: tuple[str, ...]
    state: JobState
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    next_day: date | None
    calls: int
    looked_at: int
    changed: int
    error: str


async def add_job(session: AsyncSession, project_id: str, cause: str, model_name: str, patterns: Sequence[str]) -> Job:
    """Ask for a job, in the transaction of the change that makes it necessary.

    ``cause``: ``created``, ``changed`` or ``deleted`` a model, or ``asked`` by a person. Finished jobs beyond
    :data:`KEPT_JOBS` of the project are forgotten.
    """
    row = RepriceJob(
        project_id=project_id,
        cause=cause,
        model_name=model_name,
        patterns=orjson.dumps(list(dict.fromkeys(patterns))).decode(),
        state=JobState.WAITING,
    )
    session.add(row)
    await session.flush()
    old = (
        select(RepriceJob.id)
        .where(RepriceJob.project_id == project_id)
        .order_by(RepriceJob.created_at.desc(), RepriceJob.id.desc())
        .offset(KEPT_JOBS)
    )
    ids = list(await session.scalars(old))
    if ids:
        finished = RepriceJob.state.in_([JobState.DONE, JobState.FAILED])
        await session.execute(delete(RepriceJob).where(RepriceJob.id.in_(ids), finished))
    return _job(row)


async def list_jobs(session: AsyncSession, project_id: str, limit: int = 20) -> list[Job]:
    """The project's jobs, newest first."""
    rows = await session.scalars(
        select(RepriceJob)
        .where(RepriceJob.project_id == project_id)
        .order_by(RepriceJob.created_at.desc(), RepriceJob.id.desc())
        .limit(limit)
    )
    return [_job(row) for row in rows]


async def take_job(session: AsyncSession) -> Job | None:
    """The oldest job that nobody is at, now ours; None when there is nothing to do."""
    moment = now()
    is_lost = (RepriceJob.state == JobState.RUNNING) & (RepriceJob.beat_at < moment - LOST_AFTER)
    row = await session.scalar(
        select(RepriceJob)
        .where(or_(RepriceJob.state == JobState.WAITING, is_lost))
        .order_by(RepriceJob.created_at, RepriceJob.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if row is None:
        return None
    row.state = JobState.RUNNING
    row.started_at = row.started_at or moment
    row.beat_at = moment
    await session.flush()
    return _job(row)


async def note_progress(
    session: AsyncSession, job_id: str, *, next_day: date | None, calls: int, looked_at: int, changed: int
) -> bool:
    """Keep how far a running job is, and that its server lives; False when the job is gone (with its project)."""
    found = await session.execute(
        update(RepriceJob)
        .where(RepriceJob.id == job_id)
        .values(
            beat_at=now(),
            next_day=next_day.isoformat() if next_day else None,
            calls=calls,
            looked_at=looked_at,
            changed=changed,
        )
        .returning(RepriceJob.id)
    )
    return found.first() is not None


async def finish_job(session: AsyncSession, job_id: str, error: str = "") -> None:
    """The job is done, or has failed for good with this error."""
    state = JobState.FAILED if error else JobState.DONE
    await session.execute(
        update(RepriceJob).where(RepriceJob.id == job_id).values(state=state, finished_at=now(), error=error)
    )


async def release_job(session: AsyncSession, job_id: str) -> None:
    """Give a running job back, for another server or the next start to go on with."""
    running = RepriceJob.state == JobState.RUNNING
    await session.execute(
        update(RepriceJob).where(RepriceJob.id == job_id, running).values(state=JobState.WAITING, beat_at=None)
    )


async def recover_jobs(session: AsyncSession) -> None:
    """Give all running jobs back: for a start of the only server there is."""
    await session.execute(
        update(RepriceJob).where(RepriceJob.state == JobState.RUNNING).values(state=JobState.WAITING, beat_at=None)
    )


def _job(row: RepriceJob) -> Job:
    return Job(
        id=row.id,
        project_id=row.project_id,
        cause=row.cause,
        model_name=row.model_name,
        patterns=tuple(orjson.loads(row.patterns)),
        state=JobState(row.state),
        created_at=row.created_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
        next_day=date.fromisoformat(row.next_day) if row.next_day else None,
        calls=row.calls,
        looked_at=row.looked_at,
        changed=row.changed,
        error=row.error,
    )
