"""The metadata databases keep the same promises, from the first start to a second server and a restart."""

import asyncio
from pathlib import Path

import pytest

from sidelight.platform.api_keys import create_key, list_keys, revoke_key
from sidelight.platform.credentials import KeyRefusal
from sidelight.platform.database import Database
from sidelight.platform.instance_secret import InstanceSecret
from sidelight.platform.keys import KeyIdentity, KeyVerifier
from sidelight.platform.login_links import create_login_link, redeem
from sidelight.platform.setup import ensure_initial
from sidelight.platform.users import first_admin, projects_of
from sidelight.platform.web_sessions import find_web_session, open_web_session
from sidelight.settings import Settings


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    url = request.getfixturevalue("new_postgres_url") if request.param == "postgresql" else ""
    return Settings(data_dir=tmp_path, metadata_url=url)


async def started(settings: Settings) -> Database:
    database = Database.of(settings)
    await database.migrate()
    return database


async def test_everything_survives_a_restart(settings: Settings) -> None:
    database = await started(settings)
    secret = InstanceSecret.of(settings)
    first = await ensure_initial(database, settings, secret)
    async with database.session() as session:
        admin = await first_admin(session)
        assert admin is not None
        cookie = await open_web_session(session, secret, admin.id)
        link = await create_login_link(session, secret, admin.id)
        extra = await create_key(session, secret, first.project_id, "extra")
        assert await revoke_key(session, first.project_id, extra.view.id) is not None
    await database.close()

    database = await started(settings)
    secret = InstanceSecret.of(settings)
    assert not (await ensure_initial(database, settings, secret)).is_new
    verifier = KeyVerifier(database, secret)
    assert isinstance(await verifier.verify(first.public_key, first.secret_key), KeyIdentity)
    assert isinstance(await verifier.verify(extra.view.public_key, extra.secret_key), KeyRefusal)
    async with database.session() as session:
        signed_in = await find_web_session(session, secret, cookie)
        assert signed_in is not None
        assert (await redeem(session, secret, link)).id == signed_in.account.id
        assert [p.project_id for p in await projects_of(session, signed_in.account.id)] == [first.project_id]
        assert [key.public_key for key in await list_keys(session, first.project_id)] == [first.public_key]
    await database.close()


async def test_two_servers_see_each_others_changes(settings: Settings) -> None:
    one, two = await started(settings), await started(settings)
    secret = InstanceSecret.of(settings)
    first = await ensure_initial(one, settings, secret)
    elsewhere = KeyVerifier(two, secret)
    assert isinstance(await elsewhere.verify(first.public_key, first.secret_key), KeyIdentity)

    async def make(database: Database) -> None:
        async with database.session() as session:
            await create_key(session, secret, first.project_id)

    await asyncio.gather(*(make(database) for database in (one, two) for _ in range(10)))
    async with two.reading() as session:
        assert len(await list_keys(session, first.project_id)) == 21
    await one.close()
    await two.close()


async def test_reading_goes_on_while_another_writes(settings: Settings) -> None:
    database = await started(settings)
    secret = InstanceSecret.of(settings)
    first = await ensure_initial(database, settings, secret)
    async with database.session() as writing:
        await create_key(writing, secret, first.project_id)
        async with asyncio.timeout(2), database.reading() as session:
            assert len(await list_keys(session, first.project_id)) == 1
    async with database.reading() as session:
        assert len(await list_keys(session, first.project_id)) == 2
    await database.close()
