"""A project's own models, and the jobs that price stored calls anew."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of models."""
    op.create_table(
        "models",
        sa.Column("id", sa.String(191), nullable=False),
        sa.Column("project_id", sa.String(191), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("match_pattern", sa.Text(), nullable=False),
        _moment("start_at", nullable=True),
        sa.Column("unit", sa.String(16), nullable=True),
        sa.Column("tokenizer_id", sa.Text(), nullable=True),
        sa.Column("tokenizer_config", sa.Text(), nullable=True),
        sa.Column("tiers", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        _moment("created_at"),
        _moment("updated_at"),
        sa.PrimaryKeyConstraint("id", name="pk_models"),
        _of_project("models"),
    )
    op.create_index("ix_models_project_id_name", "models", ["project_id", "name"])
    op.create_table(
        "reprice_jobs",
        sa.Column("id", sa.String(191), nullable=False),
        sa.Column("project_id", sa.String(191), nullable=False),
        sa.Column("cause", sa.String(16), nullable=False),
        sa.Column("model_name", sa.Text(), nullable=False),
        sa.Column("patterns", sa.Text(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        _moment("created_at"),
        _moment("started_at", nullable=True),
        _moment("beat_at", nullable=True),
        _moment("finished_at", nullable=True),
        sa.Column("next_day", sa.String(10), nullable=True),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("looked_at", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reprice_jobs"),
        _of_project("reprice_jobs"),
        sa.CheckConstraint("state IN ('waiting', 'running', 'done', 'failed')", name="ck_reprice_jobs_state"),
    )
    op.create_index("ix_reprice_jobs_project_id_created_at", "reprice_jobs", ["project_id", "created_at"])
    op.create_index("ix_reprice_jobs_state_created_at", "reprice_jobs", ["state", "created_at"])


def _moment(name: str, *, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _of_project(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=f"fk_{table}_project_id", ondelete="CASCADE")
