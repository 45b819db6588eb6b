"""Which versions of other prompts refer to a prompt."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.prompts.tables import Prompt, PromptReference, PromptVersion

_SAID = 5


@dataclass(frozen=True, slots=True)
class Dependent:
    """A version that refers to a prompt, by version or by label."""

    name: str
    version: int
    child_version: int | None
    child_label: str | None


async def dependents_of(
    session: AsyncSession,
    project_id: str,
    name: str,
    *,
    versions: Collection[int] | None = None,
    labels: Collection[str] = (),
) -> list[Dependent]:
    """Versions of other prompts that refer to the prompt, or only to these versions and labels of it; newest first."""
    found = (
        select(Prompt.name, PromptVersion.version, PromptReference.child_version, PromptReference.child_label)
        .join(PromptVersion, PromptVersion.id == PromptReference.version_id)
        .join(Prompt, Prompt.id == PromptVersion.prompt_id)
        .where(
            PromptReference.project_id == project_id,
            PromptReference.child_name == name,
            Prompt.name != name,
        )
        .order_by(Prompt.name, PromptVersion.version.desc())
    )
    if versions is not None:
        found = found.where(or_(PromptReference.child_version.in_(versions), PromptReference.child_label.in_(labels)))
    return [Dependent(*row) for row in await session.execute(found)]


def named(dependents: Sequence[Dependent]) -> str:
    """The first of them in words, and how many more there are."""
    ways = list(dict.fromkeys(f"{one.name!r} version {one.version}" for one in dependents))
    more = len(ways) - _SAID
    return ", ".join(ways[:_SAID]) + (f" and {more} more" if more > 0 else "")
