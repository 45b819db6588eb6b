"""The web app's lists over HTTP: shapes, parameters and errors. What they find is tested in tests/query."""

import json
from typing import Any

import pytest

from sidelight.api.app import list_models
from sidelight.model import ObservationType, Score, ScoreDataType, ScoreSource
from sidelight.store.rows import score_row
from tests.fixtures.event_store import Seed, at_ns
from tests.fixtures.read_world import ReadWorld

BASE = "/api/app/projects/rocket"
ENVIRONMENT = {"column": "environment", "type": "stringOptions", "operator": "any of"}


@pytest.fixture
def filled(read_world: ReadWorld) -> Seed:
    seed = read_world.seed()
    with seed.together():
        seed.trace("t", 0, name="chat", user_id="lin", environment="prod", tags=("x",))
        seed.generation("t", "call", 0, environment="prod", input="Hello", prompt_name="p", prompt_version=3)
        seed.observation("t", "tool", 1, 2, type=ObservationType.TOOL, environment="prod")
        seed.trace("u", 5, name="other", environment="dev")
    score = Score(
        id="s1",
        name="accuracy",
        timestamp_ns=at_ns(9),
        data_type=ScoreDataType.NUMERIC,
        source=ScoreSource.ANNOTATION,
        value=0.5,
        trace_id="t",
        observation_id="call",
        author_user_id="ada",
        comment="fine",
    )
    seed.rows("scores", score_row(seed.project_id, score, at_ns(9)))
    return seed


async def read(world: ReadWorld, path: str, status: int = 200, **params: Any) -> Any:
    async with world.browser() as browser:
        answer = await browser.get(BASE + path, params=params)
    assert answer.status_code == status, answer.text
    return answer.json()


def only(*values: str) -> str:
    return json.dumps([{**ENVIRONMENT, "value": list(values)}])


async def test_every_list_takes_the_filter_language(read_world: ReadWorld, filled: Seed) -> None:
    traces = await read(read_world, "/traces", filter=only("prod"))
    assert [row["id"] for row in traces["items"]] == ["t"]
    assert (await read(read_world, "/traces/histogram", filter=only("dev")))["buckets"][0]["count"] == 1
    assert (await read(read_world, "/observations", filter=only("dev")))["items"] == []
    assert (await read(read_world, "/scores", filter=only("dev")))["items"] == []
    assert (await read(read_world, "/scores/distributions", filter=only("dev"))) == []
    assert [row["id"] for row in (await read(read_world, "/users", filter=only("prod")))["items"]] == ["lin"]


async def test_observations(read_world: ReadWorld, filled: Seed) -> None:
    page = await read(read_world, "/observations", limit=1, order="time.asc", score="accuracy")
    list_models.ObservationPage.model_validate(page)
    (row,) = page["items"]
    assert (row["id"], row["traceId"], row["traceName"], row["userId"], row["tags"]) == (
        "call",
        "t",
        "chat",
        "lin",
        ["x"],
    )
    assert (row["promptName"], row["promptVersion"], row["inputPreview"], row["durationMs"]) == (
        "p",
        3,
        "Hello",
        1000.0,
    )
    assert row["scores"] == [{"name": "accuracy", "dataType": "NUMERIC", "count": 1, "average": 0.5, "categories": []}]
    rest = await read(read_world, "/observations", limit=1, order="time.asc", cursor=page["nextCursor"])
    assert ([row["id"] for row in rest["items"]], rest["nextCursor"], rest["total"]) == (["tool"], None, 2)


async def test_traces_show_the_scores_asked_for(read_world: ReadWorld, filled: Seed) -> None:
    page = await read(read_world, "/traces", score=["accuracy", "unknown"])
    assert [[cell["average"] for cell in row["scores"]] for row in page["items"]] == [[], [0.5]]
    assert [row["scores"] for row in (await read(read_world, "/traces"))["items"]] == [[], []]


async def test_scores_name_their_author_and_trace(read_world: ReadWorld, filled: Seed) -> None:
    page = await read(read_world, "/scores")
    list_models.ScorePage.model_validate(page)
    (row,) = page["items"]
    assert (row["name"], row["value"], row["author"], row["traceName"]) == ("accuracy", 0.5, "Ada", "chat")
    (distribution,) = await read(read_world, "/scores/distributions")
    assert (distribution["name"], distribution["bins"], distribution["average"]) == ("accuracy", [1], 0.5)


async def test_users(read_world: ReadWorld, filled: Seed) -> None:
    page = await read(read_world, "/users", q="LI", order="cost.desc")
    list_models.UserPage.model_validate(page)
    assert [(row["id"], row["traceCount"], row["costUsd"]) for row in page["items"]] == [("lin", 1, 0.5)]


async def test_facets_of_every_view(read_world: ReadWorld, filled: Seed) -> None:
    traces = await read(
        read_world, "/facets/traces", facet=["environment", "scores_avg:accuracy", "name"], filter=only("prod")
    )
    list_models.FacetList.model_validate(traces)
    environment, accuracy, name = traces["facets"]
    assert environment["values"] == [{"value": "dev", "count": 1}, {"value": "prod", "count": 1}]
    assert (accuracy["column"], accuracy["key"], accuracy["least"]) == ("scores_avg", "accuracy", 0.5)
    assert name["values"] == [{"value": "chat", "count": 1}]
    for view in ("observations", "scores"):
        (found,) = (await read(read_world, f"/facets/{view}"))["facets"]
        assert found["column"] == "name"
        assert found["values"]


@pytest.mark.parametrize("path", ["/traces", "/observations", "/scores", "/users", "/facets/observations"])
@pytest.mark.parametrize("text", ["{", "[1]", '[{"column": "nothing", "type": "null", "operator": "is null"}]'])
async def test_a_wrong_filter_is_told_with_its_place(read_world: ReadWorld, filled: Seed, path: str, text: str) -> None:
    problem = await read(read_world, path, 400, filter=text)
    assert problem["field"] == "filter"
    assert problem["hint"]
    assert "filter" in problem["message"] or "Condition 0" in problem["message"]


async def test_a_facet_that_does_not_exist_is_told(read_world: ReadWorld, filled: Seed) -> None:
    problem = await read(read_world, "/facets/traces", 400, facet="no'thing")
    assert "no'thing" in problem["message"]
    assert (await read(read_world, "/facets/nonsense", 422))["field"] == "view"
