"""Points labels to versions. A label of a prompt points to one version; ``latest`` is the highest and never stored."""

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.clock import now
from sidelight.platform.prompts.body import LATEST, checked_labels
from sidelight.platform.prompts.epoch import begin_change
from sidelight.platform.prompts.finding import record_of
from sidelight.platform.prompts.record import PromptRecord
from sidelight.platform.prompts.refusal import PromptNotFound, PromptRefusal
from sidelight.platform.prompts.tables import Prompt, PromptLabel, PromptVersion


async def set_labels(
    session: AsyncSession, project_id: str, name: str, version: int, labels: Sequence[str]
) -> PromptRecord:
    """Point these labels to a version, beside those it has; they leave the versions that had them.

    Raises:
        PromptRefusal: a label is not usable, or is ``latest``, which moves by itself.
        PromptNotFound: there is no such version.
    """
    if LATEST in labels:
        raise PromptRefusal("newLabels", "The label 'latest' is reserved: it always points to the newest version.")
    await begin_change(session, project_id)
    row = (
        await session.execute(
            select(Prompt, PromptVersion)
            .join(PromptVersion, PromptVersion.prompt_id == Prompt.id)
            .where(Prompt.project_id == project_id, Prompt.name == name, PromptVersion.version == version)
            .with_for_update()
        )
    ).one_or_none()
    if row is None:
        raise PromptNotFound(f"Prompt not found: {name!r} version {version}")
    prompt, found = row
    await point(session, found, checked_labels(labels))
    found.updated_at = prompt.updated_at = now()
    await session.flush()
    return await record_of(session, prompt, found)


async def point(session: AsyncSession, version: PromptVersion, labels: Sequence[str]) -> None:
    """A label points to one version: it is taken from the one that had it."""
    if not labels:
        return
    await session.execute(
        delete(PromptLabel).where(PromptLabel.prompt_id == version.prompt_id, PromptLabel.label.in_(labels))
    )
    session.add_all(PromptLabel(prompt_id=version.prompt_id, label=label, version_id=version.id) for label in labels)
