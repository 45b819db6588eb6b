"""Models and prices against Langfuse's published contract, on the whole server: from a definition to a call's cost."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from starlette.testclient import TestClient

from tests.contract.public_server import CONTRACT, public_server, read

FLAT = {"modelName": "house", "matchPattern": "(?i)^(acme/)?house$", "inputPrice": 0.001, "outputPrice": 0.002}
HEAD = {"isDefault": True, "priority": 0, "conditions": [], "name": "Base", "prices": {"input": 1e-6, "output": 2e-6}}
LONG = {
    "name": "Long",
    "priority": 1,
    "conditions": [{"usageDetailPattern": "^input", "operator": "gt", "value": 100, "caseSensitive": False}],
    "prices": {"input": 1e-3, "output": 2e-3},
}


@pytest.fixture(scope="module")
def contract() -> Any:
    return schemathesis.openapi.from_path(CONTRACT)


@pytest.fixture(scope="module", params=["chdb", "clickhouse"])
def client(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with public_server(request.param, tmp_path_factory.mktemp(request.param)) as (client, _seed):
        yield client


def send(client: TestClient, id: str, model: str, **attributes: int | str) -> None:
    """A model call of 200 input and 10 output tokens, through the receiver and the pipeline."""
    said = {"gen_ai.request.model": model, "gen_ai.usage.input_tokens": 200, "gen_ai.usage.output_tokens": 10}
    span = {
        "traceId": f"{int(id, 16):032x}",
        "spanId": id,
        "name": "call",
        "startTimeUnixNano": str(time.time_ns()),
        "endTimeUnixNano": str(time.time_ns() + 10**9),
        "attributes": [
            {"key": key, "value": {"intValue": str(value)} if isinstance(value, int) else {"stringValue": value}}
            for key, value in {**said, **attributes}.items()
        ],
    }
    body = {"resourceSpans": [{"scopeSpans": [{"scope": {"name": "test"}, "spans": [span]}]}]}
    assert client.post("/api/public/otel/v1/traces", json=body).status_code == 200


def cost_of(client: TestClient, id: str, expected: Any) -> dict[str, Any]:
    """The observation, as soon as its cost is what is expected."""
    deadline = time.monotonic() + 20
    while True:
        answer = client.get(f"/api/public/observations/{id}")
        if answer.status_code == 200 and answer.json()["calculatedTotalCost"] == expected:
            found: dict[str, Any] = answer.json()
            return found
        assert time.monotonic() < deadline, (answer.status_code, answer.text)
        time.sleep(0.05)


def test_what_clients_make_is_what_they_read(client: TestClient, contract: Any) -> None:
    for body in (FLAT, {**FLAT, "startDate": "2026-01-01T00:00:00Z", "unit": "SECONDS", "tokenizerId": "claude"}):
        answer = client.post("/api/public/models", json=body)
        assert answer.status_code == 200, answer.text
        contract["/api/public/models"]["POST"].validate_response(answer)
        made = answer.json()
        assert read(client, contract, f"/models/{made['id']}", "/models/{id}") == made
        deletion = client.delete(f"/api/public/models/{made['id']}")
        assert deletion.status_code == 204
        contract["/api/public/models/{id}"]["DELETE"].validate_response(deletion)


def test_every_managed_model_keeps_the_contract(client: TestClient, contract: Any) -> None:
    page = read(client, contract, "/models", limit=100)
    for number in range(2, page["meta"]["totalPages"] + 1, 6):
        assert read(client, contract, "/models", limit=100, page=number)["data"]
    assert all(model["isLangfuseManaged"] for model in page["data"])


def test_calls_are_priced_when_they_come_and_anew_when_prices_change(client: TestClient, contract: Any) -> None:
    send(client, "00000000000000a1", "ACME/house")
    cost_of(client, "00000000000000a1", None)
    made = client.post("/api/public/models", json=FLAT).json()
    found = cost_of(client, "00000000000000a1", 0.22)
    assert found["costDetails"] == {"input": 0.2, "output": 0.02, "total": 0.22}
    assert (found["modelId"], found["inputPrice"], found["outputPrice"]) == (made["id"], 0.001, 0.002)
    send(client, "00000000000000a2", "house")
    cost_of(client, "00000000000000a2", 0.22)
    tiered = {"modelName": "house", "matchPattern": FLAT["matchPattern"], "pricingTiers": [HEAD, LONG]}
    assert client.put(f"/api/public/models/{made['id']}", json=tiered).status_code == 200
    for id in ("00000000000000a1", "00000000000000a2"):
        assert cost_of(client, id, 0.22)["inputPrice"] == 1e-6
    # Both tiers cost the same, so only the tier's name says that the call was priced anew.
    deadline = time.monotonic() + 20
    while True:
        answer = read(client, contract, "/v2/observations", fields="core,model,usage", traceId=f"{0xA1:032x}")
        if answer["data"][0]["usagePricingTierName"] == "Long":
            break
        assert time.monotonic() < deadline, answer
        time.sleep(0.05)
    assert client.delete(f"/api/public/models/{made['id']}").status_code == 204
    for id in ("00000000000000a1", "00000000000000a2"):
        assert cost_of(client, id, None)["modelId"] is None


def test_a_cost_that_was_sent_stays(client: TestClient) -> None:
    made = client.post("/api/public/models", json=FLAT).json()
    send(client, "00000000000000b1", "house", **{"langfuse.observation.cost_details": '{"total": 7.5}'})
    send(client, "00000000000000b2", "house")
    assert cost_of(client, "00000000000000b1", 7.5)["costDetails"] == {"total": 7.5}
    cost_of(client, "00000000000000b2", 0.22)
    client.delete(f"/api/public/models/{made['id']}")
    cost_of(client, "00000000000000b2", None)
    cost_of(client, "00000000000000b1", 7.5)
