"""The people of a project."""

from fastapi import APIRouter

from sidelight.api.app.models import AppModel, RoleName
from sidelight.api.app.organisation_models import AnyRole, ProjectRoleChange
from sidelight.api.app.session import Access
from sidelight.api.services import ServicesOf
from sidelight.platform.organisations.members import people_of_project
from sidelight.platform.organisations.memberships import set_project_role
from sidelight.platform.tables import Role

router = APIRouter(prefix="/projects/{project_id}", tags=["members"])


class ProjectMember(AppModel):
    """A person who may open the project, and as what."""

    id: str
    name: str
    email: str
    role: RoleName


class ProjectPerson(AppModel):
    """A member of the organisation as the project sees them; without ``role`` the project is hidden from them."""

    id: str
    name: str
    email: str
    role: RoleName | None
    organization_role: AnyRole
    project_role: AnyRole | None


@router.get("/members", operation_id="listProjectMembers")
async def get_members(access: Access, services: ServicesOf) -> list[ProjectMember]:
    """The people who may open the project, by name; every member may know them."""
    async with services.database.reading() as session:
        people = await people_of_project(session, access.project_id)
    return [
        ProjectMember(id=one.user_id, name=one.name, email=one.email, role=one.role.value) for one in people if one.role
    ]


@router.get("/people", operation_id="listProjectPeople")
async def get_people(access: Access, services: ServicesOf) -> list[ProjectPerson]:
    """All members of the organisation with what their role in the project is made of; admins."""
    access.require(Role.ADMIN)
    async with services.database.reading() as session:
        people = await people_of_project(session, access.project_id)
    return [
        ProjectPerson(
            id=one.user_id,
            name=one.name,
            email=one.email,
            role=one.role.value if one.role else None,
            organization_role=one.in_organisation,
            project_role=one.in_project,
        )
        for one in people
    ]


@router.put("/members/{user_id}", operation_id="changeProjectMember", status_code=204)
async def put_member(user_id: str, body: ProjectRoleChange, access: Access, services: ServicesOf) -> None:
    """Give a member of the organisation a role in this project alone, or take it back; admins."""
    access.require(Role.ADMIN)
    async with services.database.session() as session:
        await set_project_role(
            session, access.author, access.role, project_id=access.project_id, user_id=user_id, role=body.role
        )
