"""Organisations: what they are called, and their projects."""

import asyncio
import time

from fastapi import APIRouter
from sqlalchemy import select

from sidelight.api.app.auth import may_create_organisations
from sidelight.api.app.models import OrganizationRef, ProjectRef
from sidelight.api.app.organisation_models import (
    EditedThing,
    NamedThing,
    OrganizationProject,
    OrganizationView,
    ProjectActivityRow,
    TypedName,
)
from sidelight.api.app.problem import AppProblem
from sidelight.api.app.read_route import ReadRoute
from sidelight.api.app.session import AccessToOrganisation, CurrentUser, OrganisationAccess
from sidelight.api.services import Services, ServicesOf
from sidelight.model.time import NS_PER_US
from sidelight.model.time import to_iso as ns_to_iso
from sidelight.platform.audit.author import Author
from sidelight.platform.clock import to_iso
from sidelight.platform.organisations.contents import count_keys
from sidelight.platform.organisations.directory import (
    Edit,
    change_organisation,
    create_organisation,
    create_project,
    delete_organisation,
)
from sidelight.platform.tables import Organisation, Project, Role
from sidelight.platform.users import OpenProject, projects_of
from sidelight.query.project_contents import load_activity
from sidelight.query.sql import TimeRange

router = APIRouter(prefix="/organizations", tags=["organisations"], route_class=ReadRoute)

ACTIVITY_DAYS = 30
MAX_ACTIVE = 100
_US_PER_DAY = 86_400_000_000


@router.post("", operation_id="createOrganization", status_code=201)
async def post_organisation(body: NamedThing, user: CurrentUser, services: ServicesOf) -> OrganizationRef:
    """Make an organisation, which the user then owns; for admins, unless the settings say others."""
    if not may_create_organisations(services, user):
        raise AppProblem(
            403,
            "Only an admin of this installation may make organisations.",
            "Ask one, or have SIDELIGHT_ACCESS__ORGANISATION_CREATORS set to 'everybody'.",
        )
    async with services.database.session() as session:
        author = Author("user", user.id, user.name or user.email, "")
        organisation = await create_organisation(session, author, body.name)
    return OrganizationRef(id=organisation.id, name=organisation.name, role="owner")


@router.get("/{organization_id}", operation_id="getOrganization")
async def get_organisation(access: AccessToOrganisation, services: ServicesOf) -> OrganizationView:
    """The organisation with the projects that the user may open."""
    return await _view(services, access)


@router.patch("/{organization_id}", operation_id="changeOrganization")
async def patch_organisation(body: EditedThing, access: AccessToOrganisation, services: ServicesOf) -> OrganizationView:
    """Rename or describe it; admins."""
    access.require(Role.ADMIN)
    async with services.database.session() as session:
        await change_organisation(session, access.author, Edit(body.name, body.metadata), body.revision)
    return await _view(services, access)


@router.delete("/{organization_id}", operation_id="deleteOrganization", status_code=204)
async def delete(body: TypedName, access: AccessToOrganisation, services: ServicesOf) -> None:
    """Delete an organisation that has no projects any more, with its audit log; owners."""
    access.require(Role.OWNER)
    check_typed_name(body, access.organisation_name)
    async with services.database.session() as session:
        await delete_organisation(session, access.organisation_id)


@router.post("/{organization_id}/projects", operation_id="createProject", status_code=201)
async def post_project(body: NamedThing, access: AccessToOrganisation, services: ServicesOf) -> ProjectRef:
    """Make a project; admins."""
    access.require(Role.ADMIN)
    async with services.database.session() as session:
        project = await create_project(session, access.author, body.name)
    return ProjectRef(
        id=project.id,
        name=project.name,
        organization_id=access.organisation_id,
        organization_name=access.organisation_name,
        role="owner" if access.role is Role.OWNER else "admin",
    )


@router.get("/{organization_id}/activity", operation_id="listProjectActivity")
async def get_activity(access: AccessToOrganisation, services: ServicesOf) -> list[ProjectActivityRow]:
    """Traces of the last 30 days in each project that the user may open; of the first 100."""
    projects = (await _projects(services, access))[:MAX_ACTIVE]
    since = TimeRange(int(time.time() * 1e6) - ACTIVITY_DAYS * _US_PER_DAY, None)
    found = await asyncio.gather(
        *(load_activity(services.store.project(project.project_id), since) for project in projects)
    )
    return [
        ProjectActivityRow(
            project_id=project.project_id,
            traces=one.traces,
            last_trace_at=None if one.last_us is None else ns_to_iso(one.last_us * NS_PER_US),
        )
        for project, one in zip(projects, found, strict=True)
    ]


def check_typed_name(body: TypedName, name: str) -> None:
    """Raise a 422 problem unless the name was typed as it is."""
    if body.name.strip() != name:
        raise AppProblem(422, "The name does not match.", f"Type {name} to confirm.", field="name")


async def _projects(services: Services, access: OrganisationAccess) -> list[OpenProject]:
    async with services.database.reading() as session:
        projects = await projects_of(session, access.user.id)
    return [project for project in projects if project.organisation_id == access.organisation_id]


async def _view(services: Services, access: OrganisationAccess) -> OrganizationView:
    projects = await _projects(services, access)
    async with services.database.reading() as session:
        organisation = await session.get_one(Organisation, access.organisation_id)
        rows = await session.execute(
            select(Project.id, Project.created_at).where(Project.organisation_id == organisation.id)
        )
        made = {row.id: row.created_at for row in rows}
        keys = await count_keys(session, organisation.id)
        deleting: list[str] = []
        if access.role is not None and access.role.reaches(Role.ADMIN):
            going = select(Project.name).where(
                Project.organisation_id == organisation.id, Project.deleted_at.is_not(None)
            )
            deleting = list(await session.scalars(going))
    return OrganizationView(
        id=organisation.id,
        name=organisation.name,
        role=access.role.value if access.role else None,
        metadata=organisation.details,
        created_at=to_iso(organisation.created_at),
        revision=organisation.revision,
        projects=[
            OrganizationProject(
                id=project.project_id,
                name=project.project_name,
                role=project.role.value,
                created_at=to_iso(made[project.project_id]),
                keys=keys.get(project.project_id, 0) if project.role.reaches(Role.MEMBER) else None,
            )
            for project in projects
            if project.project_id in made
        ],
        deleting=deleting,
    )
