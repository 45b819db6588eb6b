"""Queues: make, change, find, delete."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.annotation_queues.refusal import QueueNotFound, QueueRefusal
from sidelight.platform.annotation_queues.tables import MAX_NAME, AnnotationQueue
from sidelight.platform.clock import now
from sidelight.platform.revision import expect_revision
from sidelight.platform.score_configs.reading import find_configs

MAX_DESCRIPTION_CHARS = 20_000
MAX_CONFIGS = 50
MAX_QUEUES = 1000


@dataclass(frozen=True, slots=True)
class QueueFields:
    """What people say of a queue. Without configs, any score of the project can be given."""

    name: str
    description: str | None = None
    score_config_ids: tuple[str, ...] = ()


async def create_queue(session: AsyncSession, project_id: str, fields: QueueFields) -> AnnotationQueue:
    """Make a queue.

    Raises:
        QueueRefusal: a field is not usable, or the name is taken.
    """
    name = await _checked(session, project_id, fields, known=())
    queue = AnnotationQueue(
        project_id=project_id,
        name=name,
        description=fields.description or None,
        score_config_ids=list(dict.fromkeys(fields.score_config_ids)),
    )
    try:
        async with session.begin_nested():
            session.add(queue)
    except IntegrityError:
        raise _taken(name) from None
    return queue


async def update_queue(
    session: AsyncSession, project_id: str, queue_id: str, fields: QueueFields, revision: int | None
) -> AnnotationQueue:
    """Change a queue; ``revision`` is the one that the editor saw.

    Raises:
        QueueNotFound: the project has no such queue.
        QueueRefusal: as for a new one.
        StaleRevision: somebody else changed it.
    """
    queue = await locked_queue(session, project_id, queue_id)
    expect_revision(queue, revision)
    name = await _checked(session, project_id, fields, known=queue.score_config_ids)
    try:
        async with session.begin_nested():
            queue.name = name
            queue.description = fields.description or None
            queue.score_config_ids = list(dict.fromkeys(fields.score_config_ids))
            queue.updated_at = now()
    except IntegrityError:
        raise _taken(name) from None
    return queue


async def delete_queue(session: AsyncSession, project_id: str, queue_id: str, revision: int | None) -> AnnotationQueue:
    """Delete a queue with its items and assignments; scores given in it stay.

    Raises QueueNotFound and StaleRevision.
    """
    queue = await locked_queue(session, project_id, queue_id)
    expect_revision(queue, revision)
    await session.delete(queue)
    await session.flush()
    return queue


async def find_queue(session: AsyncSession, project_id: str, queue_id: str) -> AnnotationQueue:
    """One queue. Raises QueueNotFound."""
    queue = await session.get(AnnotationQueue, queue_id)
    if queue is None or queue.project_id != project_id:
        raise QueueNotFound("There is no such annotation queue in this project.")
    return queue


async def locked_queue(session: AsyncSession, project_id: str, queue_id: str) -> AnnotationQueue:
    """The queue, so that nobody else changes it, deletes it or adds to it until the transaction ends.

    Raises QueueNotFound.
    """
    queue = await session.scalar(
        select(AnnotationQueue)
        .where(AnnotationQueue.id == queue_id, AnnotationQueue.project_id == project_id)
        .with_for_update()
    )
    if queue is None:
        raise QueueNotFound("There is no such annotation queue in this project.")
    return queue


async def list_queues(
    session: AsyncSession, project_id: str, page: int = 1, limit: int = MAX_QUEUES
) -> tuple[Sequence[AnnotationQueue], int]:
    """One page of queues, newest first, and how many there are."""
    mine = AnnotationQueue.project_id == project_id
    total = await session.scalar(select(func.count()).select_from(AnnotationQueue).where(mine))
    found = await session.scalars(
        select(AnnotationQueue)
        .where(mine)
        .order_by(AnnotationQueue.created_at.desc(), AnnotationQueue.id.desc())
        .limit(limit)
        .offset((page - 1) * limit)
    )
    return found.all(), total or 0


async def _checked(session: AsyncSession, project_id: str, fields: QueueFields, known: Collection[str]) -> str:
    """The name without blanks around it. Configs that the queue has already may be archived by now."""
    name = fields.name.strip()
    if not name:
        raise QueueRefusal("name", "A name is needed.")
    if len(name) > MAX_NAME:
        raise QueueRefusal("name", f"The name has {len(name)} characters; {MAX_NAME} are possible.")
    if not name.isprintable():
        raise QueueRefusal("name", "The name contains characters that cannot be printed.")
    if fields.description and len(fields.description) > MAX_DESCRIPTION_CHARS:
        raise QueueRefusal("description", f"The description is longer than {MAX_DESCRIPTION_CHARS} characters.")
    wanted = set(fields.score_config_ids)
    if len(wanted) > MAX_CONFIGS:
        raise QueueRefusal("scoreConfigIds", f"{len(wanted)} score configs are named; {MAX_CONFIGS} are possible.")
    found = await find_configs(session, project_id, wanted)
    if missing := sorted(wanted - found.keys()):
        raise QueueRefusal("scoreConfigIds", f"There is no score config {missing[0][:200]!r} in this project.")
    archived = sorted(config.name for config in found.values() if config.is_archived and config.id not in known)
    if archived:
        raise QueueRefusal("scoreConfigIds", f"The score config {archived[0]!r} is archived. Restore or leave it out.")
    return name


def _taken(name: str) -> QueueRefusal:
    return QueueRefusal("name", f"This project has an annotation queue named {name!r} already.")
