"""API keys of an organisation, which manage its projects, members and keys.

Owners make them, because such a key does what an owner may: an admin with one could make owners. Admins see and revoke.
"""

from fastapi import APIRouter

from sidelight.api.app.keys import NewApiKey, api_key, created_key, forget_key
from sidelight.api.app.models import ApiKey, CreatedApiKey
from sidelight.api.app.session import AccessToOrganisation
from sidelight.api.services import ServicesOf
from sidelight.platform.api_keys import create_organisation_key, list_organisation_keys, revoke_organisation_key
from sidelight.platform.tables import Role

router = APIRouter(prefix="/organizations/{organization_id}/keys", tags=["keys"])


@router.get("", operation_id="listOrganisationKeys")
async def get_organisation_keys(access: AccessToOrganisation, services: ServicesOf) -> list[ApiKey]:
    """The keys of the organisation that were not revoked, newest first."""
    access.require(Role.ADMIN)
    async with services.database.reading() as session:
        keys = await list_organisation_keys(session, access.organisation_id)
    return [api_key(key) for key in keys]


@router.post("", operation_id="createOrganisationKey", status_code=201)
async def post_organisation_key(body: NewApiKey, access: AccessToOrganisation, services: ServicesOf) -> CreatedApiKey:
    """Make a key of the organisation, which does what an owner may; only this answer has its secret. Owners."""
    access.require(Role.OWNER)
    async with services.database.session() as session:
        new = await create_organisation_key(
            session,
            services.secret,
            access.organisation_id,
            body.note,
            expires_at=body.expires_at,
            author=access.author,
        )
    return created_key(services, new)


@router.delete("/{key_id}", operation_id="revokeOrganisationKey", status_code=204)
async def delete_organisation_key(key_id: str, access: AccessToOrganisation, services: ServicesOf) -> None:
    """Put a key of the organisation out of force, at once and for good."""
    access.require(Role.ADMIN)
    async with services.database.session() as session:
        revoked = await revoke_organisation_key(session, access.organisation_id, key_id, access.author)
    forget_key(services, revoked, "This organisation has no such key.")
