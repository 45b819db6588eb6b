"""Prompts with their versions, labels, tags and references."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of prompts."""
    op.create_table(
        "prompts",
        _id(),
        _id("project_id"),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("type", sa.String(8), nullable=False),
        _moment("created_at"),
        sa.PrimaryKeyConstraint("id", name="pk_prompts"),
        sa.UniqueConstraint("project_id", "name", name="uq_prompts_project_id_name"),
        _belongs_to("projects", "project_id", "prompts"),
    )
    op.create_table(
        "prompt_versions",
        _id(),
        _id("prompt_id"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("config", sa.Text(), nullable=False),
        sa.Column("commit_message", sa.Text(), nullable=True),
        _id("created_by"),
        _moment("created_at"),
        _moment("updated_at"),
        sa.PrimaryKeyConstraint("id", name="pk_prompt_versions"),
        sa.UniqueConstraint("prompt_id", "version", name="uq_prompt_versions_prompt_id_version"),
        _belongs_to("prompts", "prompt_id", "prompt_versions"),
    )
    op.create_table(
        "prompt_labels",
        _id("prompt_id"),
        sa.Column("label", sa.String(36), nullable=False),
        _id("version_id"),
        sa.PrimaryKeyConstraint("prompt_id", "label", name="pk_prompt_labels"),
        _belongs_to("prompts", "prompt_id", "prompt_labels"),
        _belongs_to("prompt_versions", "version_id", "prompt_labels"),
    )
    op.create_index("ix_prompt_labels_version_id", "prompt_labels", ["version_id"])
    op.create_table(
        "prompt_tags",
        _id("prompt_id"),
        sa.Column("tag", sa.String(255), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("prompt_id", "tag", name="pk_prompt_tags"),
        _belongs_to("prompts", "prompt_id", "prompt_tags"),
    )
    op.create_table(
        "prompt_references",
        _id(),
        _id("project_id"),
        _id("version_id"),
        sa.Column("child_name", sa.String(255), nullable=False),
        sa.Column("child_version", sa.Integer(), nullable=True),
        sa.Column("child_label", sa.String(36), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_prompt_references"),
        _belongs_to("projects", "project_id", "prompt_references"),
        _belongs_to("prompt_versions", "version_id", "prompt_references"),
    )
    op.create_index("ix_prompt_references_project_id_child_name", "prompt_references", ["project_id", "child_name"])
    op.create_index("ix_prompt_references_version_id", "prompt_references", ["version_id"])


def _id(name: str = "id") -> sa.Column[str]:
    return sa.Column(name, sa.String(191), nullable=False)


def _moment(name: str) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _belongs_to(parent: str, column: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=f"fk_{table}_{column}", ondelete="CASCADE")
