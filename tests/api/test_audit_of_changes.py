"""Every route of the web app that changes something leaves an entry in the audit log, and no viewer may use it.

A new route is found by itself. It is asked about the belongings of :mod:`tests.fixtures.belongings`; where the body of
tests/contract/odd_requests.py does not fit these, give one in ``BODIES`` below. A route that should leave no entry goes
into ``UNNOTED`` with the reason. What needs another object to change, or one in another state, gets it in ``prepare``.
"""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
import pytest_asyncio
from sqlalchemy import func, select

from sidelight.platform.audit.tables import AuditEntry
from sidelight.platform.tables import Membership, Organisation
from sidelight.store.store import Store
from tests.contract.odd_requests import BODIES as VALID
from tests.contract.odd_requests import DOCUMENTS, Operation, operations
from tests.fixtures.belongings import EXPERIMENT, IDS, TRACE, add_belongings, ids_of
from tests.fixtures.read_world import empty
from tests.fixtures.write_world import WriteWorld, open_write_world

UNNOTED = {
    "POST /api/app/auth/login": "signing in changes nothing that others share",
    "POST /api/app/auth/link": "the same",
    "PATCH /api/app/account": "an account belongs to its person, and to no organisation",
    "PUT /api/app/account/password": "the same",
    "DELETE /api/app/account/sessions": "the same",
    "DELETE /api/app/account/sessions/{session_id}": "the same",
    "POST /api/app/invitations/look": "only looks",
    "POST /api/app/projects/{project_id}/models/match": "only looks: what a call would cost",
    "POST /api/app/projects/{project_id}/prompts/preview": "only looks: what a prompt comes to",
    "POST /api/app/projects/{project_id}/transfer/preview": "only looks: whom it would concern",
    "POST /api/app/projects/{project_id}/prompts/labels/preview": "only looks: what labels would break",
    "POST /api/app/projects/{project_id}/annotation-queues/containing": "only looks: which queues hold it",
    "POST /api/app/projects/{project_id}/annotation-queues/subjects": "only looks: what ids stand for",
    "POST /api/app/projects/{project_id}/comments/counts": "only looks: how many there are",
    "POST /api/app/projects/{project_id}/dataset-schemas": "only looks: a schema for values",
    "POST /api/app/projects/{project_id}/datasets/{dataset_id}/schema-fit": "only looks: what would not fit",
    "POST /api/app/projects/{project_id}/datasets/{dataset_id}/import-preview": "only looks: what a file holds",
    "POST /api/app/projects/{project_id}/dataset-sources/preview": "only looks: what items would be",
    "POST /api/app/projects/{project_id}/experiments/comparison/texts": "only looks: texts of a table's cells",
    "POST /api/app/projects/{project_id}/mentions/read": "what somebody has read concerns nobody else",
    "PUT /api/app/projects/{project_id}/comments/{comment_id}/reactions": "a reaction is no change worth an entry",
    "DELETE /api/app/organizations/{organization_id}": "the log goes with the organisation",
}
QUEUE = "/api/app/projects/{project_id}/annotation-queues/{queue_id}"
UNNOTED |= {
    f"POST {QUEUE}/next": "holds an item for some minutes: the work itself leaves the entry",
    f"POST {QUEUE}/items/{{queue_item_id}}/open": "the same",
    f"PUT {QUEUE}/items/{{queue_item_id}}/lock": "the same",
    f"DELETE {QUEUE}/items/{{queue_item_id}}/lock": "the same",
    f"POST {QUEUE}/items/{{queue_item_id}}/skip": "what somebody has passed over concerns nobody else",
    f"DELETE {QUEUE}/items/{{queue_item_id}}/skip": "the same",
}
# What a viewer may ask: it only looks, or concerns nobody else.
OPEN_TO_VIEWERS = {
    "POST /api/app/projects/{project_id}/models/match",
    "POST /api/app/projects/{project_id}/prompts/preview",
    "POST /api/app/projects/{project_id}/annotation-queues/containing",
    "POST /api/app/projects/{project_id}/annotation-queues/subjects",
    "POST /api/app/projects/{project_id}/comments/counts",
    "POST /api/app/projects/{project_id}/dataset-schemas",
    "POST /api/app/projects/{project_id}/datasets/{dataset_id}/schema-fit",
    "POST /api/app/projects/{project_id}/experiments/comparison/texts",
    "POST /api/app/projects/{project_id}/mentions/read",
    "POST /api/app/projects/{project_id}/datasets/{dataset_id}/import-preview",
    "POST /api/app/projects/{project_id}/dataset-sources/preview",
}
# One entry for each organisation that is concerned.
TWICE = {"POST /api/app/projects/{project_id}/transfer"}
# Who asks where Ada does not, and who the entry then names.
BY = {"POST /api/app/invitations/accept": ("eve", "Eve"), "POST /api/app/invitations/join": ("", "New")}
QUERIES = {
    "DELETE /api/app/projects/{project_id}/prompts": f"?name={IDS['name']}",
    "DELETE /api/app/projects/{project_id}/protected-prompt-labels": "?label=word",
    **{name: f"?{urlencode({key: json.dumps(value)})}" for name, (key, value) in DOCUMENTS.items()},
}
_OBJECTS = {"objects": [{"objectType": "TRACE", "objectId": TRACE}]}
_OF_PROMPT = {"name": IDS["name"], "revision": 2}
_OF_QUEUE_ITEM = {"ids": ["queue-item-of-rocket"]}
BODIES: dict[str, dict[str, Any]] = {
    "DELETE /api/app/projects/{project_id}": {"name": "Rocket"},
    "POST /api/app/projects/{project_id}/transfer": {"organizationId": "second"},
    "PUT /api/app/organizations/{organization_id}/members/{user_id}/projects/{project_id}": {"role": "member"},
    "PUT /api/app/organizations/{organization_id}/members/{user_id}": {"role": "member"},
    "PUT /api/app/projects/{project_id}/members/{user_id}": {"role": "admin"},
    "POST /api/app/organizations/{organization_id}/invitations": {"role": "viewer"},
    "DELETE /api/app/projects/{project_id}/traces": {"ids": [TRACE]},
    "DELETE /api/app/projects/{project_id}/scores": {"ids": ["of-trace"]},
    "DELETE /api/app/projects/{project_id}/experiments": {"ids": [EXPERIMENT]},
    "POST /api/app/projects/{project_id}/prompts": {"name": "other", "prompt": "text", "baseVersion": 0},
    "PATCH /api/app/projects/{project_id}/prompts/labels": {**_OF_PROMPT, "labels": {"staging": 1}},
    "PUT /api/app/projects/{project_id}/prompts/tags": {**_OF_PROMPT, "tags": ["other"]},
    "POST /api/app/projects/{project_id}/prompts/copy": {"name": IDS["name"], "newName": "copy", "version": 1},
    "POST /api/app/projects/{project_id}/prompts/rename": {**_OF_PROMPT, "newName": "renamed"},
    "PUT /api/app/projects/{project_id}/score-configs/{config_id}": {"name": "new", "dataType": "TEXT", "revision": 1},
    "PUT /api/app/projects/{project_id}/annotations": {"traceId": TRACE, "configId": "config-of-rocket", "value": "a"},
    "PUT /api/app/projects/{project_id}/corrections": {"traceId": TRACE, "observationId": "turn", "value": "better"},
    "POST /api/app/projects/{project_id}/comments": {"objectType": "TRACE", "objectId": TRACE, "content": "x"},
    "PATCH /api/app/projects/{project_id}/datasets/{dataset_id}": {"name": "new", "revision": 2},
    **{
        f"POST /api/app/projects/{{project_id}}/dataset-sources/{deed}": {
            "sources": [{"traceId": TRACE}],
            "datasetId": "dataset-of-rocket",
        }
        for deed in ("preview", "add")
    },
    "PUT /api/app/projects/{project_id}/datasets/{dataset_id}/items/{item_id}": {
        "input": '"new"',
        "version": "2026-11-23T12:00:00Z",
    },
    "POST /api/app/projects/{project_id}/datasets/{dataset_id}/deeds": {"deed": "delete", "ids": [IDS["item_id"]]},
    "POST /api/app/projects/{project_id}/datasets/{dataset_id}/items": {"items": [{"input": '"new"'}]},
    "POST /api/app/projects/{project_id}/annotation-queues": {"name": "new"},
    "POST /api/app/projects/{project_id}/annotation-queues/items": {"queueIds": ["queue-of-rocket"], **_OBJECTS},
    f"PUT {QUEUE}": {"name": "new", "revision": 1},
    f"POST {QUEUE}/items/status": {**_OF_QUEUE_ITEM, "status": "COMPLETED"},
    f"POST {QUEUE}/items/remove": _OF_QUEUE_ITEM,
    f"POST {QUEUE}/items/restore": _OF_QUEUE_ITEM,
}


