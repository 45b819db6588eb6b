"""What a key of an organisation may do: see its projects and keys, and manage the keys of its projects.

As in Langfuse: a given pair must be whole and have the usual beginnings. A project of another organisation answers like
one that does not exist, so that ids cannot be probed.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic.alias_generators import to_camel
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.api.public.answer import json_response
from sidelight.api.public.auth import OrganisationKey
from sidelight.api.public.errors import Conflict, InvalidRequest, NotFound, PublicRoute
from sidelight.api.services import ServicesOf
from sidelight.platform.api_keys import (
    MAX_NOTE_LENGTH,
    KeyView,
    UnusableKeyError,
    create_key,
    list_keys,
    list_organisation_keys,
    revoke_key,
)
from sidelight.platform.clock import to_iso
from sidelight.platform.credentials import PUBLIC_PREFIX, SECRET_PREFIX, Credentials
from sidelight.platform.tables import Project

router = APIRouter(tags=["Organizations"], route_class=PublicRoute)


class NewProjectKey(BaseModel):
    """The body of a new key; a pair that is given is used as it is."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="ignore")

    note: Annotated[str, Field(max_length=MAX_NOTE_LENGTH)] | None = None
    public_key: str | None = None
    secret_key: str | None = None

    @model_validator(mode="after")
    def _check_pair(self) -> "NewProjectKey":
        if (self.public_key is None) != (self.secret_key is None):
            raise ValueError("Both publicKey and secretKey must be provided together")
        if self.public_key is not None and not self.public_key.startswith(PUBLIC_PREFIX):
            raise ValueError(f"publicKey must start with '{PUBLIC_PREFIX}'")
        if self.secret_key is not None and not self.secret_key.startswith(SECRET_PREFIX):
            raise ValueError(f"secretKey must start with '{SECRET_PREFIX}'")
        return self

    @property
    def pair(self) -> Credentials | None:
        """The given pair, if any."""
        return Credentials(self.public_key, self.secret_key) if self.public_key and self.secret_key else None


@router.get("/organizations/apiKeys")
async def get_organisation_keys(access: OrganisationKey, services: ServicesOf) -> Response:
    """The keys of the organisation itself."""
    async with services.database.reading() as session:
        keys = await list_organisation_keys(session, access.organisation_id)
    return json_response({"apiKeys": [key_shape(key) for key in keys]})


@router.get("/organizations/projects")
async def get_organisation_projects(access: OrganisationKey, services: ServicesOf) -> Response:
    """The projects of the organisation."""
    async with services.database.reading() as session:
        projects = await session.scalars(
            select(Project)
            .where(Project.organisation_id == access.organisation_id, Project.deleted_at.is_(None))
            .order_by(Project.created_at, Project.id)
        )
        shapes = [project_shape(project) for project in projects]
    return json_response({"projects": shapes})


@router.get("/projects/{project_id}/apiKeys")
async def get_project_keys(project_id: str, access: OrganisationKey, services: ServicesOf) -> Response:
    """The keys of a project."""
    async with services.database.reading() as session:
        await require_project(session, access.organisation_id, project_id)
        keys = await list_keys(session, project_id)
    return json_response({"apiKeys": [key_shape(key) for key in keys]})


@router.post("/projects/{project_id}/apiKeys", status_code=201)
async def create_project_key(
    project_id: str, body: NewProjectKey, access: OrganisationKey, services: ServicesOf
) -> Response:
    """Make a key of a project; only this answer has its secret."""
    try:
        async with services.database.session() as session:
            await require_project(session, access.organisation_id, project_id)
            new = await create_key(
                session, services.secret, project_id, body.note or "", given=body.pair, author=access.author
            )
    except UnusableKeyError as error:
        raise InvalidRequest("publicKey", str(error)) from error
    except IntegrityError as error:
        raise Conflict("A key with this publicKey exists already. Choose another, or leave the pair out.") from error
    services.keys.forget(new.view.public_key)
    response = json_response({**key_shape(new.view), "secretKey": new.secret_key})
    response.status_code = 201
    return response


@router.delete("/projects/{project_id}/apiKeys/{api_key_id}")
async def delete_project_key(
    project_id: str, api_key_id: str, access: OrganisationKey, services: ServicesOf
) -> Response:
    """Put a key of a project out of force, at once and for good."""
    async with services.database.session() as session:
        await require_project(session, access.organisation_id, project_id)
        revoked = await revoke_key(session, project_id, api_key_id, access.author)
    if revoked is None:
        raise NotFound("API key not found")
    services.keys.forget(revoked.public_key)
    return json_response({"success": True})


async def require_project(session: AsyncSession, organisation_id: str, project_id: str) -> None:
    """Raise :class:`NotFound` unless the organisation has such a project."""
    project = await session.get(Project, project_id)
    if project is None or project.organisation_id != organisation_id or project.deleted_at is not None:
        raise NotFound("Project not found")


def key_shape(key: KeyView) -> dict[str, Any]:
    """``ApiKeySummary``."""
    return {
        "id": key.id,
        "createdAt": to_iso(key.created_at),
        "expiresAt": to_iso(key.expires_at) if key.expires_at else None,
        "lastUsedAt": to_iso(key.last_used_at) if key.last_used_at else None,
        "note": key.note or None,
        "publicKey": key.public_key,
        "displaySecretKey": key.display_secret_key,
    }


def project_shape(project: Project) -> dict[str, Any]:
    """``OrganizationProject``."""
    return {
        "id": project.id,
        "name": project.name,
        "metadata": project.details,
        "createdAt": to_iso(project.created_at),
        "updatedAt": to_iso(project.updated_at),
    }
