"""Roles and their end, on both databases."""

import asyncio
from collections.abc import Callable

import pytest
from sqlalchemy import select

from sidelight.platform.audit.tables import AuditEntry
from sidelight.platform.database import Database
from sidelight.platform.organisations.invitations import InvitationDraft, create_invitation, look_at
from sidelight.platform.organisations.members import members_of_organisation, people_of_project
from sidelight.platform.organisations.memberships import add_member, remove_member, set_project_role, set_role
from sidelight.platform.organisations.refusal import OrganisationRefusal
from sidelight.platform.tables import Membership, Role, User
from sidelight.platform.users import organisations_of, project_of, projects_of
from tests.platform.organisations.conftest import SECRET, author


async def opened(database: Database, user_id: str) -> dict[str, str]:
    async with database.reading() as session:
        return {one.project_id: one.role.value for one in await projects_of(session, user_id)}


async def test_a_role_in_a_project_stands_in_the_place_of_the_other(acme: Database) -> None:
    assert await opened(acme, "member") == {"rocket": "member", "sled": "member"}
    async with acme.session() as session:
        await set_project_role(
            session, author("admin"), Role.ADMIN, project_id="rocket", user_id="member", role="viewer"
        )
        await set_project_role(session, author("admin"), Role.ADMIN, project_id="sled", user_id="member", role="none")
    assert await opened(acme, "member") == {"rocket": "viewer"}
    async with acme.reading() as session:
        assert await project_of(session, "member", "sled") is None
        people = {one.user_id: one.role for one in await people_of_project(session, "sled")}
        assert people["member"] is None
        member = next(one for one in await members_of_organisation(session, "acme") if one.user_id == "member")
        assert member.projects == {"rocket": "viewer", "sled": "none"}
    async with acme.session() as session:
        await set_project_role(session, author("owner"), Role.OWNER, project_id="sled", user_id="member", role=None)
    assert await opened(acme, "member") == {"rocket": "viewer", "sled": "member"}


async def test_who_is_only_in_a_project_sees_nothing_else(acme: Database) -> None:
    async with acme.session() as session:
        await add_member(session, author("owner"), Role.OWNER, "other", "none")
        await set_project_role(session, author("owner"), Role.OWNER, project_id="sled", user_id="other", role="member")
    assert await opened(acme, "other") == {"sled": "member", "trap": "owner"}
    async with acme.reading() as session:
        found = await project_of(session, "other", "sled")
        assert found is not None
        assert found.organisation_role is None
        assert {one.id: one.role for one in await organisations_of(session, "other")} == {
            "acme": None,
            "evil": Role.OWNER,
        }


async def test_an_owner_of_the_organisation_cannot_be_shut_out(acme: Database) -> None:
    with pytest.raises(OrganisationRefusal, match="owner of every project"):
        async with acme.session() as session:
            await set_project_role(
                session, author("owner"), Role.OWNER, project_id="sled", user_id="owner", role="none"
            )
    assert await opened(acme, "owner") == {"rocket": "owner", "sled": "owner"}


@pytest.mark.parametrize(
    ("actor", "user_id", "role"),
    [
        ("admin", "viewer", "owner"),
        ("admin", "owner", "viewer"),
        ("member", "viewer", "member"),
        ("viewer", "viewer", "member"),
    ],
)
async def test_nobody_gives_or_takes_more_than_they_have(acme: Database, actor: str, user_id: str, role: str) -> None:
    with pytest.raises(OrganisationRefusal, match="may not"):
        async with acme.session() as session:
            await set_role(session, author(actor), Role(actor), user_id, role)
    async with acme.reading() as session:
        assert (await session.get_one(Membership, ("acme", user_id))).role == user_id


async def test_an_admin_makes_members_and_may_step_back(acme: Database) -> None:
    async with acme.session() as session:
        await set_role(session, author("admin"), Role.ADMIN, "viewer", "admin")
        await set_role(session, author("admin"), Role.ADMIN, "admin", "member")
    async with acme.reading() as session:
        assert (await session.get_one(Membership, ("acme", "viewer"))).role == "admin"
        assert (await session.get_one(Membership, ("acme", "admin"))).role == "member"
        entries = (await session.scalars(select(AuditEntry).order_by(AuditEntry.id))).all()
        assert [(entry.resource_id, entry.before, entry.after) for entry in entries] == [
            ("viewer", {"role": "viewer"}, {"role": "admin"}),
            ("admin", {"role": "admin"}, {"role": "member"}),
        ]


