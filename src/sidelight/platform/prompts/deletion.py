"""Deletes versions of prompts, unless other prompts depend on them."""

from collections.abc import Sequence

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.clock import now
from sidelight.platform.prompts.body import LATEST
from sidelight.platform.prompts.epoch import begin_change
from sidelight.platform.prompts.finding import highest_version
from sidelight.platform.prompts.refusal import PromptConflict, PromptNotFound
from sidelight.platform.prompts.tables import Prompt, PromptLabel, PromptReference, PromptVersion


async def delete_versions(
    session: AsyncSession, project_id: str, name: str, *, version: int | None = None, label: str | None = None
) -> None:
    """Delete one version, the versions with a label, or the prompt with all its versions.

    Raises:
        PromptNotFound: nothing fits.
        PromptConflict: another prompt depends on what would go.
    """
    await begin_change(session, project_id)
    prompt = await session.scalar(
        select(Prompt).where(Prompt.project_id == project_id, Prompt.name == name).with_for_update()
    )
    versions = [] if prompt is None else (await _versions(session, prompt, version, label))
    if prompt is None or not versions:
        raise PromptNotFound("Prompt not found")
    await _refuse_while_used(session, prompt, versions)
    await session.execute(delete(PromptVersion).where(PromptVersion.id.in_([one.id for one in versions])))
    left = await session.scalar(
        select(func.count()).select_from(PromptVersion).where(PromptVersion.prompt_id == prompt.id)
    )
    if left:
        prompt.updated_at = now()
    else:
        await session.execute(delete(Prompt).where(Prompt.id == prompt.id))


async def _versions(
    session: AsyncSession, prompt: Prompt, version: int | None, label: str | None
) -> Sequence[PromptVersion]:
    wanted = select(PromptVersion).where(PromptVersion.prompt_id == prompt.id)
    if version is not None:
        wanted = wanted.where(PromptVersion.version == version)
    if label == LATEST:
        wanted = wanted.order_by(PromptVersion.version.desc()).limit(1)
    elif label is not None:
        wanted = wanted.join(PromptLabel, PromptLabel.version_id == PromptVersion.id).where(PromptLabel.label == label)
    return (await session.scalars(wanted)).all()


async def _refuse_while_used(session: AsyncSession, prompt: Prompt, going: Sequence[PromptVersion]) -> None:
    going_ids = {one.id for one in going}
    labels = (await session.scalars(select(PromptLabel.label).where(PromptLabel.version_id.in_(going_ids)))).all()
    highest = await highest_version(session, prompt)
    lost_labels = {*labels, *([LATEST] if highest and highest.id in going_ids else [])}
    lost_versions = {one.version for one in going}
    users = await session.execute(
        select(PromptReference, PromptVersion.version, Prompt.name)
        .join(PromptVersion, PromptVersion.id == PromptReference.version_id)
        .join(Prompt, Prompt.id == PromptVersion.prompt_id)
        .where(PromptReference.project_id == prompt.project_id, PromptReference.child_name == prompt.name)
    )
    in_use = sorted(
        f"{name!r} version {version}"
        for reference, version, name in users
        if reference.version_id not in going_ids
        and (reference.child_version in lost_versions or reference.child_label in lost_labels)
    )
    if in_use:
        raise PromptConflict(
            f"Other prompts depend on the prompt version you are trying to delete: {', '.join(in_use)}. "
            "Change or delete them first."
        )
