"""The revision of score configs, which guards them against lost updates."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Count the changes of each config."""
    op.add_column("score_configs", sa.Column("revision", sa.Integer(), nullable=False, server_default="1"))


def downgrade() -> None:
    """Forget the counts."""
    op.drop_column("score_configs", "revision")
