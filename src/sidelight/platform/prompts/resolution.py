"""Puts the texts of referenced prompts into a prompt, and says which they were."""

from dataclasses import dataclass, field
from typing import Any, cast

from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.prompts.body import Body
from sidelight.platform.prompts.finding import find_prompt
from sidelight.platform.prompts.record import PromptRecord
from sidelight.platform.prompts.references import Reference, references_of, with_references
from sidelight.platform.prompts.refusal import PromptRefusal

MAX_DEPTH = 5
MAX_RESOLVED_CHARS = 5_000_000  # a few references in each of five levels could otherwise fill the memory


@dataclass(frozen=True, slots=True)
class PromptNode:
    """A version in the graph of references."""

    id: str
    name: str
    version: int

    def as_dict(self) -> dict[str, Any]:
        """As Langfuse's contract writes it."""
        return {"id": self.id, "name": self.name, "version": self.version}


@dataclass(slots=True)
class _Walk:
    session: AsyncSession
    project_id: str
    graph: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    texts: dict[Reference, str] = field(default_factory=dict)


async def resolve(
    session: AsyncSession, project_id: str, root: PromptNode, body: Body
) -> tuple[Body, dict[str, Any] | None]:
    """The body of ``root`` with all references replaced, and Langfuse's graph of them (None without references).

    Raises:
        PromptRefusal: a reference leads nowhere, to a chat prompt, back to itself, or too deep.
    """
    if not references_of(body):
        return body, None
    walk = _Walk(session, project_id)
    resolved = await _resolved(walk, root.id, body, (root.name,))
    return resolved, {"root": root.as_dict(), "dependencies": walk.graph}


async def _resolved(walk: _Walk, version_id: str, body: Body, path: tuple[str, ...]) -> Body:
    texts = {reference: await _text_of(walk, version_id, reference, path) for reference in references_of(body)}
    resolved = with_references(body, texts.__getitem__) if texts else body
    if len(str(resolved)) > MAX_RESOLVED_CHARS:
        raise PromptRefusal("prompt", f"With its references the prompt is longer than {MAX_RESOLVED_CHARS} characters.")
    return resolved


async def _text_of(walk: _Walk, parent_id: str, reference: Reference, path: tuple[str, ...]) -> str:
    """``path`` holds the names from the root down to the parent."""
    if reference.name in path:
        raise PromptRefusal("prompt", f"Circular dependency: {' -> '.join((*path, reference.name))}.")
    if len(path) > MAX_DEPTH:
        raise PromptRefusal("prompt", f"Maximum nesting depth exceeded: prompts may be nested {MAX_DEPTH} deep.")
    child = await find_prompt(
        walk.session, walk.project_id, reference.name, version=reference.version, label=reference.label
    )
    if child is None:
        raise PromptRefusal("prompt", f"Prompt dependency not found: {reference}. Create it first.")
    if child.type != "text":
        raise PromptRefusal("prompt", f"Prompt dependency is not a text prompt: {reference}.")
    _note(walk, parent_id, child)
    if reference not in walk.texts:
        walk.texts[reference] = cast(str, await _resolved(walk, child.id, child.body, (*path, child.name)))
    return walk.texts[reference]


def _note(walk: _Walk, parent_id: str, child: PromptRecord) -> None:
    entry = PromptNode(child.id, child.name, child.version).as_dict()
    children = walk.graph.setdefault(parent_id, [])
    if entry not in children:
        children.append(entry)
