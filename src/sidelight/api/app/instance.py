"""What the web app must know about the server before anybody signs in."""

from typing import Annotated

from fastapi import APIRouter, Depends

from sidelight import __version__
from sidelight.api.app.models import InstanceInfo
from sidelight.api.services import Services, get_services
from sidelight.platform.users import has_password

router = APIRouter(tags=["instance"])


@router.get("/instance", operation_id="getInstance")
async def get_instance(services: Annotated[Services, Depends(get_services)]) -> InstanceInfo:
    """Version, addresses and how to sign in."""
    settings = services.settings
    async with services.database.reading() as session:
        by_password = await has_password(session)
    return InstanceInfo(
        version=__version__,
        base_url=settings.base_url,
        grpc_port=settings.ingest.grpc_port,
        tls=settings.server.tls_certificate is not None,
        mutual_tls=settings.server.tls_client_ca is not None,
        default_login_hint=""
        if by_password
        else "No user has a password yet: open the login link that the server printed when it started, "
        "or run 'sidelight login-link' on the server.",
    )
