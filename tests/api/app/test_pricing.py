"""The Models page's API: lists with use, trying a call, jobs, and what cannot be done."""

from typing import Any

import pytest

from sidelight.jobs import reprice_run
from tests.fixtures.event_store import now_s
from tests.fixtures.read_world import ReadWorld
from tests.jobs.models import USAGE

BASE = "/api/app/projects/rocket/models"
FLAT = {"modelName": "house", "matchPattern": "(?i)^house-.*$", "inputPrice": 0.001, "outputPrice": 0.002}


@pytest.fixture(autouse=True)
def _settled_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reprice_run, "SETTLE", reprice_run.SETTLE * 0)


async def test_the_list_shows_own_models_then_those_in_use(read_world: ReadWorld) -> None:
    seed = read_world.seed()
    for number in range(3):
        seed.generation("t", f"c{number}", now_s() - 60, model="gpt-5.1", usage=USAGE, cost=None)
    async with read_world.browser() as browser:
        made = (await browser.post(BASE, json=FLAT)).json()
        await browser.post(f"{BASE}/jobs")
        while await read_world.services.reprices.run_next():
            pass
        page = (await browser.get(BASE, params={"limit": 2})).json()
        own, used = page["items"]
        assert (own["id"], own["isManaged"], own["calls"], own["lastUsedAt"]) == (made["id"], False, 0, None)
        assert (used["modelName"], used["provider"], used["calls"]) == ("gpt-5.1", "OpenAI", 3)
        assert used["costUsd"] > 0
        assert used["lastUsedAt"]
        assert (page["own"], page["used"]) == (1, 1)
        assert page["total"] == page["managed"] + 1 > 1000
        for scope, names in (("own", ["house"]), ("used", ["gpt-5.1"])):
            found = (await browser.get(BASE, params={"scope": scope})).json()
            assert [model["modelName"] for model in found["items"]] == names
        assert (await browser.get(BASE, params={"scope": "managed", "offset": page["managed"] - 1})).json()["items"]


async def test_models_are_searched_by_name_pattern_and_provider(read_world: ReadWorld) -> None:
    async with read_world.browser() as browser:
        found = (await browser.get(BASE, params={"q": "anthropic OPUS-4-5", "scope": "managed"})).json()
        assert found["items"][0]["modelName"]
        assert all("opus-4-5" in model["matchPattern"] or "opus-4-5" in model["modelName"] for model in found["items"])
        assert (await browser.get(BASE, params={"q": "no such model"})).json()["items"] == []


async def test_models_without_a_price_are_listed_with_what_they_count(read_world: ReadWorld) -> None:
    seed = read_world.seed()
    seed.generation("t", "a", now_s() - 60, model="mystery", usage=USAGE, cost=None)
    seed.generation("t", "b", now_s() - 50, model="mystery", usage={"input_audio": 5, "total": 5}, cost=None)
    seed.generation("t", "priced", now_s() - 60, model="fine", cost=0.5)
    seed.generation("t", "no tokens", now_s() - 60, model="empty", usage={}, cost=None)
    seed.generation("t", "long ago", now_s() - 40 * 86_400, model="old", cost=None)
    async with read_world.browser() as browser:
        (found,) = (await browser.get(f"{BASE}/unpriced")).json()
    assert (found["model"], found["calls"], found["tokens"]) == ("mystery", 2, 115)
    assert found["usageTypes"] == ["input", "input_audio", "output"]


async def test_a_call_is_tried(read_world: ReadWorld) -> None:
    async with read_world.browser() as browser:
        usage = {"input": 1000, "input_cached_tokens": 500, "output": 100, "odd": 3}
        managed = (await browser.post(f"{BASE}/match", json={"model": "gpt-5.1", "usage": usage})).json()
        assert (managed["model"]["modelName"], managed["tier"], managed["isDraft"]) == ("gpt-5.1", "Standard", False)
        lines = {line["usageType"]: line for line in managed["lines"]}
        assert lines["input"]["costUsd"] == pytest.approx(lines["input"]["price"] * 1000)
        assert (lines["odd"]["price"], lines["odd"]["costUsd"]) == (None, None)
        assert managed["costUsd"] == pytest.approx(sum(line["costUsd"] or 0 for line in managed["lines"]))
        flex = {"model": "gpt-5.1", "usage": usage, "modelParameters": {"service_tier": "flex"}}
        assert (await browser.post(f"{BASE}/match", json=flex)).json()["tier"] == "Flex"
        nothing = (await browser.post(f"{BASE}/match", json={"model": "mystery", "usage": usage})).json()
        assert (nothing["model"], nothing["tier"], nothing["costUsd"]) == (None, "", None)


