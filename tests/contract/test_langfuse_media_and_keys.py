"""Media, and keys of organisations, against Langfuse's published contract: shapes of answers, and no server error."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.core import NotSet
from starlette.testclient import TestClient

from sidelight.platform.api_keys import create_organisation_key
from tests.contract.public_server import AUTH, CONTRACT, public_server
from tests.fixtures.media_world import PNG, announcement

MEDIA = (
    ("POST", "/api/public/media"),
    ("GET", "/api/public/media/{mediaId}"),
    ("PATCH", "/api/public/media/{mediaId}"),
)
KEYS = (
    ("GET", "/api/public/organizations/apiKeys"),
    ("GET", "/api/public/organizations/projects"),
    ("GET", "/api/public/projects/{projectId}/apiKeys"),
    ("POST", "/api/public/projects/{projectId}/apiKeys"),
    ("DELETE", "/api/public/projects/{projectId}/apiKeys/{apiKeyId}"),
)
JSON = {"content-type": "application/json"}
REPORT = {"uploadedAt": "2026-11-23T12:00:00.000Z", "uploadHttpStatus": 200, "uploadHttpError": "", "uploadTimeMs": 5}


@pytest.fixture(scope="module")
def contract() -> Any:
    return schemathesis.openapi.from_path(CONTRACT)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with public_server("chdb", tmp_path_factory.mktemp("media")) as (client, _):
        yield client


@pytest.fixture(scope="module")
def organisation(client: TestClient) -> tuple[str, str]:
    """A key of the organisation."""
    services = client.app.state.services  # type: ignore[attr-defined]

    async def make() -> tuple[str, str]:
        async with services.database.session() as session:
            made = await create_organisation_key(session, services.secret, "org")
        return made.view.public_key, made.secret_key

    assert client.portal is not None
    return client.portal.call(make)


def validate(contract: Any, method: str, path: str, answer: Any) -> Any:
    """The body of a success, which keeps the contract's schema; what it calls 200 may be 201, as in Langfuse itself."""
    assert answer.status_code in (200, 201), answer.text
    answer.status_code = 200
    contract[path][method].validate_response(answer)
    return answer.json()


def test_media(client: TestClient, contract: Any) -> None:
    announced = client.post("/api/public/media", json=announcement())
    assert announced.status_code == 201
    body = validate(contract, "POST", "/api/public/media", announced)
    sent = client.put(body["uploadUrl"], content=PNG, headers={"content-type": "image/png"}, auth=("", ""))
    assert sent.status_code == 200
    path = f"/api/public/media/{body['mediaId']}"
    reported = client.patch(path, json=REPORT)
    assert (reported.status_code, reported.content) == (204, b"")
    found = validate(contract, "GET", "/api/public/media/{mediaId}", client.get(path))
    assert client.get(found["url"], auth=("", "")).content == PNG
    again = validate(contract, "POST", "/api/public/media", client.post("/api/public/media", json=announcement()))
    assert again == {"mediaId": body["mediaId"], "uploadUrl": None}


def test_keys_of_organisations(client: TestClient, contract: Any, organisation: tuple[str, str]) -> None:
    def call(method: str, template: str, path: str, **body: Any) -> Any:
        answer = client.request(method, path, auth=organisation, **body)
        return validate(contract, method, template, answer)

    template = "/api/public/projects/{projectId}/apiKeys"
    made = call("POST", template, "/api/public/projects/project/apiKeys", json={"note": "n"})
    assert len(call("GET", template, "/api/public/projects/project/apiKeys")["apiKeys"]) == 2
    assert call("DELETE", KEYS[4][1], f"/api/public/projects/project/apiKeys/{made['id']}") == {"success": True}
    assert call("GET", KEYS[0][1], KEYS[0][1])["apiKeys"][0]["note"] is None
    assert [one["id"] for one in call("GET", KEYS[1][1], KEYS[1][1])["projects"]] == ["project"]


@pytest.mark.slow
@pytest.mark.parametrize(("method", "path"), MEDIA + KEYS)
def test_nothing_breaks_the_server(
    client: TestClient, contract: Any, organisation: tuple[str, str], method: str, path: str
) -> None:
    auth = AUTH if (method, path) in MEDIA else organisation
    operation = contract[path][method]

    @given(
        st.one_of(operation.as_strategy(), operation.as_strategy(generation_mode=schemathesis.GenerationMode.NEGATIVE))
    )
    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    def fuzz(case: Any) -> None:
        where = {name: quote(str(value), safe="") or "x" for name, value in (case.path_parameters or {}).items()}
        if "projectId" in where:
            where["projectId"] = "project"
        body: Any = b"" if isinstance(case.body, NotSet) else case.body
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        answer = client.request(method, path.format(**where), auth=auth, headers=JSON, content=content)
        assert answer.status_code < 500, answer.text
        if answer.status_code in (200, 201):
            validate(contract, method, path, answer)
        elif answer.status_code != 204:
            assert set(answer.json()) == {"message", "error"}

    fuzz()
