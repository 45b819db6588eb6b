"""Find the runs that a trace is part of without looking at all of them."""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Index the traces of runs' items."""
    op.create_index("ix_dataset_run_items_trace_id", "dataset_run_items", ["trace_id"])
