"""Basic authentication of the public API, answered in Langfuse's shape."""

import base64
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from sidelight.api.public.auth import PublicKey, install_refusal_handler
from sidelight.platform.api_keys import NewKey, create_key
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
        ({"authorization": f"Bearer {key.view.public_key}"}, "Basic"),
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
