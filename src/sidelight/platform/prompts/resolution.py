"""Puts the texts of referenced prompts into a prompt, and says which they were."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias, cast

from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.prompts.body import Body
from sidelight.platform.prompts.parts import MAX_DEPTH, Part, load_parts
from sidelight.platform.prompts.references import Reference, references_of, with_references
from sidelight.platform.prompts.refusal import PromptRefusal

MAX_RESOLVED_CHARS = 5_000_000  # a few references in each of five levels could otherwise fill the memory


FaultKind: TypeAlias = Literal["circle", "depth", "missing", "chat"]


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a reference cannot be replaced by a text."""

    kind: FaultKind
    message: str


@dataclass(frozen=True, slots=True)
class PromptNode:
    """A version in the graph of references."""

    id: str
    name: str
    version: int

    def as_dict(self) -> dict[str, Any]:
        """As Langfuse's contract writes it."""
        return {"id": self.id, "name": self.name, "version": self.version}


@dataclass(frozen=True, slots=True)
class Resolved:
    """A body with all references replaced, Langfuse's graph of them (None without references), and the versions."""

    body: Body
    graph: dict[str, Any] | None = None
    parts: tuple[Part, ...] = ()


@dataclass(slots=True)
class _Walk:
    parts: Mapping[Reference, Part]
    graph: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    texts: dict[Reference, str] = field(default_factory=dict)


async def resolve(session: AsyncSession, project_id: str, root: PromptNode, body: Body) -> Resolved:
    """The body of ``root`` with what it refers to. Raises PromptRefusal like :func:`put_together`."""
    return put_together(root, body, await load_parts(session, project_id, body))


def put_together(root: PromptNode, body: Body, parts: Mapping[Reference, Part]) -> Resolved:
    """The body of ``root`` with the texts of its parts. Pure.

    Raises:
        PromptRefusal: a reference leads nowhere, to a chat prompt, back to itself, or too deep.
    """
    if not references_of(body):
        return Resolved(body)
    walk = _Walk(parts)
    resolved = _resolved(walk, root.id, body, (root.name,))
    used = {part.id: part for reference, part in parts.items() if reference in walk.texts}
    return Resolved(resolved, {"root": root.as_dict(), "dependencies": walk.graph}, tuple(used.values()))


def problems_of(root: PromptNode, body: Body, parts: Mapping[Reference, Part]) -> dict[Reference, str]:
    """Why references of a body cannot be resolved, each looked at alone. Pure."""
    problems = {}
    for reference in references_of(body):
        try:
            _text_of(_Walk(parts), root.id, reference, (root.name,))
        except PromptRefusal as refusal:
            problems[reference] = str(refusal)
    return problems


def fault_of(reference: Reference, part: Part | None, path: Sequence[str]) -> Fault | None:
    """What is wrong with a reference to ``part`` below ``path``, the names from the root down. Pure."""
    if reference.name in path:
        return Fault("circle", f"Circular dependency: {' -> '.join((*path, reference.name))}.")
    if len(path) > MAX_DEPTH:
        return Fault("depth", f"Maximum nesting depth exceeded: prompts may be nested {MAX_DEPTH} deep.")
    if part is None:
        return Fault("missing", f"Prompt dependency not found: {reference}. Create it first.")
    if part.type != "text":
        return Fault("chat", f"Prompt dependency is not a text prompt: {reference}.")
    return None


def _resolved(walk: _Walk, version_id: str, body: Body, path: tuple[str, ...]) -> Body:
    texts = {reference: _text_of(walk, version_id, reference, path) for reference in references_of(body)}
    resolved = with_references(body, texts.__getitem__) if texts else body
    if len(str(resolved)) > MAX_RESOLVED_CHARS:
        raise PromptRefusal("prompt", f"With its references the prompt is longer than {MAX_RESOLVED_CHARS} characters.")
    return resolved


def _text_of(walk: _Walk, parent_id: str, reference: Reference, path: tuple[str, ...]) -> str:
    """``path`` holds the names from the root down to the parent."""
    child = walk.parts.get(reference)
    if fault := fault_of(reference, child, path):
        raise PromptRefusal("prompt", fault.message)
    child = cast(Part, child)
    _note(walk, parent_id, child)
    if reference not in walk.texts:
        walk.texts[reference] = cast(str, _resolved(walk, child.id, child.body, (*path, child.name)))
    return walk.texts[reference]


def _note(walk: _Walk, parent_id: str, child: Part) -> None:
    entry = PromptNode(child.id, child.name, child.version).as_dict()
    children = walk.graph.setdefault(parent_id, [])
    if entry not in children:
        children.append(entry)
