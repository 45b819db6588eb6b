"""POST and DELETE /api/public/scores: one, many, again, gone."""

from typing import Any

import pytest

from sidelight.model import ScoreDataType
from sidelight.platform.score_configs.tables import ScoreConfigRow
from tests.fixtures.write_world import WriteWorld, event


async def post(world: WriteWorld, body: Any, project: str = "rocket") -> Any:
    async with world.sdk(project) as sdk:
        return await sdk.post("/scores", json=body)


def score(**body: Any) -> dict[str, Any]:
    return {"name": "quality", "value": 0.5, "traceId": "t1", **body}


async def test_one_score_is_there_when_answered(write_world: WriteWorld) -> None:
    answer = await post(write_world, score(id="s1", comment="fine", metadata={"by": "me"}))
    assert (answer.status_code, answer.json()) == (200, {"id": "s1"})
    async with write_world.sdk() as sdk:
        found = (await sdk.get("/v2/scores/s1")).json()
    assert (found["value"], found["comment"], found["dataType"], found["source"]) == (0.5, "fine", "NUMERIC", "API")
    (request,) = await write_world.rows("ingest_requests", "signal, records, stored")
    assert request == {"signal": "scores", "records": 1, "stored": 1}


async def test_without_an_id_it_gets_one(write_world: WriteWorld) -> None:
    ids = [(await post(write_world, score())).json()["id"] for _ in range(2)]
    assert {row["id"] for row in await write_world.rows("scores", "id")} == set(ids)
    assert len(set(ids)) == 2


async def test_a_list_is_accepted_as_a_whole(write_world: WriteWorld) -> None:
    answer = await post(write_world, [score(id="a"), score(id="b", sessionId="s1", traceId=None)])
    assert (answer.status_code, answer.json()) == (202, {"message": "Accepted"})
    assert [row["id"] for row in await write_world.rows("scores", "id")] == ["a", "b"]


async def test_of_a_list_bad_ones_are_refused_alone(write_world: WriteWorld) -> None:
    answer = await post(write_world, [score(id="a"), score(value=None), score(id="c"), 5])
    assert answer.status_code == 207
    body = answer.json()
    assert (body["accepted"], body["rejected"]) == (2, 2)
    assert [error["index"] for error in body["errors"]] == [1, 3]
    assert all(error["message"] for error in body["errors"])
    assert [row["id"] for row in await write_world.rows("scores", "id")] == ["a", "c"]
    assert len(await write_world.rows("ingest_issues", "issue_id")) == 2


@pytest.mark.parametrize(
    ("body", "status", "told"),
    [
        (score(value=None), 400, "needs a text"),
        (score(sessionId="s1"), 400, "exactly one"),
        (score(configId="none"), 404, "does not match a valid config"),
        (score(comment="x" * 1_100_000), 413, "1 MiB"),
        ("score", 400, "JSON object"),
    ],
)
async def test_a_single_bad_score_is_told_why(write_world: WriteWorld, body: Any, status: int, told: str) -> None:
    answer = await post(write_world, body)
    assert answer.status_code == status
    assert told in answer.text
    assert set(answer.json()) == {"message", "error"}
    assert await write_world.rows("scores", "id") == []


async def test_sent_again_it_is_changed_and_keeps_its_birth(write_world: WriteWorld) -> None:
    await post(write_world, score(id="s1", comment="first", metadata={"a": 1}))
    (before,) = await write_world.rows("scores", "id, created_at, timestamp")
    await post(write_world, score(id="s1", value=0.9, metadata={"b": 2}))
    (after,) = await write_world.rows("scores", "id, created_at, timestamp, value, comment, metadata")
    assert (after["created_at"], after["timestamp"]) == (before["created_at"], before["timestamp"])
    assert (after["value"], after["comment"], after["metadata"]) == (0.9, "first", {"a": "1", "b": "2"})


async def test_moved_to_another_day_it_stands_once(write_world: WriteWorld) -> None:
    for day in (20, 22, 21):
        await post(write_world, score(id="s1", timestamp=f"2026-11-{day}T12:00:00Z"))
    assert [row["timestamp"] for row in await write_world.rows("scores", "timestamp")] == [
        "2026-11-21T12:00:00.000000Z"
    ]


async def test_a_batch_of_two_reports_of_one_score_is_one(write_world: WriteWorld) -> None:
    await post(write_world, [score(id="s1", value=1, comment="kept"), score(id="s1", value=2)])
    columns = "value, comment"
    assert await write_world.rows("scores", columns) == [{"value": 2.0, "comment": "kept"}]


async def test_scores_come_by_the_batch_api_too(write_world: WriteWorld) -> None:
    async with write_world.sdk() as sdk:
        body = {"batch": [event("score-create", score(id="s1", value="good"), at_s=5)]}
        assert (await sdk.post("/ingestion", json=body)).status_code == 207
    columns = "id, data_type, string_value, timestamp"
    assert await write_world.rows("scores", columns) == [
        {
            "id": "s1",
            "data_type": ScoreDataType.CATEGORICAL,
            "string_value": "good",
            "timestamp": "2026-11-23T12:00:05.000000Z",
        }
    ]


async def test_a_deleted_score_is_gone_when_answered_and_may_come_again(write_world: WriteWorld) -> None:
    await post(write_world, [score(id="s1"), score(id="s2")])
    async with write_world.sdk() as sdk:
        answer = await sdk.delete("/scores/s1")
        assert answer.status_code == 202
        assert answer.json()["message"]
        assert (await sdk.get("/v2/scores/s1")).status_code == 404
        assert (await sdk.delete("/scores/s1")).status_code == 202
    assert [row["id"] for row in await write_world.rows("scores", "id")] == ["s2"]
    await post(write_world, score(id="s1", value=0.1))
    assert [row["value"] for row in await write_world.rows("scores", "value")] == [0.1, 0.5]


async def test_a_score_of_another_project_is_not_touched(write_world: WriteWorld) -> None:
    await post(write_world, score(id="s1"))
    await post(write_world, score(id="s1", value=1), "trap")
    async with write_world.sdk("trap") as sdk:
        await sdk.delete("/scores/s1")
    assert [row["value"] for row in await write_world.rows("scores", "value")] == [0.5]
    assert await write_world.rows("scores", "value", "trap") == []


async def test_a_config_rules_its_scores(write_world: WriteWorld) -> None:
    async with write_world.services.database.session() as session:
        session.add(
            ScoreConfigRow(
                id="c1",
                project_id="rocket",
                name="mood",
                data_type="CATEGORICAL",
                categories='[{"label": "good", "value": 3}]',
            )
        )
    assert (await post(write_world, score(id="s1", value="good", configId="c1"))).status_code == 200
    assert (await post(write_world, score(value="bad", configId="c1"))).status_code == 400
    assert (await post(write_world, score(value="good", configId="c1"), "trap")).status_code == 404
    columns = "name, value, string_value, config_id"
    assert await write_world.rows("scores", columns) == [
        {"name": "mood", "value": 3.0, "string_value": "good", "config_id": "c1"}
    ]


async def test_a_list_of_too_many_is_refused_in_one_answer(write_world: WriteWorld) -> None:
    answer = await post(write_world, [0] * 30_001)
    assert answer.status_code == 413
    assert "30000 are allowed" in answer.json()["message"]
