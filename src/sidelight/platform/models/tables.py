"""The tables of model definitions and of the jobs that price stored calls anew."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from sidelight.platform.clock import UtcDateTime, now
from sidelight.platform.ids import new_id
from sidelight.platform.tables import Base


class ModelDefinition(Base):
    """A project's own model. ``tiers`` and ``tokenizer_config`` are JSON; ``revision`` grows with every change."""

    __tablename__ = "models"
    __table_args__ = (Index(None, "project_id", "name"),)

    id: Mapped[str] = mapped_column(String(191), primary_key=True, default=new_id)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(Text)
    match_pattern: Mapped[str] = mapped_column(Text)
    start_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    unit: Mapped[str | None] = mapped_column(String(16))
    tokenizer_id: Mapped[str | None] = mapped_column(Text)
    tokenizer_config: Mapped[str | None] = mapped_column(Text)
    tiers: Mapped[str] = mapped_column(Text)
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class JobState(StrEnum):
    """Where a re-pricing job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class RepriceJob(Base):
    """Pricing stored calls anew after a model changed.

    ``patterns`` is a JSON list of the match patterns whose calls are looked at (before and after the change).
    ``next_day`` (ISO date) is where a job goes on that was interrupted; ``beat_at`` says that a server is at it.
    """

    __tablename__ = "reprice_jobs"
    __table_args__ = (
        Index(None, "project_id", "created_at"),
        Index(None, "state", "created_at"),
        CheckConstraint("state IN ('waiting', 'running', 'done', 'failed')", name="state"),
    )

    id: Mapped[str] = mapped_column(String(191), primary_key=True, default=new_id)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"))
    cause: Mapped[str] = mapped_column(String(16))
    model_name: Mapped[str] = mapped_column(Text)
    patterns: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(16), default=JobState.WAITING)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    beat_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    next_day: Mapped[str | None] = mapped_column(String(10))
    calls: Mapped[int] = mapped_column(default=0)
    looked_at: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(Text, default="")
