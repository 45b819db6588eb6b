"""The metadata tables. Change one, and add a migration: a test compares the two."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from sidelight.platform.clock import UtcDateTime, now
from sidelight.platform.ids import new_id
from sidelight.platform.json_text import JsonText
from sidelight.platform.revision import Revised


class Base(DeclarativeBase):
    """Names of constraints are fixed, so that later migrations can name what they change."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Role(StrEnum):
    """What a member of an organisation may do, from most to least."""

    OWNER = "owner"
    ADMIN = "admin"
    MEMBER = "member"
    VIEWER = "viewer"

    def reaches(self, needed: "Role") -> bool:
        """Whether this role includes ``needed``."""
        order = list(Role)
        return order.index(self) <= order.index(needed)


NO_ROLE = "none"
"""What stands in the place of a role that opens nothing."""

_ROLES = "role IN ('owner', 'admin', 'member', 'viewer', 'none')"


class Organisation(Revised, Base):
    """Owns projects; people are members of it. ``details`` is its metadata, a JSON object."""

    __tablename__ = "organisations"

    id: Mapped[str] = mapped_column(String(191), primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(Text)
    details: Mapped[Any] = mapped_column("metadata", JsonText, default=dict)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class Project(Revised, Base):
    """Owns all data: every trace, key and prompt belongs to exactly one.

    ``deleted_at`` is set when its deletion was asked for: nobody opens it any more, its data goes in the background.
    """

    __tablename__ = "projects"

    id: Mapped[str] = mapped_column(String(191), primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(Text)
    details: Mapped[Any] = mapped_column("metadata", JsonText, default=dict)
    retention_days: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    prompt_epoch: Mapped[int] = mapped_column(default=0, server_default="0")  # grows with every change of a prompt
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class User(Base):
    """A person. Without password hash, only a login link opens the account."""

    __tablename__ = "users"

    id: Mapped[str] = mapped_column(String(191), primary_key=True, default=new_id)
    email: Mapped[str] = mapped_column(String(320), unique=True)  # lower case
    name: Mapped[str] = mapped_column(Text)
    password_hash: Mapped[str | None] = mapped_column(Text)
    is_admin: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class Membership(Base):
    """A user's role in an organisation, and so in all its projects; with ``none``, only in those that name the user."""

    __tablename__ = "memberships"
    __table_args__ = (CheckConstraint(_ROLES, name="role"),)

    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True)
    role: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class ProjectMembership(Base):
    """A role in one project, instead of the one in its organisation; ``none`` hides the project."""

    __tablename__ = "project_memberships"
    __table_args__ = (CheckConstraint(_ROLES, name="role"),)

    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True)
    role: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class ApiKey(Base):
    """A key pair of a project or of an organisation; a revoked one stays, so that its next use can be explained."""

    __tablename__ = "api_keys"
    __table_args__ = (
        Index(None, "project_id", "created_at"),
        Index(None, "organisation_id", "created_at"),
        CheckConstraint("(project_id IS NULL) <> (organisation_id IS NULL)", name="owner"),
    )

    id: Mapped[str] = mapped_column(String(191), primary_key=True, default=new_id)
    project_id: Mapped[str | None] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"))
    organisation_id: Mapped[str | None] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"))
    public_key: Mapped[str] = mapped_column(String(255), unique=True)
    secret_hash: Mapped[str] = mapped_column(String(64))
    display_secret_key: Mapped[str] = mapped_column(String(32))
    note: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    last_used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class LoginLink(Base):
    """A one-time way in; only the token's hash is known here."""

    __tablename__ = "login_links"

    id: Mapped[str] = mapped_column(String(191), primary_key=True, default=new_id)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class WebSession(Base):
    """A signed-in browser; only the cookie's hash is known here."""

    __tablename__ = "web_sessions"

    id: Mapped[str] = mapped_column(String(191), primary_key=True, default=new_id)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_agent: Mapped[str] = mapped_column(Text, default="")
    address: Mapped[str] = mapped_column(String(64), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class InstanceFact(Base):
    """A fact about this installation, by name."""

    __tablename__ = "instance_facts"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[str] = mapped_column(Text)
