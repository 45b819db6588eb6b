"""Comments, who is mentioned in them, and reactions to them."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the three tables."""
    op.create_table(
        "comments",
        sa.Column("id", sa.String(191), nullable=False),
        sa.Column("project_id", sa.String(191), nullable=False),
        sa.Column("object_type", sa.String(16), nullable=False),
        sa.Column("object_id", sa.String(800), nullable=False),
        sa.Column("object_key", sa.String(64), nullable=False),
        sa.Column("trace_id", sa.String(800), nullable=False),
        sa.Column("trace_key", sa.String(64), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("anchor", sa.Text(), nullable=False),
        sa.Column("author_user_id", sa.String(191), nullable=True),
        sa.Column("author_name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        _refers("comments", "project_id", "projects"),
        _refers("comments", "author_user_id", "users", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comments")),
    )
    op.create_index(
        "ix_comments_project_id_object_key_created_at", "comments", ["project_id", "object_key", "created_at"]
    )
    op.create_index("ix_comments_project_id_trace_key", "comments", ["project_id", "trace_key"])
    op.create_index("ix_comments_project_id_created_at", "comments", ["project_id", "created_at"])
    op.create_index("ix_comments_author_user_id", "comments", ["author_user_id"])
    op.create_table(
        "comment_mentions",
        sa.Column("comment_id", sa.String(191), nullable=False),
        sa.Column("user_id", sa.String(191), nullable=False),
        sa.Column("project_id", sa.String(191), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        _refers("comment_mentions", "comment_id", "comments"),
        _refers("comment_mentions", "user_id", "users"),
        _refers("comment_mentions", "project_id", "projects"),
        sa.PrimaryKeyConstraint("comment_id", "user_id", name=op.f("pk_comment_mentions")),
    )
    op.create_index(
        "ix_comment_mentions_user_id_project_id_created_at",
        "comment_mentions",
        ["user_id", "project_id", "created_at"],
    )
    op.create_index("ix_comment_mentions_project_id", "comment_mentions", ["project_id"])
    op.create_table(
        "comment_reactions",
        sa.Column("comment_id", sa.String(191), nullable=False),
        sa.Column("user_id", sa.String(191), nullable=False),
        sa.Column("reaction", sa.String(16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _refers("comment_reactions", "comment_id", "comments"),
        _refers("comment_reactions", "user_id", "users"),
        sa.PrimaryKeyConstraint("comment_id", "user_id", "reaction", name=op.f("pk_comment_reactions")),
    )
    op.create_index("ix_comment_reactions_user_id", "comment_reactions", ["user_id"])


def downgrade() -> None:
    """Drop them."""
    for table in ("comment_reactions", "comment_mentions", "comments"):
        op.drop_table(table)


def _refers(table: str, column: str, to: str, on_delete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete=on_delete)
