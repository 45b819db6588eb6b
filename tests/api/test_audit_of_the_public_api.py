"""Every route of the public API that changes metadata leaves an entry, which names the key that was used."""

from typing import Any

import pytest
from sqlalchemy import select

from sidelight.platform.api_keys import create_key, create_organisation_key
from sidelight.platform.audit.tables import AuditEntry
from tests.api.test_audit_of_changes import VALID, entries, place_of, world  # noqa: F401 - a fixture
from tests.contract.odd_requests import Operation, operations
from tests.fixtures.belongings import IDS, TRACE
from tests.fixtures.web_app import SECRET
from tests.fixtures.write_world import WriteWorld

TELEMETRY = (
    "/api/public/events",
    "/api/public/generations",
    "/api/public/ingestion",
    "/api/public/media",
    "/api/public/otel",
    "/api/public/spans",
    "/api/public/dataset-run-items",
)
UNNOTED = {
    "POST /api/public/traces": "what programs send is no change of what people keep",
    "POST /api/public/scores": "the same",
}
OF_ORGANISATION = ("/api/public/organizations/", "/api/public/projects/")
_MEMBER = {"userId": "vic", "role": "MEMBER"}
_COMMENT = {"projectId": "rocket", "objectType": "TRACE", "objectId": TRACE, "content": "x"}
BODIES: dict[str, dict[str, Any]] = {
    "POST /api/public/v2/prompts": {"name": "other", "prompt": "text"},
    "POST /api/public/dataset-items": {"datasetName": IDS["name"], "input": "new"},
    "POST /api/public/comments": _COMMENT,
    "PATCH /api/public/score-configs/{config_id}": {"name": "new"},
    "POST /api/public/annotation-queues/{queue_id}/assignments": {"userId": "vic"},
    "DELETE /api/public/annotation-queues/{queue_id}/assignments": {"userId": "ada"},
    "DELETE /api/public/traces": {"traceIds": [TRACE]},
    "PUT /api/public/organizations/memberships": _MEMBER,
    "DELETE /api/public/organizations/memberships": {"userId": "vic"},
    "PUT /api/public/projects/{project_id}/memberships": _MEMBER,
    "DELETE /api/public/projects/{project_id}/memberships": {"userId": "vic"},
}


def changing() -> list[Operation]:
    return [
        one
        for one in operations()
        if one.method != "GET" and one.path.startswith("/api/public/") and not one.path.startswith(TELEMETRY)
    ]


@pytest.mark.parametrize("operation", [one for one in changing() if one.name not in UNNOTED], ids=lambda one: one.name)
async def test_a_change_leaves_an_entry(world: WriteWorld, operation: Operation) -> None:  # noqa: F811
    async with world.services.database.session() as session:
        manages = operation.path.startswith(OF_ORGANISATION) or operation.name == "POST /api/public/projects"
        key = await (
            create_organisation_key(session, SECRET, "acme") if manages else create_key(session, SECRET, "rocket")
        )
        kept = await create_key(session, SECRET, "rocket")
    body = BODIES.get(operation.name, VALID.get(operation.name, [{}])[0])
    place = place_of(operation, api_key_id=kept.view.id)
    auth = (key.view.public_key, key.secret_key)
    async with world.sdk("rocket") as sdk:
        if operation.name == "DELETE /api/public/projects/{project_id}/memberships":
            await sdk.put(f"http://sidelight.test{place}", json=_MEMBER, auth=auth)
        before = await entries(world)
        answer = await sdk.request(operation.method, f"http://sidelight.test{place}", json=body, auth=auth)
    assert answer.is_success, answer.text
    assert await entries(world) == before + 1
    async with world.services.database.reading() as session:
        newest = (await session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1))).one()
    assert (newest.author_kind, newest.organisation_id) == ("api_key", "acme")
    assert key.secret_key not in str(vars(newest))


def test_no_exception_is_forgotten() -> None:
    assert UNNOTED.keys() | BODIES.keys() <= {one.name for one in changing()}
