"""The people of a project, as its members see them."""

from pathlib import Path

import pytest

from sidelight.api.app import auth, members
from sidelight.platform.database import Database
from tests.fixtures.web_app import World, make_world


@pytest.fixture
async def world(database: Database, tmp_path: Path) -> World:
    return await make_world(database, tmp_path, auth.router, members.router)


async def test_every_member_may_know_the_others(world: World) -> None:
    async with world.browser("vic") as browser:
        answer = await browser.get("/api/app/projects/rocket/members")
    assert answer.json() == [
        {"id": "ada", "name": "Ada", "email": "ada@example.com", "role": "owner"},
        {"id": "vic", "name": "Vic", "email": "vic@example.com", "role": "viewer"},
    ]


async def test_others_may_not(world: World) -> None:
    async with world.browser("eve") as browser:
        assert (await browser.get("/api/app/projects/rocket/members")).status_code == 404
