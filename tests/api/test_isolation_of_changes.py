"""No project changes another: every route that writes, asked with the other's ids, and cursors of the other's lists."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from sidelight.platform.tables import Base
from sidelight.store.store import Store
from tests.api.test_isolation import ASKED_WITH, SECRET
from tests.contract.odd_requests import BODIES, Operation, operations
from tests.fixtures.belongings import EXPERIMENT, IDS, TRACE, add_belongings, ids_of
from tests.fixtures.read_world import TABLES, ReadWorld, empty
from tests.fixtures.write_world import WriteWorld, open_write_world

# Each opened key is a row of its own, and requests are noted under the project that sends them.
OWN_NOISE = {"api_keys", "web_sessions", "login_links"}
# Bodies that name things of the other project, over those of tests.contract.odd_requests.
ALIEN: dict[str, dict[str, Any]] = {
    "POST /api/public/traces": {"id": TRACE},
    "POST /api/public/spans": {"id": "turn", "traceId": TRACE},
    "PATCH /api/public/spans": {"spanId": "turn", "traceId": TRACE},
    "POST /api/public/events": {"id": "turn", "traceId": TRACE},
    "POST /api/public/generations": {"id": "call", "traceId": TRACE},
    "PATCH /api/public/generations": {"generationId": "call", "traceId": TRACE},
    "POST /api/public/scores": {"id": "of-trace", "traceId": TRACE},
    "DELETE /api/public/traces": {"traceIds": [TRACE, "next", f"{SECRET}-rootless"]},
    "POST /api/public/media": {"traceId": TRACE, "sha256Hash": "0" * 43 + "="},
    "POST /api/public/v2/prompts": {"name": IDS["name"], "labels": ["production"]},
    "POST /api/app/projects/{project_id}/prompts": {"name": IDS["name"], "labels": ["production"], "baseVersion": 0},
    "POST /api/app/projects/{project_id}/prompts/preview": {"name": IDS["name"]},
    "POST /api/app/projects/{project_id}/protected-prompt-labels": {"label": "production"},
    "PATCH /api/app/projects/{project_id}/prompts/labels": {"name": IDS["name"]},
    "POST /api/app/projects/{project_id}/prompts/labels/preview": {"name": IDS["name"]},
    "PUT /api/app/projects/{project_id}/prompts/tags": {"name": IDS["name"]},
    "POST /api/app/projects/{project_id}/prompts/copy": {"name": IDS["name"]},
    "POST /api/app/projects/{project_id}/prompts/rename": {"name": IDS["name"]},
    "POST /api/public/v2/datasets": {"name": IDS["name"]},
    "POST /api/public/datasets": {"name": IDS["name"]},
    "POST /api/public/dataset-items": {"datasetName": IDS["name"], "id": IDS["item_id"]},
    "POST /api/public/dataset-run-items": {"runName": IDS["run_name"], "datasetItemId": IDS["item_id"]},
    "PUT /api/app/projects/{project_id}/annotations": {"traceId": TRACE, "configId": "config-of-trap", "value": 1},
    "PUT /api/app/projects/{project_id}/corrections": {"traceId": TRACE, "observationId": "turn"},
    "POST /api/public/annotation-queues": {"scoreConfigIds": ["config-of-trap"]},
    "POST /api/public/annotation-queues/{queue_id}/assignments": {"userId": "eve"},
    "DELETE /api/public/annotation-queues/{queue_id}/assignments": {"userId": "eve"},
    "POST /api/app/projects/{project_id}/annotation-queues": {"assigneeIds": ["eve"]},
    "POST /api/app/projects/{project_id}/annotation-queues/items": {"queueIds": ["queue-of-trap"]},
    **{
        f"POST /api/app/projects/{{project_id}}/annotation-queues/{{queue_id}}/items/{action}": {
            "ids": ["queue-item-of-trap"]
        }
        for action in ("status", "remove", "restore")
    },
    "POST /api/app/projects/{project_id}/dataset-sources/preview": {"sources": [{"traceId": TRACE}], "datasetId": None},
    "POST /api/app/projects/{project_id}/dataset-sources/add": {
        "sources": [{"traceId": TRACE}],
        "datasetId": "dataset-of-trap",
    },
    "POST /api/app/projects/{project_id}/datasets": {"name": IDS["name"]},
    "POST /api/app/projects/{project_id}/datasets/{dataset_id}/items": {"items": [{"id": IDS["item_id"]}]},
    "POST /api/app/projects/{project_id}/datasets/{dataset_id}/deeds": {"deed": "delete", "ids": [IDS["item_id"]]},
    "DELETE /api/app/projects/{project_id}/experiments": {"ids": [EXPERIMENT]},
    "POST /api/app/projects/{project_id}/experiments/comparison/texts": {
        "places": [{"run": EXPERIMENT, "item": SECRET, "trace": "child", "observation": "item"}]
    },
    "POST /api/public/comments": {"projectId": "rocket", "objectId": TRACE},
    "POST /api/app/projects/{project_id}/comments": {"objectType": "TRACE", "objectId": TRACE},
    "POST /api/app/projects/{project_id}/comments/counts": {"subjects": [{"id": TRACE}]},
    "POST /api/app/projects/{project_id}/mentions/read": {"commentIds": ["comment-of-trap"]},
    "DELETE /api/app/projects/{project_id}/traces": {"ids": [TRACE, "next", f"{SECRET}-rootless"]},
    "DELETE /api/app/projects/{project_id}/scores": {"ids": ["of-trace", "of-session"]},
}
ALIEN_QUERIES = {"DELETE /api/app/projects/{project_id}/prompts": f"?name={IDS['name']}"}
WRITES = [one for one in operations() if one.method != "GET" and "/auth/" not in one.path]


@pytest.fixture
async def world(event_store: Store, tmp_path: Path) -> AsyncIterator[WriteWorld]:
    """Rocket with nothing, trap with everything."""
    empty(event_store)
    async with open_write_world(event_store, tmp_path) as world:
        await add_belongings(world.read, "trap", SECRET)
        yield world


async def belongings(world: ReadWorld) -> dict[str, Any]:
    """Everything of the trap, in both databases."""
    found: dict[str, Any] = {}
    for table in TABLES:
        rows = await world.services.store.project("trap").query(
            f"SELECT * FROM {table} FINAL WHERE project_id = {{project_id:String}}"
        )
        found[table] = sorted(repr(row) for row in rows)
    async with world.services.database.reading() as session:
        for metadata in Base.metadata.sorted_tables:
            if metadata.name not in OWN_NOISE:
                kept = (await session.execute(select(metadata))).all()
                # Rocket's own rows may name what was asked for in vain, such as its audit log.
                rows = [repr(row) for row in kept if row._mapping.get("project_id") != "rocket"]
                found[metadata.name] = sorted(row for row in rows if "trap" in row or "evil" in row)
    return found


async def ask(world: WriteWorld, operation: Operation) -> list[Any]:
    """Rocket's key, or its owner, with the trap's ids and names in path and body."""
    ids = {**IDS, **ids_of("trap"), "version": "1", "project_id": "rocket", "api_key_id": "none"}
    path = operation.path
    for name in operation.in_path:
        path = path.replace(f"{{{name}}}", ids[name])
    path += ALIEN_QUERIES.get(operation.name, "")
    answers = []
    for body in BODIES.get(operation.name, [{}]):
        content = json.dumps({**body, **ALIEN.get(operation.name, {})})
        headers = {"content-type": "application/json"}
        if operation.path.startswith("/api/app"):
            async with world.read.browser("ada") as browser:
                answers.append(await browser.request(operation.method, path, content=content, headers=headers))
        else:
            async with world.sdk("rocket") as sdk:
                url = f"http://sidelight.test{path}"
                answers.append(await sdk.request(operation.method, url, content=content, headers=headers))
    return answers


async def test_no_write_reaches_another_project(world: WriteWorld) -> None:
    before = await belongings(world.read)
    assert len(before["observations"]) >= 5
    full = {name for name, rows in before.items() if rows}
    assert {"prompts", "datasets", "media", "traces", "scores", "agent_events", "models"} <= full
    for operation in WRITES:
        for answer in await ask(world, operation):
            assert answer.status_code < 500, (operation.name, answer.text)
            assert SECRET not in answer.text, operation.name
    assert await belongings(world.read) == before


async def test_a_cursor_of_another_project_shows_nothing_of_it(world: WriteWorld) -> None:
    seen = 0
    for operation in operations():
        if operation.method != "GET" or "cursor" not in operation.in_query or "{trace_id}" in operation.path:
            continue
        is_app = operation.path.startswith("/api/app")
        asked = {"limit": 1, **ASKED_WITH.get(operation.path, {})}
        theirs = operation.path.replace("{project_id}", "trap").replace("{organization_id}", "evil")
        mine = operation.path.replace("{project_id}", "rocket").replace("{organization_id}", "acme")
        if is_app:
            async with world.read.browser("eve") as eve, world.read.browser("ada") as ada:
                page = (await eve.get(theirs, params={"limit": 1})).json()
                cursor = page.get("nextCursor")
                answer = await ada.get(mine, params={"cursor": cursor or "", "limit": 1})
        else:
            async with world.sdk("trap") as trap, world.sdk("rocket") as rocket:
                page = (await trap.get(f"http://sidelight.test{theirs}", params=asked)).json()
                cursor = page["meta"].get("cursor")
                answer = await rocket.get(f"http://sidelight.test{mine}", params={"cursor": cursor or "", **asked})
        seen += bool(cursor)
        assert answer.status_code in (200, 400), (operation.name, answer.text)
        assert SECRET not in answer.text, operation.name
        if answer.status_code == 200:
            assert (answer.json().get("data") or answer.json().get("items") or []) == [], operation.name
    assert seen >= 4
