"""Changes prompts: new versions, labels, deletion. Each in the caller's transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.clock import now
from sidelight.platform.ids import new_id
from sidelight.platform.prompts.body import LATEST, Body, check_body, check_name, checked_labels, checked_tags
from sidelight.platform.prompts.finding import record_of
from sidelight.platform.prompts.record import PromptRecord
from sidelight.platform.prompts.references import references_of
from sidelight.platform.prompts.refusal import PromptConflict, PromptNotFound, PromptRefusal
from sidelight.platform.prompts.resolution import PromptNode, resolve
from sidelight.platform.prompts.tables import Prompt, PromptLabel, PromptReference, PromptTag, PromptVersion

MAX_COMMIT_MESSAGE = 500


@dataclass(frozen=True, slots=True)
class NewVersion:
    """What a new version is made of. ``tags`` None keeps the tags that the prompt has."""

    name: str
    body: Body
    config: Any = None
    labels: Sequence[str] = ()
    tags: Sequence[str] | None = None
    commit_message: str | None = None

    @property
    def type(self) -> str:
        """``text`` or ``chat``."""
        return "text" if isinstance(self.body, str) else "chat"


async def create_version(session: AsyncSession, project_id: str, new: NewVersion, created_by: str) -> PromptRecord:
    """The next version of a prompt; the first one makes the prompt.

    Raises:
        PromptRefusal: something in it cannot be stored or resolved.
        PromptConflict: another writer made the same version at the same moment; try again.
    """
    check_name(new.name)
    check_body(new.body)
    labels = checked_labels(new.labels)
    if new.commit_message is not None and len(new.commit_message) > MAX_COMMIT_MESSAGE:
        raise PromptRefusal("commitMessage", f"A commit message has up to {MAX_COMMIT_MESSAGE} characters.")
    try:
        prompt = await _prompt_for(session, project_id, new)
        highest = await _highest(session, prompt)
        version = PromptVersion(
            id=new_id(),
            prompt_id=prompt.id,
            version=(highest.version if highest else 0) + 1,
            body=new.body,
            config={} if new.config is None else new.config,
            commit_message=new.commit_message,
            created_by=created_by,
        )
        await resolve(session, project_id, PromptNode(version.id, new.name, version.version), new.body)
        session.add(version)
        await session.flush()
    except IntegrityError as error:
        raise PromptConflict(f"Another version of {new.name!r} was created at the same time. Try again.") from error
    for reference in references_of(new.body):
        session.add(
            PromptReference(
                project_id=project_id,
                version_id=version.id,
                child_name=reference.name,
                child_version=reference.version,
                child_label=reference.label,
            )
        )
    if new.tags is not None:
        await set_tags(session, prompt, new.tags)
    await _point(session, version, labels)
    await session.flush()
    return await record_of(session, prompt, version)


async def set_labels(
    session: AsyncSession, project_id: str, name: str, version: int, labels: Sequence[str]
) -> PromptRecord:
    """Point these labels to a version, beside those it has; they leave the versions that had them.

    Raises:
        PromptRefusal: a label is not usable, or is ``latest``, which moves by itself.
        PromptNotFound: there is no such version.
    """
    if LATEST in labels:
        raise PromptRefusal("newLabels", "The label 'latest' is reserved: it always points to the newest version.")
    row = (
        await session.execute(
            select(Prompt, PromptVersion)
            .join(PromptVersion, PromptVersion.prompt_id == Prompt.id)
            .where(Prompt.project_id == project_id, Prompt.name == name, PromptVersion.version == version)
        )
    ).one_or_none()
    if row is None:
        raise PromptNotFound(f"Prompt not found: {name!r} version {version}")
    prompt, found = row
    await _point(session, found, checked_labels(labels))
    found.updated_at = now()
    await session.flush()
    return await record_of(session, prompt, found)


async def set_tags(session: AsyncSession, prompt: Prompt, tags: Sequence[str]) -> None:
    """Replace the tags of all versions. Raises PromptRefusal for tags that cannot be stored."""
    checked = checked_tags(tags)
    await session.execute(delete(PromptTag).where(PromptTag.prompt_id == prompt.id))
    session.add_all(PromptTag(prompt_id=prompt.id, tag=tag, place=place) for place, tag in enumerate(checked))


async def delete_versions(
    session: AsyncSession, project_id: str, name: str, *, version: int | None = None, label: str | None = None
) -> None:
    """Delete one version, the versions with a label, or the prompt with all its versions.

    Raises:
        PromptNotFound: nothing fits.
        PromptConflict: another prompt depends on what would go.
    """
    prompt = await session.scalar(select(Prompt).where(Prompt.project_id == project_id, Prompt.name == name))
    versions = [] if prompt is None else (await _versions(session, prompt, version, label))
    if prompt is None or not versions:
        raise PromptNotFound("Prompt not found")
    await _refuse_while_used(session, prompt, versions)
    await session.execute(delete(PromptVersion).where(PromptVersion.id.in_([one.id for one in versions])))
    left = await session.scalar(
        select(func.count()).select_from(PromptVersion).where(PromptVersion.prompt_id == prompt.id)
    )
    if not left:
        await session.execute(delete(Prompt).where(Prompt.id == prompt.id))


async def _prompt_for(session: AsyncSession, project_id: str, new: NewVersion) -> Prompt:
    prompt = await session.scalar(
        select(Prompt).where(Prompt.project_id == project_id, Prompt.name == new.name).with_for_update()
    )
    if prompt is None:
        prompt = Prompt(project_id=project_id, name=new.name, type=new.type)
        session.add(prompt)
        await session.flush()
    elif prompt.type != new.type:
        raise PromptRefusal(
            "type",
            "Previous versions have different prompt type. Create a new prompt with a different name. "
            f"({new.name!r} is a {prompt.type} prompt.)",
        )
    return prompt


async def _highest(session: AsyncSession, prompt: Prompt) -> PromptVersion | None:
    return await session.scalar(
        select(PromptVersion)
        .where(PromptVersion.prompt_id == prompt.id)
        .order_by(PromptVersion.version.desc())
        .limit(1)
    )


async def _versions(
    session: AsyncSession, prompt: Prompt, version: int | None, label: str | None
) -> Sequence[PromptVersion]:
    wanted = select(PromptVersion).where(PromptVersion.prompt_id == prompt.id)
    if version is not None:
        wanted = wanted.where(PromptVersion.version == version)
    if label == LATEST:
        wanted = wanted.order_by(PromptVersion.version.desc()).limit(1)
    elif label is not None:
        wanted = wanted.join(PromptLabel, PromptLabel.version_id == PromptVersion.id).where(PromptLabel.label == label)
    return (await session.scalars(wanted)).all()


async def _point(session: AsyncSession, version: PromptVersion, labels: Sequence[str]) -> None:
    """A label points to one version: it is taken from the one that had it."""
    if not labels:
        return
    await session.execute(
        delete(PromptLabel).where(PromptLabel.prompt_id == version.prompt_id, PromptLabel.label.in_(labels))
    )
    session.add_all(PromptLabel(prompt_id=version.prompt_id, label=label, version_id=version.id) for label in labels)


async def _refuse_while_used(session: AsyncSession, prompt: Prompt, going: Sequence[PromptVersion]) -> None:
    going_ids = {one.id for one in going}
    labels = (await session.scalars(select(PromptLabel.label).where(PromptLabel.version_id.in_(going_ids)))).all()
    highest = await _highest(session, prompt)
    lost_labels = {*labels, *([LATEST] if highest and highest.id in going_ids else [])}
    lost_versions = {one.version for one in going}
    users = await session.execute(
        select(PromptReference, PromptVersion.version, Prompt.name)
        .join(PromptVersion, PromptVersion.id == PromptReference.version_id)
        .join(Prompt, Prompt.id == PromptVersion.prompt_id)
        .where(PromptReference.project_id == prompt.project_id, PromptReference.child_name == prompt.name)
    )
    in_use = sorted(
        f"{name!r} version {version}"
        for reference, version, name in users
        if reference.version_id not in going_ids
        and (reference.child_version in lost_versions or reference.child_label in lost_labels)
    )
    if in_use:
        raise PromptConflict(
            f"Other prompts depend on the prompt version you are trying to delete: {', '.join(in_use)}. "
            "Change or delete them first."
        )
