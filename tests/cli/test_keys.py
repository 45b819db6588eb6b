"""``sidelight keys`` and ``sidelight login-link`` on both databases, as a person or a script runs them."""

import asyncio
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import typer
from sqlalchemy import select
from typer.testing import CliRunner, Result

from sidelight.cli import console
from sidelight.cli.errors import CliError
from sidelight.cli.keys import keys_app, login_link
from sidelight.platform.credentials import KeyRefusal
from sidelight.platform.database import Database
from sidelight.platform.instance_secret import FILE_NAME, InstanceSecret
from sidelight.platform.keys import KeyIdentity, KeyVerifier
from sidelight.platform.login_links import redeem
from sidelight.platform.setup import ensure_initial
from sidelight.platform.tables import Organisation, Project
from sidelight.settings import ServerSettings, Settings

Run = Callable[..., Result]


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings of an installation that was started once."""
    if request.param == "postgresql":
        monkeypatch.setenv("SIDELIGHT_METADATA_URL", request.getfixturevalue("new_postgres_url"))
    settings = Settings(data_dir=tmp_path, server=ServerSettings(port=4711))

    async def start() -> None:
        database = Database.of(settings)
        await database.migrate()
        await ensure_initial(database, settings, InstanceSecret.of(settings))
        await database.close()

    asyncio.run(start())
    return settings


@pytest.fixture
def run(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    app = typer.Typer()
    app.add_typer(keys_app, name="keys")
    app.command("login-link")(login_link)
    monkeypatch.setenv("COLUMNS", "40")
    for stream in (console.out, console.err):
        stream.cache_clear()

    def invoke(*arguments: str) -> Result:
        for stream in (console.out, console.err):
            stream.cache_clear()  # a console keeps the stream that stood there when it was made
        return CliRunner().invoke(app, [*arguments, "--data", str(settings.data_dir)])

    yield invoke
    for stream in (console.out, console.err):
        stream.cache_clear()


def verify(settings: Settings, public_key: str, secret_key: str) -> object:
    async def ask() -> object:
        database = Database.of(settings)
        try:
            return await KeyVerifier(database, InstanceSecret.of(settings)).verify(public_key, secret_key)
        finally:
            await database.close()

    return asyncio.run(ask())


def test_a_key_of_an_organisation(settings: Settings, run: Run) -> None:
    async def organisation_id() -> str:
        database = Database.of(settings)
        async with database.reading() as session:
            found = await session.scalar(select(Organisation.id))
        await database.close()
        return str(found)

    owner = asyncio.run(organisation_id())
    made = json.loads(run("keys", "create", "--organisation", owner, "--expires-in-days", "30", "--json").stdout)
    assert (made["projectId"], made["organisationId"]) == (None, owner)
    assert made["expiresAt"] > made["createdAt"]
    refused = verify(settings, made["publicKey"], made["secretKey"])
    assert isinstance(refused, KeyRefusal)
    assert refused.code == "organisation_key"
    listed = run("keys", "list").stdout
    assert made["publicKey"] in listed
    assert "(organisation)" in listed
    assert run("keys", "revoke", made["id"], "--yes").exit_code == 0
    assert made["publicKey"] not in run("keys", "list").stdout

    unknown = run("keys", "create", "--organisation", "none")
    assert isinstance(unknown.exception, CliError)
    assert owner in unknown.exception.remedy
    both = run("keys", "create", "--organisation", owner, "--project", "p")
    assert isinstance(both.exception, CliError)


def test_a_key_is_made_listed_and_revoked(settings: Settings, run: Run) -> None:
    made = json.loads(run("keys", "create", "--note", "[bold] laptop", "--json").stdout)
    assert isinstance(verify(settings, made["publicKey"], made["secretKey"]), KeyIdentity)

    table = run("keys", "list")
    assert table.exit_code == 0
    assert made["publicKey"] in table.stdout
    assert "[bold] laptop" in table.stdout
    assert len(table.stdout.splitlines()) == 3
    assert made["secretKey"] not in table.stdout
    listed = json.loads(run("keys", "list", "--json").stdout)
    assert {**made, "secretKey": None} in [{**key, "secretKey": None} for key in listed]
    assert len(listed) == 2

    assert run("keys", "revoke", made["publicKey"], "--yes").exit_code == 0
    assert not isinstance(verify(settings, made["publicKey"], made["secretKey"]), KeyIdentity)
    again = run("keys", "revoke", made["id"], "--yes")
    assert isinstance(again.exception, CliError)
    assert "no key" in again.exception.message


def test_people_see_the_secret_once(settings: Settings, run: Run) -> None:
    shown = run("keys", "create")
    pair = dict(line.split(": ", 1) for line in shown.stdout.splitlines())
    assert isinstance(verify(settings, pair["Public key"], pair["Secret key"]), KeyIdentity)


def test_of_several_projects_one_must_be_named(settings: Settings, run: Run) -> None:
    async def add() -> None:
        database = Database.of(settings)
        async with database.session() as session:
            first = (await session.scalars(Project.__table__.select())).first()
            assert first is not None
            project = await session.get_one(Project, first)
            session.add(Project(id="second", organisation_id=project.organisation_id, name="Second"))
        await database.close()

    asyncio.run(add())
    ambiguous = run("keys", "create")
    assert isinstance(ambiguous.exception, CliError)
    assert "second (Second)" in ambiguous.exception.remedy
    wrong = run("keys", "create", "--project", "third")
    assert isinstance(wrong.exception, CliError)
    assert "second (Second)" in wrong.exception.remedy
    made = json.loads(run("keys", "create", "--project", "second", "--json").stdout)
    assert made["projectId"] == "second"
    assert [key["id"] for key in json.loads(run("keys", "list", "--project", "second", "--json").stdout)] == [
        made["id"]
    ]


def test_a_login_link_signs_in(settings: Settings, run: Run) -> None:
    url = run("login-link", "--base-url", "https://traces.example/").stdout.strip()
    assert url.startswith("https://traces.example/login?token=")

    async def use() -> str:
        database = Database.of(settings)
        async with database.session() as session:
            token = parse_qs(urlsplit(url).query)["token"][0]
            account = await redeem(session, InstanceSecret.of(settings), token)
        await database.close()
        return account.email

    assert asyncio.run(use()) == "admin@localhost"
    assert run("login-link").stdout.startswith("http://localhost:4711/login?token=")
    assert json.loads(run("login-link", "--json").stdout)["email"] == "admin@localhost"
    nobody = run("login-link", "--email", "nobody@example.com")
    assert isinstance(nobody.exception, CliError)
    assert "nobody@example.com" in nobody.exception.message


def test_a_lost_secret_is_explained(settings: Settings, run: Run) -> None:
    (settings.data_dir / FILE_NAME).unlink()
    lost = run("keys", "create")
    assert isinstance(lost.exception, CliError)
    assert FILE_NAME in lost.exception.message


def test_an_empty_folder_is_not_made_a_data_folder(tmp_path: Path) -> None:
    result = CliRunner().invoke(keys_app, ["list", "--data", str(tmp_path / "typo")])
    assert isinstance(result.exception, CliError)
    assert "no Sidelight data" in result.exception.message
    assert not (tmp_path / "typo").exists()
