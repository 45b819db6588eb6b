"""Steps of agent graphs, in the metadata that each instrumentation writes."""

import json

import pytest

from sidelight.query.agent_steps import AgentSteps, load_agent_steps
from tests.fixtures.event_store import Seed


@pytest.mark.parametrize(
    "metadata",
    [
        {"langgraph_node": "plan", "langgraph_step": "2"},
        {"attributes.langgraph_node": "plan", "attributes.langgraph_step": "2"},
        {
            "attributes.traceloop.association.properties.langgraph_node": "plan",
            "attributes.traceloop.association.properties.langgraph_step": "2",
        },
        {"attributes.metadata": json.dumps({"langgraph_node": "plan", "langgraph_step": 2})},
    ],
)
async def test_langgraph(seed: Seed, metadata: dict[str, str]) -> None:
    seed.observation("t", "root", 0)
    seed.observation("t", "b", 1, metadata=metadata)
    assert await load_agent_steps(seed.reader, "t") == AgentSteps(("b",), ("plan",), (2,), ("",))


async def test_nodes_with_parents(seed: Seed) -> None:
    seed.observation("t", "two", 2, metadata={"attributes.graph.node.id": "b", "attributes.graph.node.parent_id": "a"})
    seed.observation("t", "one", 1, metadata={"attributes.graph.node.id": "a", "langgraph_step": "soon"})
    found = await load_agent_steps(seed.reader, "t")
    assert found == AgentSteps(("one", "two"), ("a", "b"), (-1, -1), ("", "a"))


async def test_missing(seed: Seed) -> None:
    assert await load_agent_steps(seed.reader, "nothing") is None
    seed.observation("t", "o")
    assert await load_agent_steps(seed.reader, "t") == AgentSteps((), (), (), ())
