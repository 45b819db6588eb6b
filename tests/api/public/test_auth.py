"""Basic authentication of the public API, answered in Langfuse's shape."""

import base64
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from sidelight.api.public.auth import OrganisationKey, PublicKey, ScoreKey, install_refusal_handler
from sidelight.platform.api_keys import NewKey, create_key, create_organisation_key, revoke_key
from sidelight.platform.clock import now
from sidelight.platform.credentials import KeyRefusal
from sidelight.platform.database import Database
from tests.fixtures.web_app import SECRET, make_world


@pytest.fixture
async def key(database: Database, client: httpx.AsyncClient) -> NewKey:
    async with database.session() as session:
        return await create_key(session, SECRET, "rocket")


@pytest.fixture
async def client(database: Database, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()

    @app.get("/api/public/who")
    async def who(access: PublicKey) -> dict[str, str]:
        return {"project": access.project_id, "key": access.key_id, "name": access.project_name}

    @app.post("/api/public/scores")
    async def scores(access: ScoreKey) -> dict[str, str]:
        return {"project": access.project_id}

    @app.get("/api/public/organisation")
    async def organisation(access: OrganisationKey) -> dict[str, str]:
        return {"organisation": access.organisation_id, "name": access.organisation_name}

    install_refusal_handler(app)
    app.state.services = (await make_world(database, tmp_path)).services
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://sidelight.test") as client:
        yield client


async def test_a_key_opens_its_project(client: httpx.AsyncClient, key: NewKey) -> None:
    answer = await client.get("/api/public/who", auth=(key.view.public_key, key.secret_key))
    assert answer.json() == {"project": "rocket", "key": key.view.id, "name": "Rocket"}


async def test_a_refusal_says_why(client: httpx.AsyncClient, key: NewKey) -> None:
    cases: list[tuple[dict[str, str], str]] = [
        ({}, "no Authorization header"),
        ({"authorization": "${AUTH}"}, "does not expand variables"),
        ({"authorization": "Bearer pk-lf-other"}, "Basic"),
        ({"authorization": "Basic " + base64.b64encode(b"pk-lf-other:sk-lf-x").decode()}, "pk-lf-other is not known"),
    ]
    for headers, said in cases:
        answer = await client.get("/api/public/who", headers=headers)
        assert answer.status_code == 401
        assert set(answer.json()) == {"message", "error"}
        assert answer.json()["error"] == "Unauthorized"
        assert said in answer.json()["message"]
        assert answer.headers["www-authenticate"].startswith("Basic ")


async def test_an_unreachable_database_is_no_wrong_key(
    client: httpx.AsyncClient, key: NewKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sidelight.platform.keys import KeyVerifier

    async def fail(*_: object) -> KeyRefusal:
        return KeyRefusal("unavailable", "The key could not be checked.", "Try again.")

    monkeypatch.setattr(KeyVerifier, "authenticate", fail)
    answer = await client.get("/api/public/who", auth=(key.view.public_key, key.secret_key))
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"
    assert "www-authenticate" not in answer.headers


async def test_a_public_key_alone_sends_scores_and_nothing_else(
    client: httpx.AsyncClient, key: NewKey, database: Database
) -> None:
    bearer = {"authorization": f"Bearer {key.view.public_key}"}
    assert (await client.post("/api/public/scores", headers=bearer)).json() == {"project": "rocket"}
    pair = (key.view.public_key, key.secret_key)
    assert (await client.post("/api/public/scores", auth=pair)).json() == {"project": "rocket"}
    for path in ("/api/public/who", "/api/public/organisation"):
        refused = await client.get(path, headers=bearer)
        assert refused.status_code == (403 if path.endswith("who") else 401)
    refused = await client.get("/api/public/who", headers=bearer)
    assert refused.json()["error"] == "ForbiddenError"
    assert "POST /api/public/scores" in refused.json()["message"]
    for header in ("Bearer pk-lf-unknown", f"Bearer {key.secret_key}", "Bearer", ""):
        assert (await client.post("/api/public/scores", headers={"authorization": header})).status_code == 401
    async with database.session() as session:
        await revoke_key(session, "rocket", key.view.id)
    client._transport.app.state.services.keys.forget(key.view.public_key)  # type: ignore[attr-defined]
    for method, path in (("POST", "/api/public/scores"), ("GET", "/api/public/who")):
        revoked = await client.request(method, path, headers=bearer)
        assert revoked.status_code == 401
        assert "was revoked" in revoked.json()["message"]


async def test_keys_of_organisations_and_of_projects_open_different_doors(
    client: httpx.AsyncClient, key: NewKey, database: Database
) -> None:
    async with database.session() as session:
        made = await create_organisation_key(session, SECRET, "acme")
    pair = (made.view.public_key, made.secret_key)
    assert (await client.get("/api/public/organisation", auth=pair)).json() == {"organisation": "acme", "name": "Acme"}
    bearer = {"authorization": f"Bearer {made.view.public_key}"}
    for answer in (
        await client.get("/api/public/who", auth=pair),
        await client.post("/api/public/scores", auth=pair),
        await client.post("/api/public/scores", headers=bearer),
        await client.get("/api/public/organisation", auth=(key.view.public_key, key.secret_key)),
    ):
        assert answer.status_code == 403, answer.text
        assert answer.json()["error"] == "ForbiddenError"
        assert "www-authenticate" not in answer.headers
    wrong = await client.get("/api/public/organisation", auth=(made.view.public_key, "sk-lf-wrong"))
    assert wrong.status_code == 401


async def test_a_key_ends_when_it_expires(client: httpx.AsyncClient, key: NewKey, database: Database) -> None:
    async with database.session() as session:
        soon = await create_key(session, SECRET, "rocket", expires_at=now() + timedelta(hours=1))
        over = await create_key(session, SECRET, "rocket", expires_at=now() - timedelta(seconds=1))
    assert (await client.get("/api/public/who", auth=(soon.view.public_key, soon.secret_key))).status_code == 200
    expired = await client.get("/api/public/who", auth=(over.view.public_key, over.secret_key))
    assert expired.status_code == 401
    assert f"The key {over.view.public_key} expired on" in expired.json()["message"]
