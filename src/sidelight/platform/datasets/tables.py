"""The tables of datasets."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from sidelight.platform.clock import UtcDateTime, now
from sidelight.platform.ids import new_id
from sidelight.platform.json_text import ExactJsonText, JsonText
from sidelight.platform.revision import Revised
from sidelight.platform.tables import Base

MAX_NAME = 255
MAX_ITEM_ID = 255


class Dataset(Revised, Base):
    """A named collection of items. A name may hold slashes (folders)."""

    __tablename__ = "datasets"
    __table_args__ = (UniqueConstraint("project_id", "name"), Index(None, "project_id", "created_at"))

    id: Mapped[str] = mapped_column(String(191), primary_key=True, default=new_id)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(MAX_NAME))
    description: Mapped[str | None] = mapped_column(Text)
    info: Mapped[Any] = mapped_column("metadata", JsonText)
    input_schema: Mapped[Any] = mapped_column(JsonText)
    expected_output_schema: Mapped[Any] = mapped_column(JsonText)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class DatasetItemVersion(Base):
    """An item as it was from ``valid_from`` until ``valid_to`` (None: still). Deleting is a version too."""

    __tablename__ = "dataset_item_versions"
    __table_args__ = (
        Index(None, "dataset_id", "created_at"),
        Index(None, "dataset_id", "valid_from"),
        Index(None, "dataset_id", "valid_to", "status", "is_deleted"),  # counts for lists, without reading the rows
        Index(None, "project_id", "source_trace_id"),
        # Two clients that make an item of one id at the same moment must not make two of it.
        Index(
            "uq_dataset_item_versions_current",
            "project_id",
            "id",
            unique=True,
            sqlite_where=text("valid_to IS NULL"),
            postgresql_where=text("valid_to IS NULL"),
        ),
    )

    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"), primary_key=True)
    id: Mapped[str] = mapped_column(String(MAX_ITEM_ID), primary_key=True)
    valid_from: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    valid_to: Mapped[datetime | None] = mapped_column(UtcDateTime)
    dataset_id: Mapped[str] = mapped_column(ForeignKey("datasets.id", ondelete="CASCADE"))
    status: Mapped[str] = mapped_column(String(16))  # ACTIVE | ARCHIVED
    is_deleted: Mapped[bool] = mapped_column(default=False)
    input: Mapped[Any] = mapped_column(ExactJsonText)
    expected_output: Mapped[Any] = mapped_column(ExactJsonText)
    info: Mapped[Any] = mapped_column("metadata", ExactJsonText)
    source_trace_id: Mapped[str | None] = mapped_column(String(800))
    source_observation_id: Mapped[str | None] = mapped_column(String(800))
    author_name: Mapped[str | None] = mapped_column(Text)  # who made this version; unknown for old ones
    # created | updated | archived | activated | restored | deleted
    action: Mapped[str] = mapped_column(String(16), default="updated", server_default="updated")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class DatasetRun(Base):
    """A named run of an experiment on a dataset."""

    __tablename__ = "dataset_runs"
    __table_args__ = (UniqueConstraint("dataset_id", "name"),)

    id: Mapped[str] = mapped_column(String(191), primary_key=True, default=new_id)
    dataset_id: Mapped[str] = mapped_column(ForeignKey("datasets.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(MAX_NAME))
    description: Mapped[str | None] = mapped_column(Text)
    info: Mapped[Any] = mapped_column("metadata", JsonText)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class DatasetRunItem(Base):
    """What a run did with one item: a trace, or one observation of it. The same said twice is one row."""

    __tablename__ = "dataset_run_items"
    __table_args__ = (
        UniqueConstraint("run_id", "item_id", "trace_id", "observation_id"),
        Index(None, "item_id"),
        Index(None, "trace_id"),
    )

    id: Mapped[str] = mapped_column(String(191), primary_key=True, default=new_id)
    run_id: Mapped[str] = mapped_column(ForeignKey("dataset_runs.id", ondelete="CASCADE"))
    item_id: Mapped[str] = mapped_column(String(MAX_ITEM_ID))
    trace_id: Mapped[str] = mapped_column(String(800))
    observation_id: Mapped[str] = mapped_column(String(800))  # "" when the whole trace is meant
    dataset_version: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
