"""Which observations each kind of condition finds."""

from typing import Any

import pytest

from sidelight.model import Level, ObservationType, ScoreDataType, ToolUse
from sidelight.model.experiment import Experiment
from sidelight.query.filter_language import FilterError
from sidelight.store.store import Store
from tests.fixtures.event_store import Seed, at_ns
from tests.query.columns.asking import observations


@pytest.fixture(scope="module")
def seeded(store: Store) -> Seed:
    seed = Seed(store)
    with seed.together():
        seed.trace("t1", 0, name="Checkout", user_id="ada", session_id="s1", tags=("a", "b"), release="r1")
        seed.observation("t1", "root", 0, 4, type=ObservationType.AGENT, metadata={"tier": "gold", "n": "12"})
        seed.generation(
            "t1",
            "call",
            1,
            parent_id="root",
            user_id="bob",
            level=Level.ERROR,
            status_message="Boom at 12",
            completion_start_ns=at_ns(1.5),
            input="The needle_case is here. Ärger!",
            output='{"answer": "fine"}',
            metadata={"tier": "silver", "flag": "true", "a.b": "x"},
            prompt_name="p",
            prompt_version=3,
            model_id="m1",
            tools=ToolUse({"search": "{}", "read": "{}"}, ("{}",), ("search",)),
        )
        seed.observation("t1", "app", 2, parent_id="elsewhere", is_app_root=True, environment="prod")
        seed.trace("t2", 10, tags=("c",))
        seed.generation(
            "t2", "plain", 10, cost=None, experiment=Experiment("e1", "Exp", item_root_id="plain"), trace_name="Own"
        )
        seed.observation("t3", "open", 20, None, session_id="s3", tags=("d",), output="")
        seed.score("quality", trace_id="t1", observation_id="call", value=0.25)
        seed.score("quality2", name="quality", trace_id="t1", observation_id="call", value=0.75)
        seed.score("right", trace_id="t1", data_type=ScoreDataType.BOOLEAN, value=1, string_value="True")
        seed.score(
            "tone", trace_id="t2", observation_id="plain", data_type=ScoreDataType.CATEGORICAL, string_value="warm"
        )
    return seed


