"""A project to attach keys and people to."""

import pytest

from sidelight.platform.database import Database
from sidelight.platform.instance_secret import InstanceSecret
from sidelight.platform.tables import Organisation, Project


@pytest.fixture
def secret() -> InstanceSecret:
    return InstanceSecret(b"0123456789abcdef0123456789abcdef")


@pytest.fixture
async def project_id(database: Database) -> str:
    async with database.session() as session:
        session.add(Organisation(id="org", name="Organisation"))
        await session.flush()
        session.add(Project(id="project", organisation_id="org", name="Project"))
    return "project"
