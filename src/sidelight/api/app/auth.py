"""Signing in and out of the web app."""

from fastapi import APIRouter, Depends, Request, Response
from pydantic import Field, SecretStr
from sqlalchemy import update

from sidelight.api.app.models import AppModel, Me, OrganizationRef, ProjectRef
from sidelight.api.app.problem import AppProblem
from sidelight.api.app.session import (
    CurrentUser,
    clear_session_cookie,
    same_origin,
    session_token,
    set_session_cookie,
)
from sidelight.api.services import Services, ServicesOf
from sidelight.platform.login_links import LoginLinkError, redeem
from sidelight.platform.passwords import MAX_PASSWORD_LENGTH, check_password
from sidelight.platform.tables import User
from sidelight.platform.users import Account, account_of, find_user, normalise_email, organisations_of, projects_of
from sidelight.platform.web_sessions import close_web_session, open_web_session

router = APIRouter(tags=["auth"])


class LoginRequest(AppModel):
    """E-mail address and password."""

    email: str = Field(min_length=1, max_length=320)
    password: SecretStr = Field(min_length=1, max_length=MAX_PASSWORD_LENGTH)


class LinkRequest(AppModel):
    """The token of a one-time login link."""

    token: str = Field(min_length=1, max_length=200)


@router.post("/auth/login", operation_id="login", dependencies=[Depends(same_origin)])
async def login(body: LoginRequest, request: Request, response: Response, services: ServicesOf) -> Me:
    """Sign in with a password."""
    address, email = address_of(request), normalise_email(body.email)
    throttle(services, address, email)
    async with services.database.reading() as session:
        user = await find_user(session, email)
    check = await check_password(body.password.get_secret_value(), user.password_hash if user else None)
    if user is None or not check.is_right:
        raise AppProblem(
            401,
            "The e-mail address or the password is wrong.",
            "Try again, or run 'sidelight login-link' on the server for a one-time link.",
        )
    services.logins.succeeded(address, email)
    if check.new_hash is not None:
        async with services.database.session() as session:
            await session.execute(update(User).where(User.id == user.id).values(password_hash=check.new_hash))
    return await sign_in(request, response, services, account_of(user))


@router.post("/auth/link", operation_id="redeemLoginLink", dependencies=[Depends(same_origin)])
async def redeem_link(body: LinkRequest, request: Request, response: Response, services: ServicesOf) -> Me:
    """Sign in with a one-time login link."""
    address = address_of(request)
    throttle(services, address)
    try:
        async with services.database.session() as session:
            account = await redeem(session, services.secret, body.token)
    except LoginLinkError as error:
        raise AppProblem(401, str(error), "Run 'sidelight login-link' on the server to get a new one.") from None
    services.logins.succeeded(address)
    return await sign_in(request, response, services, account)


@router.post("/auth/logout", operation_id="logout", status_code=204, dependencies=[Depends(same_origin)])
async def logout(request: Request, response: Response, services: ServicesOf) -> None:
    """Sign out; does no harm when nobody is signed in."""
    token = session_token(request, services)
    if token:
        async with services.database.session() as session:
            await close_web_session(session, services.secret, token)
    clear_session_cookie(request, response, services)


@router.get("/me", operation_id="getMe")
async def get_me(user: CurrentUser, services: ServicesOf) -> Me:
    """The signed-in user and the projects that the user may open."""
    return await me_of(services, user)


async def sign_in(request: Request, response: Response, services: Services, account: Account) -> Me:
    """Begin a new session; one that the browser still had ends, so that it cannot be fixed by others."""
    former = session_token(request, services)
    async with services.database.session() as session:
        if former:
            await close_web_session(session, services.secret, former)
        token = await open_web_session(
            session,
            services.secret,
            account.id,
            user_agent=request.headers.get("user-agent", ""),
            address=address_of(request),
        )
    set_session_cookie(request, response, services, token)
    return await me_of(services, account)


async def me_of(services: Services, account: Account) -> Me:
    """The account with what it may open."""
    async with services.database.reading() as session:
        projects = await projects_of(session, account.id)
        organisations = await organisations_of(session, account.id)
    return Me(
        id=account.id,
        email=account.email,
        name=account.name,
        is_admin=account.is_admin,
        has_password=account.has_password,
        may_create_organizations=may_create_organisations(services, account),
        organizations=[
            OrganizationRef(id=one.id, name=one.name, role=one.role and one.role.value) for one in organisations
        ],
        projects=[
            ProjectRef(
                id=project.project_id,
                name=project.project_name,
                organization_id=project.organisation_id,
                organization_name=project.organisation_name,
                role=project.role.value,
            )
            for project in projects
        ],
    )


def may_create_organisations(services: Services, account: Account) -> bool:
    """Whether the user may make a new organisation, as the settings say."""
    return account.is_admin or services.settings.access.organisation_creators == "everybody"


def throttle(services: Services, address: str, email: str = "") -> None:
    """Count an attempt to get in; a 429 problem when there were too many."""
    wait_s = services.logins.begin(address, email)
    if wait_s:
        raise AppProblem(
            429,
            "There were too many failed attempts to sign in.",
            f"Wait {wait_s} seconds, then try again.",
            headers={"Retry-After": str(wait_s)},
        )


def address_of(request: Request) -> str:
    """Where a request comes from."""
    return request.client.host if request.client else "unknown"
