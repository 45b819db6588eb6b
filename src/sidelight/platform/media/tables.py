"""The tables of media."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from sidelight.platform.clock import UtcDateTime, now
from sidelight.platform.tables import Base


class Media(Base):
    """A file of a project, by its content: the same bytes are one file. Without ``blob_key`` it was only announced."""

    __tablename__ = "media"

    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"), primary_key=True)
    id: Mapped[str] = mapped_column(String(22), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(44))  # standard base64
    content_type: Mapped[str] = mapped_column(String(100))
    content_length: Mapped[int] = mapped_column(BigInteger)  # bytes
    blob_key: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    uploaded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    upload_error: Mapped[str | None] = mapped_column(Text)  # what the sender said went wrong


class MediaLink(Base):
    """A place that a file belongs to. It may be known before the file, so it does not refer to it."""

    __tablename__ = "media_links"
    __table_args__ = (
        Index(None, "project_id", "trace_id"),
        Index(None, "project_id", "media_id"),
        Index(None, "project_id", "dataset_item_id"),
    )

    id: Mapped[str] = mapped_column(String(64), primary_key=True)  # hash of all the rest: a link exists once
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"))
    media_id: Mapped[str] = mapped_column(String(22))
    field: Mapped[str] = mapped_column(String(20))
    trace_id: Mapped[str] = mapped_column(String(800))
    observation_id: Mapped[str] = mapped_column(String(800))
    dataset_id: Mapped[str] = mapped_column(String(191))
    dataset_item_id: Mapped[str] = mapped_column(String(191))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
