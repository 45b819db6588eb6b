"""Who may use the public API: keys by Basic authentication, errors in Langfuse's shape.

A project's key opens the project, an organisation's the routes that manage projects and keys, and a public key alone
(Bearer) may send scores.
"""

from dataclasses import dataclass, replace
from typing import Annotated, cast

from fastapi import Depends, FastAPI, Request, Response
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from sidelight.api.services import Services, get_services
from sidelight.platform.audit.author import Author
from sidelight.platform.credentials import KeyRefusal, bearer_token
from sidelight.platform.keys import KeyIdentity, OrganisationIdentity

_HEADERS = {401: {"WWW-Authenticate": 'Basic realm="Sidelight", charset="UTF-8"'}, 503: {"Retry-After": "5"}}
_NAMES = {401: "Unauthorized", 403: "ForbiddenError"}


@dataclass(frozen=True, slots=True)
class PublicAccess:
    """The project that a valid key opens; a public key alone opens it for scores only."""

    project_id: str
    key_id: str
    public_key: str
    project_name: str
    organisation_id: str
    organisation_name: str
    is_for_scores: bool = False

    @property
    def author(self) -> Author:
        """Who the audit log names for a change of this request."""
        return Author("api_key", self.key_id, self.public_key, self.organisation_id, self.project_id)


class PublicRefusal(HTTPException):
    """A request without a fitting key: 401, 403, or 503 when it could not be checked; body ``{message, error}``."""

    def __init__(self, refusal: KeyRefusal) -> None:
        super().__init__(
            refusal.status,
            detail=f"Invalid credentials. {refusal.message}" if refusal.status == 401 else refusal.message,
            headers=_HEADERS.get(refusal.status),
        )
        self.refusal = refusal


async def public_access(request: Request, services: Annotated[Services, Depends(get_services)]) -> PublicAccess:
    """FastAPI dependency: the project of the key in the Authorization header. Raises :class:`PublicRefusal`."""
    result = await services.keys.authenticate(request.headers.get("authorization"))
    if isinstance(result, KeyRefusal):
        raise PublicRefusal(result)
    return _access(result)


async def score_access(request: Request, services: Annotated[Services, Depends(get_services)]) -> PublicAccess:
    """FastAPI dependency: the same for who sends scores: a public key alone is enough."""
    header = request.headers.get("authorization")
    result = await services.keys.authenticate_for_scores(header)
    if isinstance(result, KeyRefusal):
        raise PublicRefusal(result)
    return replace(_access(result), is_for_scores=bool(bearer_token(header)))


async def organisation_access(
    request: Request, services: Annotated[Services, Depends(get_services)]
) -> OrganisationIdentity:
    """FastAPI dependency: the organisation of the key. Raises :class:`PublicRefusal`."""
    result = await services.keys.authenticate_organisation(request.headers.get("authorization"))
    if isinstance(result, KeyRefusal):
        raise PublicRefusal(result)
    return result


PublicKey = Annotated[PublicAccess, Depends(public_access)]
ScoreKey = Annotated[PublicAccess, Depends(score_access)]
OrganisationKey = Annotated[OrganisationIdentity, Depends(organisation_access)]


def refusal_response(error: PublicRefusal) -> JSONResponse:
    """The answer to a refused request."""
    name = _NAMES.get(error.status_code, "ServiceUnavailable")
    return JSONResponse({"message": error.detail, "error": name}, status_code=error.status_code, headers=error.headers)


def install_refusal_handler(app: FastAPI) -> None:
    """Answer :class:`PublicRefusal` in Langfuse's shape."""

    async def handle(_request: Request, error: Exception) -> Response:
        return refusal_response(cast(PublicRefusal, error))

    app.add_exception_handler(PublicRefusal, handle)


def _access(identity: KeyIdentity) -> PublicAccess:
    return PublicAccess(
        project_id=identity.project_id,
        key_id=identity.key_id,
        public_key=identity.public_key,
        project_name=identity.project_name,
        organisation_id=identity.organisation_id,
        organisation_name=identity.organisation_name,
    )
