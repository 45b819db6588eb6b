"""The tables of comments."""

from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from sidelight.platform.clock import UtcDateTime, now
from sidelight.platform.ids import new_id
from sidelight.platform.json_text import JsonText
from sidelight.platform.revision import Revised
from sidelight.platform.tables import Base

MAX_CONTENT = 5_000
MAX_OBJECT_ID = 800


class ObjectType(StrEnum):
    """What can be commented on; a PROMPT is one version of it."""

    TRACE = "TRACE"
    OBSERVATION = "OBSERVATION"
    SESSION = "SESSION"
    PROMPT = "PROMPT"


class Comment(Revised, Base):
    """A remark in Markdown. ``author_name`` is who wrote it where no user did (a key), or the user is gone.

    ``trace_id`` is that of an observation, or of the trace itself. Ids of clients can be longer than what an index
    takes, so rows are found by their hashes (:func:`object_key`, :func:`trace_key`). ``anchor`` is the place in a text
    that the comment is about. A deleted one stays for a while, so that deleting can be undone.
    """

    __tablename__ = "comments"
    __table_args__ = (
        Index(None, "project_id", "object_key", "created_at"),
        Index(None, "project_id", "trace_key"),
        Index(None, "project_id", "created_at"),
    )

    id: Mapped[str] = mapped_column(String(191), primary_key=True, default=new_id)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"))
    object_type: Mapped[str] = mapped_column(String(16))
    object_id: Mapped[str] = mapped_column(String(MAX_OBJECT_ID))
    object_key: Mapped[str] = mapped_column(String(64))
    trace_id: Mapped[str] = mapped_column(String(MAX_OBJECT_ID), default="")
    trace_key: Mapped[str] = mapped_column(String(64), default="")
    content: Mapped[str] = mapped_column(Text)
    anchor: Mapped[Any] = mapped_column(JsonText)
    author_user_id: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    author_name: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class CommentMention(Base):
    """Somebody who is called to a comment; ``read_at`` is None until they have seen it."""

    __tablename__ = "comment_mentions"
    __table_args__ = (Index(None, "user_id", "project_id", "created_at"),)

    comment_id: Mapped[str] = mapped_column(ForeignKey("comments.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class CommentReaction(Base):
    """What somebody thinks of a comment, once for each sign."""

    __tablename__ = "comment_reactions"

    comment_id: Mapped[str] = mapped_column(ForeignKey("comments.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True)
    reaction: Mapped[str] = mapped_column(String(16), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


def object_key(object_type: str, object_id: str) -> str:
    """What a commented object is found by."""
    return sha256(f"{object_type} {object_id}".encode(errors="surrogatepass")).hexdigest()


def trace_key(trace_id: str) -> str:
    """What all comments in a trace are found by; ``""`` for what lies in no trace."""
    return sha256(trace_id.encode(errors="surrogatepass")).hexdigest() if trace_id else ""
