"""Writes of the public API against Langfuse's published contract, on both engines, on the whole server."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from sidelight.model import AgentEventKind
from tests.contract.public_server import CONTRACT, public_server
from tests.fixtures.event_store import Seed
from tests.fixtures.write_world import event

WRITES = (
    ("POST", "/api/public/ingestion"),
    ("POST", "/api/public/scores"),
    ("DELETE", "/api/public/scores/{scoreId}"),
    ("DELETE", "/api/public/traces"),
    ("DELETE", "/api/public/traces/{traceId}"),
    ("GET", "/api/public/score-configs"),
    ("POST", "/api/public/score-configs"),
    ("GET", "/api/public/score-configs/{configId}"),
    ("PATCH", "/api/public/score-configs/{configId}"),
)
# Langfuse answers 202 with a body where its contract says 204 (PARITY section 2c).
UNLIKE_THE_CONTRACT = "/api/public/scores/{scoreId}"
SESSION = "019aaaaa-0000-7000-8000-000000000001"


@pytest.fixture(scope="module")
def contract() -> Any:
    return schemathesis.openapi.from_path(CONTRACT)


@pytest.fixture(scope="module", params=["chdb", "clickhouse"])
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, Seed]]:
    with public_server(request.param, tmp_path_factory.mktemp("writes")) as found:
        yield found


def test_what_is_sent_is_read_changed_and_deleted(served: tuple[TestClient, Seed], contract: Any) -> None:
    client, seed = served
    trace_id = SESSION.replace("-", "")
    seed.trace(trace_id, 0, kind="session", session_id=SESSION)
    seed.event(SESSION, "e1", 1, kind=AgentEventKind.PROMPT)
    batch = [
        event("trace-create", {"id": trace_id, "name": "n"}),
        event("span-update", {"id": "s", "output": "late"}, at_s=5),
        event("span-create", {"id": "s", "traceId": trace_id, "name": "s"}, at_s=1),
        event("score-create", {"id": "sc", "traceId": trace_id, "name": "q", "value": 1}, at_s=2),
        event("span-create", {"id": ""}, at_s=3),
    ]
    answer = client.post("/api/public/ingestion", json={"batch": batch})
    assert answer.status_code == 207
    contract["/api/public/ingestion"]["POST"].validate_response(answer)
    assert len(answer.json()["errors"]) == 1
    answer = client.post("/api/public/scores", json={"id": "sc", "traceId": trace_id, "name": "q", "value": 2})
    contract["/api/public/scores"]["POST"].validate_response(answer)
    trace = client.get(f"/api/public/traces/{trace_id}").json()
    assert [(one["name"], one["output"]) for one in trace["observations"]] == [("s", "late")]
    assert [(one["id"], one["value"]) for one in trace["scores"]] == [("sc", 2)]
    assert client.delete("/api/public/scores/sc").status_code == 202
    assert client.get("/api/public/v2/scores/sc").status_code == 404
    answer = client.delete(f"/api/public/traces/{trace_id}")
    contract["/api/public/traces/{traceId}"]["DELETE"].validate_response(answer)
    assert client.get(f"/api/public/traces/{trace_id}").status_code == 404
    events = seed.store.driver.query("SELECT event_id FROM agent_events FINAL")
    assert events == []


def test_configs_keep_the_contract(served: tuple[TestClient, Seed], contract: Any) -> None:
    client, _ = served
    categories = [{"label": "good", "value": 1}, {"label": "bad", "value": 0}]
    made = client.post(
        "/api/public/score-configs", json={"name": "c", "dataType": "CATEGORICAL", "categories": categories}
    )
    contract["/api/public/score-configs"]["POST"].validate_response(made)
    path = f"/api/public/score-configs/{made.json()['id']}"
    contract["/api/public/score-configs/{configId}"]["GET"].validate_response(client.get(path))
    changed = client.patch(path, json={"isArchived": True})
    contract["/api/public/score-configs/{configId}"]["PATCH"].validate_response(changed)
    contract["/api/public/score-configs"]["GET"].validate_response(client.get("/api/public/score-configs"))


@pytest.mark.parametrize(("method", "path"), WRITES)
@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.filter_too_much,
        HealthCheck.function_scoped_fixture,
        HealthCheck.data_too_large,
    ],
)
@given(data=st.data())
def test_no_request_breaks_the_server(
    served: tuple[TestClient, Seed], contract: Any, method: str, path: str, data: st.DataObject
) -> None:
    client, _ = served
    case = data.draw(contract[path][method].as_strategy())
    sent = case.as_transport_kwargs(base_url="http://testserver")
    answer = client.request(sent["method"], sent["url"], params=sent.get("params"), json=sent.get("json"))
    assert answer.status_code < 500, answer.text
    if answer.status_code < 400 and path != UNLIKE_THE_CONTRACT:
        contract[path][method].validate_response(answer)
    # Another address: a client resolves the ids "." and "..", and Starlette's routes end at a line break.
    is_ours = answer.request.url.path.startswith("/api/public/") and "\n" not in answer.request.url.path
    if answer.status_code >= 400 and is_ours:
        assert set(answer.json()) == {"message", "error"}, f"{answer.status_code} {answer.request.url!r}"
