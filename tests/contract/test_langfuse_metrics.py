"""Metrics of both generations and daily usage against Langfuse's published contract, on both engines."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from starlette.testclient import TestClient

from sidelight.model import Level, ObservationType, ScoreDataType, ToolUse
from sidelight.model.experiment import Experiment
from tests.contract.public_server import CONTRACT, public_server, read, refusal
from tests.fixtures.event_store import Seed, at_ns

DAY_S = 86_400
RANGE = {"fromTimestamp": "2026-11-23T00:00:00Z", "toTimestamp": "2026-11-26T00:00:00Z"}
COUNT = {"measure": "count", "aggregation": "count"}


@pytest.fixture(scope="module")
def contract() -> Any:
    return schemathesis.openapi.from_path(CONTRACT)


@pytest.fixture(scope="module", params=["chdb", "clickhouse"])
def client(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with public_server(request.param, tmp_path_factory.mktemp(request.param)) as (client, seed):
        fill(seed)
        yield client


def fill(seed: Seed) -> None:
    """Three traces on two days: one with everything, one whose root never came, one of another environment."""
    with seed.together():
        seed.trace(
            "t1",
            0,
            name="Chat",
            user_id="ada",
            session_id="s1",
            tags=("a", "b"),
            release="r1",
            version="v9",
            environment="prod",
            metadata={"team": "red"},
        )
        seed.observation("t1", "root", 0, 4, type=ObservationType.AGENT, environment="prod", metadata={"team": "red"})
        seed.generation(
            "t1",
            "call",
            1,
            parent_id="root",
            seconds=2,
            completion_start_ns=at_ns(1.5),
            environment="prod",
            prompt_name="greet",
            prompt_version=3,
            version="v2",
            tools=ToolUse({"search": "{}", "look": "{}"}, ("{}", "{}"), ("search", "search")),
            experiment=Experiment("e1", "trial"),
        )
        seed.generation("t1", "again", 4, parent_id="root", environment="prod", model="gpt-5-mini", level=Level.ERROR)
        seed.generation("t2", "lone", 2 * DAY_S, parent_id="lost", cost=None, is_app_root=True)
        seed.observation("t2", "note", 2 * DAY_S, None, parent_id="lone", type=ObservationType.EVENT)
        seed.trace("t3", 2 * DAY_S, user_id="bob")
        seed.observation("t3", "gone", 2 * DAY_S, is_deleted=True)
        seed.score("good", 5, name="quality", trace_id="t1", observation_id="call", value=0.5)
        seed.score("better", 6, name="quality", trace_id="t1", observation_id="call", value=0.75)
        seed.score(
            "yes", 6, name="safe", trace_id="t1", data_type=ScoreDataType.BOOLEAN, value=1.0, string_value="True"
        )
        seed.score(
            "no", 7, name="safe", trace_id="t2", data_type=ScoreDataType.BOOLEAN, value=0.0, string_value="False"
        )
        seed.score(
            "kind",
            8,
            name="tone",
            session_id="s1",
            data_type=ScoreDataType.CATEGORICAL,
            value=None,
            string_value="kind",
        )


def ask(client: TestClient, contract: Any, path: str = "/v2/metrics", **query: Any) -> list[dict[str, Any]]:
    document = {"view": "observations", "metrics": [COUNT], **RANGE, **query}
    rows = read(client, contract, path, query=json.dumps(document))["data"]
    assert isinstance(rows, list)
    return rows


def by(*fields: str) -> list[dict[str, str]]:
    return [{"field": field} for field in fields]


def counted(client: TestClient, contract: Any, field: str, **query: Any) -> dict[Any, int]:
    rows = ask(client, contract, dimensions=by(field), **query)
    return {json.dumps(row[field]) if isinstance(row[field], list) else row[field]: row["count_count"] for row in rows}


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("environment", {"prod": 3, "default": 2}),
        ("type", {"GENERATION": 3, "AGENT": 1, "EVENT": 1}),
        ("name", {"root": 1, "call": 1, "again": 1, "lone": 1, "note": 1}),
        ("level", {"DEFAULT": 4, "ERROR": 1}),
        ("version", {None: 4, "v2": 1}),
        ("tags", {'["a","b"]': 3, "[]": 2}),
        ("release", {"r1": 3, None: 2}),
        ("traceName", {"Chat": 3, None: 2}),
        ("traceRelease", {"r1": 3, None: 2}),
        ("traceVersion", {"v9": 3, None: 2}),
        ("providedModelName", {None: 2, "gpt-5": 2, "gpt-5-mini": 1}),
        ("promptName", {None: 4, "greet": 1}),
        ("promptVersion", {None: 4, 3: 1}),
        ("isRootObservation", {False: 3, True: 2}),
        ("startTimeMonth", {"2026-11": 5}),
        ("toolNames", {"look": 1, "search": 1}),
        ("calledToolNames", {"search": 2}),
        ("usageType", {"input": 3, "output": 3, "total": 3, "input_cached_tokens": 3, "output_reasoning_tokens": 3}),
        ("costType", {"input": 2, "output": 2, "total": 2}),
    ],
)
def test_observations_by(client: TestClient, contract: Any, field: str, expected: dict[Any, int]) -> None:
    found = counted(client, contract, field)
    assert {key.replace(" ", "") if isinstance(key, str) else key: count for key, count in found.items()} == expected


def test_measures_of_observations(client: TestClient, contract: Any) -> None:
    def one(measure: str, aggregation: str, **query: Any) -> Any:
        (row,) = ask(client, contract, metrics=[{"measure": measure, "aggregation": aggregation}], **query)
        return row[f"{aggregation}_{measure}"]

    assert one("count", "sum") == 5
    assert one("latency", "max") == 4000
    assert one("latency", "avg") == (4000 + 2000 + 1000 + 1000) / 4
    assert one("streamingLatency", "sum") == 1500
    assert one("timeToFirstToken", "p50") == 500
    assert [one(measure, "sum") for measure in ("inputTokens", "outputTokens", "totalTokens")] == [300, 60, 360]
    assert one("outputTokensPerSecond", "avg") == pytest.approx(20 / 1.5)
    assert one("tokensPerSecond", "max") == 120
    assert [one(measure, "sum") for measure in ("inputCost", "outputCost", "totalCost")] == [0.5, 0.5, 1.0]
    assert one("countScores", "sum") == 2
    assert one("countScores", "count") == 1
    assert (one("toolDefinitions", "sum"), one("toolCalls", "sum")) == (2, 2)
    assert one("traceId", "uniq") == 2
    assert (one("uniqueUserIds", "uniq"), one("uniqueSessionIds", "uniq")) == (1, 1)
    assert one("totalTokens", "p99") == 120
    histogram = one("latency", "histogram", config={"bins": 2})
    assert len(histogram) == 2
    assert sum(height for _, _, height in histogram) == 4
    types = ask(client, contract, metrics=[{"measure": "costByType", "aggregation": "sum"}])
    assert {row["costType"]: row["sum_costByType"] for row in types} == {"input": 0.5, "output": 0.5, "total": 1.0}
    usage = ask(client, contract, metrics=[{"measure": "usageByType", "aggregation": "sum"}], dimensions=by("type"))
    assert {row["usageType"]: row["sum_usageByType"] for row in usage}["input_cached_tokens"] == 180
    assert {row["type"] for row in usage} == {"GENERATION"}


def test_cost_and_tokens_by_model_and_day(client: TestClient, contract: Any) -> None:
    rows = ask(
        client,
        contract,
        dimensions=by("providedModelName"),
        metrics=[
            {"measure": "totalCost", "aggregation": "sum"},
            {"measure": "totalTokens", "aggregation": "sum"},
            {"measure": "latency", "aggregation": "avg"},
        ],
        filters=[{"column": "type", "operator": "=", "value": "GENERATION", "type": "string"}],
        timeDimension={"granularity": "day"},
    )
    assert rows == [
        {
            "time_dimension": "2026-11-23",
            "providedModelName": "gpt-5",
            "sum_totalCost": 0.5,
            "sum_totalTokens": 120,
            "avg_latency": 2000,
        },
        {
            "time_dimension": "2026-11-23",
            "providedModelName": "gpt-5-mini",
            "sum_totalCost": 0.5,
            "sum_totalTokens": 120,
            "avg_latency": 1000,
        },
        # A day without anything is filled in: it has sums, but no average.
        {
            "time_dimension": "2026-11-24",
            "providedModelName": None,
            "sum_totalCost": 0,
            "sum_totalTokens": 0,
            "avg_latency": None,
        },
        {
            "time_dimension": "2026-11-25",
            "providedModelName": "gpt-5",
            "sum_totalCost": None,
            "sum_totalTokens": 120,
            "avg_latency": 1000,
        },
    ]


@pytest.mark.parametrize(
    ("granularity", "expected"),
    [
        ("auto", ["2026-11-23", "2026-11-24", "2026-11-25"]),
        ("week", ["2026-11-23"]),
        ("month", ["2026-11-01"]),
        ("1d", ["2026-11-23", "2026-11-24", "2026-11-25"]),
    ],
)
def test_buckets_of_days(client: TestClient, contract: Any, granularity: str, expected: list[str]) -> None:
    rows = ask(client, contract, timeDimension={"granularity": granularity})
    assert [row["time_dimension"] for row in rows] == expected
    assert sum(row["count_count"] for row in rows) == 5


def test_buckets_within_a_day(client: TestClient, contract: Any) -> None:
    noon = {"fromTimestamp": "2026-11-23T11:59:30Z", "toTimestamp": "2026-11-23T12:31:00Z"}
    rows = ask(client, contract, timeDimension={"granularity": "15m"}, **noon)
    assert [(row["time_dimension"], row["count_count"]) for row in rows] == [
        ("2026-11-23T11:45:00Z", 0),
        ("2026-11-23T12:00:00Z", 3),
        ("2026-11-23T12:15:00Z", 0),
        ("2026-11-23T12:30:00Z", 0),
    ]
    rows = ask(client, contract, timeDimension={"granularity": "auto"}, **noon)
    assert (rows[0]["time_dimension"], len(rows)) == ("2026-11-23T11:59:00Z", 32)
    rows = ask(
        client,
        contract,
        timeDimension={"granularity": "hour"},
        orderBy=[{"field": "time_dimension", "direction": "desc"}],
    )
    assert [row["time_dimension"] for row in rows] == ["2026-11-25T12:00:00Z", "2026-11-23T12:00:00Z"]


def test_an_epoch_as_lower_bound_means_everything(client: TestClient, contract: Any) -> None:
    (row,) = ask(client, contract, fromTimestamp="1970-01-01T00:00:00.000Z")
    assert row["count_count"] == 5


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"column": "traceName", "type": "string", "operator": "=", "value": "Chat"}, 3),
        ({"column": "userId", "type": "string", "operator": "=", "value": "ada"}, 3),
        ({"column": "sessionId", "type": "stringOptions", "operator": "none of", "value": ["s1"]}, 2),
        ({"column": "tags", "type": "arrayOptions", "operator": "all of", "value": ["a", "b"]}, 3),
        ({"column": "traceRelease", "type": "string", "operator": "starts with", "value": "r"}, 3),
        ({"column": "traceVersion", "type": "string", "operator": "=", "value": "v9"}, 2),
        ({"column": "isRootObservation", "type": "boolean", "operator": "=", "value": True}, 2),
        ({"column": "providedModelName", "type": "stringOptions", "operator": "any of", "value": ["gpt-5"]}, 2),
        ({"column": "promptVersion", "type": "string", "operator": "=", "value": "3"}, 1),
        ({"column": "promptVersion", "type": "number", "operator": ">", "value": 2}, 1),
        ({"column": "metadata", "type": "stringObject", "key": "team", "operator": "=", "value": "red"}, 1),
        ({"column": "startTime", "type": "datetime", "operator": ">=", "value": "2026-11-24T00:00:00Z"}, 2),
        ({"column": "start_time", "type": "datetime", "operator": "<", "value": "2026-11-24T00:00:00Z"}, 3),
        ({"column": "promptName", "type": "null", "operator": "is null", "value": ""}, 4),
        ({"column": "calledToolNames", "type": "arrayOptions", "operator": "any of", "value": ["search"]}, 1),
        ({"column": "experimentId", "type": "string", "operator": "=", "value": "e1"}, 1),
        ({"column": "traceId", "type": "string", "operator": "=", "value": "t2"}, 2),
        ({"column": "startTimeMonth", "type": "string", "operator": "=", "value": "2026-10"}, 0),
    ],
)
def test_filters_of_observations(client: TestClient, contract: Any, condition: dict[str, Any], expected: int) -> None:
    (row,) = ask(client, contract, filters=[condition])
    assert row["count_count"] == expected


def test_scores(client: TestClient, contract: Any) -> None:
    def scores(view: str, *fields: str, **query: Any) -> list[dict[str, Any]]:
        return ask(client, contract, view=view, dimensions=by(*fields), **query)

    value = [{"measure": "value", "aggregation": "avg"}, COUNT]
    assert scores("scores-numeric", "name", "dataType", metrics=value) == [
        {"name": "quality", "dataType": "NUMERIC", "avg_value": 0.625, "count_count": 2},
        {"name": "safe", "dataType": "BOOLEAN", "avg_value": 0.5, "count_count": 2},
    ]
    assert scores("scores-boolean", "booleanValue", metrics=value) == [
        {"booleanValue": True, "avg_value": 1, "count_count": 1},
        {"booleanValue": False, "avg_value": 0, "count_count": 1},
    ]
    assert scores("scores-categorical", "stringValue", "source", "timestampDay") == [
        {"stringValue": "kind", "source": "API", "timestampDay": "2026-11-23", "count_count": 1}
    ]
    (row,) = scores(
        "scores-numeric",
        "observationName",
        "observationModelName",
        "observationPromptName",
        "observationPromptVersion",
        "traceName",
        "tags",
        "traceRelease",
        "traceVersion",
        filters=[{"column": "name", "type": "string", "operator": "=", "value": "quality"}],
    )
    assert row == {
        "observationName": "call",
        "observationModelName": "gpt-5",
        "observationPromptName": "greet",
        "observationPromptVersion": 3,
        "traceName": "Chat",
        "tags": ["a", "b"],
        "traceRelease": "r1",
        "traceVersion": "v9",
        "count_count": 2,
    }
    filters = [{"column": "booleanValue", "type": "boolean", "operator": "=", "value": False}]
    assert scores("scores-boolean", filters=filters) == [{"count_count": 1}]
    filters = [{"column": "observationName", "type": "string", "operator": "=", "value": "call"}]
    assert scores("scores-numeric", filters=filters) == [{"count_count": 2}]
    filters = [{"column": "userId", "type": "string", "operator": "=", "value": "ada"}]
    assert scores("scores-numeric", "value", filters=filters) == [
        {"value": 0.5, "count_count": 1},
        {"value": 0.75, "count_count": 1},
        {"value": 1, "count_count": 1},
    ]
    filters = [{"column": "sessionId", "type": "string", "operator": "=", "value": "s1"}]
    assert scores("scores-numeric", filters=filters) == [{"count_count": 3}]
    assert scores("scores-categorical", filters=filters) == [{"count_count": 1}]
    filters = [{"column": "sessionId", "type": "stringOptions", "operator": "none of", "value": ["s1"]}]
    assert scores("scores-numeric", filters=filters) == [{"count_count": 1}]


def test_traces_of_the_first_generation(client: TestClient, contract: Any) -> None:
    metrics = [
        COUNT,
        {"measure": "observationsCount", "aggregation": "sum"},
        {"measure": "scoresCount", "aggregation": "sum"},
        {"measure": "totalTokens", "aggregation": "sum"},
        {"measure": "totalCost", "aggregation": "sum"},
        {"measure": "latency", "aggregation": "max"},
    ]
    rows = ask(client, contract, "/metrics", view="traces", dimensions=by("id"), metrics=metrics)
    assert {row["id"]: tuple(row.values())[1:] for row in rows} == {
        "t1": (1, 3, 3, 240, 1.0, 5000),
        "t2": (1, 2, 1, 120, None, 1000),
        "t3": (1, None, None, 0, None, None),
    }
    (row,) = ask(
        client, contract, "/metrics", view="traces", metrics=[{"measure": "uniqueUserIds", "aggregation": "uniq"}]
    )
    assert row == {"uniq_uniqueUserIds": 2}
    rows = ask(
        client,
        contract,
        "/metrics",
        view="traces",
        dimensions=by("userId"),
        timeDimension={"granularity": "day"},
        filters=[{"column": "userId", "type": "null", "operator": "is not null", "value": ""}],
    )
    assert rows == [
        {"time_dimension": "2026-11-23", "userId": "ada", "count_count": 1},
        {"time_dimension": "2026-11-24", "userId": None, "count_count": 0},
        {"time_dimension": "2026-11-25", "userId": "bob", "count_count": 1},
    ]
    filters = [{"column": "metadata", "type": "stringObject", "key": "team", "operator": "=", "value": "red"}]
    assert ask(client, contract, "/metrics", view="traces", filters=filters) == [{"count_count": 1}]
    assert ask(client, contract, "/metrics", dimensions=by("sessionId"))[0] == {"sessionId": "s1", "count_count": 3}


def test_order_and_limit(client: TestClient, contract: Any) -> None:
    rows = ask(client, contract, dimensions=by("name"), orderBy=[{"field": "name", "direction": "asc"}])
    assert [row["name"] for row in rows] == ["again", "call", "lone", "note", "root"]
    top = ask(
        client,
        contract,
        dimensions=by("traceId"),
        orderBy=[{"field": "count_count", "direction": "desc"}],
        config={"row_limit": 1},
    )
    assert top == [{"traceId": "t1", "count_count": 3}]
    hours: dict[str, Any] = {"timeDimension": {"granularity": "minute"}, "fromTimestamp": "2026-11-22T12:00:00Z"}
    assert len(ask(client, contract, **hours)) == 100
    assert len(ask(client, contract, **hours, config={"row_limit": 1000})) == 1000
    assert len(ask(client, contract, "/metrics", **hours)) == 84 * 60


def test_daily_usage(client: TestClient, contract: Any) -> None:
    def daily(**params: Any) -> Any:
        answer = client.get("/api/public/metrics/daily", params=params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    page = daily()
    assert page["meta"] == {"page": 1, "limit": 50, "totalItems": 2, "totalPages": 1}
    last, first = page["data"]
    assert (last["date"], last["countTraces"], last["countObservations"], last["totalCost"]) == ("2026-11-25", 2, 2, 0)
    assert first == {
        "date": "2026-11-23",
        "countTraces": 1,
        "countObservations": 3,
        "totalCost": 1.0,
        "usage": [
            {
                "model": model,
                "inputUsage": tokens[0],
                "outputUsage": tokens[1],
                "totalUsage": tokens[2],
                "totalCost": cost,
                "countObservations": 1,
                "countTraces": 1,
            }
            for model, tokens, cost in (
                ("gpt-5", (100, 20, 120), 0.5),
                ("gpt-5-mini", (100, 20, 120), 0.5),
                (None, (0, 0, 0), 0),
            )
        ],
    }
    for params in (
        {"traceName": "Chat"},
        {"userId": "ada"},
        {"tags": ["a", "b"]},
        {"environment": "prod"},
        {"toTimestamp": "2026-11-24T00:00:00Z"},
        {"page": 2, "limit": 1},
    ):
        assert daily(**params)["data"] == [first], params
    assert daily(userId="nobody")["data"] == []
    assert "limit" in refusal(client, "/metrics/daily", limit=0)
