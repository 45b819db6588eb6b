"""Points labels to versions. A label of a prompt points to one version; ``latest`` is the highest and never stored."""

from collections.abc import Mapping, Sequence

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.audit.author import Author
from sidelight.platform.audit.noting import Change, note_change
from sidelight.platform.clock import now
from sidelight.platform.prompts.body import LATEST, checked_labels
from sidelight.platform.prompts.finding import record_of
from sidelight.platform.prompts.holding import hold_prompt
from sidelight.platform.prompts.record import PromptRecord
from sidelight.platform.prompts.refusal import PromptNotFound, PromptRefusal
from sidelight.platform.prompts.tables import Prompt, PromptLabel, PromptVersion


async def move_labels(
    session: AsyncSession,
    project_id: str,
    name: str,
    targets: Mapping[str, int | None],
    *,
    author: Author,
    revision: int | None = None,
) -> dict[str, int | None]:
    """Point each label to a version, or take it off (None). Gives where the labels that moved were before.

    Raises:
        PromptRefusal: a label is not usable, or is ``latest``, which moves by itself.
        PromptNotFound: there is no such prompt or version.
        StaleRevision: the prompt is no longer at ``revision``.
    """
    checked_labels(targets)
    if LATEST in targets:
        raise PromptRefusal("labels", "The label 'latest' is reserved: it always points to the newest version.")
    prompt = await hold_prompt(session, project_id, name, revision)
    wanted = {number for number in targets.values() if number is not None}
    versions = {
        version.version: version
        for version in await session.scalars(
            select(PromptVersion).where(PromptVersion.prompt_id == prompt.id, PromptVersion.version.in_(wanted))
        )
    }
    for number in sorted(wanted - versions.keys()):
        raise PromptNotFound(f"Prompt not found: {name!r} version {number}")
    current = await labels_of(session, prompt)
    before = {label: current.get(label) for label, number in targets.items() if current.get(label) != number}
    await session.execute(delete(PromptLabel).where(PromptLabel.prompt_id == prompt.id, PromptLabel.label.in_(before)))
    for label in before:
        target = targets[label]
        if target is not None:
            session.add(PromptLabel(prompt_id=prompt.id, label=label, version_id=versions[target].id))
            versions[target].updated_at = now()
    if before:
        after = {label: targets[label] for label in before}
        await note_change(session, author, Change("promote", "prompt", name, before=before, after=after))
    await session.flush()
    return before


async def set_labels(
    session: AsyncSession, project_id: str, name: str, version: int, labels: Sequence[str], *, author: Author
) -> PromptRecord:
    """Point these labels to a version, beside those it has; they leave the versions that had them.

    Raises:
        PromptRefusal: a label is not usable, or is ``latest``, which moves by itself.
        PromptNotFound: there is no such version.
    """
    if LATEST in labels:
        raise PromptRefusal("newLabels", "The label 'latest' is reserved: it always points to the newest version.")
    await move_labels(session, project_id, name, dict.fromkeys(labels, version), author=author)
    row = (
        await session.execute(
            select(Prompt, PromptVersion)
            .join(PromptVersion, PromptVersion.prompt_id == Prompt.id)
            .where(Prompt.project_id == project_id, Prompt.name == name, PromptVersion.version == version)
        )
    ).one_or_none()
    if row is None:
        raise PromptNotFound(f"Prompt not found: {name!r} version {version}")
    prompt, found = row
    found.updated_at = now()
    await session.flush()
    return await record_of(session, prompt, found)


async def labels_of(session: AsyncSession, prompt: Prompt) -> dict[str, int]:
    """Which version each label points to, by name, without ``latest``."""
    rows = await session.execute(
        select(PromptLabel.label, PromptVersion.version)
        .join(PromptVersion, PromptVersion.id == PromptLabel.version_id)
        .where(PromptLabel.prompt_id == prompt.id)
        .order_by(PromptLabel.label)
    )
    return dict(rows.all())


async def point(session: AsyncSession, version: PromptVersion, labels: Sequence[str]) -> None:
    """A label points to one version: it is taken from the one that had it."""
    if not labels:
        return
    await session.execute(
        delete(PromptLabel).where(PromptLabel.prompt_id == version.prompt_id, PromptLabel.label.in_(labels))
    )
    session.add_all(PromptLabel(prompt_id=version.prompt_id, label=label, version_id=version.id) for label in labels)
