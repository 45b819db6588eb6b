"""Queues in numbers: how far they are, and who is asked to work on them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.annotation_queues.tables import AnnotationQueueItem, AnnotationQueueSkip, ItemStatus
from sidelight.platform.clock import now


@dataclass(frozen=True, slots=True)
class Progress:
    """Counts of a queue's items, seen by a user.

    ``free`` are the pending ones that nobody else works on and that the user has not skipped, ``skipped`` those that
    they have.
    """

    total: int = 0
    completed: int = 0
    free: int = 0
    skipped: int = 0
    last_activity: datetime | None = None

    @property
    def pending(self) -> int:
        """What is not done."""
        return self.total - self.completed


async def progress_of(session: AsyncSession, queue_ids: Collection[str], user_id: str) -> dict[str, Progress]:
    """Progress by queue, seen by a user; a queue without items has none."""
    row = AnnotationQueueItem
    is_pending = row.status == ItemStatus.PENDING
    is_free = or_(row.locked_by.is_(None), row.locked_by == user_id, row.locked_until <= now())
    is_skipped = AnnotationQueueSkip.item_id.is_not(None)
    query = (
        select(
            row.queue_id,
            func.count(),
            func.sum(case((row.status == ItemStatus.COMPLETED, 1), else_=0)),
            func.sum(case((is_pending & is_free & ~is_skipped, 1), else_=0)),
            func.sum(case((is_pending & is_free & is_skipped, 1), else_=0)),
            func.max(row.updated_at),
        )
        .outerjoin(
            AnnotationQueueSkip, and_(AnnotationQueueSkip.item_id == row.id, AnnotationQueueSkip.user_id == user_id)
        )
        .where(row.queue_id.in_(queue_ids), row.removed_at.is_(None))
        .group_by(row.queue_id)
    )
    return {
        queue_id: Progress(total, completed, free, skipped, last)
        for queue_id, total, completed, free, skipped, last in (await session.execute(query)).all()
    }