def changing() -> list[Operation]:
    return [one for one in operations() if one.method != "GET" and one.path.startswith("/api/app/")]


# Routes of what people share; those of an account look at nothing but the session.
SHARED = [one for one in changing() if "{project_id}" in one.path or "{organization_id}" in one.path]


def noted() -> list[Operation]:
    return [one for one in changing() if one.name not in UNNOTED]


@asynccontextmanager
async def open_world(store: Store, folder: Path) -> AsyncIterator[WriteWorld]:
    """Rocket with something of everything, and another organisation that Ada owns."""
    empty(store)
    async with open_write_world(store, folder) as world:
        await add_belongings(world.read, "rocket", "word")
        async with world.services.database.session() as session:
            session.add(Organisation(id="second", name="Second"))
            await session.flush()
            session.add(Membership(organisation_id="second", user_id="ada", role="owner"))
        yield world


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def kept_world(event_store: Store, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[WriteWorld]:
    """One for all who change nothing."""
    async with open_world(event_store, tmp_path_factory.mktemp("kept")) as world:
        yield world


@pytest.fixture
async def world(event_store: Store, tmp_path: Path) -> AsyncIterator[WriteWorld]:
    async with open_world(event_store, tmp_path) as world:
        yield world


def place_of(operation: Operation, **more: str) -> str:
    path = operation.path
    ids = {**IDS, **ids_of("rocket"), "project_id": "rocket", "organization_id": "acme", "version": "1", **more}
    for name in operation.in_path:
        path = path.replace(f"{{{name}}}", ids[name])
    return path + QUERIES.get(operation.name, "")


async def ask(browser: httpx.AsyncClient, operation: Operation, **made: str) -> httpx.Response:
    """Send what is valid; ``made`` goes over what has this name in path and body."""
    body = BODIES.get(operation.name, VALID.get(operation.name, [{}])[0])
    content = json.dumps({name: made.get(name, value) for name, value in body.items()})
    headers = {"content-type": "application/json"}
    return await browser.request(operation.method, place_of(operation, **made), content=content, headers=headers)


async def entries(world: WriteWorld) -> int:
    async with world.services.database.reading() as session:
        return await session.scalar(select(func.count()).select_from(AuditEntry)) or 0


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("operation", SHARED, ids=lambda one: one.name)
async def test_a_viewer_changes_nothing(kept_world: WriteWorld, operation: Operation) -> None:
    before = await entries(kept_world)
    async with kept_world.read.browser("vic") as vic:
        answer = await ask(vic, operation, user_id="ada")
    if operation.name in OPEN_TO_VIEWERS:
        assert answer.is_success, answer.text
    else:
        assert answer.status_code == 403, answer.text
    assert await entries(kept_world) == before


@pytest.mark.parametrize("operation", noted(), ids=lambda one: one.name)
async def test_a_change_leaves_an_entry(world: WriteWorld, operation: Operation) -> None:
    user_id, name = BY.get(operation.name, ("ada", "Ada"))
    made = await prepare(world, operation)
    before = await entries(world)
    async with world.read.people.browser(user_id) as browser:
        answer = await ask(browser, operation, user_id="vic", **made)
    assert answer.is_success, answer.text
    assert await entries(world) == before + (2 if operation.name in TWICE else 1)
    async with world.services.database.reading() as session:
        newest = (await session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1))).one()
    assert (newest.author_kind, newest.author_name) == ("user", name)
    assert newest.author_id == (user_id or answer.json()["id"])


