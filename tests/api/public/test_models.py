"""/api/public/models as clients use it, and what a change means for calls that are stored and that come."""

from typing import Any

import pytest

from sidelight.enrich.managed_models import find_managed
from sidelight.jobs import reprice_run
from tests.fixtures.event_store import NOON_NS
from tests.fixtures.read_world import ReadWorld
from tests.jobs.models import USAGE

FLAT = {
    "modelName": "house",
    "matchPattern": "(?i)^house-.*$",
    "unit": "TOKENS",
    "inputPrice": 0.001,
    "outputPrice": 0.002,
}
LONG = {"usageDetailPattern": "^input", "operator": "gt", "value": 100}
TIERS = [
    {"name": "Long", "priority": 1, "conditions": [LONG], "prices": {"input": 0.01, "output": 0.02}},
    {"name": "Base", "isDefault": True, "priority": 0, "conditions": [], "prices": {"output": 0.002, "input": 0.001}},
]
TIERED = {"modelName": "tiered", "matchPattern": "^tiered$", "pricingTiers": TIERS}


@pytest.fixture(autouse=True)
def _settled_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reprice_run, "SETTLE", reprice_run.SETTLE * 0)


async def test_a_model_with_flat_prices_has_one_tier(read_world: ReadWorld) -> None:
    async with read_world.sdk() as sdk:
        answer = await sdk.post("/models", json={**FLAT, "startDate": "2026-01-02T03:04:05+01:00"})
        assert answer.status_code == 200, answer.text
        made = answer.json()
        assert (made["modelName"], made["matchPattern"], made["unit"]) == ("house", "(?i)^house-.*$", "TOKENS")
        assert made["startDate"] == "2026-01-02T02:04:05.000Z"
        assert (made["inputPrice"], made["outputPrice"], made["totalPrice"]) == (0.001, 0.002, None)
        assert made["prices"] == {"input": {"price": 0.001}, "output": {"price": 0.002}}
        assert made["isLangfuseManaged"] is False
        (tier,) = made["pricingTiers"]
        assert (tier["name"], tier["isDefault"], tier["priority"], tier["conditions"]) == ("Standard", True, 0, [])
        assert (await sdk.get(f"/models/{made['id']}")).json() == made


async def test_tiers_come_back_as_they_were_given(read_world: ReadWorld) -> None:
    flex = {"source": "model_parameters", "key": "service_tier", "operator": "in", "values": ["flex", "batch"]}
    tiers = [*TIERS, {"name": "Flex", "priority": 2, "conditions": [flex, LONG], "prices": {"input": 0, "output": 0}}]
    async with read_world.sdk() as sdk:
        made = (await sdk.post("/models", json={**TIERED, "pricingTiers": tiers, "tokenizerConfig": {"a": [1]}})).json()
    assert [tier["name"] for tier in made["pricingTiers"]] == ["Base", "Long", "Flex"]
    assert made["pricingTiers"][1]["conditions"] == [{**LONG, "caseSensitive": False}]
    assert made["pricingTiers"][2]["conditions"] == [flex, {**LONG, "caseSensitive": False}]
    assert made["tokenizerConfig"] == {"a": [1]}
    assert made["inputPrice"] == 0.001
    assert len({tier["id"] for tier in made["pricingTiers"]}) == 3


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"matchPattern": "("}, "matchPattern", "regular expression"),
        ({"matchPattern": "^(?!x)"}, "matchPattern", "look-ahead"),
        ({"modelName": ""}, "modelName", "empty"),
        ({"modelName": None}, "modelName", "string"),
        ({"inputPrice": -1}, "inputPrice", "greater"),
        ({"unit": "BANANAS"}, "unit", "TOKENS"),
        ({"startDate": "soon"}, "startDate", "datetime"),
        ({"totalPrice": 1}, "totalPrice", "must be null"),
        ({"pricingTiers": TIERS}, "pricingTiers", "not both"),
        ({"inputPrice": None, "outputPrice": None}, "pricingTiers", "either flat prices"),
        ({"inputPrice": None, "outputPrice": None, "pricingTiers": TIERS[:1]}, "pricingTiers", "isDefault"),
    ],
)
async def test_what_cannot_be_used_is_refused_by_its_field(
    read_world: ReadWorld, change: dict[str, Any], field: str, said: str
) -> None:
    async with read_world.sdk() as sdk:
        answer = await sdk.post("/models", json={**FLAT, **change})
        assert answer.status_code == 400, answer.text
        assert answer.json()["message"] == "Invalid request data"
        (issue,) = answer.json()["error"]
        assert issue["path"][0] == field
        assert said in issue["message"]
        assert all(model["isLangfuseManaged"] for model in (await sdk.get("/models")).json()["data"])


async def test_a_name_is_used_once_for_each_start(read_world: ReadWorld) -> None:
    async with read_world.sdk() as sdk:
        assert (await sdk.post("/models", json=FLAT)).status_code == 200
        again = await sdk.post("/models", json=FLAT)
        assert again.status_code == 400
        assert "already exists" in again.text
        assert (await sdk.post("/models", json={**FLAT, "startDate": "2026-01-01T00:00:00Z"})).status_code == 200
    async with read_world.sdk("trap") as sdk:
        assert (await sdk.post("/models", json=FLAT)).status_code == 200


