"""The first start, every later one, and Langfuse's head-less set-up."""

import asyncio
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from pydantic import SecretStr
from sqlalchemy import func, select

from sidelight.platform.api_keys import list_keys, revoke_key
from sidelight.platform.credentials import KeyRefusal
from sidelight.platform.database import Database
from sidelight.platform.instance_secret import InstanceSecret, InstanceSecretError
from sidelight.platform.keys import KeyIdentity, KeyVerifier
from sidelight.platform.login_links import redeem
from sidelight.platform.passwords import check_password
from sidelight.platform.setup import ADMIN_EMAIL, FirstStart, SetupError, ensure_initial
from sidelight.platform.tables import ApiKey, Membership, Organisation, Project, User
from sidelight.platform.users import find_user, projects_of
from sidelight.settings import InitSettings, Settings

FULL = InitSettings(
    org_id="acme",
    org_name="Acme",
    project_id="rocket",
    project_name="Rocket",
    project_public_key="pk-lf-given",
    project_secret_key=SecretStr("sk-lf-given"),
    user_email="Ada@Example.com",
    user_name="Ada",
    user_password=SecretStr("correct horse"),
)


@pytest.fixture
def start(database: Database, secret: InstanceSecret, tmp_path: Path) -> object:
    async def run(**init: object) -> FirstStart:
        settings = Settings(data_dir=tmp_path)
        settings.__dict__["init"] = InitSettings(**init)  # the cached property
        return await ensure_initial(database, settings, secret)

    return run


async def counts(database: Database) -> dict[str, int]:
    tables = (Organisation, Project, User, Membership, ApiKey)
    async with database.reading() as session:
        return {t.__tablename__: await session.scalar(select(func.count()).select_from(t)) or 0 for t in tables}


async def test_the_first_start_makes_everything(database: Database, secret: InstanceSecret, start) -> None:
    first = await start()
    assert first.is_new
    assert first.user_email == ADMIN_EMAIL
    assert set((await counts(database)).values()) == {1}
    identity = await KeyVerifier(database, secret).verify(first.public_key, first.secret_key)
    assert isinstance(identity, KeyIdentity)
    assert identity.project_id == first.project_id
    url = urlsplit(first.login_url)
    assert (url.netloc, url.path) == ("localhost:3000", "/login")
    async with database.session() as session:
        account = await redeem(session, secret, parse_qs(url.query)["token"][0])
        assert account.is_admin
        assert [project.role for project in await projects_of(session, account.id)] == ["owner"]
    assert first.secret_key not in repr(first)
    assert first.login_url not in repr(first)


async def test_later_starts_change_nothing_but_give_a_fresh_link(database: Database, start) -> None:
    first = await start()
    again = await start()
    assert not again.is_new
    assert (again.public_key, again.secret_key) == ("", "")
    assert again.project_id == first.project_id
    assert again.login_url not in ("", first.login_url)
    assert set((await counts(database)).values()) == {1}


async def test_servers_that_start_together_make_one_of_each(database: Database, start) -> None:
    results = await asyncio.gather(*(start() for _ in range(5)))
    assert sorted(result.is_new for result in results) == [False, False, False, False, True]
    assert set((await counts(database)).values()) == {1}


async def test_variables_name_everything(database: Database, secret: InstanceSecret, start) -> None:
    for _ in range(2):
        first = await start(**FULL.model_dump())
    assert first.notices == ()
    assert (first.login_url, first.public_key) == ("", "")
    assert set((await counts(database)).values()) == {1}
    identity = await KeyVerifier(database, secret).verify("pk-lf-given", "sk-lf-given")
    assert isinstance(identity, KeyIdentity)
    assert (identity.organisation_id, identity.organisation_name) == ("acme", "Acme")
    assert (identity.project_id, identity.project_name) == ("rocket", "Rocket")
    async with database.reading() as session:
        user = await find_user(session, "ada@example.COM")
        assert user is not None
        assert user.name == "Ada"
        assert (await check_password("correct horse", user.password_hash)).is_right


async def test_variables_complete_what_is_there(database: Database, secret: InstanceSecret, start) -> None:
    first = await start()
    later = await start(**FULL.model_dump())
    assert not later.is_new
    assert (later.organisation_id, later.project_id) == ("acme", "rocket")
    async with database.reading() as session:
        ada, admin = await find_user(session, "ada@example.com"), await find_user(session, ADMIN_EMAIL)
        assert ada is not None
        assert admin is not None
        assert not ada.is_admin
        assert [p.project_id for p in await projects_of(session, ada.id)] == ["rocket"]
        assert {p.project_id for p in await projects_of(session, admin.id)} == {"rocket", first.project_id}
    assert isinstance(await KeyVerifier(database, secret).verify("pk-lf-given", "sk-lf-given"), KeyIdentity)


