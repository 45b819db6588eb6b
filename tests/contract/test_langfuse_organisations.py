"""Organisations, memberships and projects as the published contracts say, for keys of organisations and for admins."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from starlette.testclient import TestClient

from sidelight.server import build_app
from sidelight.settings import AccessSettings, Settings
from tests.contract.public_server import CONTRACT

ADMIN_KEY = "an-admin-key-of-more-than-32-characters"
ADMIN_CONTRACT = Path(__file__).with_name("langfuse_openapi_organizations.yml")
PASSWORD = "correct horse"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {
            "ORG_ID": "org",
            "PROJECT_ID": "p",
            "USER_EMAIL": "ada@example.com",
            "USER_PASSWORD": PASSWORD,
        }.items():
            patch.setenv(f"LANGFUSE_INIT_{name}", value)
        access = AccessSettings(admin_api_key=ADMIN_KEY)  # type: ignore[arg-type] # pydantic makes it a secret
        app = build_app(Settings(data_dir=tmp_path_factory.mktemp("data"), access=access))
        with TestClient(app, base_url="http://localhost") as client:
            yield client


@pytest.fixture(scope="module")
def contract() -> Any:
    return schemathesis.openapi.from_path(CONTRACT)


@pytest.fixture(scope="module")
def admin_contract() -> Any:
    return schemathesis.openapi.from_path(ADMIN_CONTRACT)


@pytest.fixture(scope="module")
def user_id(client: TestClient) -> str:
    """Somebody who joined as a viewer."""
    ada = TestClient(client.app, base_url="http://localhost")
    assert ada.post("/api/app/auth/login", json={"email": "ada@example.com", "password": PASSWORD}).is_success
    link = ada.post("/api/app/organizations/org/invitations", json={"role": "viewer"}).json()["url"]
    body = {"token": link.partition("token=")[2], "email": "vic@example.com", "name": "Vic", "password": "long enough"}
    return str(
        TestClient(client.app, base_url="http://localhost").post("/api/app/invitations/join", json=body).json()["id"]
    )


def admin(client: TestClient, method: str, path: str = "", key: str = ADMIN_KEY, **how: Any) -> httpx.Response:
    return client.request(method, f"/api/admin/organizations{path}", headers={"Authorization": f"Bearer {key}"}, **how)


@pytest.fixture(scope="module")
def key(client: TestClient) -> tuple[str, str]:
    made = admin(client, "POST", "/org/apiKeys", json={"note": "tests"}).json()
    return made["publicKey"], made["secretKey"]


def test_admins_manage_organisations(client: TestClient, admin_contract: Any) -> None:
    paths = {
        name: admin_contract[f"/api/admin/organizations{name}"]
        for name in ("", "/{organizationId}", "/{organizationId}/apiKeys", "/{organizationId}/apiKeys/{apiKeyId}")
    }

    def ask(method: str, template: str, path: str, **how: Any) -> Any:
        answer = admin(client, method, path, **how)
        assert answer.is_success, answer.text
        paths[template][method].validate_response(answer)
        return answer.json()

    made = ask("POST", "", "", json={"name": "New", "metadata": {"a": 1}})
    one, keys = f"/{made['id']}", f"/{made['id']}/apiKeys"
    assert ask("PUT", "/{organizationId}", one, json={"name": "Newer"})["metadata"] == {"a": 1}
    assert ask("GET", "/{organizationId}", one)["name"] == "Newer"
    assert made["id"] in [found["id"] for found in ask("GET", "", "")["organizations"]]
    new = ask("POST", "/{organizationId}/apiKeys", keys, json={})
    (listed,) = ask("GET", "/{organizationId}/apiKeys", keys)["apiKeys"]
    assert listed["id"] == new["id"]
    assert "secretKey" not in listed
    assert ask("DELETE", "/{organizationId}/apiKeys/{apiKeyId}", f"{keys}/{new['id']}") == {"success": True}
    assert ask("DELETE", "/{organizationId}", one) == {"success": True}
    assert admin(client, "GET", one).status_code == 404
    assert admin(client, "DELETE", "/org").status_code == 409


@pytest.mark.parametrize("sent", ["", "wrong", ADMIN_KEY[:-1], ADMIN_KEY + "x", "ключ"])
def test_only_the_admin_key_opens_it(client: TestClient, sent: str) -> None:
    answer = client.get("/api/admin/organizations", headers={"Authorization": f"Bearer {sent}".encode()})
    assert answer.status_code == 401
    assert set(answer.json()) == {"message", "error"}


def test_without_a_key_it_is_closed(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = client.app.state.services.settings  # type: ignore[attr-defined]
    monkeypatch.setitem(settings.__dict__, "admin_api_key", "")
    for sent in ("", "Bearer ", "Bearer x"):
        assert client.get("/api/admin/organizations", headers={"Authorization": sent}).status_code == 403


def test_memberships_of_the_organisation(client: TestClient, contract: Any, key: tuple[str, str], user_id: str) -> None:
    path = "/api/public/organizations/memberships"

    def ask(method: str, **how: Any) -> httpx.Response:
        answer = client.request(method, path, auth=key, **how)
        if answer.is_success:
            contract[path][method].validate_response(answer)
        return answer

    found = {one["userId"]: one["role"] for one in ask("GET").json()["memberships"]}
    assert found[user_id] == "VIEWER"
    assert sorted(found.values()) == ["OWNER", "VIEWER"]
    assert ask("PUT", json={"userId": user_id, "role": "MEMBER"}).json()["role"] == "MEMBER"
    assert ask("PUT", json={"userId": "nobody", "role": "MEMBER"}).status_code == 404
    assert ask("PUT", json={"userId": user_id, "role": "member"}).status_code == 400
    owner = next(one for one, role in found.items() if role == "OWNER")
    assert ask("DELETE", json={"userId": owner}).status_code == 409
    assert ask("DELETE", json={"userId": user_id}).json()["userId"] == user_id
    assert ask("DELETE", json={"userId": user_id}).status_code == 404
    assert ask("PUT", json={"userId": user_id, "role": "VIEWER"}).status_code == 200


def test_memberships_of_a_project(client: TestClient, contract: Any, key: tuple[str, str], user_id: str) -> None:
    template, path = "/api/public/projects/{projectId}/memberships", "/api/public/projects/p/memberships"

    def ask(method: str, **how: Any) -> Any:
        answer = client.request(method, path, auth=key, **how)
        assert answer.is_success, answer.text
        contract[template][method].validate_response(answer)
        return answer.json()

    assert ask("GET") == {"memberships": []}
    assert ask("PUT", json={"userId": user_id, "role": "ADMIN"})["role"] == "ADMIN"
    assert [one["role"] for one in ask("GET")["memberships"]] == ["ADMIN"]
    assert ask("DELETE", json={"userId": user_id})["userId"] == user_id
    assert ask("GET") == {"memberships": []}
    assert client.get("/api/public/projects/elsewhere/memberships", auth=key).status_code == 404


def test_projects_from_their_start_to_their_end(client: TestClient, contract: Any, key: tuple[str, str]) -> None:
    new = {"name": "Made by a script", "retention": 30, "metadata": {"by": "terraform"}}
    answer = client.post("/api/public/projects", auth=key, json=new)
    assert answer.status_code == 201, answer.text
    contract["/api/public/projects"]["POST"].validate_response(answer)
    made = answer.json()
    assert (made["retentionDays"], made["metadata"]) == (30, {"by": "terraform"})
    assert client.post("/api/public/projects", auth=key, json=new).status_code == 409
    assert client.post("/api/public/projects", auth=key, json={**new, "name": "x", "retention": 2}).status_code == 400
    path = f"/api/public/projects/{made['id']}"
    changed = client.put(path, auth=key, json={"name": "Renamed", "retention": 0})
    contract["/api/public/projects/{projectId}"]["PUT"].validate_response(changed)
    assert "retentionDays" not in changed.json()
    pair = client.post(f"{path}/apiKeys", auth=key, json={}).json()
    of_project = (pair["publicKey"], pair["secretKey"])
    assert client.get("/api/public/projects", auth=of_project).json()["data"][0]["name"] == "Renamed"
    assert client.put(path, auth=of_project, json={"name": "x"}).status_code == 403
    closed = client.delete(path, auth=key)
    assert closed.status_code == 202
    contract["/api/public/projects/{projectId}"]["DELETE"].validate_response(closed)
    assert client.get("/api/public/projects", auth=of_project).status_code == 401
    assert client.delete(path, auth=key).status_code == 404
    listed = client.get("/api/public/organizations/projects", auth=key).json()["projects"]
    assert made["id"] not in [one["id"] for one in listed]
