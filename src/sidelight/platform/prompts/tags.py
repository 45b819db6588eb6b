"""Tags of a prompt, which all its versions share."""

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.audit.author import Author
from sidelight.platform.audit.noting import Change, note_change
from sidelight.platform.prompts.body import checked_tags
from sidelight.platform.prompts.holding import hold_prompt
from sidelight.platform.prompts.tables import Prompt, PromptTag


async def retag(
    session: AsyncSession,
    project_id: str,
    name: str,
    tags: Sequence[str],
    *,
    author: Author,
    revision: int | None = None,
) -> None:
    """Give a prompt these tags and no other.

    Raises:
        PromptRefusal: a tag cannot be stored.
        PromptNotFound: there is no such prompt.
        StaleRevision: the prompt is no longer at ``revision``.
    """
    prompt = await hold_prompt(session, project_id, name, revision)
    before = (
        await session.scalars(select(PromptTag.tag).where(PromptTag.prompt_id == prompt.id).order_by(PromptTag.place))
    ).all()
    after = await set_tags(session, prompt, tags)
    if list(before) != after:
        change = Change("update", "prompt", name, before={"tags": list(before)}, after={"tags": after})
        await note_change(session, author, change)


async def set_tags(session: AsyncSession, prompt: Prompt, tags: Sequence[str]) -> list[str]:
    """Replace the tags of all versions; gives them once each. Raises PromptRefusal for tags that cannot be stored."""
    checked = checked_tags(tags)
    await session.execute(delete(PromptTag).where(PromptTag.prompt_id == prompt.id))
    session.add_all(PromptTag(prompt_id=prompt.id, tag=tag, place=place) for place, tag in enumerate(checked))
    return checked
