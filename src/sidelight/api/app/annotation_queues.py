"""Annotation queues: the list, one, and their settings."""

from typing import Annotated

from fastapi import APIRouter, Query

from sidelight.api.app.annotation_queue_models import QueueInput, QueueList, QueueRow
from sidelight.api.app.present_queues import queue_rows
from sidelight.api.app.queue_errors import queue_problems
from sidelight.api.app.session import Access
from sidelight.api.queue_changes import queue_change, queue_fields
from sidelight.api.services import ServicesOf
from sidelight.platform.annotation_queues.assignments import assignees_of, set_assignees
from sidelight.platform.annotation_queues.queues import (
    QueueFields,
    create_queue,
    delete_queue,
    find_queue,
    list_queues,
    locked_queue,
    update_queue,
)
from sidelight.platform.audit.noting import note_change
from sidelight.platform.tables import Role

router = APIRouter(prefix="/projects/{project_id}/annotation-queues", tags=["annotation queues"])


@router.get("", operation_id="listAnnotationQueues")
async def get_queues(access: Access, services: ServicesOf) -> QueueList:
    """The queues of the project with their progress, newest first."""
    async with services.database.reading() as session:
        queues, total = await list_queues(session, access.project_id)
        return QueueList(items=await queue_rows(session, queues, access.user.id), total=total)


@router.post("", operation_id="createAnnotationQueue", status_code=201)
async def post_queue(body: QueueInput, access: Access, services: ServicesOf) -> QueueRow:
    """Make a queue."""
    access.require(Role.MEMBER)
    with queue_problems():
        async with services.database.session() as session:
            queue = await create_queue(session, access.project_id, _fields(body))
            await set_assignees(session, queue, body.assignee_ids)
            after = queue_fields(queue, body.assignee_ids)
            await note_change(session, access.author, queue_change("create", queue, after=after))
            return (await queue_rows(session, [queue], access.user.id))[0]


@router.get("/{queue_id}", operation_id="getAnnotationQueue")
async def get_queue(queue_id: str, access: Access, services: ServicesOf) -> QueueRow:
    """One queue with its progress."""
    with queue_problems():
        async with services.database.reading() as session:
            queue = await find_queue(session, access.project_id, queue_id)
            return (await queue_rows(session, [queue], access.user.id))[0]


@router.put("/{queue_id}", operation_id="updateAnnotationQueue")
async def put_queue(queue_id: str, body: QueueInput, access: Access, services: ServicesOf) -> QueueRow:
    """Change a queue; 409 when somebody else did so after ``revision``."""
    access.require(Role.MEMBER)
    with queue_problems():
        async with services.database.session() as session:
            queue = await locked_queue(session, access.project_id, queue_id)
            people = [one.id for one in (await assignees_of(session, [queue.id])).get(queue.id, [])]
            before = queue_fields(queue, people)
            queue = await update_queue(session, access.project_id, queue_id, _fields(body), body.revision)
            await set_assignees(session, queue, body.assignee_ids)
            after = queue_fields(queue, body.assignee_ids)
            if after != before:
                await note_change(session, access.author, queue_change("update", queue, before, after))
            return (await queue_rows(session, [queue], access.user.id))[0]


@router.delete("/{queue_id}", operation_id="deleteAnnotationQueue", status_code=204)
async def remove_queue(
    queue_id: str, access: Access, services: ServicesOf, revision: Annotated[int | None, Query(ge=0, le=2**31)] = None
) -> None:
    """Delete a queue with its items; the scores that were given in it stay."""
    access.require(Role.MEMBER)
    with queue_problems():
        async with services.database.session() as session:
            queue = await delete_queue(session, access.project_id, queue_id, revision)
            await note_change(session, access.author, queue_change("delete", queue, before=queue_fields(queue)))


def _fields(body: QueueInput) -> QueueFields:
    return QueueFields(body.name, body.description, tuple(body.score_config_ids))
