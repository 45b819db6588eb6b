"""Who works on which item: two people never get the same one.

A lock lasts five minutes and is renewed while its holder works. Nobody has to release it: past its time it means
nothing. On PostgreSQL rows that another transaction is about to give away are skipped; SQLite has one writer at a time.
"""

from datetime import timedelta

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.annotation_queues.items import find_item, mark
from sidelight.platform.annotation_queues.refusal import ItemDone, ItemHeld
from sidelight.platform.annotation_queues.skips import forget_skip, is_skipped_by
from sidelight.platform.annotation_queues.tables import AnnotationQueue, AnnotationQueueItem, ItemStatus
from sidelight.platform.clock import now

LOCK_TIME = timedelta(minutes=5)


async def take_next(
    session: AsyncSession,
    queue: AnnotationQueue,
    user_id: str,
    *,
    after: AnnotationQueueItem | None = None,
) -> AnnotationQueueItem | None:
    """Lock the next pending item that nobody else works on: behind ``after``, then from the start.

    None when there is none: all are completed, skipped or held by others.
    """
    for free in _free_in_turn(queue, user_id, after):
        item = await session.scalar(free.with_for_update(skip_locked=True, of=AnnotationQueueItem))
        if item is not None:
            _lock(item, user_id)
            await session.flush()
            return item
    return None


async def peek_next(
    session: AsyncSession,
    queue: AnnotationQueue,
    user_id: str,
    *,
    after: AnnotationQueueItem | None = None,
) -> AnnotationQueueItem | None:
    """What :func:`take_next` would give behind ``after``, without locking it: to load it ahead."""
    for free in _free_in_turn(queue, user_id, after):
        item = await session.scalar(free)
        if item is not None and (after is None or item.id != after.id):
            return item
    return None


async def hold(
    session: AsyncSession, queue: AnnotationQueue, item_id: str, user_id: str, *, take_over: bool = False
) -> AnnotationQueueItem:
    """Lock an item, or hold it for another five minutes. A completed one is not locked, and given as it is.

    ``take_over`` takes it from who holds it.

    Raises:
        QueueNotFound: the queue has no such item.
        ItemHeld: somebody else works on it.
    """
    item = await find_item(session, queue, item_id, for_update=True)
    if item.status == ItemStatus.COMPLETED:
        return item
    if not take_over:
        _refuse_held(item, user_id)
    _lock(item, user_id)
    await session.flush()
    return item


async def release(session: AsyncSession, queue: AnnotationQueue, item_id: str, user_id: str) -> None:
    """Let others have the item, when this user holds it. Raises QueueNotFound."""
    item = await find_item(session, queue, item_id, for_update=True)
    if item.locked_by == user_id:
        item.locked_by = item.locked_until = None
        await session.flush()


async def complete(session: AsyncSession, queue: AnnotationQueue, item_id: str, user_id: str) -> AnnotationQueueItem:
    """Say that the item is done. The same user may say it twice.

    Raises:
        QueueNotFound: the queue has no such item.
        ItemHeld: somebody else works on it.
        ItemDone: somebody else completed it.
    """
    item = await find_item(session, queue, item_id, for_update=True)
    if item.status == ItemStatus.COMPLETED:
        if item.annotator_id != user_id:
            raise ItemDone(item.annotator_id, item.completed_at or item.updated_at)
        return item
    _refuse_held(item, user_id)
    mark(item, ItemStatus.COMPLETED, user_id, now())
    await forget_skip(session, item.id, user_id)
    await session.flush()
    return item


def _free_in_turn(
    queue: AnnotationQueue, user_id: str, after: AnnotationQueueItem | None
) -> list[Select[AnnotationQueueItem]]:
    """Where to look, one after the other: behind an item, then from the start."""
    ranges = [None] if after is None else [_behind(after), None]
    return [_free(queue, user_id, behind) for behind in ranges]


def _free(queue: AnnotationQueue, user_id: str, behind: ColumnElement[bool] | None) -> Select[AnnotationQueueItem]:
    row = AnnotationQueueItem
    conditions: list[ColumnElement[bool]] = [
        row.queue_id == queue.id,
        row.status == ItemStatus.PENDING,
        row.removed_at.is_(None),
        or_(row.locked_by.is_(None), row.locked_by == user_id, row.locked_until <= now()),
        ~is_skipped_by(user_id),
    ]
    if behind is not None:
        conditions.append(behind)
    return select(row).where(*conditions).order_by(row.created_at, row.id).limit(1)


def _behind(item: AnnotationQueueItem) -> ColumnElement[bool]:
    row = AnnotationQueueItem
    return or_(row.created_at > item.created_at, and_(row.created_at == item.created_at, row.id > item.id))


def _lock(item: AnnotationQueueItem, user_id: str) -> None:
    item.locked_by = user_id
    item.locked_until = now() + LOCK_TIME


def _refuse_held(item: AnnotationQueueItem, user_id: str) -> None:
    if item.locked_by is not None and item.locked_by != user_id and item.locked_until and item.locked_until > now():
        raise ItemHeld(item.locked_by, item.locked_until)
