"""What a prompt would be when it was saved now: its texts put together, and everything that speaks against it."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.prompts.body import LATEST, Body, check_body, check_name, checked_labels, checked_tags
from sidelight.platform.prompts.finding import find_prompt
from sidelight.platform.prompts.parts import Parts, load_parts
from sidelight.platform.prompts.record import PromptRecord
from sidelight.platform.prompts.references import Reference, references_of, with_references
from sidelight.platform.prompts.refusal import PromptRefusal
from sidelight.platform.prompts.resolution import PromptNode, problems_of, put_together
from sidelight.platform.prompts.writing import NewVersion, check_message

_DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class PromptProblem:
    """Why it cannot be saved; ``reference`` is set where one of them is the reason."""

    field: str
    message: str
    reference: Reference | None = None


@dataclass(frozen=True, slots=True)
class PromptPreview:
    """``body`` has the texts of those references that can be resolved; ``latest`` is the newest version of the name."""

    body: Body
    parts: Parts
    problems: tuple[PromptProblem, ...]
    latest: PromptRecord | None


async def preview_version(session: AsyncSession, project_id: str, new: NewVersion) -> PromptPreview:
    """Look at a draft as :func:`create_version` would, but tell of everything at once, and store nothing."""
    problems = [
        problem
        for problem in (
            _tried(lambda: check_name(new.name)) if new.name else None,  # nobody types it all at once
            _tried(lambda: check_body(new.body)),
            _tried(lambda: checked_labels(new.labels)),
            _tried(lambda: checked_tags(new.tags or ())),
            _tried(lambda: check_message(new.commit_message)),
        )
        if problem is not None
    ]
    latest = await find_prompt(session, project_id, new.name, label=LATEST) if new.name else None
    if latest is not None and latest.name != new.name:
        latest = None  # a former name of another, which is free
    if latest is not None and latest.type != new.type:
        problems.append(
            PromptProblem("type", f"{new.name!r} is a {latest.type} prompt, and stays one. Choose another name.")
        )
    root = PromptNode(_DRAFT, new.name, latest.version + 1 if latest else 1)
    parts: Parts = {}
    body = new.body
    try:
        parts = await load_parts(session, project_id, new.body)
        wrong = problems_of(root, new.body, parts)
        problems += [PromptProblem("prompt", message, reference) for reference, message in wrong.items()]
        texts = {
            reference: put_together(root, reference.tag, parts).body
            for reference in references_of(new.body)
            if reference not in wrong
        }
        body = with_references(new.body, lambda reference: str(texts.get(reference, reference.tag)))
        if not wrong:
            put_together(root, new.body, parts)  # all of them together may be too long
    except PromptRefusal as refusal:
        problems.append(PromptProblem(refusal.field, str(refusal)))
    return PromptPreview(body, parts, tuple(problems), latest)


def _tried(check: Callable[[], object]) -> PromptProblem | None:
    try:
        check()
    except PromptRefusal as refusal:
        return PromptProblem(refusal.field, str(refusal))
    return None
