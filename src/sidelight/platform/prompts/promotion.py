"""What would no longer hold together when labels moved. Nobody is kept from it, but nobody should do it unknowingly."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.prompts.composition import CompositionLine, included_by, including
from sidelight.platform.prompts.finding import find_prompt
from sidelight.platform.prompts.parts import MAX_DEPTH, load_parts
from sidelight.platform.prompts.record import PromptRecord
from sidelight.platform.prompts.refusal import PromptNotFound


@dataclass(frozen=True, slots=True)
class Break:
    """A version that programs could not get any more, and why."""

    name: str
    version: int
    labels: tuple[str, ...]
    message: str


async def what_would_break(
    session: AsyncSession, project_id: str, name: str, targets: Mapping[str, int | None]
) -> list[Break]:
    """The versions that include the prompt by a label that moves and could not be put together then, and its own.

    Those that labels point to come first: programs ask for them.

    Raises:
        PromptNotFound: there is no such prompt or version.
        PromptRefusal: a version refers to too many others.
    """
    found: dict[tuple[str, int], Break] = {}
    for number in sorted({number for number in targets.values() if number is not None}):
        labels = [label for label, target in targets.items() if target == number]
        record = await _version(session, project_id, name, version=number)
        below, _ = included_by(name, record.body, await load_parts(session, project_id, record.body))
        for line in below:
            if line.fault:
                found.setdefault((name, number), Break(name, number, record.labels, line.fault.message))
        for user in (await including(session, record, labels))[0]:
            if (reason := _reason(user, record, below)) and user.version is not None:
                found.setdefault((user.name, user.version), Break(user.name, user.version, user.labels, reason))
    for label in (label for label, target in targets.items() if target is None):
        gone = await find_prompt(session, project_id, name, label=label)
        for user in (await including(session, gone, [label]))[0] if gone else ():
            if user.version is not None:
                reason = f"It needs the label {label!r} of {name!r}, which would point to nothing."
                found.setdefault((user.name, user.version), Break(user.name, user.version, user.labels, reason))
    return sorted(found.values(), key=lambda one: (not one.labels, one.name, -one.version))


def _reason(user: CompositionLine, record: PromptRecord, below: list[CompositionLine]) -> str | None:
    """Why ``user`` could not include the version with all that is below it."""
    chosen = f"version {record.version} of {record.name!r}"
    if any(line.name == user.name for line in below):
        return f"Circular dependency: {chosen} includes {user.name!r} again."
    if any(line.fault for line in below):
        return f"It includes {chosen}, which cannot be put together."
    depth = user.depth + 1 + max((line.depth + 1 for line in below), default=0)
    if depth > MAX_DEPTH:
        return f"Prompts may be nested {MAX_DEPTH} deep: with {chosen} it would be {depth}."
    return None


async def _version(session: AsyncSession, project_id: str, name: str, *, version: int) -> PromptRecord:
    record = await find_prompt(session, project_id, name, version=version)
    if record is None:
        raise PromptNotFound(f"Prompt not found: {name!r} version {version}")
    return record
