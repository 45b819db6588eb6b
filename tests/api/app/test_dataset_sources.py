"""Items from traces and turns over the API: looked at, added once, each judged alone."""

import json
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from sidelight.api.app import dataset_sources
from sidelight.model import ObservationType
from sidelight.platform.audit.tables import AuditEntry
from tests.fixtures.event_store import Seed
from tests.fixtures.read_world import ReadWorld

ROOT = "/api/app/projects/rocket"
SOURCES = f"{ROOT}/dataset-sources"


def seed_session(seed: Seed, trace_id: str, turns: int = 1) -> None:
    seed.trace(trace_id, 0, kind="session", input="Do 0", source="codex")
    for number in range(turns):
        seed.observation(
            trace_id,
            f"{trace_id}-{number}",
            number,
            1,
            type=ObservationType.AGENT,
            kind="turn",
            source="codex",
            parent_id="root",
            input=f"Do {number}",
            output=f"Done {number}",
        )


async def make_dataset(browser: httpx.AsyncClient, name: str = "Turns", **fields: Any) -> str:
    answer = await browser.post(f"{ROOT}/datasets", json={"name": name, **fields})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def items_of(world: ReadWorld, name: str = "Turns") -> list[dict[str, Any]]:
    async with world.sdk() as sdk:
        found = (await sdk.get("/dataset-items", params={"datasetName": name})).json()["data"]
    return list(reversed(found))


async def test_preview_shows_the_first_items_and_counts_all(read_world: ReadWorld) -> None:
    seed_session(read_world.seed(), "s", 4)
    async with read_world.browser() as browser:
        shown = (await browser.post(f"{SOURCES}/preview", json={"sources": [{"traceId": "s"}], "limit": 2})).json()
        whole = (await browser.post(f"{SOURCES}/preview", json={"sources": [{"traceId": "s"}], "byTurn": False})).json()
    assert shown["total"] == 4
    first, _second = shown["items"]
    assert (first["kind"], first["name"], first["input"]) == ("turn", "Do 0", '"Do 0"')
    assert json.loads(first["expectedOutput"]) == {"answer": "Done 0", "changedFiles": []}
    assert (first["traceId"], first["observationId"], first["problems"]) == ("s", "s-0", [])
    assert [item["kind"] for item in whole["items"]] == ["trace"]


async def test_adds_each_turn_once_and_notes_it(read_world: ReadWorld) -> None:
    seed_session(read_world.seed(), "s", 3)
    body = {"sources": [{"traceId": "s"}, {"traceId": "gone"}]}
    async with read_world.browser() as browser:
        dataset_id = await make_dataset(browser)
        added = (await browser.post(f"{SOURCES}/add", json={**body, "datasetId": dataset_id})).json()
        again = (await browser.post(f"{SOURCES}/add", json={**body, "datasetId": dataset_id})).json()
        shown = (await browser.post(f"{SOURCES}/preview", json={**body, "datasetId": dataset_id})).json()
        repeated = (
            await browser.post(f"{SOURCES}/add", json={**body, "datasetId": dataset_id, "repeats": True})
        ).json()
    assert (added["created"], added["alreadyThere"]) == (3, 0)
    assert len(set(added["ids"])) == 3
    (refused,) = added["refused"]
    assert refused["traceId"] == "gone"
    assert "no such trace" in refused["message"]
    assert (again["created"], again["alreadyThere"]) == (0, 3)
    assert [item["isInDataset"] for item in shown["items"]] == [True, True, True, False]
    assert repeated["created"] == 3
    items = await items_of(read_world)
    assert len(items) == 6
    assert {(item["sourceTraceId"], item["sourceObservationId"]) for item in items} == {
        ("s", f"s-{n}") for n in range(3)
    }
    assert items[0]["input"] == "Do 0"
    async with read_world.services.database.reading() as session:
        entries = list(await session.scalars(select(AuditEntry).where(AuditEntry.resource_kind == "dataset_item")))
    assert [entry.after["items"] for entry in entries] == [3, 3]


async def test_one_item_can_be_edited_before_it_is_added(read_world: ReadWorld) -> None:
    seed_session(read_world.seed(), "s", 2)
    edited = {"input": {"ask": "x"}, "expectedOutput": "y", "metadata": {"by": "hand"}}
    async with read_world.browser() as browser:
        dataset_id = await make_dataset(browser)
        one = {
            "sources": [{"traceId": "s", "observationId": "s-1"}],
            "datasetId": dataset_id,
            "edited": {field: json.dumps(value) for field, value in edited.items()},
        }
        assert (await browser.post(f"{SOURCES}/add", json=one)).json()["created"] == 1
        two = await browser.post(f"{SOURCES}/add", json={**one, "sources": [{"traceId": "s"}]})
    assert two.status_code == 422
    assert two.json()["field"] == "edited"
    (item,) = await items_of(read_world)
    assert (item["input"], item["expectedOutput"], item["metadata"]) == (
        edited["input"],
        edited["expectedOutput"],
        edited["metadata"],
    )
    assert (item["sourceTraceId"], item["sourceObservationId"]) == ("s", "s-1")


