"""Score configs in the web app: made, changed, archived, and what is refused with which field."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from sidelight.store.store import Store
from tests.fixtures.read_world import empty
from tests.fixtures.write_world import WriteWorld, open_write_world

CONFIGS = "/api/app/projects/rocket/score-configs"
KINDS = {
    "name": "kind",
    "dataType": "CATEGORICAL",
    "categories": [{"label": "good", "value": 1}, {"label": "bad", "value": 0}],
}


@pytest.fixture
async def world(event_store: Store, tmp_path: Path) -> AsyncIterator[WriteWorld]:
    empty(event_store)
    async with open_write_world(event_store, tmp_path) as found:
        yield found


async def make(world: WriteWorld, body: dict[str, Any], user: str = "ada") -> Any:
    async with world.read.browser(user) as browser:
        return await browser.post(CONFIGS, json=body)


async def test_a_config_is_listed_with_its_use(world: WriteWorld) -> None:
    made = (await make(world, KINDS)).json()
    async with world.sdk() as sdk:
        score = {"traceId": "t", "name": "kind", "value": "good", "configId": made["id"]}
        assert (await sdk.post("/scores", json=score)).status_code == 200
        assert (await sdk.get(f"/score-configs/{made['id']}")).json()["name"] == "kind"
    async with world.read.browser("vic") as browser:
        (listed,) = (await browser.get(CONFIGS)).json()["items"]
    assert listed == {**made, "scoreCount": 1}


async def test_a_used_config_keeps_its_meaning(world: WriteWorld) -> None:
    made = (await make(world, KINDS)).json()
    async with world.sdk() as sdk:
        await sdk.post("/scores", json={"traceId": "t", "name": "k", "value": "good", "configId": made["id"]})
    body = {**KINDS, "revision": 1}
    async with world.read.browser() as browser:
        renamed = await browser.put(f"{CONFIGS}/{made['id']}", json={**body, "name": "other"})
        assert (renamed.status_code, renamed.json()["field"]) == (422, "name")
        assert "1 score has it" in renamed.json()["message"]
        fewer = await browser.put(f"{CONFIGS}/{made['id']}", json={**body, "categories": KINDS["categories"][:1]})
        assert (fewer.status_code, fewer.json()["field"]) == (422, "categories")
        more = [*KINDS["categories"], {"label": "odd", "value": 2}]
        changed = await browser.put(f"{CONFIGS}/{made['id']}", json={**body, "categories": more})
        assert changed.status_code == 200, changed.text
        assert (changed.json()["revision"], changed.json()["scoreCount"]) == (2, 1)
        stale = await browser.put(f"{CONFIGS}/{made['id']}", json={**body, "description": "mine"})
        assert (stale.status_code, stale.json()["field"]) == (409, "revision")


async def test_archived_and_restored(world: WriteWorld) -> None:
    made = (await make(world, {"name": "n", "dataType": "NUMERIC"})).json()
    async with world.read.browser() as browser:
        state = f"{CONFIGS}/{made['id']}/state"
        assert (await browser.put(state, json={"isArchived": True, "revision": 1})).json()["isArchived"] is True
        assert (await browser.put(state, json={"isArchived": False, "revision": 1})).status_code == 409
        assert (await browser.put(state, json={"isArchived": False})).json()["isArchived"] is False
        assert (await browser.put(f"{CONFIGS}/none/state", json={"isArchived": True})).status_code == 404


async def test_of_a_boolean_one_the_categories_are_given(world: WriteWorld) -> None:
    made = (await make(world, {"name": "safe", "dataType": "BOOLEAN"})).json()
    labels = [one["label"] for one in made["categories"]]
    assert labels == ["True", "False"]
    async with world.read.browser() as browser:
        changed = await browser.put(f"{CONFIGS}/{made['id']}", json={"name": "safe", "description": "d", "revision": 1})
    assert changed.status_code == 200, changed.text
    assert [one["label"] for one in changed.json()["categories"]] == labels


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": "", "dataType": "TEXT"}, "name"),
        ({"name": "a/b", "dataType": "TEXT"}, "name"),
        ({"name": "x" * 36, "dataType": "TEXT"}, "name"),
        ({"name": "n", "dataType": "NUMERIC", "minValue": 5, "maxValue": 5}, "maxValue"),
        ({"name": "n", "dataType": "CATEGORICAL"}, "categories"),
        ({**KINDS, "categories": [KINDS["categories"][0]] * 2}, "categories"),  # type: ignore[index]
        ({"name": "n", "dataType": "CORRECTION"}, "dataType"),
    ],
)
async def test_what_is_wrong_is_named(world: WriteWorld, body: dict[str, Any], field: str) -> None:
    answer = await make(world, body)
    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert answer.json()["hint"]


async def test_who_may_only_look_changes_nothing(world: WriteWorld) -> None:
    assert (await make(world, KINDS, "vic")).status_code == 403
