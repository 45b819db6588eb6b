"""How prompts hang together: what a version includes, and which versions include it, both all the way."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.prompts.body import LATEST, Body
from sidelight.platform.prompts.parts import MAX_DEPTH, Parts
from sidelight.platform.prompts.record import PromptRecord
from sidelight.platform.prompts.references import Reference, references_of
from sidelight.platform.prompts.resolution import Fault, fault_of
from sidelight.platform.prompts.tables import Prompt, PromptLabel, PromptReference, PromptVersion

MAX_LINES = 500


@dataclass(frozen=True, slots=True)
class CompositionLine:
    """A version in a tree that is written line by line; ``reference`` is how the line above it (or it) refers.

    ``version`` is None where the reference leads nowhere; ``fault`` says why it cannot be put in.
    """

    depth: int
    reference: Reference
    name: str
    version: int | None
    type: str = "text"
    labels: tuple[str, ...] = ()
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class _Place:
    """A version with everything that references can call it by."""

    version_id: str
    name: str
    version: int | None
    type: str
    labels: tuple[str, ...]


def included_by(name: str, body: Body, parts: Parts) -> tuple[list[CompositionLine], bool]:
    """What a body includes, each reference under the text that it stands in, and whether there is more. Pure.

    What cannot be put in has a fault and nothing below it; the lines above it have none of their own.
    """
    lines: list[CompositionLine] = []

    def walk(text: Body, path: tuple[str, ...]) -> None:
        for reference in references_of(text):
            if len(lines) > MAX_LINES:
                return
            part = parts.get(reference)
            fault = fault_of(reference, part, path)
            version, kind = (part.version, part.type) if part else (None, "text")
            lines.append(CompositionLine(len(path) - 1, reference, reference.name, version, kind, fault=fault))
            if part is not None and fault is None:
                walk(part.body, (*path, part.name))

    walk(body, (name,))
    return lines[:MAX_LINES], len(lines) > MAX_LINES


async def including(
    session: AsyncSession, record: PromptRecord, labels: Sequence[str] | None = None
) -> tuple[list[CompositionLine], bool]:
    """The versions that include one now, by its number or a label that points to it; and whether there are more.

    With ``labels`` those that would include it by one of these, wherever they point to now.
    """
    root = _Place(record.id, record.name, record.version, record.type, record.labels)
    if labels is not None:
        root = _Place(record.id, record.name, None, record.type, tuple(labels))
    users: dict[str, list[tuple[_Place, Reference]]] = {}
    level = [root]
    count = 0
    for _ in range(MAX_DEPTH):
        if not level or count > MAX_LINES:
            break
        found = await _users_of(session, record.project_id, level)
        users |= found
        seen = {root.version_id, *users}
        above = {place.version_id: place for pairs in found.values() for place, _ in pairs}
        count += len(above)
        level = [place for version_id, place in above.items() if version_id not in seen]
    lines: list[CompositionLine] = []

    def walk(place: _Place, depth: int) -> None:
        for user, reference in users.get(place.version_id, ()):
            if len(lines) > MAX_LINES:
                return
            lines.append(CompositionLine(depth, reference, user.name, user.version, user.type, user.labels))
            if depth < MAX_DEPTH:
                walk(user, depth + 1)

    walk(root, 0)
    return lines[:MAX_LINES], len(lines) > MAX_LINES


async def _users_of(
    session: AsyncSession, project_id: str, places: Collection[_Place]
) -> dict[str, list[tuple[_Place, Reference]]]:
    """The versions that refer to each of these, by its id; newest first."""
    by_name: defaultdict[str, list[_Place]] = defaultdict(list)
    for place in places:
        by_name[place.name].append(place)
    rows = (
        await session.execute(
            select(
                PromptReference.child_name,
                PromptReference.child_version,
                PromptReference.child_label,
                PromptVersion.id,
                PromptVersion.version,
                Prompt.id.label("prompt_id"),
                Prompt.name,
                Prompt.type,
            )
            .join(PromptVersion, PromptVersion.id == PromptReference.version_id)
            .join(Prompt, Prompt.id == PromptVersion.prompt_id)
            .where(PromptReference.project_id == project_id, PromptReference.child_name.in_(by_name))
            .order_by(Prompt.name, PromptVersion.version.desc())
            .limit(10 * MAX_LINES)
        )
    ).all()
    labels = await _labels_of(session, {row.prompt_id for row in rows})
    users: dict[str, list[tuple[_Place, Reference]]] = {place.version_id: [] for place in places}
    for row in rows:
        user = _Place(row.id, row.name, row.version, row.type, labels.get(row.id, ()))
        reference = Reference(row.child_name, row.child_version, row.child_label)
        for place in by_name[row.child_name]:
            by_number = reference.version is not None and reference.version == place.version
            if by_number or reference.label in place.labels:
                users[place.version_id].append((user, reference))
    return users


async def _labels_of(session: AsyncSession, prompt_ids: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    """Labels of all versions of these prompts by the version's id, with ``latest``."""
    labels: defaultdict[str, list[str]] = defaultdict(list)
    stored = await session.execute(
        select(PromptLabel.version_id, PromptLabel.label)
        .where(PromptLabel.prompt_id.in_(prompt_ids))
        .order_by(PromptLabel.label)
    )
    for version_id, label in stored:
        labels[version_id].append(label)
    highest = (
        select(PromptVersion.prompt_id, func.max(PromptVersion.version).label("version"))
        .where(PromptVersion.prompt_id.in_(prompt_ids))
        .group_by(PromptVersion.prompt_id)
        .subquery()
    )
    latest = await session.scalars(
        select(PromptVersion.id).join(
            highest,
            (highest.c.prompt_id == PromptVersion.prompt_id) & (highest.c.version == PromptVersion.version),
        )
    )
    for version_id in latest:
        labels[version_id].append(LATEST)
    return {version_id: tuple(own) for version_id, own in labels.items()}