ALL = ["app", "call", "open", "plain", "root"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (("string", "id", "=", "call"), ["call"]),
        (("string", "ID", "starts with", "ca"), ["call"]),
        (("string", "statusMessage", "contains", "oom"), ["call"]),
        (("string", "statusMessage", "does not contain", "Boom"), ["app", "open", "plain", "root"]),
        (("string", "Status Message", "ends with", "12"), ["call"]),
        (("stringOptions", "type", "any of", ["AGENT", "EVENT"]), ["root"]),
        (("stringOptions", "Level", "none of", ["DEFAULT"]), ["call"]),
        (("null", "parentObservationId", "is null", ""), ["open", "plain", "root"]),
        (("null", "parentObservationId", "is not null", ""), ["app", "call"]),
        (("boolean", "isRootObservation", "=", True), ["app", "open", "plain", "root"]),
        (("boolean", "isRootObservation", "<>", True), ["call"]),
        (("boolean", "hasInput", "=", True), ["call"]),
        (("datetime", "startTime", ">=", "2026-11-23T12:00:10Z"), ["open", "plain"]),
        (("datetime", "endTime", "<", "2026-11-23T12:00:03Z"), ["call"]),
        (("null", "endTime", "is null", ""), ["open"]),
        (("number", "latency", ">", 1), ["root"]),
        (("number", "timeToFirstToken", "=", 0.5), ["call"]),
        (("null", "timeToFirstToken", "is null", ""), ["app", "open", "plain", "root"]),
        (("number", "tokensPerSecond", ">=", 20), ["call", "plain"]),
        (("number", "inputTokens", "=", 100), ["call", "plain"]),
        (("number", "outputTokens", "<", 20), ["app", "open", "root"]),
        (("number", "Tokens", "=", 120), ["call", "plain"]),
        (("number", "totalTokens", "<", 1000), ["call", "plain"]),
        (("number", "totalCost", ">=", 0.5), ["call"]),
        (("number", "Input Cost ($)", "=", 0.25), ["call"]),
        (("null", "totalCost", "is not null", ""), ["call"]),
        (("string", "providedModelName", "=", "gpt-5"), ["call", "plain"]),
        (("string", "modelId", "=", "m1"), ["call"]),
        (("number", "promptVersion", ">", 2), ["call"]),
        (("stringObject", "metadata", "=", "gold", "tier"), ["root"]),
        (("stringObject", "metadata", "contains", "", "tier"), ["call", "root"]),
        (("stringObject", "metadata", "does not contain", "gold", "tier"), ["call"]),
        (("stringObject", "metadata", "matches", "old", "tier"), ["root"]),
        (("stringObject", "metadata", "=", "x", "a.b"), ["call"]),
        (("numberObject", "metadata", ">", 11, "n"), ["root"]),
        (("numberObject", "metadata", "<", 11, "tier"), []),
        (("booleanObject", "metadata", "=", True, "flag"), ["call"]),
        (("booleanObject", "metadata", "<>", True, "flag"), ["app", "open", "plain", "root"]),
        (("categoryOptions", "metadata", "any of", ["gold", "silver"], "tier"), ["call", "root"]),
        (("categoryOptions", "metadata", "none of", ["gold"], "tier"), ["app", "call", "open", "plain"]),
        (("null", "metadata", "is null", "", "tier"), ["app", "open", "plain"]),
        (("null", "metadata", "is not null", ""), ["call", "root"]),
        (("string", "input", "matches", "NEEDLE_case is"), ["call"]),
        (("string", "input", "matches", "needle case"), []),  # all words are there, but not so
        (("string", "input", "matches", "eedle"), []),  # a part of a word
        (("string", "input", "matches", "ärger"), ["call"]),
        (("string", "input", "contains", "eedle"), ["call"]),
        (("string", "output", "=", '{"answer": "fine"}'), ["call"]),
        (("null", "output", "is null", ""), ["app", "open", "plain", "root"]),
        (("arrayOptions", "toolNames", "all of", ["read", "search"]), ["call"]),
        (("arrayOptions", "calledToolNames", "any of", ["read", "search"]), ["call"]),
        (("arrayOptions", "calledToolNames", "any of", ["read"]), []),
        (("number", "Available Tools", "=", 2), ["call"]),
        (("number", "toolCalls", "=", 1), ["call"]),
        (("string", "experimentId", "=", "e1"), ["plain"]),
        (("boolean", "isExperimentItemRootSpan", "=", True), ["plain"]),
    ],
)
async def test_own_values(seeded: Seed, asked: Any, found: list[str]) -> None:
    assert await observations(seeded.reader, asked) == found


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        # The call names a user of its own; the others of the trace have the trace's.
        (("string", "userId", "=", "ada"), ["app", "root"]),
        (("string", "userId", "=", "bob"), ["call"]),
        (("stringOptions", "User ID", "none of", ["ada"]), ["call", "open", "plain"]),
        (("null", "userId", "is null", ""), ["open", "plain"]),
        (("null", "userId", "is not null", ""), ["app", "call", "root"]),
        (("string", "userId", "does not contain", "b"), ["app", "open", "plain", "root"]),
        (("stringOptions", "sessionId", "any of", ["s1", "s3"]), ["app", "call", "open", "root"]),
        (("string", "Trace Name", "=", "Checkout"), ["app", "call", "root"]),
        (("string", "traceName", "=", "Own"), ["plain"]),
        (("string", "release", "=", "r1"), ["app", "call", "root"]),
        (("arrayOptions", "tags", "any of", ["b", "d"]), ["app", "call", "open", "root"]),
        (("arrayOptions", "traceTags", "all of", ["a", "b"]), ["app", "call", "root"]),
        (("arrayOptions", "Trace Tags", "none of", ["a", "d"]), ["plain"]),
        (("null", "tags", "is null", ""), []),
        (("stringOptions", "traceEnvironment", "any of", ["default"]), ALL),
        (("stringOptions", "environment", "any of", ["prod"]), ["app"]),
    ],
)
async def test_values_of_the_trace(seeded: Seed, asked: Any, found: list[str]) -> None:
    assert await observations(seeded.reader, asked) == found


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (("numberObject", "scores_avg", "=", 0.5, "quality"), ["call"]),
        (("numberObject", "Scores (numeric)", ">", 0.5, "quality"), []),
        (("numberObject", "scores", ">=", 0.5, "quality"), ["call"]),
        (("categoryOptions", "score_categories", "any of", ["warm", "cold"], "tone"), ["plain"]),
        (("categoryOptions", "scores", "none of", ["warm"], "tone"), ["app", "call", "open", "root"]),
        (("booleanObject", "score_booleans", "=", True, "right"), []),
        (("booleanObject", "trace_score_booleans", "=", True, "right"), ["app", "call", "root"]),
        (("booleanObject", "trace_score_booleans", "<>", True, "right"), ["open", "plain"]),
        (("numberObject", "trace_scores_avg", ">", 0.4, "quality"), ["app", "call", "root"]),
    ],
)
async def test_scores(seeded: Seed, asked: Any, found: list[str]) -> None:
    assert await observations(seeded.reader, asked) == found


@pytest.mark.parametrize(
    ("key", "value", "found"),
    [
        ("root", None, ["open", "plain", "root"]),
        ("first", None, ["open", "plain", "root"]),
        ("last", None, ["app", "open", "plain"]),
        ("nthFromStart", 2, ["call"]),
        ("nthFromEnd", 3, ["root"]),
        ("nthFromEnd", 4, []),
    ],
)
async def test_positions_in_the_trace(seeded: Seed, key: str, value: int | None, found: list[str]) -> None:
    assert await observations(seeded.reader, ("positionInTrace", "positionInTrace", "=", value, key)) == found


async def test_a_position_counts_among_what_matches_otherwise(seeded: Seed) -> None:
    first = ("positionInTrace", "position", "=", None, "first")
    assert await observations(seeded.reader, first, ("string", "parentObservationId", "contains", "e")) == ["app"]
    assert await observations(seeded.reader, first, ("null", "parentObservationId", "is not null", "")) == ["call"]


async def test_all_conditions_must_hold(seeded: Seed) -> None:
    both = (("string", "userId", "=", "ada"), ("numberObject", "metadata", ">", 1, "n"))
    assert await observations(seeded.reader, *both) == ["root"]
    assert await observations(seeded.reader) == ALL


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (("string", "modle", "=", "x"), "there is no such column here. Did you mean 'model'"),
        (("number", "name", "=", 3), "conditions of type string or stringOptions or null, not 'number'"),
        (("string", "startTime", "=", "x"), "type datetime"),
        (("string", "name", "matches", "x"), "'matches' is for input, output and metadata"),
        (("stringOptions", "scores", "any of", ["x"]), "there is no such column|takes conditions"),
    ],
)
async def test_what_does_not_fit_is_refused(seeded: Seed, asked: Any, words: str) -> None:
    with pytest.raises(FilterError, match=words) as refused:
        await observations(seeded.reader, asked)
    assert refused.value.path[0] == 0
