"""How a public route reaches the events of the project that its key opens."""

from typing import Annotated

from fastapi import Depends

from sidelight.api.public.auth import PublicKey
from sidelight.api.services import ServicesOf
from sidelight.store.store import ProjectStore


def project_reader(access: PublicKey, services: ServicesOf) -> ProjectStore:
    """FastAPI dependency: the events of the key's project."""
    return services.store.project(access.project_id)


Reader = Annotated[ProjectStore, Depends(project_reader)]
