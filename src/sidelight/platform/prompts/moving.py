"""Renames prompts, alone or a whole folder.

Nothing that works stops working: references in other prompts are written anew, in all their versions, and programs that
ask by the old name are still answered (decision 0009).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.audit.author import Author
from sidelight.platform.audit.noting import Change, note_change
from sidelight.platform.clock import now
from sidelight.platform.prompts.body import check_name
from sidelight.platform.prompts.dependents import Dependent, dependents_of, named
from sidelight.platform.prompts.epoch import begin_change
from sidelight.platform.prompts.former_names import release_names
from sidelight.platform.prompts.holding import hold_prompt
from sidelight.platform.prompts.references import with_other_names
from sidelight.platform.prompts.refusal import PromptConflict, PromptNotFound, PromptRefusal
from sidelight.platform.prompts.tables import Prompt, PromptFormerName, PromptReference, PromptVersion

MAX_AT_ONCE = 2_000
_SAID = 5


@dataclass(frozen=True, slots=True)
class Moved:
    """New names by the old ones, and the versions of other prompts whose references were written anew."""

    names: dict[str, str]
    rewritten: tuple[Dependent, ...]


async def rename_prompt(
    session: AsyncSession,
    project_id: str,
    name: str,
    new_name: str,
    *,
    author: Author,
    revision: int | None = None,
) -> Moved:
    """Give a prompt another name; with slashes it goes into another folder.

    Raises:
        PromptRefusal: the name is not usable.
        PromptNotFound: there is no such prompt.
        PromptConflict: another prompt is called so.
        StaleRevision: the prompt is no longer at ``revision``.
    """
    prompt = await hold_prompt(session, project_id, name, revision)
    return await _move(session, project_id, author, {prompt: new_name})


async def rename_folder(
    session: AsyncSession, project_id: str, folder: str, new_folder: str, *, author: Author
) -> Moved:
    """Move all prompts of a folder, and of those in it, to another; an empty ``new_folder`` is the top.

    Raises:
        PromptRefusal: a name that would be made is not usable, or there are too many prompts.
        PromptNotFound: there is nothing in the folder.
        PromptConflict: another prompt is called like one of those would be.
    """
    await begin_change(session, project_id)
    prefix = f"{folder}/"
    inside = (
        await session.scalars(
            select(Prompt)
            .where(Prompt.project_id == project_id, func.substr(Prompt.name, 1, len(prefix)) == prefix)
            .order_by(Prompt.name)
            .limit(MAX_AT_ONCE + 1)
            .with_for_update()
        )
    ).all()
    if not inside:
        raise PromptNotFound("There is no prompt in this folder.")
    if len(inside) > MAX_AT_ONCE:
        raise PromptRefusal("folder", f"The folder has more than {MAX_AT_ONCE} prompts. Move its folders one by one.")
    start = f"{new_folder}/" if new_folder else ""
    return await _move(session, project_id, author, {one: start + one.name[len(prefix) :] for one in inside})


async def _move(session: AsyncSession, project_id: str, author: Author, targets: Mapping[Prompt, str]) -> Moved:
    for new_name in targets.values():
        check_name(new_name)
    going = {prompt: new_name for prompt, new_name in targets.items() if prompt.name != new_name}
    names = {prompt.name: new_name for prompt, new_name in going.items()}
    await _refuse_taken(session, project_id, names)
    rewritten = [
        replace(one, name=names.get(one.name, one.name))
        for one in await _rewrite_references(session, project_id, names)
    ]
    for prompt in going:  # a name may only become free by this very change
        prompt.name = prompt.id
    await session.flush()
    await release_names(session, project_id, [*names, *names.values()], by=[prompt.id for prompt in going])
    for (old_name, new_name), prompt in zip(names.items(), going, strict=True):
        prompt.name = new_name
        prompt.updated_at = now()
        if old_name not in names.values():
            session.add(PromptFormerName(project_id=project_id, name=old_name, prompt_id=prompt.id))
    await session.flush()
    said = sorted({f"{one.name} version {one.version}" for one in rewritten})
    changes = [
        Change("rename", "prompt", new_name, before={"name": old_name}, after={"name": new_name, "rewritten": said})
        for old_name, new_name in names.items()
    ]
    if len(changes) > 1:
        changes = [Change("rename", "prompt", _common(names), before=list(names), after=[*names.values(), *said])]
    if changes:
        await note_change(session, author, *changes)
    return Moved(names, tuple(rewritten))


async def _refuse_taken(session: AsyncSession, project_id: str, names: Mapping[str, str]) -> None:
    found = await session.scalars(
        select(Prompt.name).where(Prompt.project_id == project_id, Prompt.name.in_(names.values()))
    )
    taken = sorted(set(found.all()) - names.keys())
    if taken:
        more = f" and {len(taken) - _SAID} more" if len(taken) > _SAID else ""
        raise PromptConflict(
            f"There already is a prompt called {', '.join(repr(name) for name in taken[:_SAID])}{more}. "
            "Choose another name."
        )


async def _rewrite_references(session: AsyncSession, project_id: str, names: Mapping[str, str]) -> list[Dependent]:
    """Write the references to these prompts anew, in every version that has one."""
    rewritten = [one for name in names for one in await dependents_of(session, project_id, name)]
    if not rewritten:
        return []
    unspeakable = [new_name for name, new_name in names.items() if "@" in new_name]
    if unspeakable:
        raise PromptRefusal(
            "newName",
            f"Other prompts refer to it ({named(rewritten)}), and a reference cannot hold '@'. Choose another name.",
        )
    references = (
        await session.scalars(
            select(PromptReference).where(
                PromptReference.project_id == project_id, PromptReference.child_name.in_(names)
            )
        )
    ).all()
    versions = await session.execute(
        select(PromptVersion, Prompt)
        .join(Prompt, Prompt.id == PromptVersion.prompt_id)
        .where(PromptVersion.id.in_({reference.version_id for reference in references}))
    )
    for version, prompt in versions.all():
        version.body = with_other_names(version.body, names)
        prompt.updated_at = now()
    for reference in references:
        reference.child_name = names[reference.child_name]
    return rewritten


def _common(names: Mapping[str, str]) -> str:
    """The folder that holds all the new names, to call the change by; the first name when there is none."""
    first, *others = (name.split("/")[:-1] for name in names.values())
    shared = [part for at, part in enumerate(first) if all(len(one) > at and one[at] == part for one in others)]
    return "/".join(shared) or next(iter(names.values()))
