"""Working through an annotation queue: the next item, the hold on it, and that it is done."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.api.app.annotation_queue_models import (
    ItemLock,
    NextRequest,
    OpenRequest,
    WorkView,
)
from sidelight.api.app.present_queues import (
    ItemPeople,
    object_of,
    people_of_items,
    progress_view,
    queue_item,
    subject_lines,
)
from sidelight.api.app.problem import AppProblem
from sidelight.api.app.queue_errors import queue_problems
from sidelight.api.app.read_route import ReadRoute
from sidelight.api.app.reading import Reader
from sidelight.api.app.session import Access
from sidelight.api.queue_changes import items_change
from sidelight.api.services import Services, ServicesOf
from sidelight.platform.annotation_queues.assignments import names_of_people
from sidelight.platform.annotation_queues.items import Place, find_item, place_of
from sidelight.platform.annotation_queues.overview import Progress, progress_of
from sidelight.platform.annotation_queues.queues import find_queue
from sidelight.platform.annotation_queues.refusal import ItemDone, ItemHeld, QueueNotFound
from sidelight.platform.annotation_queues.skips import forget_skip, forget_skips, skip
from sidelight.platform.annotation_queues.tables import AnnotationQueue, AnnotationQueueItem, ItemStatus
from sidelight.platform.annotation_queues.work import complete, hold, peek_next, release, take_next
from sidelight.platform.audit.noting import note_change
from sidelight.platform.clock import to_iso
from sidelight.platform.tables import Role
from sidelight.store.store import ProjectStore

router = APIRouter(
    prefix="/projects/{project_id}/annotation-queues/{queue_id}", tags=["annotation queues"], route_class=ReadRoute
)


@dataclass(frozen=True, slots=True)
class ItemPath:
    """Which item of which queue."""

    queue_id: str
    queue_item_id: str


At = Annotated[ItemPath, Depends()]


@router.post("/next", operation_id="takeNextAnnotationQueueItem")
async def post_next(queue_id: str, body: NextRequest, access: Access, reader: Reader, services: ServicesOf) -> WorkView:
    """Hold the next pending item that nobody else works on; ``item`` is null when there is none."""
    access.require(Role.MEMBER)
    with queue_problems():
        async with services.database.session() as session:
            queue = await find_queue(session, access.project_id, queue_id)
            after = await _left_behind(session, queue, body.after, access.user.id)
            if body.again:
                await forget_skips(session, queue, access.user.id)
            item = await take_next(session, queue, access.user.id, after=after)
            state = await _state(session, queue, item, access.user.id)
    return await _view(reader, state, access.user.id)


@router.get("/items/{queue_item_id}", operation_id="getAnnotationQueueItem")
async def get_item(at: At, access: Access, reader: Reader, services: ServicesOf) -> WorkView:
    """Look at an item without holding it."""
    with queue_problems():
        async with services.database.reading() as session:
            queue = await find_queue(session, access.project_id, at.queue_id)
            item = await find_item(session, queue, at.queue_item_id)
            state = await _state(session, queue, item, access.user.id)
    return await _view(reader, state, access.user.id)


@router.post("/items/{queue_item_id}/open", operation_id="openAnnotationQueueItem")
async def post_open(at: At, body: OpenRequest, access: Access, reader: Reader, services: ServicesOf) -> WorkView:
    """Look at an item and hold it, when it is pending and nobody else does."""
    access.require(Role.MEMBER)
    with queue_problems():
        async with services.database.session() as session:
            queue = await find_queue(session, access.project_id, at.queue_id)
            try:
                item = await hold(session, queue, at.queue_item_id, access.user.id, take_over=body.take_over)
            except ItemHeld:
                item = await find_item(session, queue, at.queue_item_id)
            state = await _state(session, queue, item, access.user.id)
    return await _view(reader, state, access.user.id)


@router.put("/items/{queue_item_id}/lock", operation_id="renewAnnotationQueueLock")
async def put_lock(at: At, access: Access, services: ServicesOf) -> ItemLock:
    """Hold an item for another five minutes; 409 when somebody else holds it or has completed it."""
    access.require(Role.MEMBER)
    with queue_problems():
        async with _said(services), services.database.session() as session:
            queue = await find_queue(session, access.project_id, at.queue_id)
            item = await hold(session, queue, at.queue_item_id, access.user.id)
            if item.status == ItemStatus.COMPLETED:
                raise ItemDone(item.annotator_id, item.completed_at or item.updated_at)
    assert item.locked_until is not None  # noqa: S101 - it is held now
    name = access.user.name or access.user.email
    return ItemLock(user_id=access.user.id, user_name=name, until=to_iso(item.locked_until), is_mine=True)


@router.delete("/items/{queue_item_id}/lock", operation_id="releaseAnnotationQueueLock", status_code=204)
async def delete_lock(at: At, access: Access, services: ServicesOf) -> None:
    """Let others have the item, when the user holds it."""
    access.require(Role.MEMBER)
    with queue_problems():
        async with services.database.session() as session:
            queue = await find_queue(session, access.project_id, at.queue_id)
            await release(session, queue, at.queue_item_id, access.user.id)


@router.post("/items/{queue_item_id}/skip", operation_id="skipAnnotationQueueItem")
async def post_skip(at: At, access: Access, reader: Reader, services: ServicesOf) -> WorkView:
    """Pass an item over, and hold the next one. The user is not given it again until they ask for what they skipped."""
    access.require(Role.MEMBER)
    with queue_problems():
        async with services.database.session() as session:
            queue = await find_queue(session, access.project_id, at.queue_id)
            passed = await skip(session, queue, at.queue_item_id, access.user.id)
            item = await take_next(session, queue, access.user.id, after=passed)
            state = await _state(session, queue, item, access.user.id)
    return await _view(reader, state, access.user.id)


@router.delete("/items/{queue_item_id}/skip", operation_id="unskipAnnotationQueueItem", status_code=204)
async def delete_skip(at: At, access: Access, services: ServicesOf) -> None:
    """Take a skip back: the user can be given the item again."""
    access.require(Role.MEMBER)
    with queue_problems():
        async with services.database.session() as session:
            queue = await find_queue(session, access.project_id, at.queue_id)
            item = await find_item(session, queue, at.queue_item_id)
            await forget_skip(session, item.id, access.user.id)


@router.post("/items/{queue_item_id}/complete", operation_id="completeAnnotationQueueItem")
async def post_complete(at: At, access: Access, reader: Reader, services: ServicesOf) -> WorkView:
    """Say that an item is done, and hold the next one; 409 when somebody else holds it or has completed it."""
    access.require(Role.MEMBER)
    with queue_problems():
        async with _said(services), services.database.session() as session:
            queue = await find_queue(session, access.project_id, at.queue_id)
            was = (await find_item(session, queue, at.queue_item_id, for_update=True)).status
            done = await complete(session, queue, at.queue_item_id, access.user.id)
            if was != ItemStatus.COMPLETED:
                change = items_change("update", queue, [done], was=was, now=done.status)
                await note_change(session, access.author, change)
            item = await take_next(session, queue, access.user.id, after=done)
            state = await _state(session, queue, item, access.user.id)
    return await _view(reader, state, access.user.id)


@dataclass(frozen=True, slots=True)
class _State:
    """What the metadata knows of an item at work."""

    item: AnnotationQueueItem | None
    place: Place | None
    upcoming: AnnotationQueueItem | None
    progress: Progress
    people: ItemPeople


async def _left_behind(
    session: AsyncSession, queue: AnnotationQueue, item_id: str | None, user_id: str
) -> AnnotationQueueItem | None:
    """The item behind which to go on, let go; None when it was removed meanwhile."""
    if item_id is None:
        return None
    try:
        await release(session, queue, item_id, user_id)
        return await find_item(session, queue, item_id)
    except QueueNotFound:
        return None


async def _state(
    session: AsyncSession,
    queue: AnnotationQueue,
    item: AnnotationQueueItem | None,
    user_id: str,
) -> _State:
    upcoming = None
    if item is not None:
        upcoming = await peek_next(session, queue, user_id, after=item)
    return _State(
        item,
        None if item is None else await place_of(session, queue, item),
        upcoming,
        (await progress_of(session, [queue.id], user_id)).get(queue.id, Progress()),
        await people_of_items(session, [] if item is None else [item]),
    )


async def _view(reader: ProjectStore, state: _State, user_id: str) -> WorkView:
    item, place = state.item, state.place
    shown = [one for one in (item, state.upcoming) if one is not None]
    lines = await subject_lines(reader, [object_of(one) for one in shown])
    return WorkView(
        item=None if item is None else queue_item(item, lines[0], state.people, user_id),
        position=place.position if place else 0,
        previous_id=place.previous_id if place else None,
        next_id=place.next_id if place else None,
        upcoming=lines[-1] if state.upcoming is not None else None,
        progress=progress_view(state.progress),
    )


@asynccontextmanager
async def _said(services: Services) -> AsyncIterator[None]:
    """Raise what stands in the way as a 409 that names who."""
    try:
        yield
    except ItemHeld as held:
        name = await _name_of(services, held.user_id)
        hint = "Take it over, or go on with the next one. The scores that you gave are saved."
        raise AppProblem(409, f"{name} is working on this item now.", hint, field="lock") from held
    except ItemDone as done:
        name = "A program" if done.user_id is None else await _name_of(services, done.user_id)
        hint = "Go on with the next one. The scores that you gave are saved."
        raise AppProblem(409, f"{name} has completed this item meanwhile.", hint, field="status") from done


async def _name_of(services: Services, user_id: str) -> str:
    async with services.database.reading() as session:
        return (await names_of_people(session, [user_id])).get(user_id, "Somebody else")
