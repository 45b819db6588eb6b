"""/api/public/annotation-queues/{queueId}/items: what waits in a queue."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, BeforeValidator, ConfigDict
from pydantic.alias_generators import to_camel

from sidelight.api.public.annotation_queue_shapes import item_shape, queue_errors
from sidelight.api.public.answer import json_response, page_response
from sidelight.api.public.auth import PublicKey
from sidelight.api.public.errors import PublicRoute
from sidelight.api.public.parameters import PageParameters, blank_as_none
from sidelight.api.queue_changes import items_change
from sidelight.api.services import ServicesOf
from sidelight.platform.annotation_queues.items import (
    ItemFilter,
    QueueObject,
    add_items,
    find_item,
    list_items,
    remove_items,
    set_status,
)
from sidelight.platform.annotation_queues.queues import find_queue
from sidelight.platform.annotation_queues.tables import ItemStatus, ObjectType
from sidelight.platform.audit.noting import note_change

router = APIRouter(prefix="/annotation-queues/{queue_id}/items", tags=["AnnotationQueues"], route_class=PublicRoute)


class _Body(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="ignore")


class NewItem(_Body):
    """``CreateAnnotationQueueItemRequest``."""

    object_id: str
    object_type: ObjectType
    status: ItemStatus | None = None


class ChangedItem(_Body):
    """``UpdateAnnotationQueueItemRequest``."""

    status: ItemStatus | None = None


class ItemParameters(PageParameters):
    """A page of items, of one status or of both."""

    status: Annotated[ItemStatus | None, BeforeValidator(blank_as_none)] = None


@router.get("")
async def get_items(
    access: PublicKey, services: ServicesOf, queue_id: str, query: Annotated[ItemParameters, Query()]
) -> Response:
    """A page of items, in the order of work."""
    with queue_errors():
        async with services.database.reading() as session:
            queue = await find_queue(session, access.project_id, queue_id)
            where = ItemFilter(status=query.status)
            items, total = await list_items(session, queue, where, (query.page - 1) * query.limit, query.limit)
    return page_response([item_shape(item) for item in items], query, total)


@router.post("")
async def post_item(access: PublicKey, services: ServicesOf, queue_id: str, body: NewItem) -> Response:
    """Add an object; one that is in the queue already is answered as it is, with the status that the body names."""
    added = QueueObject(body.object_type, body.object_id)
    with queue_errors():
        async with services.database.session() as session:
            queue = await find_queue(session, access.project_id, queue_id)
            found = await add_items(session, queue, [added], body.status or ItemStatus.PENDING)
            if found.new:
                await note_change(session, access.author, items_change("create", queue, found.new))
            elif body.status is not None:
                was = found.present[0].status
                changed = await set_status(session, queue, [found.present[0].id], body.status)
                if changed:
                    change = items_change("update", queue, changed, was=was, now=body.status)
                    await note_change(session, access.author, change)
            (item,) = found.new or found.present
    return json_response(item_shape(item))


@router.get("/{queue_item_id}")
async def get_item(access: PublicKey, services: ServicesOf, queue_id: str, queue_item_id: str) -> Response:
    """One item."""
    with queue_errors():
        async with services.database.reading() as session:
            queue = await find_queue(session, access.project_id, queue_id)
            item = await find_item(session, queue, queue_item_id)
    return json_response(item_shape(item))


@router.patch("/{queue_item_id}")
async def patch_item(
    access: PublicKey, services: ServicesOf, queue_id: str, queue_item_id: str, body: ChangedItem
) -> Response:
    """Complete or reopen an item."""
    with queue_errors():
        async with services.database.session() as session:
            queue = await find_queue(session, access.project_id, queue_id)
            item = await find_item(session, queue, queue_item_id, for_update=True)
            was = item.status
            if body.status is not None and await set_status(session, queue, [item.id], body.status):
                change = items_change("update", queue, [item], was=was, now=body.status)
                await note_change(session, access.author, change)
    return json_response(item_shape(item))


@router.delete("/{queue_item_id}")
async def delete_item(access: PublicKey, services: ServicesOf, queue_id: str, queue_item_id: str) -> Response:
    """Take an item out of the queue; what it stands for, and its scores, stay."""
    with queue_errors():
        async with services.database.session() as session:
            queue = await find_queue(session, access.project_id, queue_id)
            item = await find_item(session, queue, queue_item_id)
            await remove_items(session, queue, [item.id])
            await note_change(session, access.author, items_change("delete", queue, [item]))
    return json_response({"success": True, "message": "The item was removed from the annotation queue."})
