"""One prompt with its history: what all versions share, and the versions without their texts."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.prompts.body import LATEST
from sidelight.platform.prompts.former_names import former_names, name_now
from sidelight.platform.prompts.tables import Prompt, PromptLabel, PromptTag, PromptVersion


@dataclass(frozen=True, slots=True)
class PromptOverview:
    """A prompt with which version each label points to, ``latest`` included."""

    id: str
    name: str
    type: str
    revision: int
    tags: tuple[str, ...]
    labels: dict[str, int]
    former_names: tuple[str, ...]
    version_count: int
    latest_version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class VersionHead:
    """A version without its text; ``created_by`` is a user's id or ``API``."""

    id: str
    version: int
    labels: tuple[str, ...]
    commit_message: str | None
    created_by: str
    created_at: datetime


async def prompt_overview(session: AsyncSession, project_id: str, name: str) -> PromptOverview | None:
    """The prompt with this name, or that had it before; None when there is none."""
    prompt = await session.scalar(select(Prompt).where(Prompt.project_id == project_id, Prompt.name == name))
    if prompt is None:
        renamed = await name_now(session, project_id, name)
        return await prompt_overview(session, project_id, renamed) if renamed else None
    count, highest = (
        await session.execute(
            select(func.count(), func.max(PromptVersion.version)).where(PromptVersion.prompt_id == prompt.id)
        )
    ).one()
    tags = (
        await session.scalars(select(PromptTag.tag).where(PromptTag.prompt_id == prompt.id).order_by(PromptTag.place))
    ).all()
    labels = await session.execute(
        select(PromptLabel.label, PromptVersion.version)
        .join(PromptVersion, PromptVersion.id == PromptLabel.version_id)
        .where(PromptLabel.prompt_id == prompt.id)
        .order_by(PromptLabel.label)
    )
    return PromptOverview(
        id=prompt.id,
        name=prompt.name,
        type=prompt.type,
        revision=prompt.revision,
        tags=tuple(tags),
        labels={**dict(labels.all()), LATEST: highest},
        former_names=tuple((await former_names(session, project_id, prompt.id)).get(prompt.id, ())),
        version_count=count,
        latest_version=highest,
        created_at=prompt.created_at,
        updated_at=prompt.updated_at,
    )


async def version_heads(
    session: AsyncSession, prompt: PromptOverview, *, before: int | None, limit: int
) -> list[VersionHead]:
    """Versions, newest first, below ``before`` when it is given."""
    found = (
        select(
            PromptVersion.id,
            PromptVersion.version,
            PromptVersion.commit_message,
            PromptVersion.created_by,
            PromptVersion.created_at,
        )
        .where(PromptVersion.prompt_id == prompt.id)
        .order_by(PromptVersion.version.desc())
        .limit(limit)
    )
    if before is not None:
        found = found.where(PromptVersion.version < before)
    labels: defaultdict[int, list[str]] = defaultdict(list)
    for label, version in prompt.labels.items():
        labels[version].append(label)
    return [
        VersionHead(
            id=row.id,
            version=row.version,
            labels=tuple(labels[row.version]),
            commit_message=row.commit_message,
            created_by=row.created_by,
            created_at=row.created_at,
        )
        for row in await session.execute(found)
    ]
