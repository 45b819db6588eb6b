"""Deletes versions of prompts, unless other prompts depend on them."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.audit.author import Author
from sidelight.platform.audit.noting import Change, note_change
from sidelight.platform.prompts.body import LATEST
from sidelight.platform.prompts.dependents import Dependent, dependents_of, named
from sidelight.platform.prompts.finding import highest_version
from sidelight.platform.prompts.holding import hold_prompt
from sidelight.platform.prompts.labels import labels_of
from sidelight.platform.prompts.refusal import PromptConflict, PromptNotFound
from sidelight.platform.prompts.tables import Prompt, PromptLabel, PromptVersion


@dataclass(frozen=True, slots=True)
class Going:
    """What a deletion takes with it, and what stands against it."""

    versions: tuple[int, ...]
    labels: dict[str, int]
    dependents: tuple[Dependent, ...]


async def delete_versions(
    session: AsyncSession,
    project_id: str,
    name: str,
    *,
    author: Author,
    version: int | None = None,
    label: str | None = None,
    revision: int | None = None,
) -> None:
    """Delete one version, the versions with a label, or the prompt with all its versions.

    Raises:
        PromptNotFound: nothing fits.
        PromptConflict: another prompt depends on what would go.
        StaleRevision: the prompt is no longer at ``revision``.
    """
    prompt = await hold_prompt(session, project_id, name, revision)
    versions = await _versions(session, prompt, version, label)
    if not versions:
        raise PromptNotFound("Prompt not found")
    going = await _going(session, prompt, versions, is_all=version is None and label is None)
    if going.dependents:
        raise PromptConflict(
            f"Other prompts depend on the prompt version you are trying to delete: {named(going.dependents)}. "
            "Change or delete them first."
        )
    left = await session.scalar(
        select(func.count()).select_from(PromptVersion).where(PromptVersion.prompt_id == prompt.id)
    )
    gone = {"versions": list(going.versions), "labels": going.labels, "type": prompt.type}
    await note_change(session, author, Change("delete", "prompt", name, before=gone))
    if left == len(versions):
        await session.execute(delete(Prompt).where(Prompt.id == prompt.id))
    else:
        await session.execute(delete(PromptVersion).where(PromptVersion.id.in_(versions)))


async def what_would_go(session: AsyncSession, project_id: str, name: str, version: int | None) -> Going:
    """What :func:`delete_versions` would do. Raises PromptNotFound."""
    prompt = await session.scalar(select(Prompt).where(Prompt.project_id == project_id, Prompt.name == name))
    versions = {} if prompt is None else await _versions(session, prompt, version, None)
    if prompt is None or not versions:
        raise PromptNotFound("Prompt not found")
    return await _going(session, prompt, versions, is_all=version is None)


async def _going(session: AsyncSession, prompt: Prompt, versions: Mapping[str, int], *, is_all: bool) -> Going:
    numbers = set(versions.values())
    labels = {label: number for label, number in (await labels_of(session, prompt)).items() if number in numbers}
    highest = await highest_version(session, prompt)
    is_highest = highest is not None and highest.version in numbers
    lost = {*labels, *([LATEST] if is_highest else [])}
    concerned = None if is_all else numbers
    dependents = await dependents_of(session, prompt.project_id, prompt.name, versions=concerned, labels=lost)
    return Going(tuple(sorted(numbers)), labels, tuple(dependents))


async def _versions(session: AsyncSession, prompt: Prompt, version: int | None, label: str | None) -> dict[str, int]:
    """Ids of the chosen versions with their numbers."""
    wanted = select(PromptVersion.id, PromptVersion.version).where(PromptVersion.prompt_id == prompt.id)
    if version is not None:
        wanted = wanted.where(PromptVersion.version == version)
    if label == LATEST:
        highest = select(func.max(PromptVersion.version)).where(PromptVersion.prompt_id == prompt.id)
        wanted = wanted.where(PromptVersion.version == highest.scalar_subquery())
    elif label is not None:
        wanted = wanted.join(PromptLabel, PromptLabel.version_id == PromptVersion.id).where(PromptLabel.label == label)
    return dict((await session.execute(wanted)).all())
