"""API keys of a project and of its organisation."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import Field

from sidelight.api.app.models import ApiKey, AppModel, CreatedApiKey
from sidelight.api.app.problem import AppProblem
from sidelight.api.app.session import Access, ProjectAccess
from sidelight.api.services import Services, ServicesOf
from sidelight.platform.api_keys import (
    MAX_NOTE_LENGTH,
    KeyView,
    NewKey,
    create_key,
    create_organisation_key,
    list_keys,
    list_organisation_keys,
    revoke_key,
    revoke_organisation_key,
)
from sidelight.platform.clock import now, to_iso
from sidelight.platform.tables import Role

router = APIRouter(prefix="/projects/{project_id}", tags=["keys"])


def organisation_admin(access: Access) -> ProjectAccess:
    """FastAPI dependency: who may see and change the keys of the project's organisation."""
    access.require_in_organisation(Role.ADMIN)
    return access


OrganisationAdmin = Annotated[ProjectAccess, Depends(organisation_admin)]


class NewApiKey(AppModel):
    """What to remember of a key: who or what uses it, and when it ends by itself."""

    note: str = Field("", max_length=MAX_NOTE_LENGTH)
    expires_in_days: int | None = Field(None, ge=1, le=3650)


@router.get("/keys", operation_id="listKeys")
async def get_keys(access: Access, services: ServicesOf) -> list[ApiKey]:
    """The keys of the project that were not revoked, newest first."""
    access.require(Role.MEMBER)
    async with services.database.reading() as session:
        keys = await list_keys(session, access.project_id)
    return [_api_key(key) for key in keys]


@router.post("/keys", operation_id="createKey", status_code=201)
async def post_key(body: NewApiKey, access: Access, services: ServicesOf) -> CreatedApiKey:
    """Make a key of the project; only this answer has its secret."""
    access.require(Role.MEMBER)
    expires_at = now() + timedelta(days=body.expires_in_days) if body.expires_in_days else None
    async with services.database.session() as session:
        new = await create_key(session, services.secret, access.project_id, body.note, expires_at=expires_at)
    return _created(services, new)


@router.delete("/keys/{key_id}", operation_id="revokeKey", status_code=204)
async def delete_key(key_id: str, access: Access, services: ServicesOf) -> None:
    """Put a key of the project out of force, at once and for good."""
    access.require(Role.MEMBER)
    async with services.database.session() as session:
        revoked = await revoke_key(session, access.project_id, key_id)
    _forget(services, revoked, "This project has no such key.")


@router.get("/organisation/keys", operation_id="listOrganisationKeys")
async def get_organisation_keys(access: OrganisationAdmin, services: ServicesOf) -> list[ApiKey]:
    """The keys of the project's organisation that were not revoked, newest first."""
    async with services.database.reading() as session:
        keys = await list_organisation_keys(session, access.organisation_id)
    return [_api_key(key) for key in keys]


@router.post("/organisation/keys", operation_id="createOrganisationKey", status_code=201)
async def post_organisation_key(body: NewApiKey, access: OrganisationAdmin, services: ServicesOf) -> CreatedApiKey:
    """Make a key of the organisation, which manages its projects; only this answer has its secret."""
    expires_at = now() + timedelta(days=body.expires_in_days) if body.expires_in_days else None
    async with services.database.session() as session:
        new = await create_organisation_key(session, services.secret, access.organisation_id, body.note, expires_at)
    return _created(services, new)


@router.delete("/organisation/keys/{key_id}", operation_id="revokeOrganisationKey", status_code=204)
async def delete_organisation_key(key_id: str, access: OrganisationAdmin, services: ServicesOf) -> None:
    """Put a key of the organisation out of force, at once and for good."""
    async with services.database.session() as session:
        revoked = await revoke_organisation_key(session, access.organisation_id, key_id)
    _forget(services, revoked, "This organisation has no such key.")


def _created(services: Services, new: NewKey) -> CreatedApiKey:
    services.keys.forget(new.view.public_key)
    return CreatedApiKey(**_api_key(new.view).model_dump(), secret_key=new.secret_key)


def _forget(services: Services, revoked: KeyView | None, otherwise: str) -> None:
    if revoked is None:
        raise AppProblem(404, otherwise, "Reload the list; it may already be revoked.")
    services.keys.forget(revoked.public_key)


def _api_key(key: KeyView) -> ApiKey:
    return ApiKey(
        id=key.id,
        note=key.note,
        public_key=key.public_key,
        display_secret_key=key.display_secret_key,
        created_at=to_iso(key.created_at),
        last_used_at=to_iso(key.last_used_at) if key.last_used_at else None,
        expires_at=to_iso(key.expires_at) if key.expires_at else None,
    )
