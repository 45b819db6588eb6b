"""Whom it concerns when a project moves to another organisation."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.clock import now
from sidelight.platform.organisations.roles import effective_role
from sidelight.platform.organisations.tables import Invitation
from sidelight.platform.tables import ApiKey, Membership, Project, ProjectMembership, User


@dataclass(frozen=True, slots=True)
class TransferImpact:
    """Names of who may not open the project afterwards, and of who may then; how many stay, and what becomes of keys.

    ``changes`` counts those who stay with another role.
    """

    loses: list[str]
    gains: list[str]
    stays: int
    changes: int
    keys: int
    invitations: int


async def what_would_change(session: AsyncSession, project_id: str, target_id: str) -> TransferImpact:
    """Compare who may open the project now with who may as soon as it belongs to ``target_id``."""
    now_in = (
        select(User.id, _shown(), Membership.role, ProjectMembership.role)
        .join(Membership, Membership.user_id == User.id)
        .join(Project, Project.organisation_id == Membership.organisation_id)
        .outerjoin(
            ProjectMembership, (ProjectMembership.project_id == Project.id) & (ProjectMembership.user_id == User.id)
        )
        .where(Project.id == project_id)
    )
    then_in = (
        select(User.id, _shown(), Membership.role)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.organisation_id == target_id)
    )
    names: dict[str, str] = {}
    before, after = {}, {}
    for user_id, name, in_organisation, in_project in await session.execute(now_in):
        names[user_id] = name
        if role := effective_role(in_organisation, in_project):
            before[user_id] = role
    for user_id, name, in_organisation in await session.execute(then_in):
        names[user_id] = name
        if role := effective_role(in_organisation, None):
            after[user_id] = role
    both = before.keys() & after.keys()
    keys = select(func.count()).where(ApiKey.project_id == project_id, ApiKey.revoked_at.is_(None))
    invitations = select(func.count()).where(
        Invitation.project_id == project_id, Invitation.revoked_at.is_(None), Invitation.expires_at > now()
    )
    return TransferImpact(
        loses=sorted(names[one] for one in before.keys() - after.keys()),
        gains=sorted(names[one] for one in after.keys() - before.keys()),
        stays=len(both),
        changes=sum(before[one] != after[one] for one in both),
        keys=await session.scalar(keys) or 0,
        invitations=await session.scalar(invitations) or 0,
    )


def _shown() -> ColumnElement[str]:
    """The name, or the address of who has none."""
    return func.coalesce(func.nullif(User.name, ""), User.email)
