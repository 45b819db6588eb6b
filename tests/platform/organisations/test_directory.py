"""Organisations and projects themselves, on both databases."""

import pytest
from sqlalchemy import select

from sidelight.platform.api_keys import create_key
from sidelight.platform.audit.tables import AuditEntry
from sidelight.platform.credentials import KeyRefusal
from sidelight.platform.database import Database
from sidelight.platform.keys import KeyIdentity, KeyVerifier
from sidelight.platform.organisations.directory import (
    Edit,
    change_organisation,
    change_project,
    create_organisation,
    create_project,
    delete_organisation,
    request_deletion,
    transfer_project,
)
from sidelight.platform.organisations.memberships import set_project_role
from sidelight.platform.organisations.refusal import OrganisationRefusal
from sidelight.platform.organisations.transferring import TransferImpact, what_would_change
from sidelight.platform.revision import StaleRevision
from sidelight.platform.tables import Membership, Organisation, Project, Role
from sidelight.platform.users import project_of, projects_of
from tests.platform.organisations.conftest import SECRET, author


async def test_who_makes_an_organisation_owns_it(acme: Database) -> None:
    async with acme.session() as session:
        made = await create_organisation(session, author("viewer", ""), " Third ", {"team": "x"})
        project = await create_project(session, author("viewer", made.id), "One", retention_days=30)
    async with acme.reading() as session:
        assert (await session.get_one(Membership, (made.id, "viewer"))).role == "owner"
        assert (await session.get_one(Organisation, made.id)).details == {"team": "x"}
        assert (await session.get_one(Project, project.id)).retention_days == 30
        entries = (await session.scalars(select(AuditEntry).where(AuditEntry.organisation_id == made.id))).all()
        assert {(entry.action, entry.resource_kind) for entry in entries} == {
            ("create", "organization"),
            ("create", "project"),
        }


async def test_changes_name_what_was(acme: Database) -> None:
    async with acme.session() as session:
        organisation = await change_organisation(session, author("owner"), Edit("Acme 2", {"a": 1}), revision=1)
        assert organisation.revision == 2
        project = await change_project(session, author("owner"), "rocket", Edit("Rocket 2"), revision=1)
        assert (project.name, project.details, project.revision) == ("Rocket 2", {}, 2)
        await change_project(session, author("owner"), "rocket", Edit("Rocket 2"))
    with pytest.raises(StaleRevision):
        async with acme.session() as session:
            await change_project(session, author("owner"), "rocket", Edit("Rocket 3"), revision=1)
    async with acme.reading() as session:
        entries = (await session.scalars(select(AuditEntry).order_by(AuditEntry.id))).all()
        assert [(entry.before["name"], entry.after["name"]) for entry in entries] == [
            ("Acme", "Acme 2"),
            ("Rocket", "Rocket 2"),
        ]


async def test_a_name_is_there_once(acme: Database) -> None:
    for change in (
        lambda session: create_project(session, author("owner"), " Sled "),
        lambda session: change_project(session, author("owner"), "rocket", Edit("Sled")),
    ):
        with pytest.raises(OrganisationRefusal, match="named Sled already"):
            async with acme.session() as session:
                await change(session)


async def test_whom_a_move_concerns_is_known_before(acme: Database) -> None:
    async with acme.session() as session:
        await create_key(session, SECRET, "sled")
        await create_key(session, SECRET, "rocket")
        await set_project_role(session, author("owner"), Role.OWNER, project_id="sled", user_id="viewer", role="none")
        session.add_all([Membership(organisation_id="evil", user_id=one, role="viewer") for one in ("owner", "viewer")])
        await session.flush()
        impact = await what_would_change(session, "sled", "evil")
    assert impact == TransferImpact(["Admin", "Member"], ["Other", "Viewer"], stays=1, changes=1, keys=1, invitations=0)


async def test_a_project_moves_with_its_keys(acme: Database) -> None:
    async with acme.session() as session:
        key = await create_key(session, SECRET, "sled")
        await set_project_role(session, author("owner"), Role.OWNER, project_id="sled", user_id="viewer", role="admin")
        await transfer_project(session, author("owner"), "sled", "evil")
    identity = await KeyVerifier(acme, SECRET).verify(key.view.public_key, key.secret_key)
    assert isinstance(identity, KeyIdentity)
    assert (identity.project_id, identity.organisation_id) == ("sled", "evil")
    async with acme.reading() as session:
        assert await project_of(session, "viewer", "sled") is None
        assert {one.project_id for one in await projects_of(session, "other")} == {"trap", "sled"}
        entries = (await session.scalars(select(AuditEntry).where(AuditEntry.action == "transfer"))).all()
        assert {entry.organisation_id for entry in entries} == {"acme", "evil"}
    with pytest.raises(OrganisationRefusal) as refused:
        async with acme.session() as session:
            await transfer_project(session, author("owner"), "sled", "evil")
    assert refused.value.status == 404


async def test_a_closed_project_is_nobodys(acme: Database) -> None:
    async with acme.session() as session:
        key = await create_key(session, SECRET, "sled")
    async with acme.session() as session:
        assert await request_deletion(session, author("owner"), "sled", {"traces": 3}) == [key.view.public_key]
    refusal = await KeyVerifier(acme, SECRET).verify(key.view.public_key, key.secret_key)
    assert isinstance(refusal, KeyRefusal)
    assert refusal.code == "revoked_key"
    async with acme.reading() as session:
        assert [one.project_id for one in await projects_of(session, "owner")] == ["rocket"]
    async with acme.session() as session:
        await create_project(session, author("owner"), "Sled")  # its name is free again
    with pytest.raises(OrganisationRefusal):
        async with acme.session() as session:
            await request_deletion(session, author("owner"), "sled", {})


async def test_an_organisation_with_projects_stays(acme: Database) -> None:
    with pytest.raises(OrganisationRefusal, match=r"2 project\(s\)"):
        async with acme.session() as session:
            await delete_organisation(session, "acme")
    async with acme.session() as session:
        for project_id in ("rocket", "sled"):
            await request_deletion(session, author("owner"), project_id, {})
        assert await delete_organisation(session, "acme") == "Acme"
    async with acme.reading() as session:
        assert await session.get(Organisation, "acme") is None
        assert await session.get(Organisation, "evil") is not None
