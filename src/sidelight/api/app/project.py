"""A project itself: its settings, and its end."""

from fastapi import APIRouter
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.api.app.organisation_models import (
    EditedThing,
    NamedId,
    ProjectContentsView,
    ProjectSettings,
    TransferImpactView,
    TransferRequest,
    TypedName,
)
from sidelight.api.app.organisations import check_typed_name
from sidelight.api.app.problem import AppProblem
from sidelight.api.app.read_route import ReadRoute
from sidelight.api.app.session import Access, ProjectAccess
from sidelight.api.project_closing import close_project, contents_of
from sidelight.api.services import Services, ServicesOf
from sidelight.platform.api_keys import list_keys
from sidelight.platform.clock import to_iso
from sidelight.platform.organisations.directory import Edit, change_project, transfer_project
from sidelight.platform.organisations.transferring import what_would_change
from sidelight.platform.tables import Organisation, Project, Role
from sidelight.platform.users import organisations_of

router = APIRouter(prefix="/projects/{project_id}", tags=["project"], route_class=ReadRoute)
MAX_NAMED = 20


@router.get("/settings", operation_id="getProjectSettings")
async def get_settings(access: Access, services: ServicesOf) -> ProjectSettings:
    """Name, metadata and where it belongs; every member."""
    return await _settings(services, access)


@router.patch("", operation_id="changeProject")
async def patch_project(body: EditedThing, access: Access, services: ServicesOf) -> ProjectSettings:
    """Rename or describe it; admins."""
    access.require(Role.ADMIN)
    async with services.database.session() as session:
        await change_project(session, access.author, access.project_id, Edit(body.name, body.metadata), body.revision)
    return await _settings(services, access)


@router.get("/contents", operation_id="getProjectContents")
async def get_contents(access: Access, services: ServicesOf) -> ProjectContentsView:
    """What would go with the project, in numbers; owners."""
    access.require(Role.OWNER)
    return ProjectContentsView.model_validate(await contents_of(services, access.project_id))


@router.delete("", operation_id="deleteProject", status_code=202)
async def delete_project(body: TypedName, access: Access, services: ServicesOf) -> None:
    """Delete a project with everything in it, for good: nobody opens it from now on, its data goes soon. Owners."""
    access.require(Role.OWNER)
    async with services.database.reading() as session:
        project = await session.get_one(Project, access.project_id)
    check_typed_name(body, project.name)
    await close_project(services, access.author, access.project_id)


@router.post("/transfer/preview", operation_id="previewTransfer")
async def post_transfer_preview(body: TransferRequest, access: Access, services: ServicesOf) -> TransferImpactView:
    """Say who would lose and gain access, and how many keys go along; owners of both. Nothing moves."""
    access.require_in_organisation(Role.OWNER)
    async with services.database.reading() as session:
        await _expect_owned(session, access, body.organization_id)
        impact = await what_would_change(session, access.project_id, body.organization_id)
    return TransferImpactView(
        losing=impact.loses[:MAX_NAMED],
        losing_count=len(impact.loses),
        gaining=impact.gains[:MAX_NAMED],
        gaining_count=len(impact.gains),
        staying_count=impact.stays,
        changing_count=impact.changes,
        key_count=impact.keys,
        invitation_count=impact.invitations,
    )


@router.post("/transfer", operation_id="transferProject", status_code=204)
async def post_transfer(body: TransferRequest, access: Access, services: ServicesOf) -> None:
    """Move the project into another organisation; owners of both. Its keys go on working."""
    access.require_in_organisation(Role.OWNER)
    async with services.database.session() as session:
        await _expect_owned(session, access, body.organization_id)
        await transfer_project(session, access.author, access.project_id, body.organization_id)
        keys = await list_keys(session, access.project_id)
    for key in keys:
        services.keys.forget(key.public_key)


async def _expect_owned(session: AsyncSession, access: ProjectAccess, organisation_id: str) -> None:
    owned = {one.id for one in await organisations_of(session, access.user.id) if one.role is Role.OWNER}
    if organisation_id not in owned:
        raise AppProblem(
            403,
            "You do not own the organisation that the project would go to.",
            "Ask one of its owners to make you an owner.",
            field="organizationId",
        )


async def _settings(services: Services, access: ProjectAccess) -> ProjectSettings:
    async with services.database.reading() as session:
        project = await session.get_one(Project, access.project_id)
        organisation = await session.get_one(Organisation, project.organisation_id)
        others = [one for one in await organisations_of(session, access.user.id) if one.role is Role.OWNER]
    may_transfer = access.organisation_role is Role.OWNER
    return ProjectSettings(
        id=project.id,
        name=project.name,
        organization_id=organisation.id,
        organization_name=organisation.name,
        metadata=project.details,
        created_at=to_iso(project.created_at),
        revision=project.revision,
        transfer_targets=[
            NamedId(id=one.id, name=one.name) for one in others if may_transfer and one.id != organisation.id
        ],
    )
