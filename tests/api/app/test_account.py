"""The user's own account."""

from pathlib import Path

import pytest

from sidelight.api.app import account, auth
from sidelight.platform.database import Database
from tests.fixtures.web_app import PASSWORD, World, make_world


@pytest.fixture
async def world(database: Database, tmp_path: Path) -> World:
    return await make_world(database, tmp_path, auth.router, account.router)


async def test_a_new_name(world: World) -> None:
    async with world.browser("vic") as browser:
        assert (await browser.patch("/api/app/account", json={"name": " Victor "})).json()["name"] == "Victor"
        assert (await browser.get("/api/app/me")).json()["name"] == "Victor"
        assert (await browser.patch("/api/app/account", json={"name": " "})).status_code == 422


async def test_a_new_password_signs_others_out(world: World) -> None:
    async with world.browser("ada") as here, world.browser("ada") as there:
        wrong = await here.put("/api/app/account/password", json={"current": "wrong", "new": "another horse"})
        assert (wrong.status_code, wrong.json()["field"]) == (403, "current")
        assert (await here.put("/api/app/account/password", json={"new": "another horse"})).status_code == 403
        changed = await here.put("/api/app/account/password", json={"current": PASSWORD, "new": "another horse"})
        assert changed.json() == {"ended": 1}
        assert (await here.get("/api/app/me")).status_code == 200
        assert (await there.get("/api/app/me")).status_code == 401
    async with world.browser() as later:
        for password, status in ((PASSWORD, 401), ("another horse", 200)):
            answer = await later.post("/api/app/auth/login", json={"email": "ada@example.com", "password": password})
            assert answer.status_code == status


async def test_a_first_password_needs_none_before(world: World) -> None:
    async with world.browser("vic") as browser:
        assert not (await browser.get("/api/app/me")).json()["hasPassword"]
        assert (await browser.put("/api/app/account/password", json={"new": "my first one"})).status_code == 200
        assert (await browser.get("/api/app/me")).json()["hasPassword"]
        assert (await browser.put("/api/app/account/password", json={"new": "my second one"})).status_code == 403


async def test_browsers_that_are_signed_in(world: World) -> None:
    async with world.browser("ada") as here, world.browser("ada") as there, world.browser("vic") as vic:
        sessions = (await here.get("/api/app/account/sessions")).json()
        assert sorted(one["isThis"] for one in sessions) == [False, True]
        assert all("httpx" in one["userAgent"] for one in sessions)
        other = next(one["id"] for one in sessions if not one["isThis"])
        assert (await vic.delete(f"/api/app/account/sessions/{other}")).status_code == 404
        assert (await here.delete(f"/api/app/account/sessions/{other}")).status_code == 204
        assert (await there.get("/api/app/me")).status_code == 401
    async with world.browser("ada") as third:
        assert (await third.delete("/api/app/account/sessions")).json() == {"ended": 1}
        assert (await third.get("/api/app/me")).status_code == 200
        assert (await third.delete("/api/app/account/sessions")).json() == {"ended": 0}
