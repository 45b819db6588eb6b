"""What waits in annotation queues: added, listed, completed or reopened together, removed and brought back."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from sidelight.api.app.annotation_queue_models import (
    AddedToQueue,
    AddObjects,
    ChangedItems,
    ItemIdList,
    ItemStatusChange,
    ObjectRefs,
    QueueCount,
    QueueItemPage,
    SubjectLine,
)
from sidelight.api.app.present_queues import people_of_items, queue_items, subject_lines
from sidelight.api.app.queue_errors import queue_problems
from sidelight.api.app.read_route import ReadRoute
from sidelight.api.app.reading import Reader
from sidelight.api.app.session import Access
from sidelight.api.queue_changes import items_change
from sidelight.api.services import ServicesOf
from sidelight.platform.annotation_queues.items import (
    ItemFilter,
    add_items,
    count_containing,
    list_items,
    remove_items,
    restore_items,
    set_status,
)
from sidelight.platform.annotation_queues.queues import find_queue
from sidelight.platform.annotation_queues.tables import MAX_OBJECT_ID, ItemStatus, ObjectType
from sidelight.platform.audit.noting import note_change
from sidelight.platform.tables import Role

router = APIRouter(prefix="/projects/{project_id}/annotation-queues", tags=["annotation queues"], route_class=ReadRoute)


class ItemParameters(BaseModel):
    """What the list of items is narrowed by."""

    status: ItemStatus | None = None
    type: ObjectType | None = None
    annotator: str = Field("", max_length=191)
    q: str = Field("", max_length=MAX_OBJECT_ID, description="Part of the id of a trace, observation or session.")
    offset: int = Field(0, ge=0, le=1_000_000)
    limit: int = Field(50, ge=1, le=100)


@router.get("/{queue_id}/items", operation_id="listAnnotationQueueItems")
async def get_items(
    queue_id: str, access: Access, reader: Reader, services: ServicesOf, query: Annotated[ItemParameters, Query()]
) -> QueueItemPage:
    """Items in the order of work, with what they stand for."""
    where = ItemFilter(query.status, query.type, query.annotator, query.q)
    with queue_problems():
        async with services.database.reading() as session:
            queue = await find_queue(session, access.project_id, queue_id)
            items, total = await list_items(session, queue, where, query.offset, query.limit)
            people = await people_of_items(session, items)
    return QueueItemPage(items=await queue_items(reader, items, people, access.user.id), total=total)


@router.post("/subjects", operation_id="findAnnotationSubjects")
async def post_subjects(body: ObjectRefs, reader: Reader) -> list[SubjectLine]:
    """What is known of some objects before they are added. Changes nothing."""
    return await subject_lines(reader, [one.object() for one in body.objects])


@router.post("/containing", operation_id="countInAnnotationQueues")
async def post_containing(body: ObjectRefs, access: Access, services: ServicesOf) -> list[QueueCount]:
    """How many of some objects each queue holds already. Changes nothing."""
    async with services.database.reading() as session:
        counts = await count_containing(session, access.project_id, [one.object() for one in body.objects])
    return [QueueCount(queue_id=queue_id, count=count) for queue_id, count in sorted(counts.items())]


@router.post("/items", operation_id="addToAnnotationQueues")
async def post_items(body: AddObjects, access: Access, services: ServicesOf) -> list[AddedToQueue]:
    """Add objects to queues, to all of them or to none. An object that is in a queue already stays as it is."""
    access.require(Role.MEMBER)
    objects = [one.object() for one in body.objects]
    answers = []
    with queue_problems():
        async with services.database.session() as session:
            # In one order, so that two who add to the same queues wait for each other instead of for ever.
            for queue_id in sorted(set(body.queue_ids)):
                queue = await find_queue(session, access.project_id, queue_id)
                added = await add_items(session, queue, objects)
                if added.new:
                    await note_change(session, access.author, items_change("create", queue, added.new))
                ids = [item.id for item in added.new]
                answers.append(AddedToQueue(queue_id=queue_id, added=ids, present=len(added.present)))
    return answers


@router.post("/{queue_id}/items/status", operation_id="setStatusOfAnnotationQueueItems")
async def post_status(queue_id: str, body: ItemStatusChange, access: Access, services: ServicesOf) -> ChangedItems:
    """Complete or reopen items; who does so has annotated them."""
    access.require(Role.MEMBER)
    with queue_problems():
        async with services.database.session() as session:
            queue = await find_queue(session, access.project_id, queue_id)
            changed = await set_status(session, queue, body.ids, body.status, access.user.id)
            if changed:
                was = ItemStatus.PENDING if body.status is ItemStatus.COMPLETED else ItemStatus.COMPLETED
                change = items_change("update", queue, changed, was=was, now=body.status)
                await note_change(session, access.author, change)
    return ChangedItems(ids=[item.id for item in changed])


@router.post("/{queue_id}/items/remove", operation_id="removeAnnotationQueueItems")
async def post_remove(queue_id: str, body: ItemIdList, access: Access, services: ServicesOf) -> ChangedItems:
    """Take items out of the queue; ``restore`` undoes it within a day."""
    access.require(Role.MEMBER)
    with queue_problems():
        async with services.database.session() as session:
            queue = await find_queue(session, access.project_id, queue_id)
            removed = await remove_items(session, queue, body.ids)
            if removed:
                await note_change(session, access.author, items_change("delete", queue, removed))
    return ChangedItems(ids=[item.id for item in removed])


@router.post("/{queue_id}/items/restore", operation_id="restoreAnnotationQueueItems")
async def post_restore(queue_id: str, body: ItemIdList, access: Access, services: ServicesOf) -> ChangedItems:
    """Bring removed items back as they were; those that were added anew meanwhile stay as they are."""
    access.require(Role.MEMBER)
    with queue_problems():
        async with services.database.session() as session:
            queue = await find_queue(session, access.project_id, queue_id)
            restored = await restore_items(session, queue, body.ids)
            if restored:
                await note_change(session, access.author, items_change("restore", queue, restored))
    return ChangedItems(ids=[item.id for item in restored])
