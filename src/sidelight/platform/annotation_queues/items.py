"""Items of a queue: add, find, change, remove and take back."""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.annotation_queues.queues import locked_queue
from sidelight.platform.annotation_queues.refusal import QueueNotFound, QueueRefusal
from sidelight.platform.annotation_queues.tables import (
    MAX_OBJECT_ID,
    AnnotationQueue,
    AnnotationQueueItem,
    ItemStatus,
    ObjectType,
)
from sidelight.platform.clock import now

# Removing can be undone this long.
KEPT_AFTER_REMOVAL = timedelta(days=1)
IDS_A_STATEMENT = 500


@dataclass(frozen=True, slots=True)
class QueueObject:
    """What an item stands for."""

    type: ObjectType
    id: str

    @property
    def key(self) -> str:
        """A hash that is one for this object in its project."""
        return hashlib.sha256(f"{self.type}:{self.id}".encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Added:
    """What adding did: the new items, and those that were in the queue before and stay as they are."""

    new: tuple[AnnotationQueueItem, ...]
    present: tuple[AnnotationQueueItem, ...]


@dataclass(frozen=True, slots=True)
class ItemFilter:
    """Which items of a queue a list shows."""

    status: ItemStatus | None = None
    type: ObjectType | None = None
    annotator_id: str = ""
    object_id: str = ""


async def add_items(
    session: AsyncSession,
    queue: AnnotationQueue,
    objects: Sequence[QueueObject],
    status: ItemStatus = ItemStatus.PENDING,
) -> Added:
    """Put objects into a queue, in this order behind what is there; each object is in it once.

    Raises:
        QueueRefusal: an id is empty or too long.
    """
    for one in objects:
        if not one.id.strip() or len(one.id) > MAX_OBJECT_ID:
            raise QueueRefusal("objectId", f"An id has 1 to {MAX_OBJECT_ID} characters.")
    await locked_queue(session, queue.project_id, queue.id)  # so that nobody adds the same at this moment
    wanted = {one.key: one for one in objects}
    stored = {item.object_key: item for item in await _by_key(session, queue.id, wanted)}
    at = now()
    new, present = [], []
    for place, (key, one) in enumerate(wanted.items()):
        found = stored.get(key)
        if found is not None and found.removed_at is None:
            present.append(found)
            continue
        if found is not None:  # it comes back as if it had never been there
            await session.delete(found)
            await session.flush()
        item = AnnotationQueueItem(
            project_id=queue.project_id,
            queue_id=queue.id,
            object_type=one.type,
            object_id=one.id,
            object_key=key,
            status=status,
            completed_at=at if status is ItemStatus.COMPLETED else None,
            created_at=at + timedelta(microseconds=place),  # the order of the list is the order of work
            updated_at=at,
        )
        session.add(item)
        new.append(item)
    await session.flush()
    return Added(tuple(new), tuple(present))


async def find_item(
    session: AsyncSession, queue: AnnotationQueue, item_id: str, *, for_update: bool = False
) -> AnnotationQueueItem:
    """One item, held against other changes when it is to be changed. Raises QueueNotFound."""
    query = select(AnnotationQueueItem).where(_of(queue), AnnotationQueueItem.id == item_id)
    item = await session.scalar(query.with_for_update() if for_update else query)
    if item is None:
        raise QueueNotFound("There is no such item in this annotation queue.")
    return item


async def list_items(
    session: AsyncSession, queue: AnnotationQueue, where: ItemFilter, offset: int, limit: int
) -> tuple[Sequence[AnnotationQueueItem], int]:
    """Items in the order of work, and how many match."""
    conditions = [_of(queue)]
    if where.status is not None:
        conditions.append(AnnotationQueueItem.status == where.status)
    if where.type is not None:
        conditions.append(AnnotationQueueItem.object_type == where.type)
    if where.annotator_id:
        conditions.append(AnnotationQueueItem.annotator_id == where.annotator_id)
    if where.object_id:
        conditions.append(AnnotationQueueItem.object_id.contains(where.object_id, autoescape=True))
    total = await session.scalar(select(func.count()).select_from(AnnotationQueueItem).where(*conditions))
    found = await session.scalars(
        select(AnnotationQueueItem)
        .where(*conditions)
        .order_by(AnnotationQueueItem.created_at, AnnotationQueueItem.id)
        .offset(offset)
        .limit(limit)
    )
    return found.all(), total or 0


async def set_status(
    session: AsyncSession,
    queue: AnnotationQueue,
    item_ids: Collection[str],
    status: ItemStatus,
    annotator_id: str | None = None,
) -> list[AnnotationQueueItem]:
    """Complete or reopen items; gives those that were not so before. Ids that are not in the queue are left alone."""
    changed = []
    at = now()
    for item in await _by_id(session, queue, item_ids):
        if item.status == status:
            continue
        mark(item, status, annotator_id, at)
        changed.append(item)
    await session.flush()
    return changed


def mark(item: AnnotationQueueItem, status: ItemStatus, annotator_id: str | None, at: datetime) -> None:
    """Write a status with what goes with it: who and when, and that nobody works on it any more."""
    item.status = status
    item.completed_at = at if status is ItemStatus.COMPLETED else None
    item.annotator_id = annotator_id if status is ItemStatus.COMPLETED else None
    item.locked_by = item.locked_until = None
    item.updated_at = at


async def remove_items(
    session: AsyncSession, queue: AnnotationQueue, item_ids: Collection[str]
) -> list[AnnotationQueueItem]:
    """Take items out of the queue; :func:`restore_items` brings them back within a day."""
    at = now()
    await session.execute(
        delete(AnnotationQueueItem).where(
            AnnotationQueueItem.queue_id == queue.id, AnnotationQueueItem.removed_at < at - KEPT_AFTER_REMOVAL
        )
    )
    items = await _by_id(session, queue, item_ids)
    for item in items:
        item.removed_at = item.updated_at = at
        item.locked_by = item.locked_until = None
    await session.flush()
    return items


async def restore_items(
    session: AsyncSession, queue: AnnotationQueue, item_ids: Collection[str]
) -> list[AnnotationQueueItem]:
    """Undo a removal: the items are again as they were, unless they were added anew meanwhile."""
    items = await _by_id(session, queue, item_ids, is_removed=True)
    for item in items:
        item.removed_at = None
        item.updated_at = now()
    await session.flush()
    return items


async def count_containing(session: AsyncSession, project_id: str, objects: Iterable[QueueObject]) -> dict[str, int]:
    """How many of the objects each queue of the project holds already, by its id; without those that hold none."""
    keys = sorted({one.key for one in objects})
    counts: dict[str, int] = {}
    for first in range(0, len(keys), IDS_A_STATEMENT):
        query = (
            select(AnnotationQueueItem.queue_id, func.count())
            .where(
                AnnotationQueueItem.project_id == project_id,
                AnnotationQueueItem.object_key.in_(keys[first : first + IDS_A_STATEMENT]),
                AnnotationQueueItem.removed_at.is_(None),
            )
            .group_by(AnnotationQueueItem.queue_id)
        )
        for queue_id, count in (await session.execute(query)).all():
            counts[queue_id] = counts.get(queue_id, 0) + count
    return counts


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item stands in its queue, counted from 1, and its neighbours."""

    position: int
    total: int
    previous_id: str | None
    next_id: str | None


async def place_of(session: AsyncSession, queue: AnnotationQueue, item: AnnotationQueueItem) -> Place:
    """The place of an item among all of its queue."""
    row = AnnotationQueueItem
    before = or_(row.created_at < item.created_at, and_(row.created_at == item.created_at, row.id < item.id))
    after = or_(row.created_at > item.created_at, and_(row.created_at == item.created_at, row.id > item.id))
    ahead = await session.scalar(select(func.count()).select_from(row).where(_of(queue), before))
    total = await session.scalar(select(func.count()).select_from(row).where(_of(queue)))
    previous_id = await session.scalar(
        select(row.id).where(_of(queue), before).order_by(row.created_at.desc(), row.id.desc()).limit(1)
    )
    next_id = await session.scalar(select(row.id).where(_of(queue), after).order_by(row.created_at, row.id).limit(1))
    return Place((ahead or 0) + 1, total or 0, previous_id, next_id)


def _of(queue: AnnotationQueue) -> ColumnElement[bool]:
    return and_(AnnotationQueueItem.queue_id == queue.id, AnnotationQueueItem.removed_at.is_(None))


async def _by_id(
    session: AsyncSession, queue: AnnotationQueue, item_ids: Collection[str], *, is_removed: bool = False
) -> list[AnnotationQueueItem]:
    """Always in one order, so that two bulk changes wait for each other instead of for ever."""
    wanted = sorted(set(item_ids))
    found: list[AnnotationQueueItem] = []
    for first in range(0, len(wanted), IDS_A_STATEMENT):
        rows = await session.scalars(
            select(AnnotationQueueItem)
            .where(
                AnnotationQueueItem.queue_id == queue.id,
                AnnotationQueueItem.id.in_(wanted[first : first + IDS_A_STATEMENT]),
                AnnotationQueueItem.removed_at.is_not(None) if is_removed else AnnotationQueueItem.removed_at.is_(None),
            )
            .order_by(AnnotationQueueItem.id)
            .with_for_update()
        )
        found += rows
    return found


async def _by_key(session: AsyncSession, queue_id: str, keys: Iterable[str]) -> list[AnnotationQueueItem]:
    wanted = sorted(keys)
    found: list[AnnotationQueueItem] = []
    for first in range(0, len(wanted), IDS_A_STATEMENT):
        found += await session.scalars(
            select(AnnotationQueueItem).where(
                AnnotationQueueItem.queue_id == queue_id,
                AnnotationQueueItem.object_key.in_(wanted[first : first + IDS_A_STATEMENT]),
            )
        )
    return found
