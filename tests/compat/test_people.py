"""What people do beside traces, by the newest SDKs: score configs, annotation queues, comments, projects, members."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.compat.environments import SDKS, prepare
from tests.compat.js.programs import Sdk as JavaScriptSdk
from tests.compat.js.programs import require_packages
from tests.compat.test_python_sdks import Client
from tests.e2e.servers import Server
from tests.e2e.visible import wait_until_settled

pytestmark = [pytest.mark.compat, pytest.mark.slow, pytest.mark.timeout(420)]

PYTHON = {f"langfuse-{sdk.version}": sdk for sdk in SDKS if sdk.version in ("4.14.3", "5.0.4")}
JAVASCRIPT = "javascript-5"


@dataclass(frozen=True)
class World:
    """A server, somebody who joined, and a key of the organisation."""

    server: Server
    browser: httpx.Client
    user_id: str
    key: tuple[str, str]


@pytest.fixture(scope="module")
def world(server: Server, browser: httpx.Client) -> World:
    me = browser.get("/api/app/me").raise_for_status().json()
    organisation = f"/api/app/organizations/{me['organizations'][0]['id']}"
    key = browser.post(f"{organisation}/keys", json={"note": "people"}).raise_for_status().json()
    invitation = browser.post(f"{organisation}/invitations", json={"role": "viewer"}).raise_for_status().json()
    ada = {"token": invitation["url"].partition("token=")[2], "email": "ada@example.com", "name": "Ada"}
    joined = httpx.post(
        f"{server.url}/api/app/invitations/join", json={**ada, "password": "correct horse"}, trust_env=False
    )
    return World(server, browser, joined.raise_for_status().json()["id"], (key["publicKey"], key["secretKey"]))


@pytest.mark.parametrize("name", [*PYTHON, JAVASCRIPT])
def test_what_is_written_beside_traces(world: World, name: str, tmp_path: Path) -> None:
    trace_id, server = f"trace of {name}", world.server
    sent = httpx.post(
        f"{server.url}/api/public/traces",
        json={"id": trace_id, "name": "judged"},
        auth=(server.public_key, server.secret_key),
        trust_env=False,
    )
    assert sent.status_code == 200, sent.text
    wait_until_settled(world.browser)
    arguments = (trace_id, world.user_id, *world.key)
    if name == JAVASCRIPT:
        require_packages()
        sdk = JavaScriptSdk("v5", server)
        session, told = sdk.session, sdk.run("people", *arguments)
    else:
        client = Client(PYTHON[name], prepare(PYTHON[name]), server, tmp_path)
        session, told = client.session, client.run("everything", *arguments)
    expected: dict[str, Any] = {
        "config": [f"tone {session}", "CATEGORICAL", [["kind", 1], ["rude", 0]]],
        "changed": [True, "how it reads", True],
        "configs": True,
        "missing config": 404,
        "queue": [session, "to look at", True],
        "queues": True,
        "read queue": True,
        "item": [True, "TRACE", "PENDING", True],
        "waiting": [[True], 1],
        "done": ["COMPLETED", True],
        "read item": "COMPLETED",
        "assigned": [True, True],
        "unassigned": True,
        "deleted": True,
        "missing item": 404,
        "comment": ["Ünïcode 👍", "TRACE", True, world.user_id],
        "comments": [["a second one", "Ünïcode 👍"], 2],
        "of author": [True],
        "missing comment": 404,
        "own": ["e2e", "End to end"],
        "made": [session, {"team": "Köln"}],
        "renamed": [True, f"{session} 2", {"team": ["Bonn"]}],
        "key": ["for a script", True, [True]],
        "projects": True,
        "keys": True,
        "members": True,
        "promoted": [True, "MEMBER"],
        "lowered": ["VIEWER", ["VIEWER"]],
        "no key": True,
        "deleted project": True,
        "of a project's key": 403,
        "missing member": 404,
    }
    assert told == expected
