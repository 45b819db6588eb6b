"""Labels that only admins and owners may move: what has such a label is what users of the product get."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.audit.author import Author
from sidelight.platform.audit.noting import Change, note_change
from sidelight.platform.prompts.body import LATEST, checked_labels
from sidelight.platform.prompts.epoch import begin_change
from sidelight.platform.prompts.refusal import PromptNotFound, PromptRefusal
from sidelight.platform.prompts.tables import Prompt, PromptLabel, PromptVersion, ProtectedPromptLabel

MAX_PROTECTED = 100


@dataclass(frozen=True, slots=True)
class ProtectedLabel:
    """A protected label, who protected it, and how many prompts have it."""

    label: str
    created_by: str
    created_at: datetime
    prompt_count: int


async def protected_labels(session: AsyncSession, project_id: str) -> list[ProtectedLabel]:
    """The protected labels of a project by name."""
    counts = (
        select(PromptLabel.label, func.count().label("prompts"))
        .join(Prompt, Prompt.id == PromptLabel.prompt_id)
        .where(Prompt.project_id == project_id)
        .group_by(PromptLabel.label)
        .subquery()
    )
    rows = await session.execute(
        select(ProtectedPromptLabel, func.coalesce(counts.c.prompts, 0))
        .outerjoin(counts, counts.c.label == ProtectedPromptLabel.label)
        .where(ProtectedPromptLabel.project_id == project_id)
        .order_by(ProtectedPromptLabel.label)
    )
    return [ProtectedLabel(row.label, row.created_by, row.created_at, count) for row, count in rows]


async def protect_label(session: AsyncSession, project_id: str, author: Author, label: str) -> None:
    """Protect a label; one that is protected stays so.

    Raises:
        PromptRefusal: it is no label, it is ``latest``, or there are too many.
    """
    if label == LATEST:
        raise PromptRefusal("label", "The label 'latest' cannot be protected: it moves with each new version.")
    try:
        checked_labels([label])
    except PromptRefusal as refusal:
        raise PromptRefusal("label", str(refusal)) from refusal
    await begin_change(session, project_id)  # so that two of the same wait for each other
    known = {one.label for one in await protected_labels(session, project_id)}
    if label in known:
        return
    if len(known) >= MAX_PROTECTED:
        raise PromptRefusal("label", f"{MAX_PROTECTED} labels are protected already. Unprotect one first.")
    session.add(ProtectedPromptLabel(project_id=project_id, label=label, created_by=author.id))
    await note_change(session, author, Change("create", "protected_prompt_label", label))


async def unprotect_label(session: AsyncSession, project_id: str, author: Author, label: str) -> None:
    """Let members move a label again. Raises PromptNotFound."""
    await begin_change(session, project_id)
    found = await session.scalar(
        select(ProtectedPromptLabel).where(
            ProtectedPromptLabel.project_id == project_id, ProtectedPromptLabel.label == label
        )
    )
    if found is None:
        raise PromptNotFound(f"The label {label!r} is not protected.")
    await session.execute(
        delete(ProtectedPromptLabel).where(
            ProtectedPromptLabel.project_id == project_id, ProtectedPromptLabel.label == label
        )
    )
    await note_change(session, author, Change("delete", "protected_prompt_label", label))


async def protected_among(session: AsyncSession, project_id: str, labels: Collection[str]) -> list[str]:
    """Those of the labels that are protected."""
    if not labels:
        return []
    found = await session.scalars(
        select(ProtectedPromptLabel.label)
        .where(ProtectedPromptLabel.project_id == project_id, ProtectedPromptLabel.label.in_(labels))
        .order_by(ProtectedPromptLabel.label)
    )
    return list(found)


async def protected_of_prompt(
    session: AsyncSession, project_id: str, name: str, version_numbers: Collection[int] | None = None
) -> list[str]:
    """The protected labels that a prompt, or some versions of it, have: what nobody may delete but admins."""
    found = (
        select(PromptLabel.label)
        .join(Prompt, Prompt.id == PromptLabel.prompt_id)
        .join(PromptVersion, PromptVersion.id == PromptLabel.version_id)
        .where(Prompt.project_id == project_id, Prompt.name == name)
    )
    if version_numbers is not None:
        found = found.where(PromptVersion.version.in_(version_numbers))
    return await protected_among(session, project_id, list(await session.scalars(found)))
