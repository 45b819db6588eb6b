"""Files of traces and dataset items."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of media."""
    op.create_table(
        "media",
        sa.Column("project_id", sa.String(191), nullable=False),
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("sha256", sa.String(44), nullable=False),
        sa.Column("content_type", sa.String(100), nullable=False),
        sa.Column("content_length", sa.BigInteger(), nullable=False),
        sa.Column("blob_key", sa.Text(), nullable=True),
        _moment("created_at"),
        _moment("uploaded_at", nullable=True),
        sa.Column("upload_error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("project_id", "id", name="pk_media"),
        _of_project("media"),
    )
    op.create_table(
        "media_links",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("project_id", sa.String(191), nullable=False),
        sa.Column("media_id", sa.String(22), nullable=False),
        sa.Column("field", sa.String(20), nullable=False),
        sa.Column("trace_id", sa.String(800), nullable=False),
        sa.Column("observation_id", sa.String(800), nullable=False),
        sa.Column("dataset_id", sa.String(191), nullable=False),
        sa.Column("dataset_item_id", sa.String(191), nullable=False),
        _moment("created_at"),
        sa.PrimaryKeyConstraint("id", name="pk_media_links"),
        _of_project("media_links"),
    )
    for column in ("trace_id", "media_id", "dataset_item_id"):
        op.create_index(f"ix_media_links_project_id_{column}", "media_links", ["project_id", column])


def _moment(name: str, *, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _of_project(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=f"fk_{table}_project_id", ondelete="CASCADE")
