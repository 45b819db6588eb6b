"""Invitations on both databases."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from sidelight.platform.clock import now
from sidelight.platform.database import Database
from sidelight.platform.organisations.invitations import (
    InvitationDraft,
    create_invitation,
    invitation_url,
    join_as,
    join_as_new,
    list_invitations,
    look_at,
    revoke_invitation,
)
from sidelight.platform.organisations.memberships import remove_member
from sidelight.platform.organisations.refusal import OrganisationRefusal
from sidelight.platform.organisations.tables import Invitation
from sidelight.platform.tables import Role, User
from sidelight.platform.users import projects_of
from tests.platform.organisations.conftest import SECRET, author

VIEWER = InvitationDraft("viewer")


async def invite(database: Database, draft: InvitationDraft = VIEWER, by: str = "owner") -> str:
    async with database.session() as session:
        _, token = await create_invitation(session, SECRET, author(by), Role(by), draft)
        return token


async def join(database: Database, token: str, email: str = "new@example.com") -> str:
    async with database.session() as session:
        joined = await join_as_new(session, SECRET, token, email=email, name=" New ", password_hash="x")
    return joined.account.id


async def test_a_new_person_joins_once(acme: Database) -> None:
    token = await invite(acme)
    async with acme.reading() as session:
        offer = await look_at(session, SECRET, token)
        assert (offer.organisation_name, offer.role, offer.author_name) == ("Acme", "viewer", "Owner")
        stored = (await session.scalars(select(Invitation))).one()
        assert token not in stored.token_hash
    user_id = await join(acme, token, " New@Example.com ")
    async with acme.reading() as session:
        user = await session.get_one(User, user_id)
        assert (user.email, user.name, user.is_admin) == ("new@example.com", "New", False)
        assert {one.project_id: one.role for one in await projects_of(session, user_id)} == {
            "rocket": Role.VIEWER,
            "sled": Role.VIEWER,
        }
        (listed,) = await list_invitations(session, "acme")
        assert (listed.state, listed.uses, [name for name, _ in listed.used_by]) == ("used", 1, ["New"])
    with pytest.raises(OrganisationRefusal, match="already used"):
        await join(acme, token, "second@example.com")


async def test_one_project_alone(acme: Database) -> None:
    token = await invite(acme, InvitationDraft("none", project_id="sled", project_role="member"))
    user_id = await join(acme, token)
    async with acme.reading() as session:
        assert [(one.project_id, one.role) for one in await projects_of(session, user_id)] == [("sled", Role.MEMBER)]


async def test_a_link_of_many_uses_ends_at_its_limit(acme: Database) -> None:
    token = await invite(acme, replace(VIEWER, max_uses=2))
    results = await asyncio.gather(*(join(acme, token, f"n{n}@example.com") for n in range(4)), return_exceptions=True)
    assert sum(isinstance(one, str) for one in results) == 2
    assert sum(isinstance(one, OrganisationRefusal) for one in results) == 2
    unlimited = await invite(acme, replace(VIEWER, max_uses=None))
    for n in range(5):
        await join(acme, unlimited, f"m{n}@example.com")


async def test_an_address_binds(acme: Database) -> None:
    token = await invite(acme, replace(VIEWER, email=" Someone@Example.com"))
    with pytest.raises(OrganisationRefusal, match=r"for someone@example\.com"):
        await join(acme, token)
    with pytest.raises(OrganisationRefusal, match=r"signed in as other@example\.com"):
        async with acme.session() as session:
            await join_as(session, SECRET, token, "other")
    await join(acme, token, "SOMEONE@example.com")


async def test_who_has_an_account_joins_with_it(acme: Database) -> None:
    token = await invite(acme, replace(VIEWER, max_uses=None))
    with pytest.raises(OrganisationRefusal, match="account with this address"):
        await join(acme, token, "other@example.com")
    async with acme.session() as session:
        joined = await join_as(session, SECRET, token, "other")
    assert joined.organisation_id == "acme"
    with pytest.raises(OrganisationRefusal, match="member of this organisation already"):
        async with acme.session() as session:
            await join_as(session, SECRET, token, "other")
    async with acme.session() as session:
        await remove_member(session, author("owner"), Role.OWNER, "other")
    with pytest.raises(OrganisationRefusal, match="removed since"):
        async with acme.session() as session:
            await join_as(session, SECRET, token, "other")


async def test_what_is_over_opens_nothing(acme: Database) -> None:
    token = await invite(acme)
    async with acme.session() as session:
        await session.execute(update(Invitation).values(expires_at=now() - timedelta(seconds=1)))
    with pytest.raises(OrganisationRefusal, match="expired") as refused:
        await join(acme, token)
    assert refused.value.status == 410
    revoked = await invite(acme)
    async with acme.session() as session:
        newest = (await list_invitations(session, "acme"))[0]
        assert not await revoke_invitation(session, author("other", "evil"), newest.id)
        assert await revoke_invitation(session, author("owner"), newest.id)
        assert not await revoke_invitation(session, author("owner"), newest.id)
    with pytest.raises(OrganisationRefusal, match="revoked"):
        await join(acme, revoked)
    with pytest.raises(OrganisationRefusal, match="not known"):
        await join(acme, "nonsense")


@pytest.mark.parametrize(
    ("by", "draft"),
    [
        ("admin", InvitationDraft("owner")),
        ("member", InvitationDraft("viewer")),
        ("admin", InvitationDraft("viewer", project_id="sled", project_role="owner")),
        ("owner", InvitationDraft("none")),
        ("owner", InvitationDraft("viewer", project_id="trap", project_role="viewer")),
        ("owner", InvitationDraft("viewer", project_id="sled")),
    ],
)
async def test_what_nobody_may_give(acme: Database, by: str, draft: InvitationDraft) -> None:
    with pytest.raises(OrganisationRefusal):
        await invite(acme, draft, by)


def test_the_link_leads_to_the_page() -> None:
    assert invitation_url("https://here/", "a+b") == "https://here/invite?token=a%2Bb"


async def test_two_who_make_the_same_account_at_once_do_not_both_get_it(acme: Database) -> None:
    """By invitations of two organisations, which do not wait for each other's lock."""
    ours = await invite(acme)
    async with acme.session() as session:
        _, theirs = await create_invitation(session, SECRET, author("other", "evil"), Role.OWNER, VIEWER)
    found = await asyncio.gather(*(join(acme, token) for token in (ours, theirs)), return_exceptions=True)
    assert sorted(type(one) for one in found if isinstance(one, Exception)) == [OrganisationRefusal]
    async with acme.reading() as session:
        assert len((await session.scalars(select(User).where(User.email == "new@example.com"))).all()) == 1
