"""Reads one prompt: by version, by label, or the one in production."""

from collections.abc import Collection, Sequence

from sqlalchemy import func, literal, select, tuple_, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.prompts.body import LATEST
from sidelight.platform.prompts.former_names import name_now
from sidelight.platform.prompts.record import PromptRecord
from sidelight.platform.prompts.tables import Prompt, PromptLabel, PromptTag, PromptVersion


async def find_prompt(
    session: AsyncSession, project_id: str, name: str, *, version: int | None = None, label: str | None = None
) -> PromptRecord | None:
    """The version with this number, or the one that ``label`` points to; None when there is none.

    A name that the prompt had before it was renamed finds it as well, so that programs go on working.
    """
    found = (
        select(Prompt, PromptVersion)
        .join(PromptVersion, PromptVersion.prompt_id == Prompt.id)
        .where(Prompt.project_id == project_id, Prompt.name == name)
    )
    if version is not None:
        found = found.where(PromptVersion.version == version)
    elif label == LATEST:
        found = found.order_by(PromptVersion.version.desc()).limit(1)
    else:
        found = found.join(PromptLabel, PromptLabel.version_id == PromptVersion.id).where(PromptLabel.label == label)
    row = (await session.execute(found)).one_or_none()
    if row is None:
        renamed = await name_now(session, project_id, name)
        return await find_prompt(session, project_id, renamed, version=version, label=label) if renamed else None
    prompt, chosen = row
    return await record_of(session, prompt, chosen)


async def highest_version(session: AsyncSession, prompt: Prompt) -> PromptVersion | None:
    """The version that ``latest`` means; None before the first one."""
    return await session.scalar(
        select(PromptVersion)
        .where(PromptVersion.prompt_id == prompt.id)
        .order_by(PromptVersion.version.desc())
        .limit(1)
    )


async def version_ids(
    session: AsyncSession, project_id: str, wanted: Collection[tuple[str, int]]
) -> dict[tuple[str, int], str]:
    """Ids of versions by (name, version); those that do not exist are left out."""
    if not wanted:
        return {}
    rows = await session.execute(
        select(Prompt.name, PromptVersion.version, PromptVersion.id)
        .join(Prompt, Prompt.id == PromptVersion.prompt_id)
        .where(Prompt.project_id == project_id, tuple_(Prompt.name, PromptVersion.version).in_(list(wanted)))
    )
    return {(name, version): version_id for name, version, version_id in rows}


async def record_of(session: AsyncSession, prompt: Prompt, version: PromptVersion) -> PromptRecord:
    """A version with its labels and tags: one query for what three tables say."""
    rows = await session.execute(
        union_all(
            select(literal(1), PromptLabel.label, literal(0)).where(PromptLabel.version_id == version.id),
            select(literal(2), PromptTag.tag, PromptTag.place).where(PromptTag.prompt_id == prompt.id),
            select(literal(3), literal(""), func.max(PromptVersion.version)).where(
                PromptVersion.prompt_id == prompt.id
            ),
        )
    )
    labels, tags, latest = [], [], version.version
    for kind, text, number in rows:
        if kind == 1:
            labels.append(text)
        elif kind == 2:
            tags.append((number, text))
        else:
            latest = number
    return to_record(
        prompt, version, sorted(labels), [tag for _, tag in sorted(tags)], is_latest=version.version == latest
    )


def to_record(
    prompt: Prompt, version: PromptVersion, labels: Sequence[str], tags: Sequence[str], *, is_latest: bool
) -> PromptRecord:
    """The record of rows that were read together."""
    return PromptRecord(
        id=version.id,
        prompt_id=prompt.id,
        project_id=prompt.project_id,
        name=prompt.name,
        type=prompt.type,
        version=version.version,
        body=version.body,
        config=version.config,
        labels=(*labels, LATEST) if is_latest else tuple(labels),
        tags=tuple(tags),
        commit_message=version.commit_message,
        created_by=version.created_by,
        created_at=version.created_at,
        updated_at=version.updated_at,
        revision=prompt.revision,
    )


async def has_version(session: AsyncSession, project_id: str, version_id: str) -> bool:
    """Whether the project has a prompt's version with this id."""
    found = select(PromptVersion.id).join(Prompt, Prompt.id == PromptVersion.prompt_id)
    wanted = found.where(Prompt.project_id == project_id, PromptVersion.id == version_id)
    return await session.scalar(wanted) is not None
