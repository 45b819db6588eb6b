"""Who asks: the cookie session, the same-origin rule for changes, and access to a project.

Every route of the web app below a project depends on :func:`project_access`; no other way leads to a project's data.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request, Response

from sidelight.api.app.problem import AppProblem
from sidelight.api.services import Services, get_services
from sidelight.platform.audit.author import Author
from sidelight.platform.instance_secret import InstanceSecret
from sidelight.platform.tables import Role
from sidelight.platform.users import Account, organisation_of, project_of
from sidelight.platform.web_sessions import LIFETIME, extend_web_session, find_web_session

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_DEFAULT_PORTS = {"http": 80, "https": 443}
_NOWHERE = ("", None)


@dataclass(frozen=True, slots=True)
class ProjectAccess:
    """A user who may open the project in the path, and as what."""

    user: Account
    project_id: str
    role: Role
    organisation_id: str
    organisation_role: Role | None = None

    @property
    def author(self) -> Author:
        """Who the audit log names for a change of this request."""
        name = self.user.name or self.user.email
        return Author("user", self.user.id, name, self.organisation_id, self.project_id)

    def require(self, role: Role) -> None:
        """Raise a 403 problem unless the user's role includes ``role``."""
        _require(self.role, role)

    def require_in_organisation(self, role: Role) -> None:
        """The same by the role in the organisation: a role in one project opens nothing that concerns them all."""
        _require(self.organisation_role, role)


@dataclass(frozen=True, slots=True)
class OrganisationAccess:
    """A user who is in the organisation in the path; ``role`` is None for who is in some of its projects alone."""

    user: Account
    organisation_id: str
    organisation_name: str
    role: Role | None

    @property
    def author(self) -> Author:
        """Who the audit log names for a change of this request."""
        return Author("user", self.user.id, self.user.name or self.user.email, self.organisation_id)

    def require(self, role: Role) -> None:
        """Raise a 403 problem unless the user's role in the organisation includes ``role``."""
        _require(self.role, role)


def _require(held: Role | None, needed: Role) -> None:
    if held is None or not held.reaches(needed):
        raise AppProblem(
            403,
            f"This takes the role {needed}, and you are {held}."
            if held
            else "You are only in projects of this organisation.",
            f"Ask an owner{'' if needed is Role.OWNER else ' or admin'} of the organisation to make you {needed}.",
        )


def cookie_name(secret: InstanceSecret) -> str:
    """The session cookie; its name differs by installation, since all ports of one host share their cookies."""
    return f"sidelight_{secret.hash('', 'cookie-name')[:10]}"


def session_token(request: Request, services: Services) -> str:
    """The token in the cookie; '' without one."""
    return request.cookies.get(cookie_name(services.secret), "")


def set_session_cookie(request: Request, response: Response, services: Services, token: str) -> None:
    """Hand the session to the browser: unreadable for scripts, not sent from other sites, for 30 days."""
    response.set_cookie(
        cookie_name(services.secret),
        token,
        max_age=int(LIFETIME / timedelta(seconds=1)),
        path="/",
        httponly=True,
        samesite="lax",
        secure=_is_https(request, services),
    )


def clear_session_cookie(request: Request, response: Response, services: Services) -> None:
    """Take the session away from the browser."""
    response.delete_cookie(
        cookie_name(services.secret), path="/", httponly=True, samesite="lax", secure=_is_https(request, services)
    )


def same_origin(request: Request, services: Annotated[Services, Depends(get_services)]) -> None:
    """Refuse changes that another web site makes with the user's cookie (403).

    Browsers say where a request comes from in Sec-Fetch-Site, older ones in Origin; a request with neither does not
    come from a browser and carries no cookie that its sender did not choose to send.
    """
    if request.method in _SAFE_METHODS:
        return
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    if site is not None:
        if site in ("same-origin", "none"):
            return
    elif origin is None or _place_of(origin) in _own_places(request, services, origin):
        return
    raise AppProblem(
        403,
        "This change was asked for by a page of another web site.",
        "Open Sidelight at its own address. Behind a proxy, set SIDELIGHT_SERVER__BASE_URL to the public address.",
    )


async def current_user(
    request: Request,
    response: Response,
    services: Annotated[Services, Depends(get_services)],
    _origin: Annotated[None, Depends(same_origin)],
) -> Account:
    """FastAPI dependency: the signed-in user; a 401 problem for anybody else."""
    token = session_token(request, services)
    if token:
        async with services.database.reading() as session:
            signed_in = await find_web_session(session, services.secret, token)
        if signed_in is not None:
            if signed_in.needs_refresh:
                async with services.database.session() as session:
                    await extend_web_session(session, signed_in.session_id)
                set_session_cookie(request, response, services, token)
            return signed_in.account
    raise AppProblem(
        401,
        "Your session has ended." if token else "You are not signed in.",
        "Sign in; 'sidelight login-link', run on the server, prints a one-time link.",
    )


async def project_access(
    project_id: str,
    user: Annotated[Account, Depends(current_user)],
    services: Annotated[Services, Depends(get_services)],
) -> ProjectAccess:
    """FastAPI dependency: access to the project in the path.

    A project of others answers like one that does not exist (404), so that ids cannot be probed.
    """
    async with services.database.reading() as session:
        project = await project_of(session, user.id, project_id)
    if project is None:
        raise AppProblem(
            404,
            "There is no such project, or you are not a member of its organisation.",
            "Choose another project, or ask its owner to add you.",
        )
    return ProjectAccess(user, project.project_id, project.role, project.organisation_id, project.organisation_role)


async def organisation_access(
    organization_id: str,
    user: Annotated[Account, Depends(current_user)],
    services: Annotated[Services, Depends(get_services)],
) -> OrganisationAccess:
    """FastAPI dependency: access to the organisation in the path; those of others do not exist (404)."""
    async with services.database.reading() as session:
        found = await organisation_of(session, user.id, organization_id)
    if found is None:
        raise AppProblem(
            404,
            "There is no such organisation, or you are not a member of it.",
            "Choose another one, or ask its owner to add you.",
        )
    return OrganisationAccess(user, found.id, found.name, found.role)


CurrentUser = Annotated[Account, Depends(current_user)]
Access = Annotated[ProjectAccess, Depends(project_access)]
AccessToOrganisation = Annotated[OrganisationAccess, Depends(organisation_access)]


def _is_https(request: Request, services: Services) -> bool:
    return request.url.scheme == "https" or services.settings.base_url.startswith("https://")


def _own_places(request: Request, services: Services, origin: str) -> set[tuple[str, int | None]]:
    """Where this server is reached: as the request says (a proxy may have taken TLS off), and as the settings say."""
    host = f"{origin.partition('://')[0]}://{request.headers.get('host', '')}"
    return {_place_of(host), _place_of(services.settings.base_url)} - {_NOWHERE}


def _place_of(url: str) -> tuple[str, int | None]:
    """Host and port of a URL, with the port that its scheme implies."""
    try:
        parts = urlsplit(url)
        return (parts.hostname or "", parts.port or _DEFAULT_PORTS.get(parts.scheme))
    except ValueError:
        return _NOWHERE