async def test_a_draft_is_tried_in_the_place_of_what_it_would_replace(read_world: ReadWorld) -> None:
    async with read_world.browser() as browser:
        made = (await browser.post(BASE, json=FLAT)).json()
        call = {"model": "house-1", "usage": {"input": 10}}
        assert (await browser.post(f"{BASE}/match", json=call)).json()["costUsd"] == 0.01
        draft = {**FLAT, "inputPrice": 0.5}
        tried = (await browser.post(f"{BASE}/match", json={**call, "draft": draft, "draftId": made["id"]})).json()
        assert (tried["costUsd"], tried["isDraft"]) == (5, True)
        elsewhere = {**draft, "matchPattern": "^elsewhere$"}
        tried = (await browser.post(f"{BASE}/match", json={**call, "draft": elsewhere, "draftId": made["id"]})).json()
        assert (tried["model"], tried["isDraft"]) == (None, False)
        bad = await browser.post(f"{BASE}/match", json={**call, "draft": {**FLAT, "matchPattern": "("}})
        assert (bad.status_code, bad.json()["field"]) == (422, "matchPattern")
        total = {"modelName": "t", "matchPattern": "^t$", "totalPrice": 0.5}
        tried = (await browser.post(f"{BASE}/match", json={"model": "t", "usage": {"input": 4}, "draft": total})).json()
        assert tried["costUsd"] == 2
        assert {line["usageType"]: line["costUsd"] for line in tried["lines"]} == {"input": None, "total": 2}


async def test_jobs_tell_what_changed(read_world: ReadWorld) -> None:
    read_world.seed().generation("t", "a", model="house-1", usage=USAGE, cost=None)
    async with read_world.browser() as browser:
        await browser.post(BASE, json=FLAT)
        (waiting,) = (await browser.get(f"{BASE}/jobs")).json()
        assert (waiting["cause"], waiting["modelName"], waiting["state"]) == ("created", "house", "waiting")
        await read_world.services.reprices.run_next()
        (done,) = (await browser.get(f"{BASE}/jobs")).json()
        assert (done["state"], done["calls"], done["lookedAt"], done["changed"]) == ("done", 1, 1, 1)
        assert done["finishedAt"] >= done["startedAt"] >= done["createdAt"]
        asked = (await browser.post(f"{BASE}/jobs")).json()
        assert (asked["cause"], asked["state"]) == ("asked", "waiting")


async def test_members_change_models_and_viewers_look(read_world: ReadWorld) -> None:
    async with read_world.browser() as browser:
        made = (await browser.post(BASE, json=FLAT)).json()
    async with read_world.browser("vic") as browser:
        assert (await browser.get(BASE)).status_code == 200
        call: Any = {"model": "house-1"}
        assert (await browser.post(f"{BASE}/match", json=call)).status_code == 200
        for method, path in (("POST", ""), ("PUT", f"/{made['id']}"), ("DELETE", f"/{made['id']}"), ("POST", "/jobs")):
            answer = await browser.request(method, f"{BASE}{path}", json=FLAT)
            assert answer.status_code == 403, (method, path)


async def test_what_is_not_the_projects_own_cannot_be_changed(read_world: ReadWorld) -> None:
    async with read_world.browser() as browser:
        managed = (await browser.get(BASE, params={"scope": "managed", "limit": 1})).json()["items"][0]
        for id in (managed["id"], "nothing"):
            assert (await browser.delete(f"{BASE}/{id}")).status_code == 404
            answer = await browser.put(f"{BASE}/{id}", json=FLAT)
            assert answer.status_code == 404
            assert "clone" in answer.json()["hint"]
        wrong = await browser.post(BASE, json={**FLAT, "matchPattern": "(?!x)"})
        assert (wrong.status_code, wrong.json()["field"]) == (422, "matchPattern")
