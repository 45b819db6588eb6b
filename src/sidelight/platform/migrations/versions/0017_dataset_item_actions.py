"""What each version of a dataset item did to it, for the history of the dataset."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the action, and tell it for old versions as far as they say it themselves."""
    with op.batch_alter_table("dataset_item_versions") as versions:
        versions.add_column(sa.Column("action", sa.String(16), server_default="updated", nullable=False))
    op.execute("UPDATE dataset_item_versions SET action = 'created' WHERE created_at >= valid_from")
    op.execute("UPDATE dataset_item_versions SET action = 'deleted' WHERE is_deleted")
