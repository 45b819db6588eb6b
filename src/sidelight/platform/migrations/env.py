"""Alembic's entry: runs the migrations on the connection that :meth:`Database.migrate` opened."""

from alembic import context

import sidelight.platform.annotation_queues.tables
import sidelight.platform.audit.tables
import sidelight.platform.comments.tables
import sidelight.platform.datasets.tables
import sidelight.platform.media.tables
import sidelight.platform.models.tables
import sidelight.platform.organisations.tables
import sidelight.platform.prompts.tables
import sidelight.platform.score_configs.tables  # noqa: F401 - known to Base only when imported
from sidelight.platform.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
