"""Organisations, projects, people, keys and web sessions."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the first tables."""
    op.create_table(
        "instance_facts",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_instance_facts"),
    )
    op.create_table(
        "organisations",
        _id(),
        sa.Column("name", sa.Text(), nullable=False),
        _moment("created_at"),
        sa.PrimaryKeyConstraint("id", name="pk_organisations"),
    )
    op.create_table(
        "projects",
        _id(),
        _id("organisation_id"),
        sa.Column("name", sa.Text(), nullable=False),
        _moment("created_at"),
        sa.PrimaryKeyConstraint("id", name="pk_projects"),
        _belongs_to("organisations", "organisation_id", "projects"),
    )
    op.create_index("ix_projects_organisation_id", "projects", ["organisation_id"])
    op.create_table(
        "users",
        _id(),
        sa.Column("email", sa.String(320), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("is_admin", sa.Boolean(), nullable=False),
        _moment("created_at"),
        sa.PrimaryKeyConstraint("id", name="pk_users"),
        sa.UniqueConstraint("email", name="uq_users_email"),
    )
    op.create_table(
        "memberships",
        _id("organisation_id"),
        _id("user_id"),
        sa.Column("role", sa.String(16), nullable=False),
        _moment("created_at"),
        sa.PrimaryKeyConstraint("organisation_id", "user_id", name="pk_memberships"),
        _belongs_to("organisations", "organisation_id", "memberships"),
        _belongs_to("users", "user_id", "memberships"),
        sa.CheckConstraint("role IN ('owner', 'admin', 'member', 'viewer')", name=op.f("ck_memberships_role")),
    )
    op.create_index("ix_memberships_user_id", "memberships", ["user_id"])
    op.create_table(
        "api_keys",
        _id(),
        _id("project_id"),
        sa.Column("public_key", sa.String(255), nullable=False),
        sa.Column("secret_hash", sa.String(64), nullable=False),
        sa.Column("display_secret_key", sa.String(32), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        _moment("created_at"),
        _moment("last_used_at", nullable=True),
        _moment("revoked_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_api_keys"),
        sa.UniqueConstraint("public_key", name="uq_api_keys_public_key"),
        _belongs_to("projects", "project_id", "api_keys"),
    )
    op.create_index("ix_api_keys_project_id_created_at", "api_keys", ["project_id", "created_at"])
    _create_token_table("login_links", _moment("used_at", nullable=True))
    _create_token_table("web_sessions", _moment("last_seen_at"))


def _create_token_table(name: str, moment: sa.Column[datetime]) -> None:
    op.create_table(
        name,
        _id(),
        _id("user_id"),
        sa.Column("token_hash", sa.String(64), nullable=False),
        _moment("created_at"),
        _moment("expires_at"),
        moment,
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        sa.UniqueConstraint("token_hash", name=f"uq_{name}_token_hash"),
        _belongs_to("users", "user_id", name),
    )
    op.create_index(f"ix_{name}_user_id", name, ["user_id"])
    op.create_index(f"ix_{name}_expires_at", name, ["expires_at"])


def _id(name: str = "id") -> sa.Column[str]:
    return sa.Column(name, sa.String(191), nullable=False)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _belongs_to(parent: str, column: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=f"fk_{table}_{column}", ondelete="CASCADE")
