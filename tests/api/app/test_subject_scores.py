"""Scores of a trace and of a session over HTTP, and what else hangs on one trace."""

from typing import Any

from sidelight.api.app import trace_models
from sidelight.model import ScoreDataType, ScoreSource
from sidelight.model.span import SpanLink
from tests.fixtures.read_world import ReadWorld

BASE = "/api/app/projects/rocket"


async def read(world: ReadWorld, path: str) -> Any:
    async with world.browser() as browser:
        answer = await browser.get(BASE + path)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_scores_of_a_trace_with_its_observations_and_sub_agents(read_world: ReadWorld) -> None:
    seed = read_world.seed()
    seed.trace("a/b", 0)
    seed.trace("sub", 1, kind="subagent", parent_trace_id="a/b")
    seed.score(
        "late", 9, trace_id="a/b", value=0.5, comment="good", author_user_id="vic", source=ScoreSource.ANNOTATION
    )
    seed.score(
        "early",
        1,
        trace_id="a/b",
        observation_id="o",
        data_type=ScoreDataType.CATEGORICAL,
        string_value="x",
        value=None,
    )
    seed.score("of sub", 5, trace_id="sub", author_user_id="eve", metadata={"k": "v"})
    seed.score("elsewhere", 2, trace_id="other")
    items = (await read(read_world, "/traces/a%2Fb/scores"))["items"]
    for item in items:
        trace_models.SubjectScore.model_validate(item)
    assert [(item["id"], item["observationId"], item["author"]) for item in items] == [
        ("early", "o", ""),
        ("of sub", "", ""),  # eve belongs to another organisation
        ("late", "", "Vic"),
    ]
    assert (items[2]["value"], items[2]["comment"], items[2]["source"]) == (0.5, "good", "ANNOTATION")
    assert (items[0]["stringValue"], items[0]["dataType"], items[1]["metadata"]) == ("x", "CATEGORICAL", {"k": "v"})
    assert (await read(read_world, "/traces/unscored/scores"))["items"] == []


async def test_scores_of_a_session(read_world: ReadWorld) -> None:
    seed = read_world.seed()
    seed.score("whole", 5, session_id="user/7")
    seed.trace("t", session_id="user/7")
    seed.score("of a trace", 1, trace_id="t")
    seed.trace("other", session_id="user/8")
    seed.score("of another", trace_id="other")
    items = (await read(read_world, "/sessions/user%2F7/scores"))["items"]
    assert [item["id"] for item in items] == ["of a trace", "whole"]


async def test_links_steps_and_neighbours(read_world: ReadWorld) -> None:
    seed = read_world.seed()
    seed.trace("t", 0, name="First")
    seed.observation(
        "t",
        "o",
        links=(SpanLink("next", "n", {"why": "retry"}), SpanLink("unknown", "u")),
        metadata={"langgraph_node": "plan", "langgraph_step": "1"},
    )
    seed.trace("next", 60, name="Second")
    links = (await read(read_world, "/traces/t/observations/o"))["links"]
    assert [(link["traceId"], link["observationId"], link["isKnown"]) for link in links] == [
        ("next", "n", True),
        ("unknown", "u", False),
    ]
    assert links[0]["attributes"] == {"why": "retry"}
    steps = await read(read_world, "/traces/t/agent-steps")
    assert steps == {"ids": ["o"], "nodes": ["plan"], "steps": [1], "parents": [""]}
    assert await read(read_world, "/traces/t/neighbours") == {"older": None, "newer": {"id": "next", "name": "Second"}}
    async with read_world.browser() as browser:
        for path in ("/agent-steps", "/neighbours"):
            answer = await browser.get(f"{BASE}/traces/nothing{path}")
            assert (answer.status_code, answer.json()["message"]) == (404, "There is no such trace in this project.")
