"""The table of score configs."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from sidelight.platform.clock import UtcDateTime, now
from sidelight.platform.ids import new_id
from sidelight.platform.revision import Revised
from sidelight.platform.tables import Base


class ScoreConfigRow(Revised, Base):
    """One config; ``categories`` is a JSON list of ``{label, value}``, ``[]`` when there are none."""

    __tablename__ = "score_configs"
    __table_args__ = (Index(None, "project_id", "created_at"),)

    id: Mapped[str] = mapped_column(String(191), primary_key=True, default=new_id)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(35))
    data_type: Mapped[str] = mapped_column(String(16))
    min_value: Mapped[float | None]
    max_value: Mapped[float | None]
    categories: Mapped[str] = mapped_column(Text, default="[]")
    description: Mapped[str | None] = mapped_column(Text)
    is_archived: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
