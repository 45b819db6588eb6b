"""Finds what a prompt refers to, directly or not: one query a level and kind of reference, not one a reference."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.prompts.body import LATEST, Body
from sidelight.platform.prompts.references import Reference, references_of
from sidelight.platform.prompts.refusal import PromptRefusal
from sidelight.platform.prompts.tables import Prompt, PromptLabel, PromptVersion

MAX_DEPTH = 5
MAX_REFERENCES = 500


@dataclass(frozen=True, slots=True)
class Part:
    """A version that another prompt includes; ``revision`` is that of its prompt."""

    prompt_id: str
    revision: int
    name: str
    type: str
    id: str
    version: int
    body: Body


Parts: TypeAlias = dict[Reference, Part]


async def load_parts(session: AsyncSession, project_id: str, body: Body) -> Parts:
    """The versions behind all references below a body, as deep as they may be nested; missing ones are left out.

    Raises:
        PromptRefusal: there are more references than ``MAX_REFERENCES``.
    """
    parts: Parts = {}
    asked: set[Reference] = set()
    wanted = references_of(body)
    for _ in range(MAX_DEPTH + 1):
        new = [reference for reference in dict.fromkeys(wanted) if reference not in asked]
        asked.update(new)
        if len(asked) > MAX_REFERENCES:
            raise PromptRefusal("prompt", f"The prompt refers to more than {MAX_REFERENCES} versions of others.")
        found = await find_parts(session, project_id, new)
        parts |= found
        wanted = tuple(reference for part in found.values() for reference in references_of(part.body))
    return parts


async def find_parts(session: AsyncSession, project_id: str, references: Sequence[Reference]) -> Parts:
    """The versions that these references point to now; missing ones are left out."""
    by_version = [(one.name, one.version) for one in references if one.label is None]
    by_label = [(one.name, one.label) for one in references if one.label not in (None, LATEST)]
    latest = [one.name for one in references if one.label == LATEST]
    parts: Parts = {}
    if by_version:
        wanted = _parts(project_id).where(tuple_(Prompt.name, PromptVersion.version).in_(by_version))
        for part in await _read(session, wanted):
            parts[Reference(part.name, version=part.version)] = part
    if by_label:
        wanted = (
            _parts(project_id)
            .add_columns(PromptLabel.label)
            .join(PromptLabel, PromptLabel.version_id == PromptVersion.id)
            .where(tuple_(Prompt.name, PromptLabel.label).in_(by_label))
        )
        for *columns, label in await session.execute(wanted):
            part = Part(*columns)
            parts[Reference(part.name, label=label)] = part
    if latest:
        highest = select(func.max(PromptVersion.version)).where(PromptVersion.prompt_id == Prompt.id)
        wanted = _parts(project_id).where(
            Prompt.name.in_(latest), PromptVersion.version == highest.correlate(Prompt).scalar_subquery()
        )
        for part in await _read(session, wanted):
            parts[Reference(part.name, label=LATEST)] = part
    return parts


def _parts(project_id: str) -> Select[Any]:
    return (
        select(
            Prompt.id,
            Prompt.revision,
            Prompt.name,
            Prompt.type,
            PromptVersion.id.label("version_id"),
            PromptVersion.version,
            PromptVersion.body,
        )
        .join(PromptVersion, PromptVersion.prompt_id == Prompt.id)
        .where(Prompt.project_id == project_id)
    )


async def _read(session: AsyncSession, wanted: Select[Any]) -> Iterable[Part]:
    return [Part(*columns) for columns in await session.execute(wanted)]
