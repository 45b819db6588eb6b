"""Who may open a project, and as what."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.tables import Membership, Project, Role, User

MAX_LISTED = 1000


@dataclass(frozen=True, slots=True)
class Member:
    """A person who may open a project."""

    user_id: str
    name: str
    email: str
    role: Role


async def members_of_project(session: AsyncSession, project_id: str) -> list[Member]:
    """The people who may open the project, by name; at most ``MAX_LISTED``."""
    rows = await session.execute(
        select(User, Membership.role)
        .join(Membership, Membership.user_id == User.id)
        .join(Project, Project.organisation_id == Membership.organisation_id)
        .where(Project.id == project_id)
        .order_by(func.lower(User.name), User.email)
        .limit(MAX_LISTED)
    )
    return [Member(user.id, user.name, user.email, Role(role)) for user, role in rows]
