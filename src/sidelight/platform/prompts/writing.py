"""Makes new versions of prompts. Each in the caller's transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.audit.author import Author
from sidelight.platform.audit.noting import Change, note_change
from sidelight.platform.clock import now
from sidelight.platform.ids import new_id
from sidelight.platform.prompts.body import LATEST, Body, check_body, check_name, checked_labels
from sidelight.platform.prompts.epoch import begin_change
from sidelight.platform.prompts.finding import find_prompt, highest_version, record_of
from sidelight.platform.prompts.former_names import release_names
from sidelight.platform.prompts.labels import point
from sidelight.platform.prompts.record import PromptRecord
from sidelight.platform.prompts.references import references_of
from sidelight.platform.prompts.refusal import PromptConflict, PromptNotFound, PromptRefusal
from sidelight.platform.prompts.resolution import PromptNode, resolve
from sidelight.platform.prompts.tables import Prompt, PromptReference, PromptVersion
from sidelight.platform.prompts.tags import set_tags

MAX_COMMIT_MESSAGE = 500
API_AUTHOR = "API"  # whoever has a key


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


class NewerVersion(Exception):
    """Somebody made a version after the one that an author began with; ``latest`` is the newest now."""

    def __init__(self, latest: PromptRecord) -> None:
        super().__init__(f"Version {latest.version} of {latest.name!r} was made after you began.")
        self.latest = latest


async def create_version(
    session: AsyncSession, project_id: str, new: NewVersion, author: Author, base_version: int | None = None
) -> PromptRecord:
    """The next version of a prompt; the first one makes the prompt.

    ``base_version`` is the highest number that its author has seen (0: the name is new); None expects nothing.

    Raises:
        PromptRefusal: something in it cannot be stored or resolved.
        PromptConflict: another writer made the same version at the same moment; try again.
        NewerVersion: there is a version above ``base_version``.
        PromptNotFound: the prompt that ``base_version`` is of is gone.
    """
    check_name(new.name)
    check_body(new.body)
    labels = checked_labels(new.labels)
    check_message(new.commit_message)
    await begin_change(session, project_id)
    if base_version is not None:
        await _expect(session, project_id, new.name, base_version)
    try:
        prompt = await _prompt_for(session, project_id, new)
        prompt.updated_at = now()
        highest = await highest_version(session, prompt)
        version = PromptVersion(
            id=new_id(),
            prompt_id=prompt.id,
            version=(highest.version if highest else 0) + 1,
            body=new.body,
            config={} if new.config is None else new.config,
            commit_message=new.commit_message,
            created_by=author.id if author.kind == "user" else API_AUTHOR,
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
    await point(session, version, labels)
    await session.flush()
    record = await record_of(session, prompt, version)
    made = {"version": record.version, "type": record.type, "labels": list(labels), "message": record.commit_message}
    await note_change(session, author, Change("create", "prompt", record.name, after=made))
    return record


def check_message(message: str | None) -> None:
    """Refuse a commit message that is too long."""
    if message is not None and len(message) > MAX_COMMIT_MESSAGE:
        raise PromptRefusal(
            "commitMessage",
            f"The commit message has {len(message)} characters; {MAX_COMMIT_MESSAGE} are possible.",
        )


async def _expect(session: AsyncSession, project_id: str, name: str, base_version: int) -> None:
    latest = await find_prompt(session, project_id, name, label=LATEST)
    if latest is not None and latest.name != name:  # found by a name that it no longer has
        latest = None
    if latest is not None and latest.version > base_version:
        raise NewerVersion(latest)
    if latest is None and base_version:
        raise PromptNotFound(f"The prompt {name!r} was deleted or renamed after you opened it.")


async def _prompt_for(session: AsyncSession, project_id: str, new: NewVersion) -> Prompt:
    prompt = await session.scalar(
        select(Prompt).where(Prompt.project_id == project_id, Prompt.name == new.name).with_for_update()
    )
    if prompt is None:
        prompt = Prompt(project_id=project_id, name=new.name, type=new.type)
        session.add(prompt)
        await session.flush()
        await release_names(session, project_id, [new.name], by=[prompt.id])
    elif prompt.type != new.type:
        raise PromptRefusal(
            "type",
            "Previous versions have different prompt type. Create a new prompt with a different name. "
            f"({new.name!r} is a {prompt.type} prompt.)",
        )
    return prompt
