"""When a comment was deleted: for a while that can be undone."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the time."""
    with op.batch_alter_table("comments") as comments:
        comments.add_column(sa.Column("deleted_at", sa.DateTime(timezone=True)))