async def prepare(world: WriteWorld, operation: Operation) -> dict[str, str]:
    """Make what the route needs beyond the belongings, and say how it is called."""
    async with world.read.browser("ada") as ada:
        if "{key_id}" in operation.path or "{invitation_id}" in operation.path:
            (name,) = {"key_id", "invitation_id"} & set(operation.in_path)
            body = {"role": "viewer"} if name == "invitation_id" else {}
            made = await ada.post(place_of(operation).rpartition("/")[0], json=body)
            return {name: made.json()["id"]}
        if operation.name in BY:
            made = await ada.post("/api/app/organizations/acme/invitations", json={"role": "viewer"})
            return {"token": made.json()["url"].rpartition("=")[2]}
        if operation.name.startswith("PUT") and operation.path.endswith("/items/{item_id}"):
            return {"version": (await ada.get(place_of(operation))).json()["version"]}
        if operation.path.endswith("/rename-folder"):
            await ada.post("/api/app/projects/rocket/prompts/rename", json={**_OF_PROMPT, "newName": "f/inner"})
        if operation.path.endswith("/items/restore"):
            await ada.post(place_of(operation).replace("restore", "remove"), json=_OF_QUEUE_ITEM)
        if operation.path.endswith("/comments/{comment_id}/restore"):
            await ada.delete(place_of(operation).removesuffix("/restore"))
        if operation.path.endswith("/complete"):
            await ada.post(place_of(operation).replace("complete", "open"), json={})
    return {}


def test_no_exception_is_forgotten() -> None:
    names = {one.name for one in changing()}
    assert UNNOTED.keys() | OPEN_TO_VIEWERS | TWICE | BY.keys() | BODIES.keys() <= names
    assert all(UNNOTED.values())