async def test_what_does_not_fit_the_schema_is_told_before_and_after(read_world: ReadWorld) -> None:
    seed = read_world.seed()
    seed_session(seed, "s")
    seed.observation("t", "root", 0, input='{"q": 1}', output="a")
    body = {"sources": [{"traceId": "s"}, {"traceId": "t"}]}
    async with read_world.browser() as browser:
        dataset_id = await make_dataset(browser, inputSchema={"type": "object", "required": ["q"]})
        shown = (await browser.post(f"{SOURCES}/preview", json={**body, "datasetId": dataset_id})).json()
        added = (await browser.post(f"{SOURCES}/add", json={**body, "datasetId": dataset_id})).json()
    assert [[problem["field"] for problem in item["problems"]] for item in shown["items"]] == [["input"], []]
    assert added["created"] == 1
    assert [(one["traceId"], one["observationId"], one["field"]) for one in added["refused"]] == [("s", "s-0", "input")]


async def test_mapping_takes_parts(read_world: ReadWorld) -> None:
    read_world.seed().generation(
        "t", "g", 0, input='[{"role": "user", "content": "Hi"}]', output='{"role": "assistant", "content": "Yo"}'
    )
    mapping = {"input": "last_user_message", "expectedOutput": "path", "expectedOutputPath": "$.content"}
    source = {"sources": [{"traceId": "t", "observationId": "g"}]}
    async with read_world.browser() as browser:
        shown = (await browser.post(f"{SOURCES}/preview", json={**source, "mapping": mapping})).json()
        wrong = (
            await browser.post(f"{SOURCES}/preview", json={**source, "mapping": {"input": "path", "inputPath": "$.no"}})
        ).json()
    assert (shown["items"][0]["input"], shown["items"][0]["expectedOutput"]) == ('"Hi"', '"Yo"')
    assert wrong["items"][0]["problems"] == [{"field": "", "message": "input: Nothing stands at $.no."}]


async def test_too_many_turns_and_too_long_texts(read_world: ReadWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dataset_sources, "MAX_SOURCES", 2)
    monkeypatch.setattr(dataset_sources, "MAX_CHARACTERS", 60)
    seed = read_world.seed()
    seed_session(seed, "many", 3)
    seed_session(seed, "s", 2)
    async with read_world.browser() as browser:
        dataset_id = await make_dataset(browser)
        many = await browser.post(f"{SOURCES}/add", json={"sources": [{"traceId": "many"}], "datasetId": dataset_id})
        long = (
            await browser.post(f"{SOURCES}/add", json={"sources": [{"traceId": "s"}], "datasetId": dataset_id})
        ).json()
    assert (many.status_code, many.json()["field"]) == (422, "sources")
    assert long["created"] == 1
    assert "add this one in another request" in long["refused"][0]["message"]


async def test_who_may_add_where(read_world: ReadWorld) -> None:
    seed_session(read_world.seed(), "s")
    async with read_world.browser() as browser:
        dataset_id = await make_dataset(browser)
    body = {"sources": [{"traceId": "s"}], "datasetId": dataset_id}
    async with read_world.browser("vic") as viewer:
        assert (await viewer.post(f"{SOURCES}/add", json=body)).status_code == 403
        assert (await viewer.post(f"{SOURCES}/preview", json={"sources": body["sources"]})).status_code == 200
    async with read_world.browser() as browser:
        missing = await browser.post(f"{SOURCES}/add", json={**body, "datasetId": "none"})
        empty = await browser.post(f"{SOURCES}/add", json={**body, "sources": []})
    assert missing.status_code == 404
    assert (empty.status_code, empty.json()["field"]) == (422, "sources")


async def test_sessions_give_the_turns_of_their_traces(read_world: ReadWorld) -> None:
    seed = read_world.seed()
    seed_session(seed, "s", 2)
    for number, kind in (("1", ""), ("2", ""), ("sub", "subagent")):
        seed.trace(f"c{number}", 5, session_id="chat", kind=kind, input=f"Ask {number}", output="Answer")
    async with read_world.browser() as browser:
        body = {"sources": [{"sessionId": "chat"}, {"sessionId": "none"}, {"traceId": "s"}], "limit": 20}
        shown = (await browser.post(f"{SOURCES}/preview", json=body)).json()
        for wrong in ({}, {"traceId": "s", "sessionId": "chat"}):
            answer = await browser.post(f"{SOURCES}/preview", json={"sources": [wrong]})
            assert answer.status_code == 422
    assert [item["name"] or item["traceId"] for item in shown["items"]] == ["c1", "c2", "none", "Do 0", "Do 1"]
    assert "no such trace" in shown["items"][2]["problems"][0]["message"]
