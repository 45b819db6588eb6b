"""The audit log."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of changes."""
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.String(191), nullable=False),
        sa.Column("organisation_id", sa.String(191), nullable=False),
        sa.Column("project_id", sa.String(191), nullable=True),
        sa.Column("author_kind", sa.String(16), nullable=False),
        sa.Column("author_id", sa.String(191), nullable=False),
        sa.Column("author_name", sa.Text(), nullable=False),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("resource_kind", sa.String(64), nullable=False),
        sa.Column("resource_id", sa.String(800), nullable=False),
        sa.Column("resource_name", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_audit_entries_organisation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
    )
    op.create_index("ix_audit_entries_organisation_id_created_at", "audit_entries", ["organisation_id", "created_at"])
    op.create_index("ix_audit_entries_project_id_created_at", "audit_entries", ["project_id", "created_at"])
    op.create_index(
        "ix_audit_entries_organisation_id_resource_kind_resource_id",
        "audit_entries",
        ["organisation_id", "resource_kind", "resource_id"],
    )
