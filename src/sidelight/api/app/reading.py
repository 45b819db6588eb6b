"""How a route of the web app reaches a project's events: only after the project's access check."""

from typing import Annotated

from fastapi import Depends

from sidelight.api.app.session import Access
from sidelight.api.services import ServicesOf
from sidelight.store.store import ProjectStore

# Under this project stand requests whose sender could not be told: a wrong key belongs to nobody.
NO_PROJECT = ""


def project_reader(access: Access, services: ServicesOf) -> ProjectStore:
    """FastAPI dependency: the events of the project in the path, for a user who may read them."""
    return services.store.project(access.project_id)


def ingest_readers(access: Access, services: ServicesOf) -> list[ProjectStore]:
    """FastAPI dependency: where the project's ingestion is recorded; for admins also what came from unknown senders."""
    projects = [access.project_id, NO_PROJECT] if access.user.is_admin else [access.project_id]
    return [services.store.project(project_id) for project_id in projects]


Reader = Annotated[ProjectStore, Depends(project_reader)]
IngestReaders = Annotated[list[ProjectStore], Depends(ingest_readers)]