async def test_keys_alone_belong_to_the_project_that_is_there(
    database: Database, secret: InstanceSecret, start
) -> None:
    first = await start()
    await start(project_public_key="pk-lf-given", project_secret_key=SecretStr("sk-lf-given"))
    identity = await KeyVerifier(database, secret).verify("pk-lf-given", "sk-lf-given")
    assert isinstance(identity, KeyIdentity)
    assert identity.project_id == first.project_id


async def test_existing_names_and_passwords_stay(database: Database, start) -> None:
    await start(**FULL.model_dump())
    changed = {"org_name": "Other", "project_name": "Other", "user_name": "Other", "user_password": SecretStr("other")}
    await start(**(FULL.model_dump() | changed))
    async with database.reading() as session:
        user = await find_user(session, "ada@example.com")
        assert user is not None
        assert user.name == "Ada"
        assert (await check_password("correct horse", user.password_hash)).is_right
        assert (await session.get_one(Organisation, "acme")).name == "Acme"
        assert (await session.get_one(Project, "rocket")).name == "Rocket"


async def test_a_user_without_password_gets_the_one_named(database: Database, start) -> None:
    await start(user_email="ada@example.com")
    assert (await start(user_email="ada@example.com", user_password=SecretStr("late"))).login_url == ""
    async with database.reading() as session:
        user = await find_user(session, "ada@example.com")
    assert user is not None
    assert user.is_admin
    assert (await check_password("late", user.password_hash)).is_right


async def test_a_new_secret_for_the_same_public_key_is_taken(database: Database, secret: InstanceSecret, start) -> None:
    await start(**FULL.model_dump())
    await start(**(FULL.model_dump() | {"project_secret_key": SecretStr("sk-lf-rotated")}))
    verifier = KeyVerifier(database, secret)
    assert isinstance(await verifier.verify("pk-lf-given", "sk-lf-rotated"), KeyIdentity)
    assert isinstance(await verifier.verify("pk-lf-given", "sk-lf-given"), KeyRefusal)


async def test_a_revoked_key_stays_revoked(database: Database, secret: InstanceSecret, start) -> None:
    await start(**FULL.model_dump())
    async with database.session() as session:
        (key,) = await list_keys(session, "rocket")
        await revoke_key(session, "rocket", key.id)
    again = await start(**FULL.model_dump())
    assert "was revoked" in again.notices[0]
    assert isinstance(await KeyVerifier(database, secret).verify("pk-lf-given", "sk-lf-given"), KeyRefusal)


@pytest.mark.parametrize(
    ("init", "said"),
    [
        ({"project_public_key": "pk-lf-a"}, "no effect without each other"),
        ({"project_secret_key": SecretStr("sk-lf-a")}, "no effect without each other"),
        ({"user_password": SecretStr("x")}, "no effect without LANGFUSE_INIT_USER_EMAIL"),
    ],
)
async def test_half_a_setting_is_reported(start, init: dict[str, object], said: str) -> None:
    assert said in " ".join((await start(**init)).notices)


async def test_a_key_of_another_project_stays_there(start) -> None:
    await start(**FULL.model_dump())
    other = await start(**(FULL.model_dump() | {"project_id": "second"}))
    assert "belongs to the project rocket" in other.notices[0]


@pytest.mark.parametrize(
    ("init", "said"),
    [
        ({"project_public_key": "sk-lf-a", "project_secret_key": SecretStr("pk-lf-b")}, "swapped"),
        ({"project_public_key": "pk:lf", "project_secret_key": SecretStr("sk-lf-b")}, "colon"),
        ({"project_public_key": "pk-lf-a", "project_secret_key": SecretStr("sk-lf-b ")}, "spaces around"),
    ],
)
async def test_keys_that_cannot_be_sent_stop_the_start(
    database: Database, start, init: dict[str, object], said: str
) -> None:
    with pytest.raises(SetupError, match=said) as caught:
        await start(**init)
    assert "LANGFUSE_INIT_PROJECT_PUBLIC_KEY" in str(caught.value)
    assert set((await counts(database)).values()) == {0}


async def test_a_project_cannot_change_its_organisation(start) -> None:
    await start(**FULL.model_dump())
    with pytest.raises(SetupError, match="belongs to the organisation acme and not to other"):
        await start(org_id="other", project_id="rocket")


async def test_another_instance_secret_stops_the_start(database: Database, start, tmp_path: Path) -> None:
    await start()
    with pytest.raises(InstanceSecretError, match=r"instance\.secret"):
        await ensure_initial(database, Settings(data_dir=tmp_path), InstanceSecret(b"x" * 32))
