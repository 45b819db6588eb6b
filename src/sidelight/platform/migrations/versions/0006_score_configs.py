"""Score configs."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of score configs."""
    op.create_table(
        "score_configs",
        sa.Column("id", sa.String(191), nullable=False),
        sa.Column("project_id", sa.String(191), nullable=False),
        sa.Column("name", sa.String(35), nullable=False),
        sa.Column("data_type", sa.String(16), nullable=False),
        sa.Column("min_value", sa.Double(), nullable=True),
        sa.Column("max_value", sa.Double(), nullable=True),
        sa.Column("categories", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("is_archived", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_score_configs"),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name="fk_score_configs_project_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_score_configs_project_id_created_at", "score_configs", ["project_id", "created_at"])


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("score_configs")
