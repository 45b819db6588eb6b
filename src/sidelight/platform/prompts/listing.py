"""Lists a project's prompts with their versions and labels."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.prompts.body import LATEST
from sidelight.platform.prompts.tables import Prompt, PromptLabel, PromptTag, PromptVersion


@dataclass(frozen=True, slots=True)
class PromptFilter:
    """None is no condition. The times are half-open and look at versions."""

    name: str | None = None
    label: str | None = None
    tag: str | None = None
    from_updated_at: datetime | None = None
    to_updated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PromptSummary:
    """One prompt with the numbers and labels of those of its versions that match."""

    name: str
    type: str
    versions: tuple[int, ...]
    labels: tuple[str, ...]
    tags: tuple[str, ...]
    last_updated_at: datetime
    last_config: Any


async def list_prompts(
    session: AsyncSession, project_id: str, where: PromptFilter, page: int, limit: int
) -> tuple[list[PromptSummary], int]:
    """One page of the prompts that have a matching version, by name, and how many there are."""
    matching = _matching(project_id, where)
    total = await session.scalar(select(func.count(func.distinct(matching.subquery().c.prompt_id))))
    names = matching.subquery()
    prompts = (
        await session.scalars(
            select(Prompt)
            .where(Prompt.id.in_(select(names.c.prompt_id)))
            .order_by(Prompt.name)
            .limit(limit)
            .offset((page - 1) * limit)
        )
    ).all()
    return await _summaries(session, prompts, where, project_id), total or 0


def _matching(project_id: str, where: PromptFilter) -> Select[str, str]:
    """Ids of matching versions with their prompts'."""
    found = (
        select(PromptVersion.prompt_id, PromptVersion.id.label("version_id"))
        .join(Prompt, Prompt.id == PromptVersion.prompt_id)
        .where(Prompt.project_id == project_id)
    )
    if where.name is not None:
        found = found.where(Prompt.name == where.name)
    if where.tag is not None:
        found = found.where(Prompt.id.in_(select(PromptTag.prompt_id).where(PromptTag.tag == where.tag)))
    if where.label == LATEST:
        highest = (
            select(PromptVersion.prompt_id, func.max(PromptVersion.version).label("version"))
            .group_by(PromptVersion.prompt_id)
            .subquery()
        )
        found = found.join(
            highest,
            and_(highest.c.prompt_id == PromptVersion.prompt_id, highest.c.version == PromptVersion.version),
        )
    elif where.label is not None:
        found = found.where(
            PromptVersion.id.in_(select(PromptLabel.version_id).where(PromptLabel.label == where.label))
        )
    if where.from_updated_at is not None:
        found = found.where(PromptVersion.updated_at >= where.from_updated_at)
    if where.to_updated_at is not None:
        found = found.where(PromptVersion.updated_at < where.to_updated_at)
    return found


async def _summaries(
    session: AsyncSession, prompts: Sequence[Prompt], where: PromptFilter, project_id: str
) -> list[PromptSummary]:
    ids = [prompt.id for prompt in prompts]
    versions: defaultdict[str, list[PromptVersion]] = defaultdict(list)
    matching = _matching(project_id, where).subquery()
    for version in await session.scalars(
        select(PromptVersion)
        .where(PromptVersion.prompt_id.in_(ids), PromptVersion.id.in_(select(matching.c.version_id)))
        .order_by(PromptVersion.version)
    ):
        versions[version.prompt_id].append(version)
    labels: defaultdict[str, list[str]] = defaultdict(list)
    for label in await session.scalars(
        select(PromptLabel).where(PromptLabel.prompt_id.in_(ids)).order_by(PromptLabel.label)
    ):
        labels[label.version_id].append(label.label)
    tags: defaultdict[str, list[str]] = defaultdict(list)
    for tag in await session.scalars(select(PromptTag).where(PromptTag.prompt_id.in_(ids)).order_by(PromptTag.place)):
        tags[tag.prompt_id].append(tag.tag)
    latest = {
        row.prompt_id: row.highest
        for row in await session.execute(
            select(PromptVersion.prompt_id, func.max(PromptVersion.version).label("highest"))
            .where(PromptVersion.prompt_id.in_(ids))
            .group_by(PromptVersion.prompt_id)
        )
    }
    found = []
    for prompt in prompts:
        own = versions[prompt.id]
        named = [label for version in own for label in labels[version.id]]
        if own[-1].version == latest[prompt.id]:
            named.append(LATEST)
        found.append(
            PromptSummary(
                name=prompt.name,
                type=prompt.type,
                versions=tuple(version.version for version in own),
                labels=tuple(dict.fromkeys(named)),
                tags=tuple(tags[prompt.id]),
                last_updated_at=max(version.updated_at for version in own),
                last_config=own[-1].config,
            )
        )
    return found
