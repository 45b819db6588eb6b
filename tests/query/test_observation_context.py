"""What only the details of one observation show."""

from sidelight.model import Experiment, ToolUse
from sidelight.model.span import SpanLink
from sidelight.query.observation_context import ObservationContext, load_observation_context
from tests.fixtures.event_store import Seed, at_ns


async def test_everything_comes_back(seed: Seed) -> None:
    experiment = Experiment(
        id="e",
        name="nightly",
        description="d",
        metadata={"a": "1"},
        dataset_id="set",
        item_id="item",
        item_version_ns=at_ns(3),
        item_metadata={"b": "2"},
        item_root_id="o",
        expected_output="42",
    )
    tools = ToolUse({"search": '{"description":"finds"}'}, ('{"id":"c1"}', '{"id":"c2"}'), ("search", "read"))
    links = (SpanLink("t2", "s2", {"why": "retry", "n": 3}), SpanLink("t3", "s3"))
    seed.observation(
        "t",
        "o",
        trace_name="chat",
        tags=("a", "b"),
        is_app_root=True,
        prompt_id="p",
        model_id="m",
        pricing_tier="large",
        cost_source="model",
        links=links,
        tools=tools,
        experiment=experiment,
    )
    found = await load_observation_context(seed.reader, "t", "o")
    assert found == ObservationContext("chat", ("a", "b"), True, "p", "m", "large", "model", links, tools, experiment)


async def test_nothing_to_say(seed: Seed) -> None:
    seed.observation("t", "o")
    assert await load_observation_context(seed.reader, "t", "o") == ObservationContext()
    assert await load_observation_context(seed.reader, "t", "other") == ObservationContext()
    assert await load_observation_context(seed.reader, "unknown", "o") == ObservationContext()
