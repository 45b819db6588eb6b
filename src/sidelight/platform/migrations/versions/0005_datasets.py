"""Datasets with versioned items, and the runs of experiments on them."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of datasets."""
    op.create_table(
        "datasets",
        _id(),
        _id("project_id"),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        _json("metadata"),
        _json("input_schema"),
        _json("expected_output_schema"),
        _moment("created_at"),
        _moment("updated_at"),
        sa.PrimaryKeyConstraint("id", name="pk_datasets"),
        sa.UniqueConstraint("project_id", "name", name="uq_datasets_project_id_name"),
        _belongs_to("projects", "project_id", "datasets"),
    )
    op.create_index("ix_datasets_project_id_created_at", "datasets", ["project_id", "created_at"])
    op.create_table(
        "dataset_item_versions",
        _id("project_id"),
        sa.Column("id", sa.String(255), nullable=False),
        _moment("valid_from"),
        _moment("valid_to", nullable=True),
        _id("dataset_id"),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("is_deleted", sa.Boolean(), nullable=False),
        _json("input"),
        _json("expected_output"),
        _json("metadata"),
        sa.Column("source_trace_id", sa.String(800), nullable=True),
        sa.Column("source_observation_id", sa.String(800), nullable=True),
        _moment("created_at"),
        sa.PrimaryKeyConstraint("project_id", "id", "valid_from", name="pk_dataset_item_versions"),
        _belongs_to("projects", "project_id", "dataset_item_versions"),
        _belongs_to("datasets", "dataset_id", "dataset_item_versions"),
    )
    for columns in (["dataset_id", "created_at"], ["project_id", "source_trace_id"]):
        op.create_index(f"ix_dataset_item_versions_{'_'.join(columns)}", "dataset_item_versions", columns)
    op.create_table(
        "dataset_runs",
        _id(),
        _id("dataset_id"),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        _json("metadata"),
        _moment("created_at"),
        _moment("updated_at"),
        sa.PrimaryKeyConstraint("id", name="pk_dataset_runs"),
        sa.UniqueConstraint("dataset_id", "name", name="uq_dataset_runs_dataset_id_name"),
        _belongs_to("datasets", "dataset_id", "dataset_runs"),
    )
    op.create_table(
        "dataset_run_items",
        _id(),
        _id("run_id"),
        sa.Column("item_id", sa.String(255), nullable=False),
        sa.Column("trace_id", sa.String(800), nullable=False),
        sa.Column("observation_id", sa.String(800), nullable=False),
        _moment("dataset_version", nullable=True),
        _moment("created_at"),
        _moment("updated_at"),
        sa.PrimaryKeyConstraint("id", name="pk_dataset_run_items"),
        sa.UniqueConstraint(
            "run_id",
            "item_id",
            "trace_id",
            "observation_id",
            name="uq_dataset_run_items_run_id_item_id_trace_id_observation_id",
        ),
        _belongs_to("dataset_runs", "run_id", "dataset_run_items"),
    )
    op.create_index("ix_dataset_run_items_item_id", "dataset_run_items", ["item_id"])


def _id(name: str = "id") -> sa.Column[str]:
    return sa.Column(name, sa.String(191), nullable=False)


def _json(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _belongs_to(parent: str, column: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=f"fk_{table}_{column}", ondelete="CASCADE")
