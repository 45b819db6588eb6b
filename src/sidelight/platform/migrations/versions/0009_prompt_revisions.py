"""Revisions of prompts: who changes labels, tags or names is told when somebody else did before."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Count the changes of each prompt and keep when the last one was."""
    with op.batch_alter_table("prompts") as table:
        table.add_column(sa.Column("revision", sa.Integer(), nullable=False, server_default="1"))
        table.add_column(sa.Column("updated_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "UPDATE prompts SET updated_at = COALESCE("
        "(SELECT MAX(updated_at) FROM prompt_versions WHERE prompt_versions.prompt_id = prompts.id), created_at)"
    )
    with op.batch_alter_table("prompts") as table:
        table.alter_column("updated_at", existing_type=sa.DateTime(timezone=True), nullable=False)
