"""/api/public/score-configs: made, changed, archived, and what they may not say."""

from typing import Any

import pytest

from tests.fixtures.write_world import WriteWorld


async def test_a_config_is_made_read_changed_and_archived(write_world: WriteWorld) -> None:
    async with write_world.sdk() as sdk:
        made = await sdk.post(
            "/score-configs", json={"name": "Stars", "dataType": "NUMERIC", "minValue": 1, "maxValue": 5}
        )
        assert made.status_code == 200, made.text
        config = made.json()
        assert (config["name"], config["minValue"], config["categories"]) == ("Stars", 1, None)
        assert (config["isArchived"], config["projectId"]) == (False, "rocket")
        path = f"/score-configs/{config['id']}"
        assert (await sdk.get(path)).json() == config
        changed = (await sdk.patch(path, json={"maxValue": 10, "description": "more"})).json()
        assert (changed["minValue"], changed["maxValue"], changed["description"]) == (1, 10, "more")
        score = {"name": "Stars", "traceId": "t", "value": 9, "configId": config["id"]}
        assert (await sdk.post("/scores", json=score)).status_code == 200
        assert (await sdk.patch(path, json={"isArchived": True})).json()["isArchived"] is True
        assert "archived" in (await sdk.post("/scores", json=score)).text


async def test_a_boolean_config_has_its_two_categories(write_world: WriteWorld) -> None:
    async with write_world.sdk() as sdk:
        config = (await sdk.post("/score-configs", json={"name": "ok", "dataType": "BOOLEAN"})).json()
    assert config["categories"] == [{"label": "True", "value": 1}, {"label": "False", "value": 0}]


async def test_pages_of_the_projects_own(write_world: WriteWorld) -> None:
    async with write_world.sdk() as sdk:
        for name in "abc":
            await sdk.post("/score-configs", json={"name": name, "dataType": "TEXT"})
        page = (await sdk.get("/score-configs", params={"limit": 2, "page": 2})).json()
    assert [config["name"] for config in page["data"]] == ["a"]
    assert page["meta"] == {"page": 2, "limit": 2, "totalItems": 3, "totalPages": 2}
    async with write_world.sdk("trap") as sdk:
        assert (await sdk.get("/score-configs")).json()["data"] == []
        path = f"/score-configs/{page['data'][0]['id']}"
        assert (await sdk.get(path)).status_code == 404
        assert (await sdk.patch(path, json={"name": "mine"})).status_code == 404


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": "", "dataType": "TEXT"}, "name"),
        ({"name": "x" * 36, "dataType": "TEXT"}, "name"),
        ({"name": "no/slash", "dataType": "TEXT"}, "name"),
        ({"name": "n", "dataType": "CORRECTION"}, "dataType"),
        ({"name": "n", "dataType": "NUMERIC", "minValue": 5, "maxValue": 5}, "maxValue"),
        ({"name": "n", "dataType": "NUMERIC", "categories": [{"label": "a", "value": 1}]}, "categories"),
        ({"name": "n", "dataType": "CATEGORICAL"}, "categories"),
        ({"name": "n", "dataType": "CATEGORICAL", "categories": [{"label": "", "value": 1}]}, "categories"),
        (
            {
                "name": "n",
                "dataType": "CATEGORICAL",
                "categories": [{"label": "a", "value": 1}, {"label": "a", "value": 2}],
            },
            "categories",
        ),
        (
            {
                "name": "n",
                "dataType": "CATEGORICAL",
                "categories": [{"label": "a", "value": 1}, {"label": "b", "value": 1}],
            },
            "categories",
        ),
        ({"name": "n", "dataType": "BOOLEAN", "categories": [{"label": "Yes", "value": 1}]}, "categories"),
        ({"name": "n", "dataType": "TEXT", "maxValue": 1}, "minValue"),
    ],
)
async def test_what_a_config_may_not_say(write_world: WriteWorld, body: dict[str, Any], field: str) -> None:
    async with write_world.sdk() as sdk:
        answer = await sdk.post("/score-configs", json=body)
    assert answer.status_code == 400
    assert [issue["path"][-1] for issue in answer.json()["error"]] == [field]


async def test_a_change_may_not_break_a_config(write_world: WriteWorld) -> None:
    async with write_world.sdk() as sdk:
        made = await sdk.post("/score-configs", json={"name": "n", "dataType": "NUMERIC", "minValue": 3})
        path = f"/score-configs/{made.json()['id']}"
        assert (await sdk.patch(path, json={"maxValue": 2})).status_code == 400
        assert (await sdk.patch(path, json={})).status_code == 400
        assert (await sdk.get(path)).json() == made.json()
