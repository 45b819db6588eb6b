"""Who may use the public API: project keys by Basic authentication, errors in Langfuse's shape."""

from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import Depends, FastAPI, Request, Response
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from sidelight.api.services import Services, get_services
from sidelight.platform.credentials import KeyRefusal
from sidelight.platform.keys import KeyIdentity

_CHALLENGE = 'Basic realm="Sidelight", charset="UTF-8"'


@dataclass(frozen=True, slots=True)
class PublicAccess:
    """The project that a valid key opens."""

    project_id: str
    key_id: str
    project_name: str
    organisation_id: str
    organisation_name: str


class PublicRefusal(HTTPException):
    """A request without a valid key: 401, or 503 when it could not be checked; body ``{message, error}``."""

    def __init__(self, refusal: KeyRefusal) -> None:
        unavailable = refusal.code == "unavailable"
        super().__init__(
            503 if unavailable else 401,
            detail=f"Invalid credentials. {refusal.message}" if not unavailable else refusal.message,
            headers={"Retry-After": "5"} if unavailable else {"WWW-Authenticate": _CHALLENGE},
        )
        self.refusal = refusal


async def public_access(request: Request, services: Annotated[Services, Depends(get_services)]) -> PublicAccess:
    """FastAPI dependency: the project of the key in the Authorization header. Raises :class:`PublicRefusal`."""
    result = await services.keys.authenticate(request.headers.get("authorization"))
    if isinstance(result, KeyRefusal):
        raise PublicRefusal(result)
    return _access(result)


PublicKey = Annotated[PublicAccess, Depends(public_access)]


def refusal_response(error: PublicRefusal) -> JSONResponse:
    """The answer to a refused request."""
    name = "Unauthorized" if error.status_code == 401 else "ServiceUnavailable"
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
        project_name=identity.project_name,
        organisation_id=identity.organisation_id,
        organisation_name=identity.organisation_name,
    )
