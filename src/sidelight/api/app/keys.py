"""API keys of a project."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import Field

from sidelight.api.app.models import ApiKey, AppModel, CreatedApiKey
from sidelight.api.app.problem import AppProblem
from sidelight.api.app.session import Access
from sidelight.api.services import Services, get_services
from sidelight.platform.api_keys import MAX_NOTE_LENGTH, KeyView, create_key, list_keys, revoke_key
from sidelight.platform.clock import to_iso
from sidelight.platform.tables import Role

router = APIRouter(prefix="/projects/{project_id}/keys", tags=["keys"])

ServicesOf = Annotated[Services, Depends(get_services)]


class NewApiKey(AppModel):
    """What to remember of a key: who or what uses it."""

    note: str = Field("", max_length=MAX_NOTE_LENGTH)


@router.get("", operation_id="listKeys")
async def get_keys(access: Access, services: ServicesOf) -> list[ApiKey]:
    """The keys in force, newest first."""
    access.require(Role.MEMBER)
    async with services.database.reading() as session:
        keys = await list_keys(session, access.project_id)
    return [_api_key(key) for key in keys]


@router.post("", operation_id="createKey", status_code=201)
async def post_key(body: NewApiKey, access: Access, services: ServicesOf) -> CreatedApiKey:
    """Make a key; only this answer has its secret."""
    access.require(Role.MEMBER)
    async with services.database.session() as session:
        new = await create_key(session, services.secret, access.project_id, body.note)
    services.keys.forget(new.view.public_key)
    return CreatedApiKey(**_api_key(new.view).model_dump(), secret_key=new.secret_key)


@router.delete("/{key_id}", operation_id="revokeKey", status_code=204)
async def delete_key(key_id: str, access: Access, services: ServicesOf) -> None:
    """Put a key out of force, at once and for good."""
    access.require(Role.MEMBER)
    async with services.database.session() as session:
        revoked = await revoke_key(session, access.project_id, key_id)
    if revoked is None:
        raise AppProblem(404, "This project has no such key.", "Reload the list; it may already be revoked.")
    services.keys.forget(revoked.public_key)


def _api_key(key: KeyView) -> ApiKey:
    return ApiKey(
        id=key.id,
        note=key.note,
        public_key=key.public_key,
        display_secret_key=key.display_secret_key,
        created_at=to_iso(key.created_at),
        last_used_at=to_iso(key.last_used_at) if key.last_used_at else None,
    )
