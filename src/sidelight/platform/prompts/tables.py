"""The tables of prompts."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from sidelight.platform.clock import UtcDateTime, now
from sidelight.platform.ids import new_id
from sidelight.platform.json_text import JsonText
from sidelight.platform.revision import Revised
from sidelight.platform.tables import Base

MAX_NAME = 255
MAX_LABEL = 36


class Prompt(Revised, Base):
    """A prompt's name with what all its versions share.

    Whatever changes about it or its versions sets ``updated_at``, and so makes a new revision.
    """

    __tablename__ = "prompts"
    __table_args__ = (UniqueConstraint("project_id", "name"),)

    id: Mapped[str] = mapped_column(String(191), primary_key=True, default=new_id)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(MAX_NAME))
    type: Mapped[str] = mapped_column(String(8))  # text | chat
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class PromptVersion(Base):
    """One immutable text. Numbers begin at 1; two writers cannot both get one number."""

    __tablename__ = "prompt_versions"
    __table_args__ = (UniqueConstraint("prompt_id", "version"),)

    id: Mapped[str] = mapped_column(String(191), primary_key=True, default=new_id)
    prompt_id: Mapped[str] = mapped_column(ForeignKey("prompts.id", ondelete="CASCADE"))
    version: Mapped[int]
    body: Mapped[Any] = mapped_column(JsonText)  # a text, or a list of messages and placeholders
    config: Mapped[Any] = mapped_column(JsonText)
    commit_message: Mapped[str | None] = mapped_column(Text)
    created_by: Mapped[str] = mapped_column(String(191))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class PromptLabel(Base):
    """Which version a label points to: one, by the key. ``latest`` is not stored; it is the highest number."""

    __tablename__ = "prompt_labels"

    prompt_id: Mapped[str] = mapped_column(ForeignKey("prompts.id", ondelete="CASCADE"), primary_key=True)
    label: Mapped[str] = mapped_column(String(MAX_LABEL), primary_key=True)
    version_id: Mapped[str] = mapped_column(ForeignKey("prompt_versions.id", ondelete="CASCADE"), index=True)


class PromptTag(Base):
    """A tag of a prompt, in the order given."""

    __tablename__ = "prompt_tags"

    prompt_id: Mapped[str] = mapped_column(ForeignKey("prompts.id", ondelete="CASCADE"), primary_key=True)
    tag: Mapped[str] = mapped_column(String(255), primary_key=True)
    place: Mapped[int]


class PromptFormerName(Base):
    """A name that a prompt had. It can still be read by it, until another prompt takes the name."""

    __tablename__ = "prompt_former_names"

    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(String(MAX_NAME), primary_key=True)
    prompt_id: Mapped[str] = mapped_column(ForeignKey("prompts.id", ondelete="CASCADE"), index=True)


class PromptReference(Base):
    """A version's use of another prompt of the project, by version or by label."""

    __tablename__ = "prompt_references"
    __table_args__ = (Index(None, "project_id", "child_name"),)

    id: Mapped[str] = mapped_column(String(191), primary_key=True, default=new_id)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"))
    version_id: Mapped[str] = mapped_column(ForeignKey("prompt_versions.id", ondelete="CASCADE"), index=True)
    child_name: Mapped[str] = mapped_column(String(MAX_NAME))
    child_version: Mapped[int | None]
    child_label: Mapped[str | None] = mapped_column(String(MAX_LABEL))


class ProtectedPromptLabel(Base):
    """A label of a project that only admins and owners may move."""

    __tablename__ = "protected_prompt_labels"

    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"), primary_key=True)
    label: Mapped[str] = mapped_column(String(MAX_LABEL), primary_key=True)
    created_by: Mapped[str] = mapped_column(String(191))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
