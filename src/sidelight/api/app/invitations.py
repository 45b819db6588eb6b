"""Invitations: made and revoked by admins, looked at and accepted by whoever has the link."""

from fastapi import APIRouter, Depends, Request, Response
from pydantic import Field, SecretStr

from sidelight.api.app.auth import address_of, sign_in, throttle
from sidelight.api.app.models import Me
from sidelight.api.app.organisation_models import (
    CreatedInvitation,
    InvitationOffer,
    InvitationRow,
    InvitationToken,
    InvitationUser,
    JoinedPlace,
    Name,
    NewInvitation,
)
from sidelight.api.app.problem import AppProblem
from sidelight.api.app.session import AccessToOrganisation, CurrentUser, same_origin
from sidelight.api.services import Services, ServicesOf
from sidelight.platform.clock import to_iso
from sidelight.platform.organisations.invitations import (
    InvitationDraft,
    InvitationView,
    create_invitation,
    invitation_url,
    join_as,
    join_as_new,
    list_invitations,
    look_at,
    revoke_invitation,
)
from sidelight.platform.passwords import MAX_PASSWORD_LENGTH, hash_password
from sidelight.platform.storable import check_text
from sidelight.platform.tables import Role

router = APIRouter(tags=["invitations"])

MIN_PASSWORD_LENGTH = 10


class NewAccount(InvitationToken):
    """The account of somebody who joins by an invitation."""

    email: str = Field(min_length=3, max_length=320, pattern=r"^\s*[^@\s]+@[^@\s]+\s*$")
    name: Name
    password: SecretStr = Field(min_length=MIN_PASSWORD_LENGTH, max_length=MAX_PASSWORD_LENGTH)


@router.get("/organizations/{organization_id}/invitations", operation_id="listInvitations")
async def get_invitations(access: AccessToOrganisation, services: ServicesOf) -> list[InvitationRow]:
    """The newest 200 invitations with who used them, newest first; admins."""
    access.require(Role.ADMIN)
    async with services.database.reading() as session:
        found = await list_invitations(session, access.organisation_id)
    return [_row(one) for one in found]


@router.post("/organizations/{organization_id}/invitations", operation_id="createInvitation", status_code=201)
async def post_invitation(body: NewInvitation, access: AccessToOrganisation, services: ServicesOf) -> CreatedInvitation:
    """Make a link to hand on; only this answer has it. Admins."""
    access.require(Role.ADMIN)
    draft = InvitationDraft(
        role=body.role,
        project_id=body.project_id,
        project_role=body.project_role,
        email=body.email,
        note=body.note,
        max_uses=body.max_uses,
        days=body.days,
    )
    async with services.database.session() as session:
        view, token = await create_invitation(session, services.secret, access.author, access.role, draft)
    url = invitation_url(services.settings.base_url, token)
    return CreatedInvitation(**_row(view).model_dump(), url=url)


@router.delete(
    "/organizations/{organization_id}/invitations/{invitation_id}", operation_id="revokeInvitation", status_code=204
)
async def delete_invitation(invitation_id: str, access: AccessToOrganisation, services: ServicesOf) -> None:
    """Put an invitation out of force; who has joined stays. Admins."""
    access.require(Role.ADMIN)
    async with services.database.session() as session:
        if not await revoke_invitation(session, access.author, invitation_id):
            raise AppProblem(404, "The organisation has no such open invitation.", "Reload the list.")


@router.post("/invitations/look", operation_id="lookAtInvitation", dependencies=[Depends(same_origin)])
async def look(body: InvitationToken, request: Request, services: ServicesOf) -> InvitationOffer:
    """What a link gives; no sign-in needed."""
    address = address_of(request)
    throttle(services, address)
    async with services.database.reading() as session:
        offer = await look_at(session, services.secret, body.token)
    services.logins.succeeded(address)
    return InvitationOffer(
        organization_name=offer.organisation_name,
        project_name=offer.project_name,
        role=offer.role,
        project_role=offer.project_role,
        email=offer.email,
        author_name=offer.author_name,
        expires_at=to_iso(offer.expires_at),
    )


@router.post("/invitations/join", operation_id="joinAsNewUser", dependencies=[Depends(same_origin)])
async def join_as_new_user(body: NewAccount, request: Request, response: Response, services: ServicesOf) -> Me:
    """Make an account by an invitation, and sign in."""
    address = address_of(request)
    throttle(services, address)
    password = body.password.get_secret_value()
    check_text(password)
    await _check_offer(services, body.token)  # before the hash, which costs
    password_hash = await hash_password(password)
    async with services.database.session() as session:
        joined = await join_as_new(
            session, services.secret, body.token, email=body.email, name=body.name, password_hash=password_hash
        )
    services.logins.succeeded(address)
    return await sign_in(request, response, services, joined.account)


@router.post("/invitations/accept", operation_id="acceptInvitation")
async def accept(body: InvitationToken, user: CurrentUser, request: Request, services: ServicesOf) -> JoinedPlace:
    """Join with the account that is signed in."""
    address = address_of(request)
    throttle(services, address)
    async with services.database.session() as session:
        joined = await join_as(session, services.secret, body.token, user.id)
    services.logins.succeeded(address)
    return JoinedPlace(organization_id=joined.organisation_id, project_id=joined.project_id)


async def _check_offer(services: Services, token: str) -> None:
    async with services.database.reading() as session:
        await look_at(session, services.secret, token)


def _row(view: InvitationView) -> InvitationRow:
    return InvitationRow(
        id=view.id,
        role=view.role,
        project_id=view.project_id,
        project_name=view.project_name,
        project_role=view.project_role,
        email=view.email,
        note=view.note,
        max_uses=view.max_uses,
        uses=view.uses,
        author_name=view.author_name,
        created_at=to_iso(view.created_at),
        expires_at=to_iso(view.expires_at),
        state=view.state,
        used_by=[InvitationUser(name=name, at=to_iso(at)) for name, at in view.used_by],
    )
