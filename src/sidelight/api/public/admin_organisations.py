"""/api/admin/organizations: organisations of the whole installation, for whoever has its admin key.

The key is a setting; without one these addresses are closed (403).
"""

import hmac
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, Field
from sqlalchemy import select

from sidelight.api.app.organisation_models import Metadata, Name
from sidelight.api.public.answer import json_response
from sidelight.api.public.auth import PublicRefusal
from sidelight.api.public.errors import NotFound, PublicRoute
from sidelight.api.public.organisation_keys import key_shape, project_shape
from sidelight.api.services import ServicesOf
from sidelight.platform.api_keys import (
    MAX_NOTE_LENGTH,
    create_organisation_key,
    list_organisation_keys,
    revoke_organisation_key,
)
from sidelight.platform.audit.author import Author
from sidelight.platform.clock import to_iso
from sidelight.platform.credentials import KeyRefusal, bearer_token
from sidelight.platform.organisations.directory import (
    Edit,
    change_organisation,
    create_organisation,
    delete_organisation,
)
from sidelight.platform.tables import Organisation, Project

_REMEDY = "Send 'Authorization: Bearer ' with the server's SIDELIGHT_ACCESS__ADMIN_API_KEY (or ADMIN_API_KEY)."


def admin_access(request: Request, services: ServicesOf) -> Author:
    """FastAPI dependency: whoever sends the admin key. Raises :class:`PublicRefusal`."""
    expected = services.settings.admin_api_key
    if not expected:
        raise PublicRefusal(
            KeyRefusal("organisation_key", "The admin API is closed: the server has no key for it.", _REMEDY)
        )
    sent = bearer_token(request.headers.get("authorization")) or ""
    if not hmac.compare_digest(sent.encode("utf-8", "surrogateescape"), expected.encode()):
        raise PublicRefusal(KeyRefusal("wrong_secret", "The admin key is missing or wrong.", _REMEDY))
    return Author("system", "admin-api", "Admin API", "")


Admin = Annotated[Author, Depends(admin_access)]
router = APIRouter(prefix="/organizations", tags=["Organizations"], route_class=PublicRoute)


class OrganisationInput(BaseModel):
    """Name and metadata of an organisation."""

    name: Name
    metadata: Metadata | None = None


class NewOrganisationKey(BaseModel):
    """What to remember of a key."""

    note: Annotated[str, Field(max_length=MAX_NOTE_LENGTH)] | None = None


@router.get("")
async def get_organisations(admin: Admin, services: ServicesOf) -> Response:
    """All organisations with their projects."""
    async with services.database.reading() as session:
        found = list(await session.scalars(select(Organisation).order_by(Organisation.created_at, Organisation.id)))
        projects: dict[str, list[Project]] = {}
        for project in await session.scalars(_projects()):
            projects.setdefault(project.organisation_id, []).append(project)
    return json_response({"organizations": [_shape(one, projects.get(one.id, [])) for one in found]})


@router.post("", status_code=201)
async def post_organisation(body: OrganisationInput, admin: Admin, services: ServicesOf) -> Response:
    """Make an organisation, without members: the key that is made next may add them."""
    async with services.database.session() as session:
        made = await create_organisation(session, admin, body.name, body.metadata)
    response = json_response(_shape(made, []))
    response.status_code = 201
    return response


@router.get("/{organization_id}")
async def get_organisation(organization_id: str, admin: Admin, services: ServicesOf) -> Response:
    """One organisation."""
    async with services.database.reading() as session:
        return json_response(await _described(session, organization_id))


@router.put("/{organization_id}")
async def put_organisation(
    organization_id: str, body: OrganisationInput, admin: Admin, services: ServicesOf
) -> Response:
    """Rename or describe it; metadata that is left out stays."""
    author = Author(admin.kind, admin.id, admin.name, organization_id)
    async with services.database.session() as session:
        await change_organisation(session, author, Edit(body.name, body.metadata))
        return json_response(await _described(session, organization_id))


@router.delete("/{organization_id}")
async def delete(organization_id: str, admin: Admin, services: ServicesOf) -> Response:
    """Delete an organisation that has no projects any more."""
    async with services.database.session() as session:
        await delete_organisation(session, organization_id)
    return json_response({"success": True})


@router.get("/{organization_id}/apiKeys")
async def get_keys(organization_id: str, admin: Admin, services: ServicesOf) -> Response:
    """The keys of an organisation."""
    async with services.database.reading() as session:
        await _described(session, organization_id)
        keys = await list_organisation_keys(session, organization_id)
    return json_response({"apiKeys": [key_shape(key) for key in keys]})


@router.post("/{organization_id}/apiKeys", status_code=201)
async def post_key(
    organization_id: str, admin: Admin, services: ServicesOf, body: NewOrganisationKey | None = None
) -> Response:
    """Make a key of an organisation; only this answer has its secret."""
    author = Author(admin.kind, admin.id, admin.name, organization_id)
    note = (body and body.note) or ""
    async with services.database.session() as session:
        await _described(session, organization_id)
        new = await create_organisation_key(session, services.secret, organization_id, note, author=author)
    response = json_response({**key_shape(new.view), "secretKey": new.secret_key})
    response.status_code = 201
    return response


@router.delete("/{organization_id}/apiKeys/{api_key_id}")
async def delete_key(organization_id: str, api_key_id: str, admin: Admin, services: ServicesOf) -> Response:
    """Put a key of an organisation out of force."""
    author = Author(admin.kind, admin.id, admin.name, organization_id)
    async with services.database.session() as session:
        revoked = await revoke_organisation_key(session, organization_id, api_key_id, author)
    if revoked is None:
        raise NotFound("API key not found")
    services.keys.forget(revoked.public_key)
    return json_response({"success": True})


def _projects() -> Any:
    return select(Project).where(Project.deleted_at.is_(None)).order_by(Project.created_at, Project.id)


async def _described(session: Any, organisation_id: str) -> dict[str, Any]:
    found = await session.get(Organisation, organisation_id)
    if found is None:
        raise NotFound("Organization not found")
    projects = await session.scalars(_projects().where(Project.organisation_id == organisation_id))
    return _shape(found, list(projects))


def _shape(organisation: Organisation, projects: list[Project]) -> dict[str, Any]:
    """``Organization`` of the admin API."""
    return {
        "id": organisation.id,
        "name": organisation.name,
        "createdAt": to_iso(organisation.created_at),
        "metadata": organisation.details,
        "projects": [project_shape(project) for project in projects],
    }
