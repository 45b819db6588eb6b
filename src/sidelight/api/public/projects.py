"""Projects: SDKs check their keys by the one that they see; keys of an organisation make, change and delete them."""

from typing import Any

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, field_validator
from pydantic.alias_generators import to_camel

from sidelight.api.app.organisation_models import Metadata, Name
from sidelight.api.project_closing import close_project
from sidelight.api.public.answer import json_response
from sidelight.api.public.auth import OrganisationKey, PublicKey
from sidelight.api.public.errors import PublicRoute
from sidelight.api.public.organisation_keys import require_project
from sidelight.api.services import ServicesOf
from sidelight.platform.organisations.directory import Edit, change_project, create_project
from sidelight.platform.tables import Project

router = APIRouter(tags=["Projects"], route_class=PublicRoute)

LEAST_RETENTION_DAYS = 3
MAX_RETENTION_DAYS = 36_500


class ChangedProject(BaseModel):
    """A project's name, and what is to change beside it. ``retention`` is in days, 0 for no end."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="ignore")

    name: Name
    metadata: Metadata | None = None
    retention: int | None = None

    @field_validator("retention")
    @classmethod
    def _is_long_enough(cls, days: int | None) -> int | None:
        if days and not LEAST_RETENTION_DAYS <= days <= MAX_RETENTION_DAYS:
            raise ValueError(f"must be 0, or from {LEAST_RETENTION_DAYS} to {MAX_RETENTION_DAYS} days")
        return days


class NewProject(ChangedProject):
    """A new project; its retention has to be said."""

    retention: int


@router.get("/projects")
async def list_projects(access: PublicKey, services: ServicesOf) -> Response:
    """The one project of the key."""
    async with services.database.reading() as session:
        project = await session.get_one(Project, access.project_id)
    return json_response({"data": [_shape(project, access.organisation_id, access.organisation_name)]})


@router.post("/projects", status_code=201)
async def post_project(body: NewProject, access: OrganisationKey, services: ServicesOf) -> Response:
    """Make a project in the organisation of the key."""
    async with services.database.session() as session:
        project = await create_project(session, access.author, body.name, body.metadata, body.retention)
    response = json_response(_shape(project, access.organisation_id, access.organisation_name))
    response.status_code = 201
    return response


@router.put("/projects/{project_id}")
async def put_project(project_id: str, body: ChangedProject, access: OrganisationKey, services: ServicesOf) -> Response:
    """Rename or describe a project; metadata and retention that are left out stay."""
    async with services.database.session() as session:
        await require_project(session, access.organisation_id, project_id)
        edit = Edit(body.name, body.metadata, body.retention)
        project = await change_project(session, access.author, project_id, edit)
    return json_response(_shape(project, access.organisation_id, access.organisation_name))


@router.delete("/projects/{project_id}", status_code=202)
async def delete_project(project_id: str, access: OrganisationKey, services: ServicesOf) -> Response:
    """Close a project for good: its keys are refused from now on, its data is deleted in the background."""
    async with services.database.reading() as session:
        await require_project(session, access.organisation_id, project_id)
    await close_project(services, access.author, project_id)
    message = "Project deletion has been initiated and is being processed in the background"
    response = json_response({"success": True, "message": message})
    response.status_code = 202
    return response


def _shape(project: Project, organisation_id: str, organisation_name: str) -> dict[str, Any]:
    """``Project``."""
    shape = {
        "id": project.id,
        "name": project.name,
        "organization": {"id": organisation_id, "name": organisation_name},
        "metadata": project.details,
    }
    return shape if project.retention_days is None else {**shape, "retentionDays": project.retention_days}
