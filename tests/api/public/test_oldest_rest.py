"""The REST API from before batches."""

from typing import Any

import pytest

from tests.fixtures.write_world import WriteWorld


async def test_a_generation_is_created_and_updated(write_world: WriteWorld) -> None:
    async with write_world.sdk() as sdk:
        assert (await sdk.post("/traces", json={"id": "t1", "name": "old"})).json() == {"id": "t1"}
        made = await sdk.post(
            "/generations",
            json={"traceId": "t1", "prompt": [{"role": "user"}], "model": "gpt-4o", "usage": {"promptTokens": 3}},
        )
        assert made.status_code == 200, made.text
        generation_id = made.json()["id"]
        await sdk.patch("/generations", json={"generationId": generation_id, "completion": "ok", "level": "WARNING"})
        found = (await sdk.get(f"/observations/{generation_id}")).json()
    assert (found["type"], found["input"], found["output"], found["level"]) == (
        "GENERATION",
        [{"role": "user"}],
        "ok",
        "WARNING",
    )


@pytest.mark.parametrize(("path", "kind"), [("spans", "SPAN"), ("events", "EVENT")])
async def test_spans_and_events(write_world: WriteWorld, path: str, kind: str) -> None:
    async with write_world.sdk() as sdk:
        made = (await sdk.post(f"/{path}", json={"id": "o1", "traceId": "t1", "name": "n"})).json()
        assert made == {"id": "o1"}
        if kind == "SPAN":
            await sdk.patch("/spans", json={"spanId": "o1", "output": 1})
        found = (await sdk.get("/observations/o1")).json()
    assert (found["type"], found["name"]) == (kind, "n")
    assert found["output"] == (1 if kind == "SPAN" else None)


@pytest.mark.parametrize(
    ("method", "path", "body", "told"),
    [
        ("PATCH", "/spans", {"output": 1}, "spanId"),
        ("PATCH", "/generations", {"generationId": 3}, "generationId"),
        ("POST", "/spans", [], "not a JSON object"),
        ("POST", "/events", {"level": "LOUD"}, "level"),
    ],
)
async def test_wrong_bodies_are_told_why(write_world: WriteWorld, method: str, path: str, body: Any, told: str) -> None:
    async with write_world.sdk() as sdk:
        answer = await sdk.request(method, path, json=body)
    assert answer.status_code == 400
    assert told in answer.text
