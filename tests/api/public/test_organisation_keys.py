"""What a key of an organisation may do, as Langfuse's contract has it, and that it ends at the organisation."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from sidelight.api.public.contract import contract_routes
from sidelight.platform.api_keys import create_key, create_organisation_key
from sidelight.platform.database import Database
from tests.fixtures.media_world import MediaWorld, open_media_world
from tests.fixtures.web_app import SECRET


@pytest.fixture
async def world(database: Database, tmp_path: Path) -> AsyncIterator[MediaWorld]:
    async with open_media_world(database, tmp_path) as world:
        yield world


@asynccontextmanager
async def organisation(world: MediaWorld, organisation_id: str = "acme") -> AsyncIterator[httpx.AsyncClient]:
    async with world.people.services.database.session() as session:
        key = await create_organisation_key(session, SECRET, organisation_id, "terraform")
    async with world.stranger() as client:
        client.auth = httpx.BasicAuth(key.view.public_key, key.secret_key)
        yield client


async def test_keys_and_projects_of_the_organisation(world: MediaWorld) -> None:
    async with organisation(world) as client:
        (key,) = (await client.get("/api/public/organizations/apiKeys")).json()["apiKeys"]
        assert (key["note"], key["expiresAt"]) == ("terraform", None)
        assert "secretKey" not in key
        (project,) = (await client.get("/api/public/organizations/projects")).json()["projects"]
        assert (project["id"], project["name"], project["metadata"]) == ("rocket", "Rocket", {})


async def test_a_project_key_is_made_used_listed_and_deleted(world: MediaWorld) -> None:
    path = "/api/public/projects/rocket/apiKeys"
    async with organisation(world) as client, world.stranger() as sdk:
        answer = await client.post(path, json={"note": "ci"})
        assert answer.status_code == 201
        made = answer.json()
        sdk.auth = httpx.BasicAuth(made["publicKey"], made["secretKey"])
        assert (await sdk.get("/api/public/projects")).json()["data"][0]["id"] == "rocket"
        (listed,) = (await client.get(path)).json()["apiKeys"]
        assert (listed["id"], listed["note"]) == (made["id"], "ci")
        assert "secretKey" not in listed
        assert (await client.delete(f"{path}/{made['id']}")).json() == {"success": True}
        assert (await sdk.get("/api/public/projects")).status_code == 401
        assert (await client.get(path)).json() == {"apiKeys": []}
        assert (await client.delete(f"{path}/{made['id']}")).status_code == 404


async def test_a_pair_can_be_given(world: MediaWorld) -> None:
    path = "/api/public/projects/rocket/apiKeys"
    pair = {"publicKey": "pk-lf-mine", "secretKey": "sk-lf-mine"}
    async with organisation(world) as client:
        made = (await client.post(path, json=pair)).json()
        assert (made["publicKey"], made["secretKey"], made["note"]) == ("pk-lf-mine", "sk-lf-mine", None)
        again = await client.post(path, json=pair)
        assert again.status_code == 409
        for wrong, said in (
            ({"publicKey": "pk-lf-x"}, "together"),
            ({"publicKey": "x", "secretKey": "sk-lf-x"}, "must start with 'pk-lf-'"),
            ({"publicKey": "pk-lf-x", "secretKey": "x"}, "must start with 'sk-lf-'"),
            ({"publicKey": "pk-lf-a:b", "secretKey": "sk-lf-x"}, "colon"),
        ):
            refused = await client.post(path, json=wrong)
            assert refused.status_code == 400
            assert said in str(refused.json()["error"])


async def test_other_organisations_do_not_exist(world: MediaWorld) -> None:
    async with world.people.services.database.session() as session:
        theirs = await create_key(session, SECRET, "trap")
    async with organisation(world) as client:
        for project_id in ("trap", "none"):
            path = f"/api/public/projects/{project_id}/apiKeys"
            for answer in (
                await client.get(path),
                await client.post(path, json={}),
                await client.delete(f"{path}/{theirs.view.id}"),
            ):
                assert answer.status_code == 404
                assert answer.json() == {"message": "Project not found", "error": "LangfuseNotFoundError"}
        assert (await client.delete(f"/api/public/projects/rocket/apiKeys/{theirs.view.id}")).status_code == 404
    async with organisation(world, "evil") as client:
        ids = [key["id"] for key in (await client.get("/api/public/projects/trap/apiKeys")).json()["apiKeys"]]
        assert ids == [theirs.view.id]


async def test_only_keys_of_organisations_open_these(world: MediaWorld) -> None:
    async with world.sdk() as sdk, world.stranger() as stranger, organisation(world) as client:
        for path in (
            "/api/public/organizations/apiKeys",
            "/api/public/organizations/projects",
            "/api/public/projects/rocket/apiKeys",
        ):
            assert (await sdk.get(path)).status_code == 403
            assert (await stranger.get(path)).status_code == 401
        for path in ("/api/public/projects", "/api/public/media/x"):
            refused = await client.get(path)
            assert refused.status_code == 403
            assert "opens no project's data" in refused.json()["message"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/public/projects", 200),
        ("PATCH", "/api/public/projects", 405),
        ("GET", "/api/public/nowhere", 404),
        ("GET", "/api/public/media/none", 404),
        ("POST", "/api/public/media", 400),
    ],
)
async def test_every_answer_may_be_read_by_any_site(world: MediaWorld, method: str, path: str, status: int) -> None:
    async with world.sdk() as sdk, world.stranger() as stranger:
        for client, expected in ((sdk, status), (stranger, 401 if status in (200, 400) or "media" in path else status)):
            answer = await client.request(method, path, headers={"origin": "https://example.com"}, json={})
            assert answer.status_code == expected
            assert answer.headers["access-control-allow-origin"] == "*"
            assert "access-control-allow-credentials" not in answer.headers
        preflight = await stranger.options(
            path,
            headers={
                "origin": "https://example.com",
                "access-control-request-method": "PATCH",
                "access-control-request-headers": "authorization, x-langfuse-sdk-name",
            },
        )
        assert preflight.status_code == 200
        assert "x-langfuse-sdk-name" in preflight.headers["access-control-allow-headers"]


async def test_the_published_contract_is_hosted(world: MediaWorld) -> None:
    world.people.app.router.routes[:0] = contract_routes()
    async with world.stranger() as stranger:
        for path in ("/generated/api/openapi.yml", "/api/openapi.yaml"):
            answer = await stranger.get(path)
            assert (answer.status_code, answer.headers["content-type"]) == (200, "application/yaml")
            assert answer.text.startswith("openapi: 3.0.1")
            assert "/api/public/v3/scores:" in answer.text
