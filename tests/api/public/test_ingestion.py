"""POST /api/public/ingestion: each event judged alone, visible when answered."""

import gzip
from typing import Any

import httpx
import orjson
import pytest

from sidelight.platform.api_keys import create_key
from tests.fixtures.web_app import SECRET
from tests.fixtures.write_world import WriteWorld, event


async def send(world: WriteWorld, *events: Any, project: str = "rocket") -> Any:
    async with world.sdk(project) as sdk:
        answer = await sdk.post("/ingestion", json={"batch": list(events), "metadata": {"sdk": "test"}})
        assert answer.status_code == 207, answer.text
        return answer.json()


async def test_a_trace_with_a_generation_is_there_when_answered(write_world: WriteWorld) -> None:
    answer = await send(
        write_world,
        event("trace-create", {"id": "t1", "name": "chat", "userId": "ada", "tags": ["b", "a"], "input": {"q": 1}}),
        event(
            "generation-create",
            {
                "id": "g1",
                "traceId": "t1",
                "name": "answer",
                "startTime": "2026-11-23T12:00:00.000Z",
                "model": "gpt-4o",
                "modelParameters": {"temperature": 0.5},
                "input": [{"role": "user", "content": "hi"}],
                "metadata": {"a": {"b": 1}},
            },
            at_s=1,
        ),
        event(
            "generation-update",
            {
                "id": "g1",
                "endTime": "2026-11-23T12:00:02.500Z",
                "output": "hello",
                "usage": {"input": 10, "output": 5, "unit": "TOKENS"},
                "metadata": {"a": {"c": 2}},
            },
            at_s=2,
        ),
    )
    assert [one["status"] for one in answer["successes"]] == [201, 201, 201]
    assert answer["errors"] == []
    async with write_world.sdk() as sdk:
        trace = (await sdk.get("/traces/t1")).json()
        assert (trace["name"], trace["userId"], trace["tags"], trace["input"]) == ("chat", "ada", ["a", "b"], {"q": 1})
        (generation,) = trace["observations"]
    assert generation["type"] == "GENERATION"
    assert generation["latency"] == 2.5
    assert generation["usageDetails"] == {"input": 10, "output": 5, "total": 15}
    assert generation["calculatedTotalCost"] > 0
    assert generation["output"] == "hello"
    assert generation["metadata"] == {"a": {"b": 1, "c": 2}}
    assert generation["modelParameters"] == {"temperature": 0.5}


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        ("no object", "An event is a JSON object"),
        ({"id": "x", "type": "trace-create", "timestamp": "2026-11-23T12:00:00Z"}, "body: Field required"),
        (event("trace-create", {"id": "a\rb"}, id="x"), "body.id"),
        (event("trace-create", {"id": "i" * 801}, id="x"), "at most 800 characters"),
        (event("trace-create", {"id": "t", "name": "n" * 1001}, id="x"), "body.name"),
        (event("trace-create", {"id": "t", "tags": ["a", 1]}, id="x"), "body.tags.1"),
        (event("span-create", {"id": "s", "startTime": "yesterday"}, id="x"), "body.startTime: "),
        (event("span-create", {"id": "s", "level": "LOUD"}, id="x"), "body.level"),
        (event("span-update", {"name": "s"}, id="x"), "body.id: an update needs the id"),
        (event("generation-create", {"id": "g", "usage": {"input": "many"}}, id="x"), "body.usage.input"),
        (event("dataset-run-item-create", {"id": "d"}, id="x"), "no event type 'dataset-run-item-create'"),
        (event("observation-create", {"id": "o", "type": "AGENT"}, id="x"), "body.type"),
        (event("score-create", {"name": "s", "value": 1}, id="x"), "exactly one of the following"),
        (event("score-create", {"name": "s", "value": 2, "dataType": "BOOLEAN", "traceId": "t"}, id="x"), "0 or 1"),
        (event("score-create", {"name": "s", "value": 2, "configId": "c", "traceId": "t"}, id="x"), "configId"),
    ],
)
async def test_a_bad_event_is_refused_alone_and_shown(write_world: WriteWorld, bad: Any, told: str) -> None:
    good = [event("span-create", {"id": f"s{n}", "traceId": "t1"}) for n in range(2)]
    answer = await send(write_world, good[0], bad, good[1])
    assert [one["id"] for one in answer["successes"]] == [good[0]["id"], good[1]["id"]]
    (error,) = answer["errors"]
    assert error["id"] == (bad["id"] if isinstance(bad, dict) else "unknown")
    assert error["status"] in (400, 404)
    assert told in error["error"]
    assert [row["id"] for row in await write_world.rows("observations", "id")] == ["s0", "s1"]
    (issue,) = await write_world.rows("ingest_issues", "kind, reason")
    assert issue == {"kind": "rejected_record", "reason": error["error"]}
    (request,) = await write_world.rows("ingest_requests", "signal, records, stored, rejected")
    assert request == {"signal": "langfuse_batch", "records": 3, "stored": 2, "rejected": 1}


async def test_logs_of_sdks_are_taken_and_left_out(write_world: WriteWorld) -> None:
    answer = await send(write_world, event("sdk-log", {"log": {"any": "thing"}}, id="l"))
    assert answer == {"successes": [{"id": "l", "status": 201}], "errors": []}
    (request,) = await write_world.rows("ingest_requests", "records, ignored, stored")
    assert request == {"records": 1, "ignored": 1, "stored": 0}


async def test_an_empty_batch_is_fine(write_world: WriteWorld) -> None:
    assert await send(write_world) == {"successes": [], "errors": []}


