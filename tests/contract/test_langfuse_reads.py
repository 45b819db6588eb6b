"""Reads of the public API against Langfuse's published contract (openapi.yml of server v4.16), on the whole server."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from starlette.testclient import TestClient

from sidelight.model import Level, ObservationType
from sidelight.server import build_app
from sidelight.settings import Settings
from tests.fixtures.event_store import Seed, at_ns

CONTRACT = Path(__file__).with_name("langfuse_openapi.yml")
AUTH = ("pk-lf-contract", "sk-lf-contract")
SERVED = (
    "/api/public/health",
    "/api/public/projects",
    "/api/public/traces",
    "/api/public/traces/{traceId}",
    "/api/public/observations",
    "/api/public/observations/{observationId}",
    "/api/public/v2/observations",
    "/api/public/sessions",
    "/api/public/sessions/{sessionId}",
)


@pytest.fixture(scope="module")
def contract() -> Any:
    return schemathesis.openapi.from_path(CONTRACT)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LANGFUSE_INIT_ORG_ID", "org")
        patch.setenv("LANGFUSE_INIT_ORG_NAME", "Org")
        patch.setenv("LANGFUSE_INIT_PROJECT_ID", "project")
        patch.setenv("LANGFUSE_INIT_PROJECT_NAME", "Project")
        patch.setenv("LANGFUSE_INIT_PROJECT_PUBLIC_KEY", AUTH[0])
        patch.setenv("LANGFUSE_INIT_PROJECT_SECRET_KEY", AUTH[1])
        app = build_app(Settings(data_dir=tmp_path_factory.mktemp("server")))
        with TestClient(app, raise_server_exceptions=False) as client:
            client.auth = AUTH
            fill(Seed(app.state.services.store, "project"))
            yield client


def fill(seed: Seed) -> None:
    """Traces of several kinds: with everything, with nothing, without a root, and hidden."""
    with seed.together():
        seed.trace(
            "full",
            0,
            name="Full",
            kind="session",
            session_id="s/1",
            user_id="ada",
            environment="prod",
            version="1.10",
            release="r1",
            tags=("a", "b"),
            input='{"q": [1, 2]}',
            output="plain text",
            metadata={"a.b": '{"x": 1}', "text": "word", "number": "12", "version": "1.10"},
            public=True,
        )
        seed.observation("full", "root", 0, 4, type=ObservationType.AGENT, user_id="ada", environment="prod")
        seed.generation(
            "full",
            "call",
            1,
            parent_id="root",
            user_id="ada",
            environment="prod",
            version="2",
            level=Level.ERROR,
            status_message="boom",
            completion_start_ns=at_ns(1.5),
            model_parameters={"effort": "high"},
            input="[]",
            output="null",
            metadata={"k": "true"},
            prompt_name="p",
            prompt_version=3,
        )
        seed.trace("bare", 10)
        seed.observation("bare", "event", 10, None, type=ObservationType.EVENT, name="", level=Level.DEBUG)
        seed.observation("rootless", "orphan", 20, parent_id="lost", session_id="s2")
        seed.trace("title", 30, kind="title", session_id="s/1")
        seed.trace("tagged", 40, tags=("a",), environment="prod", user_id="bob", name="Full", release="r2")


def read(client: TestClient, contract: Any, path: str, template: str = "", **params: Any) -> Any:
    answer = client.get(f"/api/public{path}", params=params)
    assert answer.status_code == 200, answer.text
    contract[f"/api/public{template or path}"]["GET"].validate_response(answer)
    return answer.json()


def ids(page: Any) -> list[str]:
    return [row["id"] for row in page["data"]]


def test_health_and_ready_need_no_key(client: TestClient, contract: Any) -> None:
    health = read(client, contract, "/health", failIfDatabaseUnavailable="true")
    assert health["status"] == "OK"
    assert tuple(map(int, health["version"].split("."))) >= (4, 59, 0)
    anonymous = client.get("/api/public/health", auth=("", ""))
    assert anonymous.status_code == client.get("/api/public/ready", auth=("", "")).status_code == 200
    quiet = client.get("/api/public/health", params={"failIfNoRecentEvents": "true"})
    assert quiet.status_code == 503
    assert "No events" in quiet.json()["status"]
    assert client.head("/api/public/health").status_code == 200


def test_projects(client: TestClient, contract: Any) -> None:
    page = read(client, contract, "/projects")
    organization = {"id": "org", "name": "Org"}
    assert page == {"data": [{"id": "project", "name": "Project", "organization": organization, "metadata": {}}]}


def test_a_whole_trace(client: TestClient, contract: Any) -> None:
    trace = read(client, contract, "/traces/full", "/traces/{traceId}")
    assert trace["timestamp"] == "2026-11-23T12:00:00.000Z"
    assert (trace["name"], trace["sessionId"], trace["userId"], trace["release"]) == ("Full", "s/1", "ada", "r1")
    assert (trace["version"], trace["tags"], trace["public"], trace["environment"]) == (
        "1.10",
        ["a", "b"],
        True,
        "prod",
    )
    assert (trace["input"], trace["output"]) == ({"q": [1, 2]}, "plain text")
    assert trace["metadata"] == {"a": {"b": {"x": 1}}, "text": "word", "number": 12, "version": "1.10"}
    assert (trace["latency"], trace["totalCost"], trace["scores"]) == (4.0, 0.5, [])
    assert trace["htmlPath"] == "/project/project/traces/full"
    root, call = trace["observations"]
    assert (root["id"], root["parentObservationId"], root["usageDetails"], root["costDetails"]) == (
        "root",
        None,
        {},
        {},
    )
    assert (root["usage"]["unit"], root["calculatedTotalCost"], root["model"]) == ("TOKENS", None, None)
    assert (call["parentObservationId"], call["type"], call["level"], call["statusMessage"]) == (
        "root",
        "GENERATION",
        "ERROR",
        "boom",
    )
    assert (call["latency"], call["timeToFirstToken"], call["endTime"]) == (1.0, 0.5, "2026-11-23T12:00:02.000Z")
    assert (call["input"], call["output"], call["metadata"]) == ([], None, {"k": True})
    assert call["usageDetails"] == {
        "input": 40,
        "input_cached_tokens": 60,
        "output": 15,
        "output_reasoning_tokens": 5,
        "total": 120,
    }
    assert call["usage"] == {
        "input": 100,
        "output": 20,
        "total": 120,
        "unit": "TOKENS",
        "inputCost": 0.25,
        "outputCost": 0.25,
        "totalCost": 0.5,
    }
    assert call["costDetails"] == {"input": 0.25, "output": 0.25, "total": 0.5}
    assert (call["calculatedInputCost"], call["calculatedOutputCost"], call["calculatedTotalCost"]) == (0.25, 0.25, 0.5)
    assert (call["promptName"], call["promptVersion"], call["modelParameters"]) == ("p", 3, {"effort": "high"})


def test_traces_that_are_half_there(client: TestClient, contract: Any) -> None:
    bare = read(client, contract, "/traces/bare", "/traces/{traceId}")
    for field in ("name", "sessionId", "userId", "release", "version", "input", "output"):
        assert bare[field] is None, field
    assert (bare["latency"], bare["totalCost"], bare["metadata"]) == (0, 0, {})
    assert bare["observations"][0]["name"] is None
    rootless = read(client, contract, "/traces/rootless", "/traces/{traceId}")
    assert (rootless["name"], rootless["sessionId"]) == ("orphan", "s2")


def test_field_groups(client: TestClient, contract: Any) -> None:
    core = read(client, contract, "/traces/full", "/traces/{traceId}", fields="core")
    assert "input" not in core
    assert "metadata" not in core
    assert (core["observations"], core["scores"], core["latency"], core["totalCost"]) == ([], [], -1, -1)
    (listed,) = read(client, contract, "/traces", name="Full", userId="ada", fields="core, metrics")["data"]
    assert (listed["latency"], listed["observations"]) == (4.0, [])
    (whole,) = read(client, contract, "/traces", name="Full", userId="ada")["data"]
    assert (whole["observations"], whole["input"], whole["totalCost"]) == (["root", "call"], {"q": [1, 2]}, 0.5)


def test_trace_list_order_pages_and_filters(client: TestClient, contract: Any) -> None:
    def listed(**params: Any) -> list[str]:
        return ids(read(client, contract, "/traces", **params))

    assert listed() == ["tagged", "title", "rootless", "bare", "full"]  # hidden conversations included
    assert listed(orderBy="timestamp.asc")[0] == "full"
    assert listed(orderBy="id.desc") == ["title", "tagged", "rootless", "full", "bare"]
    page = read(client, contract, "/traces", page=2, limit=2)
    assert ids(page) == ["rootless", "bare"]
    assert page["meta"] == {"page": 2, "limit": 2, "totalItems": 5, "totalPages": 3}
    assert read(client, contract, "/traces", page=9)["data"] == []
    assert listed(userId="ada") == ["full"]
    assert listed(name="Full") == ["tagged", "full"]
    assert listed(sessionId="s/1") == ["title", "full"]
    assert listed(tags=["a"]) == ["tagged", "full"]
    assert listed(tags=["a", "b"]) == ["full"]
    assert listed(release="r2") == ["tagged"]
    assert listed(version="1.10") == ["full"]
    assert listed(environment=["prod", "dev"]) == ["tagged", "full"]
    assert listed(fromTimestamp="2026-11-23T12:00:10Z", toTimestamp="2026-11-23T13:00:30+01:00") == ["rootless", "bare"]
    assert listed(userId="", unknown="x") == listed()


def test_observation_list_and_single(client: TestClient, contract: Any) -> None:
    def listed(**params: Any) -> list[str]:
        return ids(read(client, contract, "/observations", **params))

    assert listed() == ["orphan", "event", "call", "root"]
    page = read(client, contract, "/observations", page=2, limit=3)
    assert (ids(page), page["meta"]) == (["root"], {"page": 2, "limit": 3, "totalItems": 4, "totalPages": 2})
    assert listed(traceId="full") == ["call", "root"]
    assert listed(type="GENERATION") == ["call"]
    assert listed(level="DEBUG") == ["event"]
    assert listed(parentObservationId="root") == ["call"]
    assert listed(userId="ada") == ["call", "root"]
    assert listed(name="orphan") == ["orphan"]
    assert listed(version="2") == ["call"]
    assert listed(environment=["prod"]) == ["call", "root"]
    assert listed(fromStartTime="2026-11-23T12:00:01Z", toStartTime="2026-11-23T12:00:20Z") == ["event", "call"]
    call = read(client, contract, "/observations/call", "/observations/{observationId}")
    assert call == read(client, contract, "/traces/full", "/traces/{traceId}")["observations"][1]


def test_sessions(client: TestClient, contract: Any) -> None:
    page = read(client, contract, "/sessions")
    assert page["data"] == [
        {"id": "s2", "createdAt": "2026-11-23T12:00:20.000Z", "projectId": "project", "environment": "default"},
        {"id": "s/1", "createdAt": "2026-11-23T12:00:00.000Z", "projectId": "project", "environment": "prod"},
    ]
    assert ids(read(client, contract, "/sessions", environment=["prod"])) == ["s/1"]
    assert ids(read(client, contract, "/sessions", toTimestamp="2026-11-23T12:00:20Z")) == ["s/1"]
    assert ids(read(client, contract, "/sessions", fromTimestamp="2026-11-23T12:00:20Z")) == ["s2"]
    session = read(client, contract, "/sessions/s%2F1", "/sessions/{sessionId}")
    assert [trace["id"] for trace in session["traces"]] == ["full", "title"]
    assert session["traces"][0]["output"] == "plain text"


@pytest.mark.parametrize("path", ["/traces/none", "/observations/none", "/sessions/none", "/nothing", "/"])
def test_what_does_not_exist(client: TestClient, path: str) -> None:
    answer = client.get(f"/api/public{path}")
    assert answer.status_code == 404
    assert set(answer.json()) == {"message", "error"}
    assert answer.json()["error"] == "LangfuseNotFoundError"


def test_a_wrong_method(client: TestClient) -> None:
    answer = client.put("/api/public/traces")
    assert answer.status_code == 405
    assert answer.json()["error"] == "MethodNotAllowedError"
    assert answer.headers["allow"] == "GET"


@pytest.mark.parametrize(
    ("path", "parameter"),
    [
        ("/traces?page=0", "page"),
        ("/traces?limit=101", "limit"),
        ("/traces?limit=ten", "limit"),
        ("/traces?fromTimestamp=yesterday", "fromTimestamp"),
        ("/traces?orderBy=cost.desc", "orderBy"),
        ("/traces?orderBy=name", "orderBy"),
        ("/observations?level=FATAL", "level"),
        ("/observations?toStartTime=x", "toStartTime"),
        ("/observations?type=THOUGHT", "type"),
        ("/v2/observations?limit=1001", "limit"),
        ("/v2/observations?parseIoAsJson=true", "parseIoAsJson"),
        ("/v2/observations?isRootObservation=maybe", "isRootObservation"),
        ("/v2/observations?cursor=bm8", "cursor"),
        ("/sessions?limit=-1", "limit"),
    ],
)
def test_invalid_parameters(client: TestClient, path: str, parameter: str) -> None:
    answer = client.get(f"/api/public{path}")
    assert answer.status_code == 400, answer.text
    body = answer.json()
    assert body["message"] == "Invalid request data"
    assert [issue["path"] for issue in body["error"]] == [[parameter]]


def test_without_a_key_there_is_nothing(client: TestClient) -> None:
    for path in SERVED[1:]:
        answer = client.get(path.replace("{", "").replace("}", ""), auth=("pk-lf-x", "sk-lf-x"))
        assert answer.status_code == 401, path
        assert set(answer.json()) == {"message", "error"}


def test_browsers_of_any_origin_may_read(client: TestClient) -> None:
    answer = client.get("/api/public/projects", headers={"origin": "https://app.example"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers
