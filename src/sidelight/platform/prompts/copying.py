"""Copies prompts to new names."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.audit.author import Author
from sidelight.platform.audit.noting import Change, note_change
from sidelight.platform.clock import now
from sidelight.platform.ids import new_id
from sidelight.platform.prompts.body import check_name
from sidelight.platform.prompts.epoch import begin_change
from sidelight.platform.prompts.former_names import release_names
from sidelight.platform.prompts.labels import labels_of
from sidelight.platform.prompts.references import references_of
from sidelight.platform.prompts.refusal import PromptConflict, PromptNotFound
from sidelight.platform.prompts.tables import Prompt, PromptLabel, PromptReference, PromptTag, PromptVersion


async def copy_prompt(
    session: AsyncSession,
    project_id: str,
    name: str,
    new_name: str,
    *,
    author: Author,
    version: int | None = None,
) -> Prompt:
    """A new prompt with all versions of another, their numbers and labels; or with one of them, as its first.

    Times and authors of versions stay, since the texts are theirs; a single version says where it comes from.

    Raises:
        PromptRefusal: the new name is not usable.
        PromptNotFound: there is no such prompt or version.
        PromptConflict: there already is a prompt of the new name.
    """
    check_name(new_name)
    await begin_change(session, project_id)
    source = await session.scalar(select(Prompt).where(Prompt.project_id == project_id, Prompt.name == name))
    if source is None:
        raise PromptNotFound("This project has no prompt of this name.")
    wanted = select(PromptVersion).where(PromptVersion.prompt_id == source.id).order_by(PromptVersion.version)
    if version is not None:
        wanted = wanted.where(PromptVersion.version == version)
    versions = (await session.scalars(wanted)).all()
    if not versions:
        raise PromptNotFound(f"Prompt not found: {name!r} version {version}")
    copy = Prompt(id=new_id(), project_id=project_id, name=new_name, type=source.type)
    session.add(copy)
    try:
        await session.flush()
    except IntegrityError as error:
        raise PromptConflict(f"There already is a prompt called {new_name!r}. Choose another name.") from error
    copies = {
        one.version: PromptVersion(
            id=new_id(),
            prompt_id=copy.id,
            version=one.version if version is None else 1,
            body=one.body,
            config=one.config,
            commit_message=one.commit_message if version is None else f"Copied from {name} version {version}"[:500],
            created_by=one.created_by if version is None else author.id,
            created_at=one.created_at if version is None else now(),
        )
        for one in versions
    }
    session.add_all(copies.values())
    await session.flush()
    tags = await session.scalars(select(PromptTag).where(PromptTag.prompt_id == source.id))
    session.add_all(PromptTag(prompt_id=copy.id, tag=one.tag, place=one.place) for one in tags.all())
    for one in copies.values():
        session.add_all(
            PromptReference(
                project_id=project_id,
                version_id=one.id,
                child_name=reference.name,
                child_version=reference.version,
                child_label=reference.label,
            )
            for reference in references_of(one.body)
        )
    if version is None:
        session.add_all(
            PromptLabel(prompt_id=copy.id, label=label, version_id=copies[number].id)
            for label, number in (await labels_of(session, source)).items()
        )
    await release_names(session, project_id, [new_name], by=[copy.id])
    made = {"from": name, "versions": [one.version for one in versions]}
    await note_change(session, author, Change("create", "prompt", new_name, after=made))
    return copy