async def test_the_last_owner_stays(acme: Database) -> None:
    with pytest.raises(OrganisationRefusal, match="last owner"):
        async with acme.session() as session:
            await remove_member(session, author("owner"), Role.OWNER, "owner")
    with pytest.raises(OrganisationRefusal, match="last owner"):
        async with acme.session() as session:
            await set_role(session, author("owner"), Role.OWNER, "owner", "admin")


async def test_two_owners_who_leave_at_once_do_not_both_go(acme: Database) -> None:
    async with acme.session() as session:
        await set_role(session, author("owner"), Role.OWNER, "admin", "owner")

    async def leave(user_id: str) -> bool:
        try:
            async with acme.session() as session:
                await remove_member(session, author(user_id), Role.OWNER, user_id)
        except OrganisationRefusal:
            return False
        return True

    assert sorted(await asyncio.gather(leave("owner"), leave("admin"))) == [False, True]


@pytest.mark.parametrize("end", [remove_member, lambda s, a, r, u: set_role(s, a, r, u, "member")])
async def test_what_an_admin_invited_ends_with_the_admin(acme: Database, end: Callable[..., object]) -> None:
    async with acme.session() as session:
        _, token = await create_invitation(
            session, SECRET, author("admin"), Role.ADMIN, InvitationDraft("admin", max_uses=None)
        )
        await set_project_role(session, author("owner"), Role.OWNER, project_id="sled", user_id="admin", role="viewer")
    async with acme.session() as session:
        await end(session, author("owner"), Role.OWNER, "admin")  # type: ignore[misc]
    async with acme.reading() as session:
        with pytest.raises(OrganisationRefusal, match="revoked"):
            await look_at(session, SECRET, token)


@pytest.mark.parametrize(
    ("draft", "stays"),
    [
        (InvitationDraft("owner"), False),
        (InvitationDraft("none", project_id="sled", project_role="owner"), False),
        (InvitationDraft("admin"), True),
        (InvitationDraft("viewer", project_id="sled", project_role="member"), True),
    ],
)
async def test_who_steps_down_leaves_no_link_that_gives_more(
    acme: Database, draft: InvitationDraft, stays: bool
) -> None:
    async with acme.session() as session:
        await add_member(session, author("owner"), Role.OWNER, "other", "owner")
        _, token = await create_invitation(session, SECRET, author("other"), Role.OWNER, draft)
    async with acme.session() as session:
        await set_role(session, author("owner"), Role.OWNER, "other", "admin")
    async with acme.reading() as session:
        if stays:
            assert (await look_at(session, SECRET, token)).author_name == "Other"
        else:
            with pytest.raises(OrganisationRefusal, match="revoked"):
                await look_at(session, SECRET, token)


async def test_a_removed_member_comes_back_with_nothing(acme: Database) -> None:
    async with acme.session() as session:
        await set_project_role(session, author("owner"), Role.OWNER, project_id="sled", user_id="viewer", role="owner")
        await remove_member(session, author("admin"), Role.ADMIN, "viewer")
    assert await opened(acme, "viewer") == {}
    async with acme.session() as session:
        await add_member(session, author("admin"), Role.ADMIN, "viewer", "viewer")
    assert await opened(acme, "viewer") == {"rocket": "viewer", "sled": "viewer"}


async def test_people_stand_by_what_is_shown_of_them(acme: Database) -> None:
    async with acme.session() as session:
        (await session.get_one(User, "viewer")).name = ""
        (await session.get_one(User, "viewer")).email = "b@example.com"
        (await session.get_one(User, "owner")).name = "carla"
    async with acme.reading() as session:
        shown = [one.name or one.email for one in await members_of_organisation(session, "acme")]
        assert shown == ["Admin", "b@example.com", "carla", "Member"]
        assert [one.name or one.email for one in await people_of_project(session, "sled")] == shown


async def test_people_of_others_are_out_of_reach(acme: Database) -> None:
    for change in (
        lambda session: set_role(session, author("owner"), Role.OWNER, "other", "viewer"),
        lambda session: remove_member(session, author("owner"), Role.OWNER, "other"),
        lambda session: set_project_role(
            session, author("owner"), Role.OWNER, project_id="trap", user_id="viewer", role="owner"
        ),
    ):
        with pytest.raises(OrganisationRefusal) as refused:
            async with acme.session() as session:
                await change(session)
        assert refused.value.status == 404