@pytest.mark.parametrize(
    ("body", "status", "reason"),
    [
        (b"{", 400, "not valid JSON"),
        (b"[]", 400, "no list 'batch'"),
        (b'{"batch": {}}', 400, "no list 'batch'"),
        (b'{"batch": ["' + b"x" * 5_000_000 + b'"]}', 413, "4.5 MiB"),
    ],
)
async def test_what_is_no_batch_is_refused_and_noted(
    write_world: WriteWorld, body: bytes, status: int, reason: str
) -> None:
    async with write_world.sdk() as sdk:
        answer = await sdk.post("/ingestion", content=body)
    assert answer.status_code == status
    assert reason in answer.text
    await write_world.services.refusals.flush(write_world.services.store)
    (request,) = await write_world.rows("ingest_requests", "status, path")
    assert request == {"status": status, "path": "/api/public/ingestion"}


async def test_a_wrong_key_is_noted(write_world: WriteWorld) -> None:
    async with write_world.sdk() as sdk:
        answer = await sdk.post("/ingestion", json={"batch": []}, auth=("pk-lf-none", "sk-lf-none"))
    assert answer.status_code == 401
    await write_world.services.refusals.flush(write_world.services.store)
    assert [row["status"] for row in await write_world.rows("ingest_requests", "status", "")] == [401]


async def test_compressed_and_careless_json_is_read(write_world: WriteWorld) -> None:
    text = orjson.dumps({"batch": [event("trace-create", {"id": "t1", "name": "NAME"})]})
    body = gzip.compress(text.replace(b"NAME", b"half \\ud83d"))
    async with write_world.sdk() as sdk:
        answer = await sdk.post("/ingestion", content=body, headers={"Content-Encoding": "gzip"})
    assert answer.status_code == 207, answer.text
    assert [row["name"] for row in await write_world.rows("traces", "name")] == ["half �"]


async def test_too_deep_a_body_is_refused_alone(write_world: WriteWorld) -> None:
    deep: Any = "bottom"
    for _ in range(400):
        deep = {"d": deep}
    answer = await send(
        write_world, event("trace-create", {"id": "t1", "metadata": deep}), event("trace-create", {"id": "t2"})
    )
    assert [error["error"] for error in answer["errors"]] == ["body: it is nested too deeply; 250 levels is the limit."]
    assert [row["id"] for row in await write_world.rows("traces", "id")] == ["t2"]


async def test_what_comes_before_its_create_is_put_together(write_world: WriteWorld) -> None:
    await send(write_world, event("span-update", {"id": "s1", "output": "done"}, at_s=9))
    assert [row["trace_id"] for row in await write_world.rows("observations", "trace_id")] == ["s1"]
    await send(write_world, event("span-create", {"id": "s1", "traceId": "t1", "name": "early", "output": "half"}))
    columns = "id, trace_id, name, output"
    assert await write_world.rows("observations", columns) == [
        {"id": "s1", "trace_id": "t1", "name": "early", "output": "done"}
    ]


async def test_costs_that_are_given_stay(write_world: WriteWorld) -> None:
    await send(
        write_world,
        event(
            "generation-create",
            {
                "id": "g1",
                "traceId": "t1",
                "model": "gpt-4o",
                "usage": {"promptTokens": 3, "completionTokens": 4},
                "costDetails": {"input": 0.25, "output": 0.5},
            },
        ),
    )
    columns = "cost, cost_usd, cost_source, usage"
    (row,) = await write_world.rows("observations", columns)
    assert row == {
        "cost": {"input": 0.25, "output": 0.5},
        "cost_usd": 0.75,
        "cost_source": "reported",
        "usage": {"input": 3, "output": 4, "total": 7},
    }


async def test_projects_are_apart(write_world: WriteWorld) -> None:
    await send(write_world, event("span-create", {"id": "s1", "traceId": "t1", "name": "mine"}))
    await send(
        write_world, event("span-update", {"id": "s1", "traceId": "t1", "name": "theirs"}, at_s=1), project="trap"
    )
    assert [row["name"] for row in await write_world.rows("observations", "name")] == ["mine"]
    assert [row["name"] for row in await write_world.rows("observations", "name", "trap")] == ["theirs"]


async def test_a_public_key_alone_sends_scores_in_batches_and_nothing_else(write_world: WriteWorld) -> None:
    async with write_world.services.database.session() as session:
        key = await create_key(session, SECRET, "rocket")
    batch = [
        event("score-create", {"id": "by-page", "traceId": "t1", "name": "thumb", "value": 1}, id="score"),
        event("sdk-log", {"log": "hello"}, id="log"),
        event("trace-create", {"id": "by-page", "name": "chat"}, id="trace"),
        event("span-update", {"id": "by-page", "traceId": "t1"}, id="span"),
        event("no-such-type", {}, id="unknown type"),
    ]
    async with write_world.sdk() as sdk:
        bearer = {"authorization": f"Bearer {key.view.public_key}"}
        answer = await sdk.post("/ingestion", json={"batch": batch}, headers=bearer, auth=httpx.Auth())
        assert answer.status_code == 207, answer.text
        assert [one["id"] for one in answer.json()["successes"]] == ["score", "log"]
        errors = {one["id"]: one for one in answer.json()["errors"]}
        assert {id: one["status"] for id, one in errors.items()} == {"trace": 401, "span": 401, "unknown type": 400}
        assert errors["trace"]["message"] == "Authentication error"
        assert "score-create" in errors["trace"]["error"]
        assert (await sdk.get("/v2/scores/by-page")).json()["value"] == 1
        assert (await sdk.get("/traces/by-page")).status_code == 404


async def test_a_batch_of_too_many_events_is_refused_in_one_answer(write_world: WriteWorld) -> None:
    async with write_world.sdk() as sdk:
        answer = await sdk.post("/ingestion", json={"batch": [{}] * 60_001})
    assert answer.status_code == 413
    assert "60000 are allowed" in answer.json()["message"]
