"""Organisations and projects themselves: made, renamed, described, moved, deleted.

Who may do it is decided before: these functions take an author who may. What they lock they lock in one order,
organisation before project.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.audit.author import Author
from sidelight.platform.audit.noting import Change, note_change
from sidelight.platform.clock import now
from sidelight.platform.organisations.memberships import lock_organisation
from sidelight.platform.organisations.refusal import OrganisationRefusal
from sidelight.platform.organisations.tables import Invitation, ProjectDeletion
from sidelight.platform.revision import expect_revision
from sidelight.platform.tables import ApiKey, Membership, Organisation, Project, ProjectMembership, Role

MAX_NAME_LENGTH = 100
SETTLE = timedelta(seconds=6)
"""How long a deletion waits, so that no server lets a key in by what it remembers of it (``keys.FRESH_S``)."""


@dataclass(frozen=True, slots=True)
class Edit:
    """New values of an organisation or project; None leaves one as it is. ``retention_days`` 0 is no retention."""

    name: str | None = None
    metadata: Mapping[str, Any] | None = None
    retention_days: int | None = None


async def create_organisation(
    session: AsyncSession, author: Author, name: str, metadata: Mapping[str, Any] | None = None
) -> Organisation:
    """Make an organisation; a user who makes one owns it. The author's organisation is that one from here on."""
    organisation = Organisation(name=name.strip(), details=dict(metadata or {}))
    session.add(organisation)
    await session.flush()
    if author.kind == "user":
        session.add(Membership(organisation_id=organisation.id, user_id=author.id, role=Role.OWNER.value))
    within = replace(author, organisation_id=organisation.id)
    after = _shown(organisation.name, organisation.details)
    await note_change(
        session, within, Change("create", "organization", organisation.id, organisation.name, None, after)
    )
    return organisation


async def change_organisation(
    session: AsyncSession, author: Author, edit: Edit, revision: int | None = None
) -> Organisation:
    """Rename or describe the author's organisation. Raises OrganisationRefusal and StaleRevision."""
    organisation = await lock_organisation(session, author.organisation_id)
    expect_revision(organisation, revision)
    before = _shown(organisation.name, organisation.details)
    if edit.name is not None:
        organisation.name = edit.name.strip()
    if edit.metadata is not None:
        organisation.details = dict(edit.metadata)
    after = _shown(organisation.name, organisation.details)
    if before != after:
        organisation.updated_at = now()
        change = Change("update", "organization", organisation.id, organisation.name, before, after)
        await note_change(session, author, change)
    await session.flush()
    return organisation


async def delete_organisation(session: AsyncSession, organisation_id: str) -> str:
    """Delete an organisation that has no projects, with its audit log, and give its name.

    Raises :class:`OrganisationRefusal`: data is deleted by deleting projects, one by one.
    """
    organisation = await lock_organisation(session, organisation_id)
    names = list(
        await session.scalars(
            select(Project.name).where(Project.organisation_id == organisation_id, Project.deleted_at.is_(None))
        )
    )
    if names:
        raise OrganisationRefusal(
            f"The organisation still has {len(names)} project(s): {', '.join(names[:5])}{' …' if names[5:] else ''}.",
            "Delete them or move them to another organisation first.",
        )
    await session.delete(organisation)
    await session.flush()
    return organisation.name


async def create_project(
    session: AsyncSession, author: Author, name: str, metadata: Mapping[str, Any] | None = None, retention_days: int = 0
) -> Project:
    """Make a project in the author's organisation. Raises :class:`OrganisationRefusal`."""
    await lock_organisation(session, author.organisation_id)
    await _check_name(session, author.organisation_id, name)
    project = Project(
        organisation_id=author.organisation_id,
        name=name.strip(),
        details=dict(metadata or {}),
        retention_days=retention_days or None,
    )
    session.add(project)
    await session.flush()
    change = Change("create", "project", project.id, project.name, None, _shown_project(project))
    await note_change(session, replace(author, project_id=project.id), change)
    return project


