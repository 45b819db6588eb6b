"""A project with three people, and short words for making queues."""

import pytest

from sidelight.platform.annotation_queues.items import QueueObject, add_items
from sidelight.platform.annotation_queues.queues import QueueFields, create_queue
from sidelight.platform.annotation_queues.tables import AnnotationQueue, ObjectType
from sidelight.platform.database import Database
from sidelight.platform.tables import Membership, Organisation, Project, User

PEOPLE = ("ada", "grace", "alan")


@pytest.fixture
async def team(database: Database) -> Database:
    """The database with ``project``, whose members are ``PEOPLE``, and ``other`` with nobody."""
    async with database.session() as session:
        session.add_all([Organisation(id="org", name="Organisation"), Organisation(id="org2", name="Other")])
        session.add_all([User(id=one, email=f"{one}@example.com", name=one.title()) for one in (*PEOPLE, "eve")])
        await session.flush()
        session.add_all([Project(id="project", organisation_id="org", name="Project")])
        session.add_all([Project(id="other", organisation_id="org2", name="Other")])
        session.add_all([Membership(organisation_id="org", user_id=one, role="member") for one in PEOPLE])
    return database


async def make_queue(database: Database, name: str = "Reviews", traces: int = 0) -> tuple[AnnotationQueue, list[str]]:
    """A queue with traces ``t0``, ``t1`` …, and the ids of its items."""
    async with database.session() as session:
        queue = await create_queue(session, "project", QueueFields(name))
        added = await add_items(session, queue, [QueueObject(ObjectType.TRACE, f"t{n}") for n in range(traces)])
    return queue, [item.id for item in added.new]
