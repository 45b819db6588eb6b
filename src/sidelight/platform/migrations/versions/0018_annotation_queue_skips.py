"""Who passed which item of an annotation queue over."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_TABLE = "annotation_queue_skips"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        _TABLE,
        sa.Column("item_id", sa.String(191), nullable=False),
        sa.Column("user_id", sa.String(191), nullable=False),
        sa.Column("project_id", sa.String(191), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _cascade("item_id", "annotation_queue_items"),
        _cascade("user_id", "users"),
        _cascade("project_id", "projects"),
        sa.PrimaryKeyConstraint("item_id", "user_id", name=op.f(f"pk_{_TABLE}")),
    )
    for column in ("user_id", "project_id"):
        op.create_index(f"ix_{_TABLE}_{column}", _TABLE, [column])


def _cascade(column: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_{_TABLE}_{column}"), ondelete="CASCADE")
