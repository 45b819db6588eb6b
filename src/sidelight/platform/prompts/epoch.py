"""A project's prompt epoch: a number that grows with every change of its prompts.

Whoever changes a prompt begins with :func:`begin_change`. That takes the project's row, so that changes of one project
come one after another (a reference cannot be made to a version that another transaction deletes), and tells the caches:
those of this process when the transaction has ended, those of others by the number.
"""

from collections.abc import Mapping
from typing import TypeAlias

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.database import Database, mark_changed
from sidelight.platform.prompts.tables import Prompt
from sidelight.platform.tables import Project

Revisions: TypeAlias = Mapping[str, tuple[str, int]]  # id and revision of prompts by name

WHOLE = ""  # among revisions: the project itself, at its epoch


async def begin_change(session: AsyncSession, project_id: str) -> None:
    """Call it before the first read of a transaction that changes a label, tag, version or name of a prompt.

    The prompt's row must be written, too, which counts its revision: setting ``updated_at`` does.
    """
    mark_changed(session, _subject(project_id))
    await session.execute(
        update(Project)
        .where(Project.id == project_id)
        .values(prompt_epoch=Project.prompt_epoch + 1)
        .execution_options(synchronize_session=False)
    )


async def epoch_of(session: AsyncSession, project_id: str) -> int:
    """The project's number. Read before the prompts, it is never newer than they are."""
    return await session.scalar(select(Project.prompt_epoch).where(Project.id == project_id)) or 0


async def revisions_of(session: AsyncSession, project_id: str) -> Revisions:
    """What all prompts of the project are at."""
    rows = await session.execute(select(Prompt.name, Prompt.id, Prompt.revision).where(Prompt.project_id == project_id))
    return {name: (prompt_id, revision) for name, prompt_id, revision in rows}


def changes_here(database: Database, project_id: str) -> int:
    """How many changes of the project's prompts this process has made."""
    return database.changes_of(_subject(project_id))


def _subject(project_id: str) -> str:
    return f"prompts of {project_id}"
