"""An organisation with one of each role, and another one."""

import pytest

from sidelight.platform.audit.author import Author
from sidelight.platform.database import Database
from sidelight.platform.instance_secret import InstanceSecret
from sidelight.platform.tables import Membership, Organisation, Project, User

SECRET = InstanceSecret(b"0123456789abcdef0123456789abcdef")
ROLES = ("owner", "admin", "member", "viewer")


@pytest.fixture
async def acme(database: Database) -> Database:
    """``acme`` with the projects ``rocket`` and ``sled`` and people named by their role; ``other`` owns ``evil``."""
    async with database.session() as session:
        session.add_all([Organisation(id="acme", name="Acme"), Organisation(id="evil", name="Evil")])
        session.add_all(User(id=role, email=f"{role}@example.com", name=role.title()) for role in (*ROLES, "other"))
        await session.flush()
        session.add_all(Membership(organisation_id="acme", user_id=role, role=role) for role in ROLES)
        session.add_all(
            [
                Membership(organisation_id="evil", user_id="other", role="owner"),
                Project(id="rocket", organisation_id="acme", name="Rocket"),
                Project(id="sled", organisation_id="acme", name="Sled"),
                Project(id="trap", organisation_id="evil", name="Trap"),
            ]
        )
    return database


def author(user_id: str, organisation_id: str = "acme") -> Author:
    """The author of a change by a user."""
    return Author("user", user_id, user_id.title(), organisation_id)
