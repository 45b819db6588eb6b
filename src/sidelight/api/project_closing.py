"""The end of a project, for all APIs: counted, closed at once, and deleted in the background."""

import asyncio
from dataclasses import asdict

from sidelight.api.services import Services
from sidelight.platform.audit.author import Author
from sidelight.platform.organisations.contents import count_contents
from sidelight.platform.organisations.directory import request_deletion
from sidelight.query.project_contents import load_contents


async def contents_of(services: Services, project_id: str) -> dict[str, int]:
    """What a project holds, in numbers by noun. Raises StoreError."""

    async def in_metadata() -> dict[str, int]:
        async with services.database.reading() as session:
            return await count_contents(session, project_id)

    events, rest = await asyncio.gather(load_contents(services.store.project(project_id)), in_metadata())
    return {**asdict(events), **rest}


async def close_project(services: Services, author: Author, project_id: str) -> None:
    """Close a project of the author's organisation for good. Raises OrganisationRefusal and StoreError."""
    contents = await contents_of(services, project_id)
    async with services.database.session() as session:
        keys = await request_deletion(session, author, project_id, contents)
    for public_key in keys:
        services.keys.forget(public_key)
    services.deletions.wake()
