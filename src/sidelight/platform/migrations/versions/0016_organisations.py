"""Roles in projects, invitations, metadata and deletion of organisations and projects, where sessions are open."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_ROLES = "role IN ('owner', 'admin', 'member', 'viewer', 'none')"


def upgrade() -> None:
    """Add what people manage of organisations and projects."""
    # Only columns are added here: for more, SQLite would have to make the table anew, and deletes the old one first,
    # with everything that refers to it.
    for table in ("organisations", "projects"):
        op.add_column(table, sa.Column("metadata", sa.Text(), nullable=False, server_default="{}"))
        op.add_column(table, sa.Column("revision", sa.Integer(), nullable=False, server_default="1"))
        op.add_column(
            table,
            sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False, server_default="1970-01-01 00:00:00"),
        )
        op.execute(f"UPDATE {table} SET updated_at = created_at")  # noqa: S608 - made of constants
    op.add_column("projects", sa.Column("retention_days", sa.Integer(), nullable=True))
    op.add_column("projects", sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("web_sessions", sa.Column("user_agent", sa.Text(), nullable=False, server_default=""))
    op.add_column("web_sessions", sa.Column("address", sa.String(64), nullable=False, server_default=""))
    with op.batch_alter_table("memberships") as batch:
        batch.drop_constraint(op.f("ck_memberships_role"), type_="check")
        batch.create_check_constraint(op.f("ck_memberships_role"), _ROLES)
    op.create_table(
        "project_memberships",
        sa.Column("project_id", sa.String(191), nullable=False),
        sa.Column("user_id", sa.String(191), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(_ROLES, name=op.f("ck_project_memberships_role")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_project_memberships_project_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_project_memberships_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("project_id", "user_id", name=op.f("pk_project_memberships")),
    )
    op.create_index("ix_project_memberships_user_id", "project_memberships", ["user_id"])
    _invitations()
    op.create_table(
        "project_deletions",
        sa.Column("id", sa.String(191), nullable=False),
        sa.Column("project_id", sa.String(191), nullable=False),
        sa.Column("organisation_id", sa.String(191), nullable=False),
        sa.Column("project_name", sa.Text(), nullable=False),
        sa.Column("step", sa.String(16), nullable=False),
        sa.Column("contents", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_deletions")),
    )
    op.create_index("ix_project_deletions_step_due_at", "project_deletions", ["step", "due_at"])
    op.create_index("ix_project_deletions_organisation_id", "project_deletions", ["organisation_id"])


def _invitations() -> None:
    op.create_table(
        "invitations",
        sa.Column("id", sa.String(191), nullable=False),
        sa.Column("organisation_id", sa.String(191), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("project_id", sa.String(191), nullable=True),
        sa.Column("project_role", sa.String(16), nullable=True),
        sa.Column("email", sa.String(320), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("max_uses", sa.Integer(), nullable=True),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.String(191), nullable=False),
        sa.Column("author_name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_invitations_organisation_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_invitations_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitations_token_hash")),
    )
    op.create_index("ix_invitations_organisation_id_created_at", "invitations", ["organisation_id", "created_at"])
    op.create_index("ix_invitations_project_id", "invitations", ["project_id"])
    op.create_table(
        "invitation_uses",
        sa.Column("invitation_id", sa.String(191), nullable=False),
        sa.Column("user_id", sa.String(191), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitations.id"], name=op.f("fk_invitation_uses_invitation_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_invitation_uses_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("invitation_id", "user_id", name=op.f("pk_invitation_uses")),
    )
    op.create_index("ix_invitation_uses_user_id", "invitation_uses", ["user_id"])
