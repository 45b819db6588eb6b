"""Takes a prompt to change it: whoever comes meanwhile waits, and then sees what was made of it."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.clock import now
from sidelight.platform.prompts.epoch import begin_change
from sidelight.platform.prompts.refusal import PromptNotFound
from sidelight.platform.prompts.tables import Prompt
from sidelight.platform.revision import expect_revision


async def hold_prompt(session: AsyncSession, project_id: str, name: str, revision: int | None = None) -> Prompt:
    """The prompt with this name, locked until the transaction ends; it gets a new revision.

    Raises:
        PromptNotFound: the project has no such prompt.
        StaleRevision: it is no longer at ``revision``.
    """
    await begin_change(session, project_id)
    prompt: Prompt | None = await session.scalar(
        select(Prompt).where(Prompt.project_id == project_id, Prompt.name == name).with_for_update()
    )
    if prompt is None:
        raise PromptNotFound("This project has no prompt of this name.")
    expect_revision(prompt, revision)
    prompt.updated_at = now()
    return prompt