async def change_project(
    session: AsyncSession, author: Author, project_id: str, edit: Edit, revision: int | None = None
) -> Project:
    """Rename or describe a project of the author's organisation. Raises OrganisationRefusal and StaleRevision."""
    project = await _project(session, author.organisation_id, project_id)
    expect_revision(project, revision)
    before = _shown_project(project)
    if edit.name is not None and edit.name.strip() != project.name:
        await _check_name(session, author.organisation_id, edit.name)
        project.name = edit.name.strip()
    if edit.metadata is not None:
        project.details = dict(edit.metadata)
    if edit.retention_days is not None:
        project.retention_days = edit.retention_days or None
    after = _shown_project(project)
    if before != after:
        project.updated_at = now()
        change = Change("update", "project", project.id, project.name, before, after)
        await note_change(session, replace(author, project_id=project.id), change)
    await session.flush()
    return project


async def transfer_project(session: AsyncSession, author: Author, project_id: str, target_id: str) -> Project:
    """Move a project into another organisation. Its keys go on working; roles in it alone end, as do invitations.

    Raises :class:`OrganisationRefusal`.
    """
    for organisation_id in sorted({author.organisation_id, target_id}):
        await lock_organisation(session, organisation_id)
    project = await _project(session, author.organisation_id, project_id)
    if target_id == author.organisation_id:
        raise OrganisationRefusal("The project is in this organisation already.", field="organizationId")
    await _check_name(session, target_id, project.name)
    source = await session.get_one(Organisation, author.organisation_id)
    target = await session.get_one(Organisation, target_id)
    await session.execute(delete(ProjectMembership).where(ProjectMembership.project_id == project_id))
    await session.execute(delete(Invitation).where(Invitation.project_id == project_id))
    project.organisation_id = target_id
    change = Change(
        "transfer",
        "project",
        project.id,
        project.name,
        before={"organization": source.name},
        after={"organization": target.name},
    )
    await note_change(session, author, change)
    await note_change(session, replace(author, organisation_id=target_id, project_id=project_id), change)
    return project


async def request_deletion(
    session: AsyncSession, author: Author, project_id: str, contents: Mapping[str, int]
) -> list[str]:
    """Close a project for good: from the commit on nobody opens it, and its data goes in the background.

    Gives the public keys that are out of force; the caller tells :meth:`KeyVerifier.forget` after the commit. Raises
    :class:`OrganisationRefusal`.
    """
    project = await _project(session, author.organisation_id, project_id)
    moment = now()
    project.deleted_at = moment
    keys = list(
        await session.scalars(
            update(ApiKey)
            .where(ApiKey.project_id == project_id, ApiKey.revoked_at.is_(None))
            .values(revoked_at=moment)
            .returning(ApiKey.public_key)
        )
    )
    session.add(
        ProjectDeletion(
            project_id=project_id,
            organisation_id=author.organisation_id,
            project_name=project.name,
            contents=dict(contents),
            due_at=moment + SETTLE,
        )
    )
    change = Change("delete", "project", project.id, project.name, {**_shown_project(project), "contents": contents})
    await note_change(session, replace(author, project_id=project_id), change)
    return keys


async def _project(session: AsyncSession, organisation_id: str, project_id: str) -> Project:
    project = await session.scalar(
        select(Project)
        .where(Project.id == project_id, Project.organisation_id == organisation_id, Project.deleted_at.is_(None))
        .with_for_update()
    )
    if project is None:
        raise OrganisationRefusal("This organisation has no such project.", "Reload the page.", status=404)
    return project


async def _check_name(session: AsyncSession, organisation_id: str, name: str) -> None:
    known = await session.scalar(
        select(Project.id).where(
            Project.organisation_id == organisation_id, Project.name == name.strip(), Project.deleted_at.is_(None)
        )
    )
    if known is not None:
        raise OrganisationRefusal(
            f"The organisation has a project named {name.strip()} already.", "Choose another name.", field="name"
        )


def _shown(name: str, metadata: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": name, "metadata": dict(metadata)}


def _shown_project(project: Project) -> dict[str, Any]:
    return {**_shown(project.name, project.details), "retentionDays": project.retention_days}
