"""Deleting in the web app: who may, and what is gone."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sidelight.store.store import Store
from tests.fixtures.read_world import empty
from tests.fixtures.write_world import WriteWorld, open_write_world


@pytest.fixture
async def world(event_store: Store, tmp_path: Path) -> AsyncIterator[WriteWorld]:
    empty(event_store)
    async with open_write_world(event_store, tmp_path) as found:
        seed = found.read.seed()
        for number in range(3):
            seed.trace(f"t{number}", number, name="n")
            seed.observation(f"t{number}", f"o{number}", number)
        async with found.sdk() as sdk:
            scores = [{"id": f"s{n}", "traceId": f"t{n}", "name": "q", "value": n} for n in range(3)]
            assert (await sdk.post("/scores", json=scores)).status_code == 202
        yield found


PROJECT = "/api/app/projects/rocket"


async def test_traces_are_gone_when_answered(world: WriteWorld) -> None:
    async with world.read.browser("ada") as browser:
        answer = await browser.request("DELETE", f"{PROJECT}/traces", json={"ids": ["t0", "t2", "t0"]})
        assert answer.status_code == 204, answer.text
        assert [row["id"] for row in (await browser.get(f"{PROJECT}/traces")).json()["items"]] == ["t1"]
    assert [row["id"] for row in await world.rows("observations", "id")] == ["o1"]
    assert [row["id"] for row in await world.rows("scores", "id")] == ["s1"]


async def test_scores_are_gone_when_answered(world: WriteWorld) -> None:
    async with world.read.browser("ada") as browser:
        answer = await browser.request("DELETE", f"{PROJECT}/scores", json={"ids": ["s1"]})
        assert answer.status_code == 204, answer.text
    assert [row["id"] for row in await world.rows("scores", "id")] == ["s0", "s2"]


@pytest.mark.parametrize("kind", ["traces", "scores"])
async def test_who_may_only_look_may_not_delete(world: WriteWorld, kind: str) -> None:
    async with world.read.browser("vic") as browser:
        answer = await browser.request("DELETE", f"{PROJECT}/{kind}", json={"ids": ["t0", "s0"]})
    assert answer.status_code == 403
    assert len(await world.rows("traces", "id")) == len(await world.rows("scores", "id")) == 3


@pytest.mark.parametrize("ids", [[], [""], ["x"] * 1001, "t0"])
async def test_wrong_lists_are_refused(world: WriteWorld, ids: object) -> None:
    async with world.read.browser("ada") as browser:
        answer = await browser.request("DELETE", f"{PROJECT}/traces", json={"ids": ids})
    assert answer.status_code == 422
    assert answer.json()["field"].startswith("ids")
