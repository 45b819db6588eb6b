"""The user's own account: name, password, and the browsers that are signed in."""

from fastapi import APIRouter, Request
from pydantic import Field, SecretStr
from sqlalchemy import update

from sidelight.api.app.auth import address_of, me_of, throttle
from sidelight.api.app.invitations import MIN_PASSWORD_LENGTH
from sidelight.api.app.models import AppModel, Me
from sidelight.api.app.organisation_models import Name
from sidelight.api.app.problem import AppProblem
from sidelight.api.app.session import CurrentUser, session_token
from sidelight.api.services import ServicesOf
from sidelight.platform.clock import to_iso
from sidelight.platform.passwords import MAX_PASSWORD_LENGTH, check_password, hash_password
from sidelight.platform.storable import check_text
from sidelight.platform.tables import User
from sidelight.platform.users import account_of, find_user
from sidelight.platform.web_sessions import (
    close_other_web_sessions,
    close_web_session_by_id,
    find_web_session,
    list_web_sessions,
)

router = APIRouter(prefix="/account", tags=["account"])


class AccountName(AppModel):
    """What the user is called."""

    name: Name


class PasswordChange(AppModel):
    """A new password; ``current`` may be empty only while there is none."""

    current: SecretStr = Field(SecretStr(""), max_length=MAX_PASSWORD_LENGTH)
    new: SecretStr = Field(min_length=MIN_PASSWORD_LENGTH, max_length=MAX_PASSWORD_LENGTH)


class BrowserSession(AppModel):
    """A browser that is signed in."""

    id: str
    user_agent: str
    address: str
    created_at: str
    last_seen_at: str
    is_this: bool


class EndedSessions(AppModel):
    """How many browsers were signed out."""

    ended: int


@router.patch("", operation_id="changeAccount")
async def patch_account(body: AccountName, user: CurrentUser, services: ServicesOf) -> Me:
    """Change the user's name."""
    async with services.database.session() as session:
        await session.execute(update(User).where(User.id == user.id).values(name=body.name))
        changed = await find_user(session, user.email)
    assert changed is not None  # noqa: S101 - who is signed in
    return await me_of(services, account_of(changed))


@router.put("/password", operation_id="changePassword")
async def put_password(
    body: PasswordChange, user: CurrentUser, request: Request, services: ServicesOf
) -> EndedSessions:
    """Change the password; all other browsers are signed out."""
    async with services.database.reading() as session:
        known = await find_user(session, user.email)
    stored = known.password_hash if known else None
    if stored is not None:
        address = address_of(request)
        throttle(services, address, user.email)
        if not (await check_password(body.current.get_secret_value(), stored)).is_right:
            raise AppProblem(403, "The current password is wrong.", "Try again; nothing was changed.", field="current")
        services.logins.succeeded(address, user.email)
    password = body.new.get_secret_value()
    check_text(password)
    password_hash = await hash_password(password)
    async with services.database.session() as session:
        await session.execute(update(User).where(User.id == user.id).values(password_hash=password_hash))
        token = session_token(request, services)
        return EndedSessions(ended=await close_other_web_sessions(session, services.secret, user.id, token))


@router.get("/sessions", operation_id="listBrowserSessions")
async def get_sessions(user: CurrentUser, request: Request, services: ServicesOf) -> list[BrowserSession]:
    """The browsers that are signed in, last used first."""
    async with services.database.reading() as session:
        here = await find_web_session(session, services.secret, session_token(request, services))
        found = await list_web_sessions(session, user.id)
    return [
        BrowserSession(
            id=one.id,
            user_agent=one.user_agent,
            address=one.address,
            created_at=to_iso(one.created_at),
            last_seen_at=to_iso(one.last_seen_at),
            is_this=here is not None and one.id == here.session_id,
        )
        for one in found
    ]


@router.delete("/sessions", operation_id="endOtherBrowserSessions")
async def delete_others(user: CurrentUser, request: Request, services: ServicesOf) -> EndedSessions:
    """Sign out everywhere but here."""
    async with services.database.session() as session:
        token = session_token(request, services)
        return EndedSessions(ended=await close_other_web_sessions(session, services.secret, user.id, token))


@router.delete("/sessions/{session_id}", operation_id="endBrowserSession", status_code=204)
async def delete_session(session_id: str, user: CurrentUser, services: ServicesOf) -> None:
    """Sign out one browser."""
    async with services.database.session() as session:
        if not await close_web_session_by_id(session, user.id, session_id):
            raise AppProblem(404, "This browser is not signed in any more.", "Reload the list.")
