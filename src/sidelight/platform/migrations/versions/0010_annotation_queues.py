"""Annotation queues, what waits in them, and who is asked to work on them."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the three tables."""
    op.create_table(
        "annotation_queues",
        sa.Column("id", sa.String(191), nullable=False),
        sa.Column("project_id", sa.String(191), nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("score_config_ids", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        _project("annotation_queues"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annotation_queues")),
        sa.UniqueConstraint("project_id", "name", name=op.f("uq_annotation_queues_project_id_name")),
    )
    op.create_index("ix_annotation_queues_project_id_created_at", "annotation_queues", ["project_id", "created_at"])
    op.create_table(
        "annotation_queue_items",
        sa.Column("id", sa.String(191), nullable=False),
        sa.Column("project_id", sa.String(191), nullable=False),
        sa.Column("queue_id", sa.String(191), nullable=False),
        sa.Column("object_type", sa.String(16), nullable=False),
        sa.Column("object_id", sa.String(800), nullable=False),
        sa.Column("object_key", sa.String(64), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("annotator_id", sa.String(191), nullable=True),
        sa.Column("locked_by", sa.String(191), nullable=True),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        _project("annotation_queue_items"),
        _queue("annotation_queue_items"),
        _user("annotation_queue_items", "annotator_id", "SET NULL"),
        _user("annotation_queue_items", "locked_by", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annotation_queue_items")),
        sa.UniqueConstraint("queue_id", "object_key", name=op.f("uq_annotation_queue_items_queue_id_object_key")),
    )
    op.create_index(
        "ix_annotation_queue_items_queue_id_status_created_at",
        "annotation_queue_items",
        ["queue_id", "status", "created_at"],
    )
    op.create_index(
        "ix_annotation_queue_items_project_id_object_key", "annotation_queue_items", ["project_id", "object_key"]
    )
    op.create_table(
        "annotation_queue_assignments",
        sa.Column("queue_id", sa.String(191), nullable=False),
        sa.Column("user_id", sa.String(191), nullable=False),
        sa.Column("project_id", sa.String(191), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _queue("annotation_queue_assignments"),
        _user("annotation_queue_assignments", "user_id", "CASCADE"),
        _project("annotation_queue_assignments"),
        sa.PrimaryKeyConstraint("queue_id", "user_id", name=op.f("pk_annotation_queue_assignments")),
    )
    for column in ("user_id", "project_id"):
        op.create_index(f"ix_annotation_queue_assignments_{column}", "annotation_queue_assignments", [column])


def downgrade() -> None:
    """Drop them."""
    for table in ("annotation_queue_assignments", "annotation_queue_items", "annotation_queues"):
        op.drop_table(table)


def _project(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_project_id")
    return sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=name, ondelete="CASCADE")


def _queue(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_queue_id")
    return sa.ForeignKeyConstraint(["queue_id"], ["annotation_queues.id"], name=name, ondelete="CASCADE")


def _user(table: str, column: str, on_delete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["users.id"], name=op.f(f"fk_{table}_{column}"), ondelete=on_delete)
