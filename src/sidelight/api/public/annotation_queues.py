"""/api/public/annotation-queues: queues, and who is asked to work through them."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from sidelight.api.public.annotation_queue_shapes import queue_errors, queue_shape
from sidelight.api.public.answer import json_response, page_response
from sidelight.api.public.auth import PublicKey
from sidelight.api.public.errors import PublicRoute
from sidelight.api.public.parameters import PageParameters
from sidelight.api.queue_changes import assignment_change, queue_change, queue_fields
from sidelight.api.services import ServicesOf
from sidelight.platform.annotation_queues.assignments import assign, unassign
from sidelight.platform.annotation_queues.queues import QueueFields, create_queue, find_queue, list_queues
from sidelight.platform.audit.noting import note_change

router = APIRouter(prefix="/annotation-queues", tags=["AnnotationQueues"], route_class=PublicRoute)


class _Body(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="ignore")


class NewQueue(_Body):
    """``CreateAnnotationQueueRequest``."""

    name: str
    description: str | None = None
    score_config_ids: list[str] = Field(max_length=1000)


class Assignment(_Body):
    """``AnnotationQueueAssignmentRequest``."""

    user_id: str


@router.get("")
async def get_queues(access: PublicKey, services: ServicesOf, query: Annotated[PageParameters, Query()]) -> Response:
    """A page of queues, newest first."""
    async with services.database.reading() as session:
        queues, total = await list_queues(session, access.project_id, query.page, query.limit)
    return page_response([queue_shape(queue) for queue in queues], query, total)


@router.post("")
async def post_queue(access: PublicKey, services: ServicesOf, body: NewQueue) -> Response:
    """Make a queue; its name is its own in the project."""
    fields = QueueFields(body.name, body.description, tuple(body.score_config_ids))
    with queue_errors():
        async with services.database.session() as session:
            queue = await create_queue(session, access.project_id, fields)
            await note_change(session, access.author, queue_change("create", queue, after=queue_fields(queue)))
    return json_response(queue_shape(queue))


@router.get("/{queue_id}")
async def get_queue(access: PublicKey, services: ServicesOf, queue_id: str) -> Response:
    """One queue."""
    with queue_errors():
        async with services.database.reading() as session:
            queue = await find_queue(session, access.project_id, queue_id)
    return json_response(queue_shape(queue))


@router.post("/{queue_id}/assignments")
async def post_assignment(access: PublicKey, services: ServicesOf, queue_id: str, body: Assignment) -> Response:
    """Ask a member of the organisation to work through the queue; said twice, it is done once."""
    with queue_errors():
        async with services.database.session() as session:
            queue = await find_queue(session, access.project_id, queue_id)
            if await assign(session, queue, body.user_id):
                await note_change(session, access.author, assignment_change("create", queue, body.user_id))
    return json_response({"userId": body.user_id, "queueId": queue.id, "projectId": access.project_id})


@router.delete("/{queue_id}/assignments")
async def delete_assignment(access: PublicKey, services: ServicesOf, queue_id: str, body: Assignment) -> Response:
    """Take a user off the queue; who was not on it is off it, too."""
    with queue_errors():
        async with services.database.session() as session:
            queue = await find_queue(session, access.project_id, queue_id)
            if await unassign(session, queue, body.user_id):
                await note_change(session, access.author, assignment_change("delete", queue, body.user_id))
    return json_response({"success": True})
