"""The tables of invitations and of projects that are being deleted."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from sidelight.platform.clock import UtcDateTime, now
from sidelight.platform.ids import new_id
from sidelight.platform.json_text import JsonText
from sidelight.platform.tables import Base


class Invitation(Base):
    """A link by which people join an organisation; only the token's hash is known here.

    ``project_id`` and ``project_role``: a role in one project beside (or, with the role ``none``, instead of) the one
    in the organisation. ``email``: only who has this address may use it. ``max_uses`` is None for a link of many uses.
    """

    __tablename__ = "invitations"
    __table_args__ = (Index(None, "organisation_id", "created_at"),)

    id: Mapped[str] = mapped_column(String(191), primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    role: Mapped[str] = mapped_column(String(16))
    project_id: Mapped[str | None] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"), index=True)
    project_role: Mapped[str | None] = mapped_column(String(16))
    email: Mapped[str | None] = mapped_column(String(320))
    note: Mapped[str] = mapped_column(Text, default="")
    max_uses: Mapped[int | None]
    uses: Mapped[int] = mapped_column(default=0)
    author_id: Mapped[str] = mapped_column(String(191))
    author_name: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class InvitationUse(Base):
    """Who joined by an invitation, and when."""

    __tablename__ = "invitation_uses"

    invitation_id: Mapped[str] = mapped_column(ForeignKey("invitations.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class DeletionStep(StrEnum):
    """How far the deletion of a project is."""

    EVENTS = "events"  # the event store, files and metadata are still to go
    LATE = "late"  # all is gone; one more look for what was on its way
    DONE = "done"


class ProjectDeletion(Base):
    """A project that is being deleted; outlives its row, and is kept as a record of what went."""

    __tablename__ = "project_deletions"
    __table_args__ = (Index(None, "step", "due_at"),)

    id: Mapped[str] = mapped_column(String(191), primary_key=True, default=new_id)
    project_id: Mapped[str] = mapped_column(String(191))
    organisation_id: Mapped[str] = mapped_column(String(191), index=True)
    project_name: Mapped[str] = mapped_column(Text)
    step: Mapped[str] = mapped_column(String(16), default=DeletionStep.EVENTS.value)
    contents: Mapped[Any] = mapped_column(JsonText, default=dict)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    beat_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    error: Mapped[str] = mapped_column(Text, default="")
