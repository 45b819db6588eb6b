"""Keys of organisations, and keys that expire."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let a key belong to an organisation instead of a project, and end by itself."""
    with op.batch_alter_table("api_keys") as table:
        table.alter_column("project_id", existing_type=sa.String(191), nullable=True)
        table.add_column(sa.Column("organisation_id", sa.String(191), nullable=True))
        table.add_column(sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True))
        table.create_foreign_key(
            "fk_api_keys_organisation_id", "organisations", ["organisation_id"], ["id"], ondelete="CASCADE"
        )
        table.create_check_constraint(op.f("ck_api_keys_owner"), "(project_id IS NULL) <> (organisation_id IS NULL)")
    op.create_index("ix_api_keys_organisation_id_created_at", "api_keys", ["organisation_id", "created_at"])
