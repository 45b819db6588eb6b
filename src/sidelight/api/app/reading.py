"""How a route of the web app reaches a project's events: only after the project's access check."""

from typing import Annotated

from fastapi import Depends

from sidelight.api.app.session import ProjectAccess, project_access
from sidelight.api.services import Services, get_services
from sidelight.store.store import ProjectStore

ServicesOf = Annotated[Services, Depends(get_services)]


def project_reader(access: Annotated[ProjectAccess, Depends(project_access)], services: ServicesOf) -> ProjectStore:
    """FastAPI dependency: the events of the project in the path, for a user who may read them."""
    return services.store.project(access.project_id)


Reader = Annotated[ProjectStore, Depends(project_reader)]
