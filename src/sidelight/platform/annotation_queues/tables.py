"""The tables of annotation queues."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from sidelight.platform.clock import UtcDateTime, now
from sidelight.platform.ids import new_id
from sidelight.platform.json_text import JsonText
from sidelight.platform.revision import Revised
from sidelight.platform.tables import Base

MAX_NAME = 255
MAX_OBJECT_ID = 800


class ObjectType(StrEnum):
    """What can wait in a queue."""

    TRACE = "TRACE"
    OBSERVATION = "OBSERVATION"
    SESSION = "SESSION"


class ItemStatus(StrEnum):
    """Whether somebody still has to look at it."""

    PENDING = "PENDING"
    COMPLETED = "COMPLETED"


class AnnotationQueue(Revised, Base):
    """A named list of objects to score by the same configs. ``score_config_ids`` are in the order of the panel."""

    __tablename__ = "annotation_queues"
    __table_args__ = (UniqueConstraint("project_id", "name"), Index(None, "project_id", "created_at"))

    id: Mapped[str] = mapped_column(String(191), primary_key=True, default=new_id)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(MAX_NAME))
    description: Mapped[str | None] = mapped_column(Text)
    score_config_ids: Mapped[Any] = mapped_column(JsonText)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class AnnotationQueueItem(Revised, Base):
    """An object in a queue, once.

    ``locked_by`` works on it until ``locked_until``; later than that the lock means nothing. A removed item stays for
    a while, so that removing can be undone. ``object_key`` is a hash of type and id: ids of clients can be longer than
    what an index takes.
    """

    __tablename__ = "annotation_queue_items"
    __table_args__ = (
        UniqueConstraint("queue_id", "object_key"),
        Index(None, "queue_id", "status", "created_at"),
        Index(None, "project_id", "object_key"),
    )

    id: Mapped[str] = mapped_column(String(191), primary_key=True, default=new_id)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"))
    queue_id: Mapped[str] = mapped_column(ForeignKey("annotation_queues.id", ondelete="CASCADE"))
    object_type: Mapped[str] = mapped_column(String(16))
    object_id: Mapped[str] = mapped_column(String(MAX_OBJECT_ID))
    object_key: Mapped[str] = mapped_column(String(64))
    status: Mapped[str] = mapped_column(String(16), default=ItemStatus.PENDING)
    completed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    annotator_id: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    locked_by: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    locked_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class AnnotationQueueAssignment(Base):
    """A person who is asked to work through a queue. It is no restriction: every member may."""

    __tablename__ = "annotation_queue_assignments"

    queue_id: Mapped[str] = mapped_column(ForeignKey("annotation_queues.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class AnnotationQueueSkip(Base):
    """A person who passed an item over: it is not given to them again until they ask for what they skipped."""

    __tablename__ = "annotation_queue_skips"

    item_id: Mapped[str] = mapped_column(ForeignKey("annotation_queue_items.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
