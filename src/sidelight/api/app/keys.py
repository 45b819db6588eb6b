"""API keys of a project."""

from datetime import datetime, timedelta

from fastapi import APIRouter
from pydantic import Field

from sidelight.api.app.models import ApiKey, AppModel, CreatedApiKey
from sidelight.api.app.problem import AppProblem
from sidelight.api.app.session import Access
from sidelight.api.services import Services, ServicesOf
from sidelight.platform.api_keys import (
    MAX_NOTE_LENGTH,
    KeyView,
    NewKey,
    create_key,
    list_keys,
    revoke_key,
)
from sidelight.platform.clock import now, to_iso
from sidelight.platform.tables import Role

router = APIRouter(prefix="/projects/{project_id}", tags=["keys"])


class NewApiKey(AppModel):
    """What to remember of a key: who or what uses it, and when it ends by itself."""

    note: str = Field("", max_length=MAX_NOTE_LENGTH)
    expires_in_days: int | None = Field(None, ge=1, le=3650)

    @property
    def expires_at(self) -> datetime | None:
        """When that is, of a key that is made now."""
        return now() + timedelta(days=self.expires_in_days) if self.expires_in_days else None


@router.get("/keys", operation_id="listKeys")
async def get_keys(access: Access, services: ServicesOf) -> list[ApiKey]:
    """The keys of the project that were not revoked, newest first."""
    access.require(Role.MEMBER)
    async with services.database.reading() as session:
        keys = await list_keys(session, access.project_id)
    return [api_key(key) for key in keys]


@router.post("/keys", operation_id="createKey", status_code=201)
async def post_key(body: NewApiKey, access: Access, services: ServicesOf) -> CreatedApiKey:
    """Make a key of the project; only this answer has its secret."""
    access.require(Role.MEMBER)
    async with services.database.session() as session:
        new = await create_key(
            session, services.secret, access.project_id, body.note, expires_at=body.expires_at, author=access.author
        )
    return created_key(services, new)


@router.delete("/keys/{key_id}", operation_id="revokeKey", status_code=204)
async def delete_key(key_id: str, access: Access, services: ServicesOf) -> None:
    """Put a key of the project out of force, at once and for good."""
    access.require(Role.MEMBER)
    async with services.database.session() as session:
        revoked = await revoke_key(session, access.project_id, key_id, access.author)
    forget_key(services, revoked, "This project has no such key.")


def created_key(services: Services, new: NewKey) -> CreatedApiKey:
    """The answer that has the secret."""
    services.keys.forget(new.view.public_key)
    return CreatedApiKey(**api_key(new.view).model_dump(), secret_key=new.secret_key)


def forget_key(services: Services, revoked: KeyView | None, otherwise: str) -> None:
    """Let a revoked key in no more; a 404 problem when there was none."""
    if revoked is None:
        raise AppProblem(404, otherwise, "Reload the list; it may already be revoked.")
    services.keys.forget(revoked.public_key)


def api_key(key: KeyView) -> ApiKey:
    """A key as people may see it."""
    return ApiKey(
        id=key.id,
        note=key.note,
        public_key=key.public_key,
        display_secret_key=key.display_secret_key,
        created_at=to_iso(key.created_at),
        last_used_at=to_iso(key.last_used_at) if key.last_used_at else None,
        expires_at=to_iso(key.expires_at) if key.expires_at else None,
    )
