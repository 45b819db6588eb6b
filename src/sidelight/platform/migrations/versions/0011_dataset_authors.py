"""Revisions of datasets, authors of item versions, and one current version an item."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what editing by several people needs, and the indexes of lists and histories."""
    with op.batch_alter_table("datasets") as datasets:
        datasets.add_column(sa.Column("revision", sa.Integer(), server_default="1", nullable=False))
    with op.batch_alter_table("dataset_item_versions") as versions:
        versions.add_column(sa.Column("author_name", sa.Text(), nullable=True))
    # Nothing kept two clients from making the same item at once: the older of the two ends where the newer begins.
    op.execute(
        "UPDATE dataset_item_versions SET valid_to = (SELECT MIN(newer.valid_from) FROM dataset_item_versions newer "
        "WHERE newer.project_id = dataset_item_versions.project_id AND newer.id = dataset_item_versions.id "
        "AND newer.valid_from > dataset_item_versions.valid_from) WHERE valid_to IS NULL"
    )
    for columns in (["dataset_id", "valid_from"], ["dataset_id", "valid_to", "status", "is_deleted"]):
        op.create_index(f"ix_dataset_item_versions_{'_'.join(columns)}", "dataset_item_versions", columns)
    op.create_index(
        "uq_dataset_item_versions_current",
        "dataset_item_versions",
        ["project_id", "id"],
        unique=True,
        sqlite_where=sa.text("valid_to IS NULL"),
        postgresql_where=sa.text("valid_to IS NULL"),
    )
