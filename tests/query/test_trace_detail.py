"""The head of a trace and single observations, with their full texts."""

from sidelight.model import Level, ObservationType
from sidelight.query.observation import load_observation
from sidelight.query.trace_detail import load_trace
from tests.fixtures.event_store import Seed, at_us

LONG = "word " * 1000


async def test_texts_usage_by_model_and_links(seed: Seed) -> None:
    seed.trace("t", 0, kind="session", session_id="s", input=LONG, metadata={"a.b": "1"}, public=True)
    seed.generation("t", "one", 1, cost=0.5)
    seed.generation("t", "two", 2, cost=0.25)
    seed.generation("t", "mini", 3, model="gpt-5-mini", cost=None)
    seed.trace("sub", 4, name="Sub", kind="subagent", parent_trace_id="t", parent_observation_id="two", session_id="s")
    seed.generation("sub", "call", 4, cost=2.0)
    seed.trace("title", 5, kind="title", session_id="s")
    found = await load_trace(seed.reader, "t")
    assert found is not None
    assert (found.input, found.output, found.metadata) == (LONG, None, {"a.b": "1"})
    assert (found.summary.public, found.summary.bookmarked, found.summary.cost_usd) == (True, False, 0.75)
    gpt, mini = found.model_usage
    assert (gpt.model, gpt.calls, gpt.cost_usd, gpt.cost) == ("gpt-5", 2, 0.75, {"input": 0.375, "output": 0.375})
    assert gpt.usage == {
        "input": 80,
        "input_cached_tokens": 120,
        "output": 30,
        "output_reasoning_tokens": 10,
        "total": 240,
    }
    assert (gpt.tokens.input, gpt.tokens.output, gpt.tokens.total) == (200, 40, 240)
    assert (mini.model, mini.calls, mini.cost_usd, mini.cost) == ("gpt-5-mini", 1, None, {})
    (child,) = found.children
    assert (child.id, child.parent_observation_id, child.cost_usd, found.parent) == ("sub", "two", 2.0, None)
    assert found.session_trace_count == 2
    from_below = await load_trace(seed.reader, "sub")
    assert from_below is not None
    assert from_below.parent is not None
    assert from_below.parent.id == "t"


async def test_texts_come_from_the_root_when_the_trace_has_none(seed: Seed) -> None:
    seed.observation("t", "child", 0, parent_id="root", input="inner", output="inner")
    seed.observation("t", "root", 1, input="question", output="", metadata={"k": "v"})
    found = await load_trace(seed.reader, "t")
    assert found is not None
    assert (found.input, found.output, found.metadata) == ("question", "", {"k": "v"})
    assert found.session_trace_count == 1


async def test_missing(seed: Seed) -> None:
    assert await load_trace(seed.reader, "nothing") is None
    seed.trace("t", event_ts_ns=1)
    seed.trace("t", event_ts_ns=2, is_deleted=True)
    assert await load_trace(seed.reader, "t") is None
    assert await load_observation(seed.reader, "t", "nothing") is None


async def test_one_observation(seed: Seed) -> None:
    seed.observation("t", "same id", 0, input="of another trace")
    seed.observation(
        "u",
        "same id",
        5,
        2.5,
        type=ObservationType.GENERATION,
        parent_id="p",
        kind="model_call",
        level=Level.WARNING,
        status_message="slow",
        completion_start_ns=at_us(6) * 1000,
        model="gpt-5",
        model_provider="openai",
        model_parameters={"temperature": 0.5, "stream": True, "effort": "high", "n": 1},
        usage={"input": 3, "total": 3},
        cost={"input": 0.1},
        cost_usd=0.1,
        input=LONG,
        output="{}",
        metadata={"a.b": '{"x": 1}'},
        prompt_name="p",
        prompt_version=2,
    )
    found = await load_observation(seed.reader, "u", "same id")
    assert found is not None
    assert (found.trace_id, found.input, found.output, found.metadata) == ("u", LONG, "{}", {"a.b": '{"x": 1}'})
    assert (found.start_us, found.duration_us, found.time_to_first_token_us) == (at_us(5), 2_500_000, 1_000_000)
    assert found.model_parameters == {"temperature": 0.5, "stream": True, "effort": "high", "n": 1}
    assert (found.usage, found.cost, found.cost_usd) == ({"input": 3, "total": 3}, {"input": 0.1}, 0.1)
    assert (found.level, found.status_message, found.prompt_name, found.prompt_version) == ("WARNING", "slow", "p", 2)
    seed.observation("u", "running", 5, None)
    running = await load_observation(seed.reader, "u", "running")
    assert running is not None
    assert (running.duration_us, running.time_to_first_token_us, running.cost_usd, running.model_parameters) == (
        None,
        None,
        None,
        {},
    )
