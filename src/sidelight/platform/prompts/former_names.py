"""Names that prompts had: they are found by them until another prompt takes the name."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.clock import now
from sidelight.platform.prompts.tables import Prompt, PromptFormerName


async def name_now(session: AsyncSession, project_id: str, former: str) -> str | None:
    """The name of the prompt that was called ``former``; None when none was."""
    name: str | None = await session.scalar(
        select(Prompt.name)
        .join(PromptFormerName, PromptFormerName.prompt_id == Prompt.id)
        .where(PromptFormerName.project_id == project_id, PromptFormerName.name == former)
    )
    return name


async def release_names(session: AsyncSession, project_id: str, names: Collection[str], *, by: Collection[str]) -> None:
    """Take names from the prompts that had them before; ``by`` are the ids of those that are called so now.

    The others get a new revision: answers that were given under the names hold no longer.
    """
    lost = PromptFormerName.project_id == project_id, PromptFormerName.name.in_(names)
    owners = await session.scalars(
        select(Prompt)
        .where(Prompt.id.in_(select(PromptFormerName.prompt_id).where(*lost)), Prompt.id.not_in(by))
        .with_for_update()
    )
    for owner in owners.all():
        owner.updated_at = now()
    await session.execute(delete(PromptFormerName).where(*lost))


async def former_names(session: AsyncSession, project_id: str, prompt_id: str | None = None) -> dict[str, list[str]]:
    """The former names of the project's prompts, or of one, by id."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    wanted = (
        select(PromptFormerName.prompt_id, PromptFormerName.name)
        .where(PromptFormerName.project_id == project_id)
        .order_by(PromptFormerName.name)
    )
    if prompt_id is not None:
        wanted = wanted.where(PromptFormerName.prompt_id == prompt_id)
    for owner_id, name in await session.execute(wanted):
        found[owner_id].append(name)
    return found
