"""API keys in the web app."""

from pathlib import Path

import pytest

from sidelight.api.app import auth, keys
from sidelight.platform.credentials import KeyRefusal
from sidelight.platform.database import Database
from sidelight.platform.keys import KeyIdentity
from tests.fixtures.web_app import World, make_world

KEYS = "/api/app/projects/rocket/keys"


@pytest.fixture
async def world(database: Database, tmp_path: Path) -> World:
    return await make_world(database, tmp_path, auth.router, keys.router)


async def test_a_key_lives_from_creation_to_revocation(world: World) -> None:
    async with world.browser("ada") as browser:
        assert (await browser.get(KEYS)).json() == []
        answer = await browser.post(KEYS, json={"note": " laptop "})
        assert answer.status_code == 201
        created = answer.json()
        identity = await world.services.keys.verify(created["publicKey"], created["secretKey"])
        assert isinstance(identity, KeyIdentity)
        assert identity.project_id == "rocket"

        (listed,) = (await browser.get(KEYS)).json()
        secret_key = created.pop("secretKey")
        assert listed == created
        assert listed["note"] == "laptop"
        assert listed["lastUsedAt"] is None
        assert listed["createdAt"].endswith("Z")
        assert listed["displaySecretKey"] == f"sk-lf-...{secret_key[-4:]}"

        await world.services.keys.note_uses()
        (listed,) = (await browser.get(KEYS)).json()
        assert listed["lastUsedAt"] >= listed["createdAt"]

        assert (await browser.delete(f"{KEYS}/{created['id']}")).status_code == 204
        assert isinstance(await world.services.keys.verify(created["publicKey"], secret_key), KeyRefusal)
        assert (await browser.get(KEYS)).json() == []
        answer = await browser.delete(f"{KEYS}/{created['id']}")
        assert answer.status_code == 404
        assert answer.json()["hint"]


async def test_the_newest_key_comes_first(world: World) -> None:
    async with world.browser("ada") as browser:
        for note in ("one", "two", "three"):
            await browser.post(KEYS, json={"note": note})
        assert [key["note"] for key in (await browser.get(KEYS)).json()] == ["three", "two", "one"]


async def test_a_viewer_may_not(world: World) -> None:
    async with world.browser("ada") as browser:
        key_id = (await browser.post(KEYS, json={})).json()["id"]
    async with world.browser("vic") as browser:
        for answer in (
            await browser.get(KEYS),
            await browser.post(KEYS, json={"note": "x"}),
            await browser.delete(f"{KEYS}/{key_id}"),
        ):
            assert answer.status_code == 403
            assert "you are viewer" in answer.json()["message"]


async def test_a_key_of_another_project_is_out_of_reach(world: World) -> None:
    async with world.browser("ada") as browser:
        key_id = (await browser.post(KEYS, json={})).json()["id"]
    async with world.browser("eve") as browser:
        assert (await browser.delete(f"/api/app/projects/trap/keys/{key_id}")).status_code == 404
        assert (await browser.delete(f"{KEYS}/{key_id}")).status_code == 404
    async with world.browser("ada") as browser:
        assert len((await browser.get(KEYS)).json()) == 1


async def test_a_note_has_an_end(world: World) -> None:
    async with world.browser("ada") as browser:
        answer = await browser.post(KEYS, json={"note": "x" * 501})
        assert answer.status_code == 422
        assert answer.json()["field"] == "note"