async def test_the_list_has_own_and_managed_models_by_name(read_world: ReadWorld) -> None:
    async with read_world.sdk() as sdk:
        made = (await sdk.post("/models", json={**FLAT, "modelName": "!first"})).json()
        page = (await sdk.get("/models", params={"limit": 3})).json()
        assert page["data"][0] == made
        assert page["meta"]["totalItems"] > 1000
        assert page["meta"]["totalPages"] == -(-page["meta"]["totalItems"] // 3)
        second = (await sdk.get("/models", params={"limit": 3, "page": 2})).json()["data"]
        names = [model["modelName"] for model in (*page["data"], *second)]
        assert names == sorted(names)
        assert all(model["isLangfuseManaged"] for model in second)
        one = (await sdk.get(f"/models/{second[0]['id']}")).json()
        assert one == second[0]


async def test_managed_models_can_be_seen_and_not_changed(read_world: ReadWorld) -> None:
    managed = find_managed("gpt-5.1", "", NOON_NS)
    assert managed is not None
    async with read_world.sdk() as sdk:
        shown = (await sdk.get(f"/models/{managed.id}")).json()
        assert (shown["modelName"], shown["isLangfuseManaged"]) == ("gpt-5.1", True)
        for answer in (await sdk.delete(f"/models/{managed.id}"), await sdk.put(f"/models/{managed.id}", json=FLAT)):
            assert answer.status_code == 404
            assert answer.json()["error"] == "LangfuseNotFoundError"
            assert "override them" in answer.json()["message"]


async def test_a_model_is_changed_and_deleted(read_world: ReadWorld) -> None:
    async with read_world.sdk() as sdk:
        made = (await sdk.post("/models", json=TIERED)).json()
        changed = await sdk.put(f"/models/{made['id']}", json={**TIERED, "matchPattern": "^other$"})
        assert changed.status_code == 200
        assert changed.json() == {**made, "matchPattern": "^other$"}
        flat = (await sdk.put(f"/models/{made['id']}", json=FLAT)).json()
        assert (flat["id"], flat["modelName"], flat["createdAt"]) == (made["id"], "house", made["createdAt"])
        deleted = await sdk.delete(f"/models/{made['id']}")
        assert (deleted.status_code, deleted.content) == (204, b"")
        assert (await sdk.get(f"/models/{made['id']}")).status_code == 404
        assert (await sdk.delete(f"/models/{made['id']}")).status_code == 404


async def test_a_change_may_not_take_another_models_name(read_world: ReadWorld) -> None:
    async with read_world.sdk() as sdk:
        await sdk.post("/models", json=FLAT)
        made = (await sdk.post("/models", json=TIERED)).json()
        assert (await sdk.put(f"/models/{made['id']}", json=FLAT)).status_code == 400
        assert (await sdk.put(f"/models/{made['id']}", json=TIERED)).status_code == 200


async def test_models_of_others_do_not_exist(read_world: ReadWorld) -> None:
    async with read_world.sdk("trap") as sdk:
        theirs = (await sdk.post("/models", json=FLAT)).json()
    async with read_world.sdk() as sdk:
        assert (await sdk.get(f"/models/{theirs['id']}")).status_code == 404
        assert (await sdk.put(f"/models/{theirs['id']}", json=TIERED)).status_code == 404
        assert (await sdk.delete(f"/models/{theirs['id']}")).status_code == 404
        assert all(model["isLangfuseManaged"] for model in (await sdk.get("/models")).json()["data"])


async def test_stored_calls_follow_a_model_from_its_making_to_its_deletion(read_world: ReadWorld) -> None:
    read_world.seed().trace("t")
    read_world.seed().generation("t", "call", model="house-9", usage=USAGE, cost=None)
    read_world.seed().generation("t", "theirs", model="house-9", usage=USAGE, cost=7.0, cost_source="reported")

    async def now(sdk: Any) -> tuple[Any, ...]:
        assert await read_world.services.reprices.run_next()
        call = (await sdk.get("/observations/call")).json()
        assert (await sdk.get("/observations/theirs")).json()["calculatedTotalCost"] == 7.0
        return (
            call["calculatedTotalCost"],
            call["modelId"],
            call["inputPrice"],
            call["outputPrice"],
            call["costDetails"],
        )

    async with read_world.sdk() as sdk:
        made = (await sdk.post("/models", json=FLAT)).json()
        assert await now(sdk) == (0.12, made["id"], 0.001, 0.002, {"input": 0.1, "output": 0.02, "total": 0.12})
        assert (await sdk.get("/traces/t")).json()["totalCost"] == pytest.approx(7.12)
        await sdk.put(f"/models/{made['id']}", json={**FLAT, "inputPrice": 0.002})
        assert (await now(sdk))[:3] == (0.22, made["id"], 0.002)
        await sdk.put(f"/models/{made['id']}", json={**FLAT, "matchPattern": "^elsewhere$"})
        assert (await now(sdk))[:3] == (None, None, None)
        await sdk.put(f"/models/{made['id']}", json=FLAT)
        assert (await now(sdk))[0] == 0.12
        await sdk.delete(f"/models/{made['id']}")
        assert await now(sdk) == (None, None, None, None, {})
    assert not await read_world.services.reprices.run_next()


async def test_new_calls_get_a_new_price_at_once(read_world: ReadWorld) -> None:
    book_of = read_world.services.prices.of
    assert book_of("rocket").find("house-9", "", NOON_NS) is None
    async with read_world.sdk() as sdk:
        made = (await sdk.post("/models", json=FLAT)).json()
        found = book_of("rocket").find("house-9", "", NOON_NS)
        assert found is not None
        assert found.id == made["id"]
        assert book_of("trap").find("house-9", "", NOON_NS) is None
        await sdk.delete(f"/models/{made['id']}")
    assert book_of("rocket").find("house-9", "", NOON_NS) is None
