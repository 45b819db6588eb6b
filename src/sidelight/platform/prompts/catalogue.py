"""The prompts of a project as a library: its folders, the prompts in them, and what they can be narrowed by.

A folder is no row: it is whatever stands before a '/' in names. So that folders can be counted and prompts be sorted
by what only the event store knows, the heads of all prompts that match are read; the rest is read for a page of them.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.prompts.body import LATEST
from sidelight.platform.prompts.tables import Prompt, PromptLabel, PromptTag, PromptVersion

MAX_FACET_VALUES = 200


@dataclass(frozen=True, slots=True)
class CatalogueFilter:
    """What the library is narrowed by; of several values any counts. ``folder`` is without a last '/'."""

    folder: str = ""
    text: str = ""
    types: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PromptHead:
    """A prompt without anything of its versions."""

    id: str
    name: str
    type: str
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class PromptFolder:
    """A folder with all that is in it and below, as far as it matches. ``name`` is its whole path."""

    name: str
    prompt_count: int
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class PromptCard:
    """What a line says of a prompt. ``labels`` say which version each points to, without ``latest``."""

    version_count: int
    latest_version: int
    created_by: str
    labels: dict[str, int] = field(default_factory=dict)
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CatalogueFacets:
    """How many prompts there are by tag, label and type, most frequent first."""

    tags: tuple[tuple[str, int], ...]
    labels: tuple[tuple[str, int], ...]
    types: tuple[tuple[str, int], ...]


async def prompt_heads(session: AsyncSession, project_id: str, where: CatalogueFilter) -> list[PromptHead]:
    """All prompts in the folder and below it that match, by name."""
    found = select(Prompt.id, Prompt.name, Prompt.type, Prompt.updated_at).where(Prompt.project_id == project_id)
    if where.folder:
        prefix = f"{where.folder}/"
        found = found.where(func.substr(Prompt.name, 1, len(prefix)) == prefix)  # LIKE knows no case on SQLite
    for word in where.text.split():
        tagged = select(PromptTag.prompt_id).where(PromptTag.tag.icontains(word, autoescape=True))
        found = found.where(Prompt.name.icontains(word, autoescape=True) | Prompt.id.in_(tagged))
    if where.types:
        found = found.where(Prompt.type.in_(where.types))
    if where.tags:
        found = found.where(Prompt.id.in_(select(PromptTag.prompt_id).where(PromptTag.tag.in_(where.tags))))
    if where.labels and LATEST not in where.labels:  # every prompt has it
        found = found.where(Prompt.id.in_(select(PromptLabel.prompt_id).where(PromptLabel.label.in_(where.labels))))
    rows = (await session.execute(found)).all()
    return sorted((PromptHead(*row) for row in rows), key=lambda head: head.name)


def in_folder(heads: Sequence[PromptHead], folder: str) -> tuple[list[PromptFolder], list[PromptHead]]:
    """The folders and the prompts that lie in ``folder`` itself, of heads that all lie in it or below. Pure."""
    start = len(folder) + 1 if folder else 0
    folders: defaultdict[str, list[PromptHead]] = defaultdict(list)
    prompts = []
    for head in heads:
        name, slash, _ = head.name[start:].partition("/")
        if slash:
            folders[head.name[: start + len(name)]].append(head)
        else:
            prompts.append(head)
    return [
        PromptFolder(path, len(inside), max(head.updated_at for head in inside))
        for path, inside in sorted(folders.items())
    ], prompts


async def prompt_cards(session: AsyncSession, prompt_ids: Sequence[str]) -> dict[str, PromptCard]:
    """What lines say of these prompts, by id; for the prompts of a page."""
    if not prompt_ids:
        return {}
    numbers = {
        row.prompt_id: (row.number, row.highest)
        for row in await session.execute(
            select(
                PromptVersion.prompt_id,
                func.count().label("number"),
                func.max(PromptVersion.version).label("highest"),
            )
            .where(PromptVersion.prompt_id.in_(prompt_ids))
            .group_by(PromptVersion.prompt_id)
        )
    }
    highest = (
        select(PromptVersion.prompt_id, func.max(PromptVersion.version).label("version"))
        .where(PromptVersion.prompt_id.in_(prompt_ids))
        .group_by(PromptVersion.prompt_id)
        .subquery()
    )
    authors = dict(
        (
            await session.execute(
                select(PromptVersion.prompt_id, PromptVersion.created_by).join(
                    highest,
                    (highest.c.prompt_id == PromptVersion.prompt_id) & (highest.c.version == PromptVersion.version),
                )
            )
        ).all()
    )
    labels: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for prompt_id, label, version in await session.execute(
        select(PromptLabel.prompt_id, PromptLabel.label, PromptVersion.version)
        .join(PromptVersion, PromptVersion.id == PromptLabel.version_id)
        .where(PromptLabel.prompt_id.in_(prompt_ids))
        .order_by(PromptLabel.label)
    ):
        labels[prompt_id][label] = version
    tags: defaultdict[str, list[str]] = defaultdict(list)
    for prompt_id, tag in await session.execute(
        select(PromptTag.prompt_id, PromptTag.tag).where(PromptTag.prompt_id.in_(prompt_ids)).order_by(PromptTag.place)
    ):
        tags[prompt_id].append(tag)
    return {
        prompt_id: PromptCard(count, latest, authors[prompt_id], labels[prompt_id], tuple(tags[prompt_id]))
        for prompt_id, (count, latest) in numbers.items()
    }


async def catalogue_facets(session: AsyncSession, project_id: str) -> CatalogueFacets:
    """What the library of the project can be narrowed by."""
    count = func.count().label("count")

    async def counted(column: object, table: type[PromptTag | PromptLabel] | None) -> tuple[tuple[str, int], ...]:
        found = select(column, count)  # type: ignore[call-overload]
        if table is not None:
            found = found.join(Prompt, Prompt.id == table.prompt_id)
        found = found.where(Prompt.project_id == project_id).group_by(column).order_by(count.desc(), column)
        return tuple((value, number) for value, number in await session.execute(found.limit(MAX_FACET_VALUES)))

    return CatalogueFacets(
        tags=await counted(PromptTag.tag, PromptTag),
        labels=await counted(PromptLabel.label, PromptLabel),
        types=await counted(Prompt.type, None),
    )
