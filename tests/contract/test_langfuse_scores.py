"""Scores of all three generations against Langfuse's published contract, on both engines."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from starlette.testclient import TestClient

from sidelight.model import ScoreDataType, ScoreSource
from tests.contract.public_server import CONTRACT, public_server, read, refusal
from tests.fixtures.event_store import Seed

NOON = "2026-11-23T12:00:00.000Z"


@pytest.fixture(scope="module")
def contract() -> Any:
    return schemathesis.openapi.from_path(CONTRACT)


@pytest.fixture(scope="module", params=["chdb", "clickhouse"])
def client(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with public_server(request.param, tmp_path_factory.mktemp(request.param)) as (client, seed):
        fill(seed)
        yield client


def fill(seed: Seed) -> None:
    """A score of every type, and of every subject."""
    with seed.together():
        seed.trace("t1", 0, user_id="ada", session_id="s1", tags=("a", "b"), environment="prod")
        seed.observation("t2", "o2", 0, user_id="bob")
        seed.score(
            "num",
            0,
            name="quality",
            trace_id="t1",
            value=0.5,
            comment="so so",
            metadata={"k": '{"a": 1}', "team": "red"},
            config_id="c1",
            environment="prod",
        )
        seed.score(
            "cat",
            1,
            trace_id="t2",
            observation_id="o2",
            data_type=ScoreDataType.CATEGORICAL,
            value=None,
            string_value="kind",
            source=ScoreSource.ANNOTATION,
            author_user_id="eve",
            queue_id="q1",
        )
        seed.score("bool", 2, trace_id="t1", data_type=ScoreDataType.BOOLEAN, value=0.0, string_value="False")
        seed.score("text", 3, trace_id="t1", data_type=ScoreDataType.TEXT, value=None, string_value="well, done")
        seed.score("fix", 4, trace_id="t1", data_type=ScoreDataType.CORRECTION, value=None, string_value="right")
        seed.score("ses", 5, session_id="s1", value=3.0)
        seed.score("run", 6, dataset_run_id="r1", value=-1.5, source=ScoreSource.EVAL)
        seed.score("odd/ id?", 7, trace_id="unknown trace")


ALL = ["odd/ id?", "run", "ses", "fix", "text", "bool", "cat", "num"]


def ids(page: Any) -> list[str]:
    return [row["id"] for row in page["data"]]


def test_v2_shapes(client: TestClient, contract: Any) -> None:
    page = read(client, contract, "/v2/scores")
    assert ids(page) == ALL
    assert page["meta"] == {"page": 1, "limit": 50, "totalItems": 8, "totalPages": 1}
    rows = {row["id"]: row for row in page["data"]}
    num = rows["num"]
    assert {key: num[key] for key in ("value", "traceId", "observationId", "sessionId", "datasetRunId")} == {
        "value": 0.5,
        "traceId": "t1",
        "observationId": None,
        "sessionId": None,
        "datasetRunId": None,
    }
    assert (num["metadata"], num["comment"], num["configId"]) == ({"k": {"a": 1}, "team": "red"}, "so so", "c1")
    assert (num["timestamp"], num["updatedAt"], num["source"], num["dataType"]) == (NOON, NOON, "API", "NUMERIC")
    assert num["trace"] == {"userId": "ada", "tags": ["a", "b"], "environment": "prod", "sessionId": "s1"}
    assert (rows["cat"]["value"], rows["cat"]["stringValue"]) == (0, "kind")
    assert rows["cat"]["trace"]["userId"] == "bob"
    assert (rows["bool"]["value"], rows["bool"]["stringValue"]) == (0, "False")
    assert "value" not in rows["text"]
    assert (rows["text"]["stringValue"], rows["fix"]["stringValue"]) == ("well, done", "right")
    assert (rows["ses"]["sessionId"], rows["ses"]["trace"], rows["run"]["datasetRunId"]) == ("s1", None, "r1")
    assert rows["odd/ id?"]["trace"]["userId"] is None
    assert "trace" not in read(client, contract, "/v2/scores", fields="score")["data"][0]


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"userId": "ada"}, ["fix", "text", "bool", "num"]),
        ({"traceTags": ["a", "b"]}, ["fix", "text", "bool", "num"]),
        ({"traceTags": "c"}, []),
        ({"name": "quality"}, ["num"]),
        ({"fromTimestamp": "2026-11-23T12:00:01Z", "toTimestamp": "2026-11-23T12:00:03Z"}, ["bool", "cat"]),
        ({"environment": ["prod", "x"]}, ["num"]),
        ({"environment": "x,prod", "traceTags": "a,b"}, ["num"]),
        ({"source": "EVAL"}, ["run"]),
        ({"operator": "<", "value": 0}, ["run"]),
        ({"operator": "!=", "value": "3", "dataType": "NUMERIC"}, ["odd/ id?", "run", "num"]),
        ({"value": "0.5"}, ["num"]),
        ({"scoreIds": "num, run,none"}, ["run", "num"]),
        ({"configId": "c1"}, ["num"]),
        ({"sessionId": "s1"}, ["ses"]),
        ({"datasetRunId": "r1"}, ["run"]),
        ({"traceId": "t2"}, ["cat"]),
        ({"observationId": "o1,o2"}, ["cat"]),
        ({"queueId": "q1"}, ["cat"]),
        ({"dataType": "CORRECTION"}, ["fix"]),
        ({"source": "", "dataType": "", "operator": "", "value": "", "userId": "", "unknown": "x"}, ALL),
        ({"limit": 3, "page": 2}, ["fix", "text", "bool"]),
    ],
)
def test_v2_parameters(client: TestClient, contract: Any, params: dict[str, Any], expected: list[str]) -> None:
    assert ids(read(client, contract, "/v2/scores", **params)) == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"type": "stringObject", "column": "metadata", "key": "team", "operator": "=", "value": "red"}, ["num"]),
        ({"type": "number", "column": "value", "operator": ">=", "value": 1}, ["odd/ id?", "ses"]),
        ({"type": "stringOptions", "column": "dataType", "operator": "any of", "value": ["TEXT"]}, ["text"]),
        (
            {"type": "arrayOptions", "column": "tags", "operator": "any of", "value": ["b"]},
            ["fix", "text", "bool", "num"],
        ),
        ({"type": "datetime", "column": "timestamp", "operator": ">", "value": "2026-11-23T12:00:06Z"}, ["odd/ id?"]),
    ],
)
def test_v2_filter(client: TestClient, contract: Any, condition: dict[str, Any], expected: list[str]) -> None:
    assert ids(read(client, contract, "/v2/scores", filter=json.dumps([condition]))) == expected


def test_the_filter_goes_before_the_plain_parameter(client: TestClient, contract: Any) -> None:
    condition = {"type": "string", "column": "name", "operator": "=", "value": "quality"}
    assert ids(read(client, contract, "/v2/scores", name="other", filter=json.dumps([condition]))) == ["num"]


def test_v2_single(client: TestClient, contract: Any) -> None:
    score = read(client, contract, "/v2/scores/fix", "/v2/scores/{scoreId}")
    assert (score["dataType"], score["stringValue"]) == ("CORRECTION", "right")
    assert read(client, contract, "/v2/scores/odd%2F%20id%3F", "/v2/scores/{scoreId}")["id"] == "odd/ id?"
    missing = client.get("/api/public/v2/scores/none")
    assert (missing.status_code, missing.json()["error"]) == (404, "LangfuseNotFoundError")


def test_a_session_has_its_own_scores(client: TestClient, contract: Any) -> None:
    session = read(client, contract, "/sessions/s1", "/sessions/{sessionId}")
    assert [(score["id"], score["value"]) for score in session["scores"]] == [("ses", 3)]


def test_v1_knows_scores_of_traces_alone(client: TestClient) -> None:
    page = client.get("/api/public/scores").json()
    assert ids(page) == ["odd/ id?", "text", "bool", "cat", "num"]
    assert page["meta"]["totalItems"] == 5
    assert all(row["trace"] is not None for row in page["data"])
    assert ids(client.get("/api/public/scores", params={"userId": "ada", "dataType": "NUMERIC"}).json()) == ["num"]
    assert client.get("/api/public/scores/cat").json()["stringValue"] == "kind"
    for score_id in ("fix", "ses", "run", "none"):
        assert client.get(f"/api/public/scores/{score_id}").status_code == 404


def test_v3_values_and_field_groups(client: TestClient, contract: Any) -> None:
    page = read(client, contract, "/v3/scores", fields="details,subject, annotation")
    assert ids(page) == ALL
    assert page["meta"] == {"limit": 50}
    rows = {row["id"]: row for row in page["data"]}
    values = {"num": 0.5, "cat": "kind", "bool": False, "text": "well, done", "fix": "right", "run": -1.5}
    assert {key: rows[key]["value"] for key in values} == values
    assert {key: rows[key]["subject"] for key in ("num", "cat", "ses", "run")} == {
        "num": {"kind": "trace", "id": "t1"},
        "cat": {"kind": "observation", "id": "o2", "traceId": "t2"},
        "ses": {"kind": "session", "id": "s1"},
        "run": {"kind": "experiment", "id": "r1"},
    }
    assert (rows["num"]["comment"], rows["num"]["metadata"]) == ("so so", {"k": {"a": 1}, "team": "red"})
    assert (rows["cat"]["authorUserId"], rows["cat"]["queueId"]) == ("eve", "q1")
    core = read(client, contract, "/v3/scores", limit=1)["data"][0]
    assert set(core) == {
        "id",
        "projectId",
        "name",
        "dataType",
        "value",
        "source",
        "timestamp",
        "environment",
        "createdAt",
        "updatedAt",
    }


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"id": "num,cat"}, ["cat", "num"]),
        ({"name": "quality"}, ["num"]),
        ({"source": "eval,annotation"}, ["run", "cat"]),
        ({"dataType": "numeric", "valueMin": "0.5", "valueMax": "1"}, ["odd/ id?", "num"]),
        ({"dataType": "NUMERIC", "value": "0.5, 3"}, ["ses", "num"]),
        ({"dataType": "BOOLEAN", "value": "false"}, ["bool"]),
        ({"dataType": "CATEGORICAL", "value": "kind"}, ["cat"]),
        ({"environment": "prod"}, ["num"]),
        ({"configId": "c1"}, ["num"]),
        ({"queueId": "q1"}, ["cat"]),
        ({"authorUserId": "eve"}, ["cat"]),
        ({"traceId": "t2", "observationId": "o2"}, ["cat"]),
        ({"sessionId": "s1"}, ["ses"]),
        ({"experimentId": "r1"}, ["run"]),
        ({"fromTimestamp": "2026-11-23T12:00:01Z", "toTimestamp": "2026-11-23T12:00:02Z"}, ["cat"]),
        ({"valueMin": "", "cursor": "", "userId": ""}, ALL),
    ],
)
def test_v3_parameters(client: TestClient, contract: Any, params: dict[str, Any], expected: list[str]) -> None:
    assert ids(read(client, contract, "/v3/scores", **params)) == expected


def test_v3_pages(client: TestClient, contract: Any) -> None:
    seen: list[str] = []
    cursor = ""
    while True:
        page = read(client, contract, "/v3/scores", limit=3, cursor=cursor)
        seen += ids(page)
        cursor = page["meta"].get("cursor", "")
        if not cursor:
            break
    assert seen == ALL


@pytest.mark.parametrize(
    ("path", "params", "word"),
    [
        ("/v2/scores", {"limit": 101}, "limit"),
        ("/v2/scores", {"page": 0}, "page"),
        ("/v2/scores", {"source": "HUMAN"}, "source"),
        ("/v2/scores", {"operator": "~", "value": 1}, "operator"),
        ("/v2/scores", {"operator": ">"}, "value"),
        ("/v2/scores", {"value": "nan"}, "value"),
        ("/v2/scores", {"fromTimestamp": "soon"}, "fromTimestamp"),
        ("/v2/scores", {"fields": "trace"}, "fields"),
        ("/v2/scores", {"fields": "score", "userId": "ada"}, "userId"),
        ("/v2/scores", {"filter": "{"}, "filter"),
        ("/v2/scores", {"filter": '[{"type": "string", "column": "nope", "operator": "=", "value": "x"}]'}, "nope"),
        ("/scores", {"dataType": "number"}, "dataType"),
        ("/v3/scores", {"fields": "details,io"}, "io"),
        ("/v3/scores", {"value": "1"}, "dataType"),
        ("/v3/scores", {"value": "1", "dataType": "TEXT"}, "dataType"),
        ("/v3/scores", {"value": "1", "dataType": "BOOLEAN"}, "true"),
        ("/v3/scores", {"value": "inf", "dataType": "NUMERIC"}, "finite"),
        ("/v3/scores", {"valueMin": "1"}, "NUMERIC"),
        ("/v3/scores", {"observationId": "o2"}, "traceId"),
        ("/v3/scores", {"traceId": "t1", "sessionId": "s1"}, "at most one"),
        ("/v3/scores", {"userId": "ada"}, "v2"),
        ("/v3/scores", {"cursor": "x"}, "cursor"),
        ("/v3/scores", {"unknown": "x"}, "unknown"),
        ("/v3/scores", {"source": "HUMAN"}, "source"),
    ],
)
def test_odd_input_is_refused_with_its_reason(client: TestClient, path: str, params: dict[str, Any], word: str) -> None:
    assert word in refusal(client, path, **params)
