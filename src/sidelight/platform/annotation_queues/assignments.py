"""Who is asked to work through a queue."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.annotation_queues.queues import locked_queue
from sidelight.platform.annotation_queues.refusal import QueueNotFound, QueueRefusal
from sidelight.platform.annotation_queues.tables import AnnotationQueue, AnnotationQueueAssignment
from sidelight.platform.tables import User
from sidelight.platform.users import ids_of_able

MAX_ASSIGNEES = 200


@dataclass(frozen=True, slots=True)
class Assignee:
    """A person who is asked to work through a queue."""

    id: str
    name: str
    email: str


async def assign(session: AsyncSession, queue: AnnotationQueue, user_id: str) -> bool:
    """Ask somebody who may open the project to work through a queue; whether that is new.

    Raises:
        QueueNotFound: the user may not.
    """
    await locked_queue(session, queue.project_id, queue.id)
    if user_id not in await ids_of_able(session, queue.project_id, [user_id]):
        raise QueueNotFound("There is no such user who may open this project.")
    if await session.get(AnnotationQueueAssignment, (queue.id, user_id)) is not None:
        return False
    session.add(AnnotationQueueAssignment(queue_id=queue.id, user_id=user_id, project_id=queue.project_id))
    await session.flush()
    return True


async def unassign(session: AsyncSession, queue: AnnotationQueue, user_id: str) -> bool:
    """Take a user off a queue; whether they were on it."""
    assignment = await session.get(AnnotationQueueAssignment, (queue.id, user_id))
    if assignment is None:
        return False
    await session.delete(assignment)
    await session.flush()
    return True


async def set_assignees(session: AsyncSession, queue: AnnotationQueue, user_ids: Collection[str]) -> None:
    """Let exactly these be asked. Raises QueueRefusal for who may not open the project."""
    wanted = set(user_ids)
    if len(wanted) > MAX_ASSIGNEES:
        raise QueueRefusal("assigneeIds", f"{len(wanted)} people are named; {MAX_ASSIGNEES} are possible.")
    present = set(
        await session.scalars(
            select(AnnotationQueueAssignment.user_id).where(AnnotationQueueAssignment.queue_id == queue.id)
        )
    )
    if (wanted - present) - await ids_of_able(session, queue.project_id, wanted - present):
        raise QueueRefusal("assigneeIds", "Somebody of these may not open this project. Give them a role in it first.")
    session.add_all(
        AnnotationQueueAssignment(queue_id=queue.id, user_id=user_id, project_id=queue.project_id)
        for user_id in sorted(wanted - present)
    )
    await session.execute(
        delete(AnnotationQueueAssignment).where(
            AnnotationQueueAssignment.queue_id == queue.id, AnnotationQueueAssignment.user_id.in_(present - wanted)
        )
    )
    await session.flush()


async def assignees_of(session: AsyncSession, queue_ids: Collection[str]) -> dict[str, list[Assignee]]:
    """People by queue, in the order of their names."""
    query = (
        select(AnnotationQueueAssignment.queue_id, User.id, User.name, User.email)
        .join(User, User.id == AnnotationQueueAssignment.user_id)
        .where(AnnotationQueueAssignment.queue_id.in_(queue_ids))
        .order_by(User.name, User.email)
    )
    found: dict[str, list[Assignee]] = {}
    for queue_id, user_id, name, email in (await session.execute(query)).all():
        found.setdefault(queue_id, []).append(Assignee(user_id, name, email))
    return found


async def names_of_people(session: AsyncSession, user_ids: Collection[str]) -> dict[str, str]:
    """Names (addresses where there is none) of who annotated or holds items, former members included."""
    if not user_ids:
        return {}
    rows = await session.execute(select(User.id, User.name, User.email).where(User.id.in_(set(user_ids))))
    return {user_id: name or email for user_id, name, email in rows.all()}
