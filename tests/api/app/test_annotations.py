"""Scores that people give in the web app: one a person, config and subject; and corrections of outputs."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from sidelight.model import ScoreDataType
from sidelight.platform.audit.tables import AuditEntry
from sidelight.platform.score_configs.tables import ScoreConfigRow
from sidelight.platform.tables import Membership, User
from sidelight.store.store import Store
from tests.fixtures.read_world import empty
from tests.fixtures.write_world import WriteWorld, open_write_world

PROJECT = "/api/app/projects/rocket"
_CATEGORIES = '[{"label":"7","value":7},{"label":"good","value":1}]'
CONFIGS: list[dict[str, Any]] = [
    {"id": "stars", "name": "stars", "data_type": "NUMERIC", "min_value": 1, "max_value": 5},
    {"id": "kind", "name": "kind", "data_type": "CATEGORICAL", "categories": _CATEGORIES},
    {"id": "safe", "name": "safe", "data_type": "BOOLEAN"},
    {"id": "why", "name": "why", "data_type": "TEXT"},
    {"id": "old", "name": "old", "data_type": "TEXT", "is_archived": True},
]


@pytest.fixture
async def world(event_store: Store, tmp_path: Path) -> AsyncIterator[WriteWorld]:
    empty(event_store)
    async with open_write_world(event_store, tmp_path) as found:
        seed = found.read.seed()
        seed.trace("t", 0, name="n", session_id="s/1", environment="prod")
        seed.observation("t", "o", 0, environment="staging")
        seed.observation("rootless", "r", 1, environment="dev")
        async with found.services.database.session() as session:
            session.add(User(id="bob", email="bob@example.com", name="Bob"))
            await session.flush()
            session.add(Membership(organisation_id="acme", user_id="bob", role="member"))
            session.add_all(ScoreConfigRow(project_id="rocket", **one) for one in CONFIGS)
        yield found


async def put(world: WriteWorld, path: str = "annotations", user: str = "ada", **body: Any) -> Any:
    async with world.read.browser(user) as browser:
        return await browser.put(f"{PROJECT}/{path}", json=body)


async def test_said_again_it_is_changed(world: WriteWorld) -> None:
    first = await put(world, traceId="t", configId="stars", value=2, comment="hm", queueId="q1")
    assert first.status_code == 200, first.text
    score = first.json()
    assert (score["name"], score["value"], score["source"], score["environment"]) == ("stars", 2, "ANNOTATION", "prod")
    assert (score["authorUserId"], score["queueId"], score["configId"]) == ("ada", "q1", "stars")
    assert score["author"]
    again = (await put(world, traceId="t", configId="stars", value=4)).json()
    assert (again["id"], again["value"], again["comment"]) == (score["id"], 4, "")
    assert again["timestamp"] == score["timestamp"]
    assert len(await world.rows("scores", "id")) == 1


async def test_every_person_and_subject_has_a_score_of_its_own(world: WriteWorld) -> None:
    subjects = [{"traceId": "t"}, {"traceId": "t", "observationId": "o"}, {"sessionId": "s/1"}, {"traceId": "rootless"}]
    for user in ("ada", "bob"):
        for subject in subjects:
            answer = await put(world, user=user, configId="safe", value=1, **subject)
            assert answer.status_code == 200, answer.text
    rows = await world.rows("scores", "author_user_id, trace_id, observation_id, session_id, environment, string_value")
    assert len(rows) == 8
    assert {row["environment"] for row in rows if row["observation_id"] == "o"} == {"staging"}
    assert {row["environment"] for row in rows if row["session_id"]} == {"prod"}
    assert {row["environment"] for row in rows if row["trace_id"] == "rootless"} == {"dev"}
    assert {row["string_value"] for row in rows} == {"True"}
    async with world.read.browser("ada") as browser:
        listed = (await browser.get(f"{PROJECT}/traces/t/scores")).json()["items"]
    assert sorted(score["authorUserId"] for score in listed if score["observationId"] == "o") == ["ada", "bob"]


async def test_a_category_stands_for_its_number(world: WriteWorld) -> None:
    assert (await put(world, traceId="t", configId="kind", value="good")).json()["value"] == 1
    # JSON of a number names a category too, where one is called so.
    assert (await put(world, traceId="t", configId="kind", value=7)).json()["stringValue"] == "7"


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({"traceId": "t", "configId": "stars", "value": 6}, 422, "value"),
        ({"traceId": "t", "configId": "stars", "value": "two"}, 422, "value"),
        ({"traceId": "t", "configId": "kind", "value": "great"}, 422, "value"),
        ({"traceId": "t", "configId": "safe", "value": 2}, 422, "value"),
        ({"traceId": "t", "configId": "why", "value": "x" * 501}, 422, "value"),
        ({"traceId": "t", "configId": "old", "value": "x"}, 422, "configId"),
        ({"traceId": "t", "configId": "none", "value": 1}, 404, "configId"),
        ({"traceId": "none", "configId": "stars", "value": 1}, 404, ""),
        ({"traceId": "t", "observationId": "none", "configId": "stars", "value": 1}, 404, ""),
        ({"sessionId": "none", "configId": "stars", "value": 1}, 404, ""),
    ],
)
async def test_what_does_not_fit_is_refused(world: WriteWorld, body: dict[str, Any], status: int, field: str) -> None:
    answer = await put(world, **body)
    assert (answer.status_code, answer.json()["field"]) == (status, field), answer.text
    assert answer.json()["hint"]
    assert await world.rows("scores", "id") == []


@pytest.mark.parametrize("body", [{}, {"traceId": "t", "sessionId": "s/1"}, {"observationId": "o"}])
async def test_it_has_one_subject(world: WriteWorld, body: dict[str, Any]) -> None:
    assert (await put(world, configId="stars", value=1, **body)).status_code == 422


async def test_a_correction_is_kept_changed_and_deleted(world: WriteWorld) -> None:
    long = "x" * 40_000
    made = (await put(world, "corrections", traceId="t", observationId="o", value=long)).json()
    assert (made["name"], made["dataType"], made["stringValue"]) == ("output", ScoreDataType.CORRECTION, long)
    again = (await put(world, "corrections", traceId="t", observationId="o", value="")).json()
    assert (again["id"], again["stringValue"]) == (made["id"], "")
    async with world.sdk() as sdk:
        found = (await sdk.get(f"/v2/scores/{made['id']}")).json()
    assert (found["dataType"], found["source"], found["authorUserId"]) == ("CORRECTION", "ANNOTATION", "ada")
    async with world.read.browser() as browser:
        gone = await browser.request("DELETE", f"{PROJECT}/scores", json={"ids": [made["id"]]})
        assert gone.status_code == 204
    assert await world.rows("scores", "id") == []
    # What is taken back is there again.
    assert (await put(world, "corrections", traceId="t", observationId="o", value="back")).status_code == 200
    assert len(await world.rows("scores", "id")) == 1


async def test_the_audit_log_knows_who_gave_what(world: WriteWorld) -> None:
    made = (await put(world, traceId="t", configId="stars", value=2)).json()
    await put(world, traceId="t", configId="stars", value=3, comment="better")
    async with world.read.browser() as browser:
        await browser.request("DELETE", f"{PROJECT}/scores", json={"ids": [made["id"], "none"]})
    async with world.services.database.reading() as session:
        found = list(await session.scalars(select(AuditEntry).order_by(AuditEntry.created_at)))
    assert [(one.action, one.resource_kind) for one in found] == [
        ("create", "score"),
        ("update", "score"),
        ("delete", "score"),
    ]
    assert found[1].before["value"] == 2
    assert found[1].after == {"value": 3, "comment": "better", "traceId": "t"}
    assert found[2].before[0]["value"] == 3


@pytest.mark.parametrize("path", ["annotations", "corrections"])
async def test_who_may_only_look_judges_nothing(world: WriteWorld, path: str) -> None:
    answer = await put(world, path, "vic", traceId="t", configId="why", value="x")
    assert answer.status_code == 403
