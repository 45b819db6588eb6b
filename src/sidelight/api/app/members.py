"""The people of a project."""

from fastapi import APIRouter

from sidelight.api.app.models import AppModel, RoleName
from sidelight.api.app.session import Access
from sidelight.api.services import ServicesOf
from sidelight.platform.organisations.members import members_of_project

router = APIRouter(prefix="/projects/{project_id}/members", tags=["members"])


class ProjectMember(AppModel):
    """A person who may open the project, and as what."""

    id: str
    name: str
    email: str
    role: RoleName


@router.get("", operation_id="listProjectMembers")
async def get_members(access: Access, services: ServicesOf) -> list[ProjectMember]:
    """The people who may open the project, by name; every member may know them."""
    async with services.database.reading() as session:
        members = await members_of_project(session, access.project_id)
    return [ProjectMember(id=one.user_id, name=one.name, email=one.email, role=one.role.value) for one in members]
