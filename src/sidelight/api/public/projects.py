"""GET /api/public/projects: SDKs check their keys by it, and build links from the project's id."""

from fastapi import APIRouter, Response

from sidelight.api.public.answer import json_response
from sidelight.api.public.auth import PublicKey
from sidelight.api.public.errors import PublicRoute

router = APIRouter(tags=["Projects"], route_class=PublicRoute)


@router.get("/projects")
async def list_projects(access: PublicKey) -> Response:
    """The one project of the key."""
    organization = {"id": access.organisation_id, "name": access.organisation_name}
    project = {"id": access.project_id, "name": access.project_name, "organization": organization, "metadata": {}}
    return json_response({"data": [project]})
