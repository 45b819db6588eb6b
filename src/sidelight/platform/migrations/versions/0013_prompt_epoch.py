"""The prompt epoch of projects, and labels that only admins may move."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the number and the table."""
    op.add_column("projects", sa.Column("prompt_epoch", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "protected_prompt_labels",
        sa.Column("project_id", sa.String(191), nullable=False),
        sa.Column("label", sa.String(36), nullable=False),
        sa.Column("created_by", sa.String(191), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_protected_prompt_labels_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("project_id", "label", name=op.f("pk_protected_prompt_labels")),
    )
