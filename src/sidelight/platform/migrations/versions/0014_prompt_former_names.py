"""Names that prompts had before they were renamed."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "prompt_former_names",
        sa.Column("project_id", sa.String(191), nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("prompt_id", sa.String(191), nullable=False),
        sa.PrimaryKeyConstraint("project_id", "name", name="pk_prompt_former_names"),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name="fk_prompt_former_names_project_id_projects", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["prompt_id"], ["prompts.id"], name="fk_prompt_former_names_prompt_id_prompts", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_prompt_former_names_prompt_id", "prompt_former_names", ["prompt_id"])
