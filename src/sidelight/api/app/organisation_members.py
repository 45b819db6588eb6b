"""The members of an organisation, their roles in it and in single projects, and their end."""

from fastapi import APIRouter

from sidelight.api.app.organisation_models import OrganizationMember, ProjectRoleChange, RoleChange
from sidelight.api.app.session import AccessToOrganisation
from sidelight.api.services import ServicesOf
from sidelight.platform.clock import to_iso
from sidelight.platform.organisations.members import members_of_organisation
from sidelight.platform.organisations.memberships import remove_member, set_project_role, set_role
from sidelight.platform.tables import Role

router = APIRouter(prefix="/organizations/{organization_id}/members", tags=["organisations"])


@router.get("", operation_id="listOrganizationMembers")
async def get_members(access: AccessToOrganisation, services: ServicesOf) -> list[OrganizationMember]:
    """The members by name, with their roles in single projects; for who is in the organisation itself."""
    access.require(Role.VIEWER)
    async with services.database.reading() as session:
        members = await members_of_organisation(session, access.organisation_id)
    is_admin = access.role is not None and access.role.reaches(Role.ADMIN)
    return [
        OrganizationMember(
            id=one.user_id,
            name=one.name,
            email=one.email,
            role=one.role,
            joined_at=to_iso(one.joined_at),
            last_seen_at=to_iso(one.last_seen_at) if is_admin and one.last_seen_at else None,
            projects=one.projects if is_admin or one.user_id == access.user.id else {},
        )
        for one in members
    ]


@router.put("/{user_id}", operation_id="changeMember", status_code=204)
async def put_member(user_id: str, body: RoleChange, access: AccessToOrganisation, services: ServicesOf) -> None:
    """Give a member another role in the organisation; admins, what concerns owners owners."""
    async with services.database.session() as session:
        await set_role(session, access.author, access.role, user_id, body.role)


@router.delete("/{user_id}", operation_id="removeMember", status_code=204)
async def delete_member(user_id: str, access: AccessToOrganisation, services: ServicesOf) -> None:
    """Remove a member, or leave: access ends at once, and so do the links that they have made."""
    async with services.database.session() as session:
        await remove_member(session, access.author, access.role, user_id)


@router.put("/{user_id}/projects/{project_id}", operation_id="changeMemberInProject", status_code=204)
async def put_project_role(
    user_id: str, project_id: str, body: ProjectRoleChange, access: AccessToOrganisation, services: ServicesOf
) -> None:
    """Give a member a role in one project, or take it back; admins of the organisation."""
    access.require(Role.ADMIN)
    async with services.database.session() as session:
        await set_project_role(
            session, access.author, access.role, project_id=project_id, user_id=user_id, role=body.role
        )
