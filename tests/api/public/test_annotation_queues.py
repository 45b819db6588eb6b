"""/api/public/annotation-queues against Langfuse's contract: made, filled, worked through, and what is refused."""

from typing import Any

import pytest
import schemathesis
from sqlalchemy import select

from sidelight.platform.audit.tables import AuditEntry
from tests.contract.public_server import CONTRACT
from tests.fixtures.write_world import WriteWorld

BASE = "/api/public/annotation-queues"


@pytest.fixture(scope="module")
def contract() -> Any:
    return schemathesis.openapi.from_path(CONTRACT)


async def make(sdk: Any, name: str = "Reviews", **more: Any) -> dict[str, Any]:
    made = await sdk.post("/annotation-queues", json={"name": name, "scoreConfigIds": [], **more})
    assert made.status_code == 200, made.text
    return made.json()  # type: ignore[no-any-return]


async def test_a_queue_is_made_filled_and_worked_through(write_world: WriteWorld, contract: Any) -> None:
    async with write_world.sdk() as sdk:
        config = (await sdk.post("/score-configs", json={"name": "ok", "dataType": "BOOLEAN"})).json()
        made = await sdk.post(
            "/annotation-queues", json={"name": "Reviews", "description": "Read.", "scoreConfigIds": [config["id"]]}
        )
        contract[BASE]["POST"].validate_response(made)
        queue = made.json()
        assert (queue["name"], queue["description"], queue["scoreConfigIds"]) == ("Reviews", "Read.", [config["id"]])
        one = f"/annotation-queues/{queue['id']}"
        read = await sdk.get(one)
        contract[f"{BASE}/{{queueId}}"]["GET"].validate_response(read)
        assert read.json() == queue
        listed = await sdk.get("/annotation-queues", params={"limit": 1})
        contract[BASE]["GET"].validate_response(listed)
        assert listed.json()["meta"] == {"page": 1, "limit": 1, "totalItems": 1, "totalPages": 1}

        added = await sdk.post(f"{one}/items", json={"objectId": "t1", "objectType": "TRACE"})
        contract[f"{BASE}/{{queueId}}/items"]["POST"].validate_response(added)
        item = added.json()
        assert (item["status"], item["completedAt"], item["queueId"]) == ("PENDING", None, queue["id"])
        await sdk.post(f"{one}/items", json={"objectId": "s1", "objectType": "SESSION", "status": "COMPLETED"})
        pending = await sdk.get(f"{one}/items", params={"status": "PENDING"})
        contract[f"{BASE}/{{queueId}}/items"]["GET"].validate_response(pending)
        assert [row["objectId"] for row in pending.json()["data"]] == ["t1"]

        at = f"{one}/items/{item['id']}"
        patched = await sdk.patch(at, json={"status": "COMPLETED"})
        contract[f"{BASE}/{{queueId}}/items/{{itemId}}"]["PATCH"].validate_response(patched)
        assert patched.json()["completedAt"] is not None
        assert (await sdk.get(at)).json() == patched.json()
        assert (await sdk.patch(at, json={"status": None})).json()["status"] == "COMPLETED"
        assert (await sdk.patch(at, json={"status": "PENDING"})).json()["completedAt"] is None
        gone = await sdk.delete(at)
        contract[f"{BASE}/{{queueId}}/items/{{itemId}}"]["DELETE"].validate_response(gone)
        assert (await sdk.get(at)).status_code == 404
        assert (await sdk.delete(at)).status_code == 404


async def test_who_repeats_a_request_adds_nothing_twice(write_world: WriteWorld) -> None:
    async with write_world.sdk() as sdk:
        path = f"/annotation-queues/{(await make(sdk))['id']}/items"
        body = {"objectId": "t1", "objectType": "TRACE"}
        first = (await sdk.post(path, json=body)).json()
        assert (await sdk.post(path, json=body)).json() == first
        done = (await sdk.post(path, json={**body, "status": "COMPLETED"})).json()
        assert (done["id"], done["status"]) == (first["id"], "COMPLETED")
        assert (await sdk.post(path, json=body)).json()["status"] == "COMPLETED"
        assert (await sdk.get(path)).json()["meta"]["totalItems"] == 1


async def test_members_are_assigned(write_world: WriteWorld, contract: Any) -> None:
    async with write_world.sdk() as sdk:
        queue = await make(sdk)
        path = f"/annotation-queues/{queue['id']}/assignments"
        for _ in range(2):
            made = await sdk.post(path, json={"userId": "ada"})
            contract[f"{BASE}/{{queueId}}/assignments"]["POST"].validate_response(made)
            assert made.json() == {"userId": "ada", "queueId": queue["id"], "projectId": "rocket"}
        assert (await sdk.post(path, json={"userId": "eve"})).status_code == 404
        for _ in range(2):
            ended = await sdk.request("DELETE", path, json={"userId": "ada"})
            contract[f"{BASE}/{{queueId}}/assignments"]["DELETE"].validate_response(ended)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": " ", "scoreConfigIds": []}, "name"),
        ({"name": "Reviews", "scoreConfigIds": []}, "name"),
        ({"name": "n"}, "scoreConfigIds"),
        ({"name": "n", "scoreConfigIds": ["none"]}, "scoreConfigIds"),
    ],
)
async def test_what_a_queue_may_not_say(write_world: WriteWorld, body: dict[str, Any], field: str) -> None:
    async with write_world.sdk() as sdk:
        await make(sdk)
        answer = await sdk.post("/annotation-queues", json=body)
    assert answer.status_code == 400
    assert [issue["path"][-1] for issue in answer.json()["error"]] == [field]


@pytest.mark.parametrize(
    "body", [{"objectId": "", "objectType": "TRACE"}, {"objectId": "t", "objectType": "PROMPT"}, {"objectId": "t"}]
)
async def test_what_an_item_may_not_say(write_world: WriteWorld, body: dict[str, Any]) -> None:
    async with write_world.sdk() as sdk:
        path = f"/annotation-queues/{(await make(sdk))['id']}/items"
        assert (await sdk.post(path, json=body)).status_code == 400
        assert (await sdk.post("/annotation-queues/none/items", json=body | {"objectId": "t"})).status_code in (
            400,
            404,
        )


async def test_the_audit_log_tells_who_did_what(write_world: WriteWorld) -> None:
    async with write_world.sdk() as sdk:
        queue = await make(sdk)
        one = f"/annotation-queues/{queue['id']}"
        item = (await sdk.post(f"{one}/items", json={"objectId": "t1", "objectType": "TRACE"})).json()
        await sdk.post(f"{one}/items", json={"objectId": "t1", "objectType": "TRACE"})
        await sdk.patch(f"{one}/items/{item['id']}", json={"status": "COMPLETED"})
        await sdk.delete(f"{one}/items/{item['id']}")
        await sdk.post(f"{one}/assignments", json={"userId": "ada"})
    async with write_world.services.database.reading() as session:
        entries = (await session.scalars(select(AuditEntry).order_by(AuditEntry.created_at))).all()
    told = [(one.action, one.resource_kind) for one in entries if "queue" in one.resource_kind]
    assert told == [
        ("create", "annotation_queue"),
        ("create", "annotation_queue_item"),
        ("update", "annotation_queue_item"),
        ("delete", "annotation_queue_item"),
        ("create", "annotation_queue_assignment"),
    ]
    assert {one.author_kind for one in entries if "queue" in one.resource_kind} == {"api_key"}
