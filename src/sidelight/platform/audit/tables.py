"""The table of the audit log."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from sidelight.platform.clock import UtcDateTime, now
from sidelight.platform.ids import new_id
from sidelight.platform.json_text import JsonText
from sidelight.platform.tables import Base


class AuditEntry(Base):
    """One change. It outlives its project, its author and what was changed, so their names stand in it."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index(None, "organisation_id", "created_at"),
        Index(None, "project_id", "created_at"),
        Index(None, "organisation_id", "resource_kind", "resource_id"),
    )

    id: Mapped[str] = mapped_column(String(191), primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"))
    project_id: Mapped[str | None] = mapped_column(String(191))
    author_kind: Mapped[str] = mapped_column(String(16))  # user | api_key | system
    author_id: Mapped[str] = mapped_column(String(191))
    author_name: Mapped[str] = mapped_column(Text)
    action: Mapped[str] = mapped_column(String(32))
    resource_kind: Mapped[str] = mapped_column(String(64))
    resource_id: Mapped[str] = mapped_column(String(800))
    resource_name: Mapped[str] = mapped_column(Text)
    before: Mapped[Any] = mapped_column(JsonText)
    after: Mapped[Any] = mapped_column(JsonText)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
