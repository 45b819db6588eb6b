"""Passwords, one-time links and web sessions, as stored."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from sidelight.platform.clock import now
from sidelight.platform.database import Database
from sidelight.platform.instance_secret import InstanceSecret
from sidelight.platform.login_links import LoginLinkError, create_login_link, login_url, redeem
from sidelight.platform.passwords import check_password, hash_password
from sidelight.platform.tables import LoginLink, User, WebSession
from sidelight.platform.web_sessions import (
    close_web_session,
    extend_web_session,
    find_web_session,
    open_web_session,
)


@pytest.fixture
async def user_id(database: Database) -> str:
    async with database.session() as session:
        session.add(User(id="ada", email="ada@example.com", name="Ada"))
    return "ada"


async def test_passwords() -> None:
    stored = await hash_password("correct horse")
    assert stored.startswith("$argon2id$")
    assert (await check_password("correct horse", stored)).is_right
    assert not (await check_password("wrong", stored)).is_right
    assert not (await check_password("anything", None)).is_right
    assert not (await check_password("the password of an account that does not exist", None)).is_right
    assert not (await check_password("x", "not a hash")).is_right


async def test_a_weak_hash_is_replaced() -> None:
    from argon2 import PasswordHasher

    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("correct horse")
    check = await check_password("correct horse", weak)
    assert check.is_right
    assert check.new_hash is not None
    assert (await check_password("correct horse", check.new_hash)).new_hash is None


async def test_a_link_works_once(database: Database, secret: InstanceSecret, user_id: str) -> None:
    async with database.session() as session:
        token = await create_login_link(session, secret, user_id)
    async with database.session() as session:
        assert (await redeem(session, secret, token)).id == user_id
    async with database.session() as session:
        with pytest.raises(LoginLinkError, match="already used"):
            await redeem(session, secret, token)


async def test_of_two_at_once_one_gets_in(database: Database, secret: InstanceSecret, user_id: str) -> None:
    async with database.session() as session:
        token = await create_login_link(session, secret, user_id)

    async def attempt() -> bool:
        async with database.session() as session:
            try:
                await redeem(session, secret, token)
            except LoginLinkError:
                return False
            return True

    assert sorted(await asyncio.gather(*(attempt() for _ in range(6)))) == [False] * 5 + [True]


async def test_late_and_wrong_links_say_so(database: Database, secret: InstanceSecret, user_id: str) -> None:
    async with database.session() as session:
        token = await create_login_link(session, secret, user_id)
        await session.execute(update(LoginLink).values(expires_at=now() - timedelta(seconds=1)))
    async with database.session() as session:
        with pytest.raises(LoginLinkError, match="has expired"):
            await redeem(session, secret, token)
        with pytest.raises(LoginLinkError, match="not known"):
            await redeem(session, secret, "made up")


async def test_tokens_are_stored_hashed(database: Database, secret: InstanceSecret, user_id: str) -> None:
    async with database.session() as session:
        tokens = [await create_login_link(session, secret, user_id), await open_web_session(session, secret, user_id)]
        stored = [
            *await session.scalars(select(LoginLink.token_hash)),
            *await session.scalars(select(WebSession.token_hash)),
        ]
    assert len(stored) == 2
    assert all(len(token) >= 40 for token in tokens)
    assert not set(tokens) & set(stored)


async def test_a_session_lives_until_it_is_closed(database: Database, secret: InstanceSecret, user_id: str) -> None:
    async with database.session() as session:
        token = await open_web_session(session, secret, user_id)
        other = await open_web_session(session, secret, user_id)
    async with database.session() as session:
        signed_in = await find_web_session(session, secret, token)
        assert signed_in is not None
        assert signed_in.account.email == "ada@example.com"
        assert not signed_in.needs_refresh
        await close_web_session(session, secret, token)
        assert await find_web_session(session, secret, token) is None
        assert await find_web_session(session, secret, other) is not None


async def test_a_session_slides(database: Database, secret: InstanceSecret, user_id: str) -> None:
    async with database.session() as session:
        token = await open_web_session(session, secret, user_id)
        long_ago = now() - timedelta(days=29)
        await session.execute(
            update(WebSession).values(last_seen_at=long_ago, expires_at=long_ago + timedelta(days=30))
        )
    async with database.session() as session:
        signed_in = await find_web_session(session, secret, token)
        assert signed_in is not None
        assert signed_in.needs_refresh
        await extend_web_session(session, signed_in.session_id)
    async with database.reading() as session:
        expires_at = await session.scalar(select(WebSession.expires_at))
        assert expires_at is not None
        assert expires_at - now() > timedelta(days=29, hours=23)


async def test_an_old_session_is_over_and_swept(database: Database, secret: InstanceSecret, user_id: str) -> None:
    async with database.session() as session:
        token = await open_web_session(session, secret, user_id)
        await session.execute(update(WebSession).values(expires_at=now() - timedelta(seconds=1)))
        assert await find_web_session(session, secret, token) is None
        await open_web_session(session, secret, user_id)
        assert len((await session.scalars(select(WebSession))).all()) == 1


async def test_a_removed_user_is_signed_out(database: Database, secret: InstanceSecret, user_id: str) -> None:
    async with database.session() as session:
        token = await open_web_session(session, secret, user_id)
        link = await create_login_link(session, secret, user_id)
    async with database.session() as session:
        await session.delete(await session.get_one(User, user_id))
    async with database.session() as session:
        assert await find_web_session(session, secret, token) is None
        with pytest.raises(LoginLinkError):
            await redeem(session, secret, link)


def test_the_url_of_a_link() -> None:
    assert login_url("https://traces.example/", "a-b_c") == "https://traces.example/login?token=a-b_c"
