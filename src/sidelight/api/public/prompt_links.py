"""Ids of the prompt versions that observations name."""

from collections.abc import Iterable, Mapping
from typing import Annotated

from fastapi import Depends

from sidelight.api.public.auth import PublicKey
from sidelight.api.services import ServicesOf
from sidelight.platform.database import Database
from sidelight.platform.prompts.finding import version_ids

PromptIds = Mapping[tuple[str, int | None], str]  # by name and version


class PromptLookup:
    """Looks up versions of a project's prompts: SDKs send a prompt's name and version, not its id."""

    def __init__(self, database: Database, project_id: str) -> None:
        self._database = database
        self._project_id = project_id

    async def of(self, named: Iterable[tuple[str, int | None]]) -> PromptIds:
        """Ids by (name, version); versions that do not exist (any more) are left out."""
        wanted = {(name, version) for name, version in named if name and version is not None}
        if not wanted:
            return {}
        async with self._database.reading() as session:
            found = await version_ids(session, self._project_id, wanted)
        return {(name, version): version_id for (name, version), version_id in found.items()}


def prompt_lookup(access: PublicKey, services: ServicesOf) -> PromptLookup:
    """FastAPI dependency: the prompts of the key's project."""
    return PromptLookup(services.database, access.project_id)


Prompts = Annotated[PromptLookup, Depends(prompt_lookup)]
