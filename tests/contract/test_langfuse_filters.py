"""The JSON filter and the second generation of observations against Langfuse's contract, on the whole server."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import orjson
import pytest
import schemathesis
from starlette.testclient import TestClient

from sidelight.enrich.managed_models import find_managed
from sidelight.model import Level, ObservationType, ScoreDataType
from tests.contract.public_server import CONTRACT, public_server, read
from tests.fixtures.event_store import Seed, at_ns

LONG = "x" * 300
PRICED = find_managed("gpt-4o-mini", "", at_ns(0))
PRICED_ID = PRICED.id if PRICED else ""


@pytest.fixture(scope="module")
def contract() -> Any:
    return schemathesis.openapi.from_path(CONTRACT)


@pytest.fixture(scope="module", params=["chdb", "clickhouse"])
def client(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with public_server(request.param, tmp_path_factory.mktemp("server")) as (client, seed):
        fill(seed)
        yield client


def fill(seed: Seed) -> None:
    with seed.together():
        seed.trace(
            "one", 0, name="One", user_id="ada", session_id="s", tags=("b", "a"), release="r", public=True, version="1"
        )
        seed.observation("one", "root", 0, 4, type=ObservationType.AGENT, environment="prod")
        seed.generation(
            "one",
            "call",
            1,
            parent_id="root",
            level=Level.ERROR,
            status_message="boom",
            completion_start_ns=at_ns(1.25),
            model_id=PRICED_ID,
            model_parameters={"effort": "high"},
            pricing_tier="Standard",
            cost_source="model",
            prompt_id="pid",
            prompt_name="p",
            prompt_version=3,
            input='{"ask": "the needle"}',
            output="found it",
            metadata={"long": LONG, "short": "[1, 2]"},
            tags=("c",),
        )
        seed.observation("two", "app", 2, None, parent_id="far", is_app_root=True, session_id="own", name="")
        seed.score("judged", trace_id="one", observation_id="call", value=0.5)
        seed.score("fixed", trace_id="one", data_type=ScoreDataType.CORRECTION, value=None, string_value="better")
        seed.score("whole", trace_id="one", data_type=ScoreDataType.BOOLEAN, value=1, string_value="True")


def ids(page: Any) -> list[str]:
    return [row["id"] for row in page["data"]]


def asked(*conditions: dict[str, Any]) -> str:
    return orjson.dumps(list(conditions)).decode()


def text(column: str, value: str) -> dict[str, Any]:
    return {"type": "string", "column": column, "operator": "=", "value": value}


def test_a_filter_of_traces_comes_before_parameters_on_its_columns(client: TestClient, contract: Any) -> None:
    def listed(**params: Any) -> list[str]:
        return ids(read(client, contract, "/traces", **params))

    assert listed(filter="[]") == ["two", "one"]
    cost = {"type": "number", "column": "totalCost", "operator": ">=", "value": 0.5}
    assert listed(filter=asked(cost)) == ["one"]
    assert listed(filter=asked(text("userId", "ada")), userId="bob") == ["one"]
    assert listed(filter=asked(cost), userId="bob") == []
    late = {"type": "datetime", "column": "timestamp", "operator": ">=", "value": "2026-11-23T12:00:01Z"}
    assert listed(filter=asked(late), fromTimestamp="2027-01-01T00:00:00Z") == ["two"]
    assert listed(filter=asked(late), fromTimestamp="") == ["two"]
    assert listed(tags="a,b") == listed(tags=["a", "b"]) == ["one"]


def test_a_filter_of_observations_comes_before_parameters_on_its_columns(client: TestClient, contract: Any) -> None:
    for path in ("/observations", "/v2/observations"):
        assert ids(read(client, contract, path, filter=asked(text("model", "gpt-5")))) == ["call"]
        assert ids(read(client, contract, path, filter=asked(text("traceId", "one")), traceId="two")) == [
            "call",
            "root",
        ]
        assert ids(read(client, contract, path, filter=asked(text("traceName", "One")), level="ERROR")) == ["call"]
        assert ids(read(client, contract, path, environment="prod,staging")) == ["root"]
        early = {"type": "datetime", "column": "startTime", "operator": "<", "value": "2026-11-23T12:00:01Z"}
        assert ids(read(client, contract, path, filter=asked(early), fromStartTime="2026-11-23T12:00:02Z")) == ["root"]


def test_scores_of_a_trace(client: TestClient, contract: Any) -> None:
    trace = read(client, contract, "/traces/one", "/traces/{traceId}")
    # Clients of this generation cannot read corrections.
    assert sorted((score["id"], score["dataType"]) for score in trace["scores"]) == [
        ("judged", "NUMERIC"),
        ("whole", "BOOLEAN"),
    ]
    (listed,) = read(client, contract, "/traces", name="One")["data"]
    assert sorted(listed["scores"]) == ["judged", "whole"]
    (core,) = read(client, contract, "/traces", name="One", fields="core")["data"]
    assert core["scores"] == []
    assert read(client, contract, "/traces/one", "/traces/{traceId}", fields="io,nonsense")["scores"] == []


def test_one_observation_says_what_priced_it(client: TestClient, contract: Any) -> None:
    call = read(client, contract, "/observations/call", "/observations/{observationId}")
    assert (call["promptId"], call["modelId"], call["usagePricingTierName"]) == ("pid", PRICED_ID, "Standard")
    assert (call["inputPrice"], call["outputPrice"], call["totalPrice"]) == (1.5e-07, 6e-07, None)
    assert (call["unit"], call["promptTokens"]) == ("TOKENS", 100)


def test_v2_gives_core_and_basic(client: TestClient, contract: Any) -> None:
    page = read(client, contract, "/v2/observations")
    assert ids(page) == ["app", "call", "root"]
    assert page["meta"] == {}
    app, call, root = page["data"]
    assert call == {
        "id": "call",
        "traceId": "one",
        "startTime": "2026-11-23T12:00:01.000Z",
        "endTime": "2026-11-23T12:00:02.000Z",
        "projectId": "project",
        "parentObservationId": "root",
        "type": "GENERATION",
        "modelId": None,
        "inputPrice": None,
        "outputPrice": None,
        "totalPrice": None,
        "name": "call",
        "level": "ERROR",
        "statusMessage": "boom",
        "version": None,
        "environment": "default",
        "bookmarked": False,
        "public": True,
        "userId": "ada",
        "sessionId": "s",
        "isRootObservation": False,
    }
    assert (root["isRootObservation"], root["parentObservationId"]) == (True, None)
    assert (app["isRootObservation"], app["parentObservationId"], app["endTime"]) == (True, "far", None)
    assert (app["name"], app["sessionId"], app["userId"], app["public"]) == (None, "own", None, False)


@pytest.mark.parametrize(
    ("group", "fields"),
    [
        ("core", {}),
        ("time", {"completionStartTime": "2026-11-23T12:00:01.250Z"}),
        ("io", {"input": '{"ask": "the needle"}', "output": "found it"}),
        ("metadata", {"metadata": {"long": "x" * 200, "short": [1, 2]}}),
        (
            "model",
            {
                "providedModelName": "gpt-5",
                "internalModelId": PRICED_ID,
                "modelId": PRICED_ID,
                "inputPrice": "0.00000015",
                "outputPrice": "0.0000006",
                "modelParameters": {"effort": "high"},
            },
        ),
        (
            "usage",
            {
                "costDetails": {"input": 0.25, "output": 0.25, "total": 0.5},
                "totalCost": 0.5,
                "usagePricingTierName": "Standard",
            },
        ),
        ("prompt", {"promptId": "pid", "promptName": "p", "promptVersion": 3}),
        ("metrics", {"latency": 1.0, "timeToFirstToken": 0.25}),
        ("trace_context", {"traceName": "One", "tags": ["b", "a", "c"], "release": "r"}),
    ],
)
def test_v2_field_groups(client: TestClient, contract: Any, group: str, fields: dict[str, Any]) -> None:
    (core,) = read(client, contract, "/v2/observations", name="call", fields="core")["data"]
    (found,) = read(client, contract, "/v2/observations", name="call", fields=f" {group} ,nonsense")["data"]
    assert {name: found[name] for name in fields} == fields
    assert set(core) <= set(found)
    expected = set(core) | set(fields) | ({"createdAt", "updatedAt"} if group == "time" else set())
    expected |= {"usageDetails"} if group == "usage" else set()
    assert set(found) == expected


def test_v2_metadata_in_full(client: TestClient, contract: Any) -> None:
    (found,) = read(client, contract, "/v2/observations", name="call", fields="metadata", expandMetadata="a,long")[
        "data"
    ]
    assert found["metadata"]["long"] == LONG


def test_v2_pages(client: TestClient, contract: Any) -> None:
    seen: list[str] = []
    cursor: dict[str, str] = {}
    for _ in range(4):
        page = read(client, contract, "/v2/observations", limit=1, **cursor)
        seen += ids(page)
        if "cursor" not in page["meta"]:
            break
        cursor = {"cursor": page["meta"]["cursor"]}
    assert seen == ["app", "call", "root"]
    beyond = read(client, contract, "/v2/observations", limit=1, toStartTime="2026-11-23T12:00:01Z", **cursor)
    assert (ids(beyond), beyond["meta"]) == (["root"], {})


def test_v2_plain_parameters(client: TestClient, contract: Any) -> None:
    def listed(**params: Any) -> list[str]:
        return ids(read(client, contract, "/v2/observations", **params))

    assert listed(parentObservationId="") == ["root"]
    assert listed(parentObservationId="far") == ["app"]
    assert listed(isRootObservation="true") == ["app", "root"]
    assert listed(isRootObservation="false") == ["call"]
    assert listed(userId="ada") == ["call", "root"]
    assert listed(sessionId="own") == ["app"]
    assert listed(type="AGENT") == ["root"]
    assert listed(level="ERROR", traceId="one") == ["call"]
    assert listed(fromStartTime="2026-11-23T12:00:01Z", toStartTime="2026-11-23T12:00:02Z") == ["call"]
    assert listed(parseIoAsJson="false", version="", name="") == ["app", "call", "root"]


def test_v2_searches_texts_by_the_index_alone(client: TestClient, contract: Any) -> None:
    def condition(operator: str, value: str) -> dict[str, Any]:
        return {"type": "string", "column": "input", "operator": operator, "value": value}

    assert ids(read(client, contract, "/v2/observations", filter=asked(condition("matches", "NEEDLE")))) == ["call"]
    both = asked(condition("matches", "needle"), condition("contains", "the n"))
    assert ids(read(client, contract, "/v2/observations", filter=both)) == ["call"]
    for refused in (
        condition("contains", "needle"),
        {"type": "null", "column": "Output", "operator": "is null", "value": ""},
    ):
        answer = client.get("/api/public/v2/observations", params={"filter": asked(refused)})
        assert answer.status_code == 400
        assert answer.json()["error"][0]["path"][:2] == ["filter", 0]
    assert ids(read(client, contract, "/observations", filter=asked(condition("contains", "needle")))) == ["call"]


@pytest.mark.parametrize("path", ["/traces", "/observations", "/v2/observations"])
@pytest.mark.parametrize(
    ("filter_", "path_of_error"),
    [
        ("{", ["filter"]),
        ('{"a": 1}', ["filter"]),
        ("[1]", ["filter", 0]),
        (asked(text("nmae", "x")), ["filter", 0, "column"]),
        (asked({"type": "number", "column": "name", "operator": "=", "value": 3}), ["filter", 0, "type"]),
        (asked({**text("name", "x"), "operator": ">"}), ["filter", 0, "operator"]),
        (asked({"type": "number", "column": "totalCost", "operator": "=", "value": "1"}), ["filter", 0, "value"]),
        ("[" * 2000, ["filter"]),
    ],
)
def test_a_filter_that_cannot_be_used_is_refused(
    client: TestClient, path: str, filter_: str, path_of_error: list[Any]
) -> None:
    answer = client.get(f"/api/public{path}", params={"filter": filter_})
    assert answer.status_code == 400, answer.text
    assert answer.json()["message"] == "Invalid request data"
    assert [issue["path"] for issue in answer.json()["error"]] == [path_of_error]


@pytest.mark.parametrize("path", ["/traces", "/observations", "/v2/observations", "/sessions"])
@pytest.mark.parametrize(
    "query",
    [
        "name=%00",
        "filter=%00",
        "userId=%ff%fe",
        "limit=99999999999999999999999",
        "page=0x10",
        "fromStartTime=0000-00-00T00:00:00Z&fromTimestamp=0000-00-00T00:00:00Z",
        "fromStartTime=9999-12-31T23:59:59-23:59&fromTimestamp=9999-12-31T23:59:59-23:59",
        "toStartTime=0001-01-01T00:00:00%2B14:00&toTimestamp=0001-01-01T00:00:00%2B14:00",
        "toStartTime=1e400&toTimestamp=1e400",
        "limit=1&limit=2&page=1&page=2&name=a&name=b",
        "environment=&tags=&environment=%00",
        "cursor=%F0%9F%92%A9&orderBy=%00",
        "orderBy=timestamp.asc.desc",
        "filter=" + quote('[{"type":"string","column":"name","operator":"=","value":"\\ud800"}]'),
        "filter=" + quote('[{"type":"string","column":"name","operator":"=","value":"\\u0000"}]'),
        "filter=" + quote('[{"type":"number","column":"totalCost","operator":"=","value":1e999}]'),
        "filter="
        + quote('[{"type":"number","column":"totalCost","operator":"=","value":123456789012345678901234567890}]'),
    ],
)
def test_odd_input_is_answered_or_refused(client: TestClient, contract: Any, path: str, query: str) -> None:
    answer = client.get(f"/api/public{path}?{query}")
    assert answer.status_code in (200, 400), answer.text
    contract[f"/api/public{path}"]["GET"].validate_response(answer)


@pytest.mark.parametrize("path", ["/traces/%00", "/observations/%00", "/sessions/%00", "/traces/%ff%fe"])
def test_odd_ids_are_not_found(client: TestClient, path: str) -> None:
    answer = client.get(f"/api/public{path}")
    assert (answer.status_code, answer.json()["error"]) == (404, "LangfuseNotFoundError")
