"""Who is in an organisation, who may open a project, and as what."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.organisations.roles import effective_role
from sidelight.platform.tables import Membership, Project, ProjectMembership, Role, User, WebSession

MAX_LISTED = 1000
BY_NAME = (func.lower(func.coalesce(func.nullif(User.name, ""), User.email)), User.email)
"""By what is shown of people: the address stands in the place of a name."""


@dataclass(frozen=True, slots=True)
class ProjectPerson:
    """A member of an organisation as one of its projects sees them.

    ``role`` is what holds (None: the project is hidden), ``in_organisation`` and ``in_project`` what it is made of.
    """

    user_id: str
    name: str
    email: str
    role: Role | None
    in_organisation: str
    in_project: str | None


@dataclass(frozen=True, slots=True)
class Member:
    """A member of an organisation; ``projects`` are the roles in single projects, by the project's id."""

    user_id: str
    name: str
    email: str
    role: str
    joined_at: datetime
    last_seen_at: datetime | None
    projects: dict[str, str] = field(default_factory=dict)


async def people_of_project(session: AsyncSession, project_id: str) -> list[ProjectPerson]:
    """All members of the project's organisation with their role in the project, by name; at most ``MAX_LISTED``."""
    rows = await session.execute(
        select(User.id, User.name, User.email, Membership.role, ProjectMembership.role)
        .join(Membership, Membership.user_id == User.id)
        .join(Project, Project.organisation_id == Membership.organisation_id)
        .outerjoin(
            ProjectMembership, (ProjectMembership.project_id == Project.id) & (ProjectMembership.user_id == User.id)
        )
        .where(Project.id == project_id)
        .order_by(*BY_NAME)
        .limit(MAX_LISTED)
    )
    return [
        ProjectPerson(user_id, name, email, effective_role(in_organisation, in_project), in_organisation, in_project)
        for user_id, name, email, in_organisation, in_project in rows
    ]


async def members_of_organisation(session: AsyncSession, organisation_id: str) -> list[Member]:
    """The members of an organisation, by name; at most ``MAX_LISTED``."""
    overrides: dict[str, dict[str, str]] = {}
    rows = await session.execute(
        select(ProjectMembership.user_id, ProjectMembership.project_id, ProjectMembership.role)
        .join(Project, Project.id == ProjectMembership.project_id)
        .where(Project.organisation_id == organisation_id, Project.deleted_at.is_(None))
    )
    for user_id, project_id, role in rows:
        overrides.setdefault(user_id, {})[project_id] = role
    seen = (
        select(WebSession.user_id, func.max(WebSession.last_seen_at).label("at"))
        .group_by(WebSession.user_id)
        .subquery()
    )
    people = await session.execute(
        select(User.id, User.name, User.email, Membership.role, Membership.created_at, seen.c.at)
        .join(Membership, Membership.user_id == User.id)
        .outerjoin(seen, seen.c.user_id == User.id)
        .where(Membership.organisation_id == organisation_id)
        .order_by(*BY_NAME)
        .limit(MAX_LISTED)
    )
    return [
        Member(user_id, name, email, role, joined_at, last_seen_at, overrides.get(user_id, {}))
        for user_id, name, email, role, joined_at, last_seen_at in people
    ]
