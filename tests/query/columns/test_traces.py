"""Which traces each kind of condition finds."""

from typing import Any

import pytest

from sidelight.model import Level, ScoreDataType, ToolUse
from sidelight.query.filter_columns import split_time
from sidelight.query.sql import TimeRange
from sidelight.store.store import Store
from tests.fixtures.event_store import Seed, at_us
from tests.query.columns.asking import conditions, traces


@pytest.fixture(scope="module")
def seeded(store: Store) -> Seed:
    seed = Seed(store)
    with seed.together():
        seed.trace("t1", 0, name="One", user_id="ada", session_id="s1", tags=("a", "b"), metadata={"tier": "gold"})
        seed.generation("t1", "call", 0, level=Level.ERROR, tools=ToolUse({"search": "{}"}, ("{}",), ("search",)))
        seed.observation("t1", "step", 1, 3, level=Level.WARNING)
        seed.trace("t2", 10, name="Two", bookmarked=True, public=True, environment="prod", version="2", release="r")
        seed.generation("t2", "cheap", 10, cost=0.1, model="mini")
        seed.generation("t2", "cheaper", 11, cost=0.2)
        seed.trace("t3", 20, name="Three", metadata={"tier": "iron", "n": "3"})  # without observations
        seed.observation("t4", "orphan", 30, parent_id="lost", level=Level.DEBUG, user_id="ada", tags=("b",))
        seed.score("quality", trace_id="t1", value=0.2)
        seed.score("quality2", name="quality", trace_id="t1", observation_id="call", value=0.6)
        seed.score("right", trace_id="t2", data_type=ScoreDataType.BOOLEAN, value=0, string_value="False")
        seed.score("tone", trace_id="t3", data_type=ScoreDataType.CATEGORICAL, string_value="warm")
    return seed


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (("string", "id", "=", "t1"), ["t1"]),
        (("string", "name", "contains", "o"), ["t2", "t4"]),
        (("stringOptions", "traceName", "any of", ["One", "Two"]), ["t1", "t2"]),
        (("string", "User ID", "=", "ada"), ["t1", "t4"]),
        (("null", "sessionId", "is not null", ""), ["t1"]),
        (("datetime", "timestamp", ">", "2026-11-23T12:00:10Z"), ["t3", "t4"]),
        (("datetime", "Timestamp", "<=", "2026-11-23T12:00:10Z"), ["t1", "t2"]),
        (("stringOptions", "environment", "none of", ["default"]), ["t2"]),
        (("string", "version", "=", "2"), ["t2"]),
        (("string", "release", "=", "r"), ["t2"]),
        (("arrayOptions", "tags", "any of", ["b"]), ["t1", "t4"]),
        (("arrayOptions", "traceTags", "all of", ["a", "b"]), ["t1"]),
        (("arrayOptions", "Tags", "none of", ["b"]), ["t2", "t3"]),
        (("boolean", "bookmarked", "=", True), ["t2"]),
        (("boolean", "⭐️", "<>", True), ["t1", "t3", "t4"]),
        (("stringObject", "metadata", "=", "gold", "tier"), ["t1"]),
        (("stringObject", "metadata", "does not contain", "gold", "tier"), ["t3"]),
        (("categoryOptions", "metadata", "none of", ["gold"], "tier"), ["t2", "t3", "t4"]),
        (("numberObject", "metadata", ">=", 3, "n"), ["t3"]),
        (("null", "metadata", "is null", "", "tier"), ["t2", "t4"]),
    ],
)
async def test_own_values(seeded: Seed, asked: Any, found: list[str]) -> None:
    assert await traces(seeded.reader, asked) == found


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (("number", "latency", ">=", 4), ["t1"]),
        (("number", "latency", "<", 4), ["t2", "t4"]),
        (("number", "inputTokens", "=", 200), ["t2"]),
        (("number", "outputTokens", "=", 20), ["t1"]),
        (("number", "tokens", ">", 100), ["t1", "t2"]),
        (("number", "totalCost", "=", 0.3), ["t2"]),
        (("number", "Total Cost ($)", ">", 0.3), ["t1"]),
        (("null", "totalCost", "is null", ""), ["t3", "t4"]),
        (("number", "outputCost", "=", 0.15), ["t2"]),
        (("number", "errorCount", "=", 1), ["t1"]),
        (("number", "errorCount", "=", 0), ["t2", "t3", "t4"]),
        (("number", "warningCount", "<", 1), ["t2", "t3", "t4"]),
        (("number", "Default Level Count", ">", 1), ["t2"]),
        (("number", "debugCount", ">=", 0), ["t1", "t2", "t3", "t4"]),
        (("stringOptions", "level", "any of", ["ERROR", "DEBUG"]), ["t1", "t4"]),
        (("stringOptions", "level", "none of", ["ERROR", "DEBUG"]), ["t2", "t3"]),
        (("arrayOptions", "models", "any of", ["mini"]), ["t2"]),
        (("arrayOptions", "calledToolNames", "none of", ["search"]), ["t2", "t3", "t4"]),
    ],
)
async def test_totals_of_observations(seeded: Seed, asked: Any, found: list[str]) -> None:
    assert await traces(seeded.reader, asked) == found


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (("numberObject", "scores_avg", "=", 0.4, "quality"), ["t1"]),
        (("numberObject", "scores", "<", 0.4, "quality"), []),
        (("booleanObject", "score_booleans", "=", False, "right"), ["t2"]),
        (("booleanObject", "score_booleans", "<>", False, "right"), ["t1", "t3", "t4"]),
        (("booleanObject", "score_booleans", "=", True, "right"), []),
        (("categoryOptions", "Scores (categorical)", "any of", ["warm"], "tone"), ["t3"]),
        (("categoryOptions", "score_categories", "none of", ["warm"], "tone"), ["t1", "t2", "t4"]),
    ],
)
async def test_scores(seeded: Seed, asked: Any, found: list[str]) -> None:
    assert await traces(seeded.reader, asked) == found


async def test_several_conditions(seeded: Seed) -> None:
    dear = ("number", "totalCost", ">", 0.1)
    assert await traces(seeded.reader, dear, ("number", "errorCount", "=", 0)) == ["t2"]
    assert await traces(seeded.reader, dear, ("number", "latency", ">", 3), ("string", "name", "=", "One")) == ["t1"]
    assert await traces(seeded.reader, dear, ("datetime", "timestamp", ">=", "2026-11-23T12:00:05Z")) == ["t2"]


def test_conditions_on_time_become_a_range() -> None:
    given = conditions(
        ("datetime", "timestamp", ">=", "2026-11-23T12:00:00Z"),
        ("datetime", "timestamp", ">", "2026-11-23T12:00:01Z"),
        ("datetime", "Timestamp", "<=", "2026-11-23T12:00:09Z"),
        ("string", "name", "=", "x"),
        ("datetime", "timestamp", "<", "2026-11-23T12:00:10Z"),
    )
    time, others = split_time(given, "timestamp", "Timestamp")
    assert time == TimeRange(at_us(1) + 1, at_us(9) + 1)
    assert [one.column for one in others] == ["name"]
