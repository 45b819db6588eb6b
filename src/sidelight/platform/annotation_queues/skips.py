"""What people passed over: remembered for each of them, so that a reload does not offer it again."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.annotation_queues.items import find_item
from sidelight.platform.annotation_queues.tables import (
    AnnotationQueue,
    AnnotationQueueItem,
    AnnotationQueueSkip,
    ItemStatus,
)


async def skip(session: AsyncSession, queue: AnnotationQueue, item_id: str, user_id: str) -> AnnotationQueueItem:
    """Pass a pending item over and let others have it; a completed one stays as it is. Raises QueueNotFound."""
    item = await find_item(session, queue, item_id, for_update=True)
    if item.locked_by == user_id:
        item.locked_by = item.locked_until = None
    if item.status == ItemStatus.PENDING and await session.get(AnnotationQueueSkip, (item.id, user_id)) is None:
        session.add(AnnotationQueueSkip(item_id=item.id, user_id=user_id, project_id=queue.project_id))
    await session.flush()
    return item


async def forget_skip(session: AsyncSession, item_id: str, user_id: str) -> None:
    """Take one skip of a person back."""
    await session.execute(
        delete(AnnotationQueueSkip).where(
            AnnotationQueueSkip.item_id == item_id, AnnotationQueueSkip.user_id == user_id
        )
    )


async def forget_skips(session: AsyncSession, queue: AnnotationQueue, user_id: str) -> None:
    """Offer a person everything again that they skipped in a queue."""
    items = select(AnnotationQueueItem.id).where(AnnotationQueueItem.queue_id == queue.id)
    await session.execute(
        delete(AnnotationQueueSkip).where(
            AnnotationQueueSkip.user_id == user_id, AnnotationQueueSkip.item_id.in_(items)
        )
    )


async def who_skipped(session: AsyncSession, item_ids: Collection[str]) -> dict[str, list[str]]:
    """User ids by item, who skipped it first in front."""
    if not item_ids:
        return {}
    rows = await session.execute(
        select(AnnotationQueueSkip.item_id, AnnotationQueueSkip.user_id)
        .where(AnnotationQueueSkip.item_id.in_(item_ids))
        .order_by(AnnotationQueueSkip.created_at, AnnotationQueueSkip.user_id)
    )
    found: dict[str, list[str]] = {}
    for item_id, user_id in rows:
        found.setdefault(item_id, []).append(user_id)
    return found


def is_skipped_by(user_id: str) -> ColumnElement[bool]:
    """Whether a person passed an item over, on the rows of items."""
    return exists().where(AnnotationQueueSkip.item_id == AnnotationQueueItem.id, AnnotationQueueSkip.user_id == user_id)
