"""Every route of the web app that changes something leaves an entry in the audit log, and no viewer may use it.

A new route is found by itself. It needs a body that is valid in this world: give one in ``BODIES`` below, where that of
tests/contract/odd_requests.py is not (it names things that are not there). A route that should leave no entry goes into
``UNNOTED`` with the reason. What needs more than a body (something to change first) goes into ``ELSEWHERE`` with the
test that looks at the log.
"""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from sidelight.platform.audit.tables import AuditEntry
from sidelight.platform.tables import Membership, Organisation, User
from sidelight.store.store import Store
from tests.api.test_isolation import IDS, TRACE, add_media, add_model, add_prompt_and_dataset, fill
from tests.contract.odd_requests import BODIES as VALID
from tests.contract.odd_requests import Operation, operations
from tests.fixtures.event_store import Seed
from tests.fixtures.read_world import TABLES
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
    "POST /api/app/projects/{project_id}/annotation-queues/containing": "only looks: which queues hold it",
    "POST /api/app/projects/{project_id}/annotation-queues/subjects": "only looks: what ids stand for",
    "POST /api/app/projects/{project_id}/comments/counts": "only looks: how many there are",
    "POST /api/app/projects/{project_id}/dataset-schemas": "only looks: a schema for values",
    "POST /api/app/projects/{project_id}/experiments/comparison/texts": "only looks: texts of a table's cells",
    "POST /api/app/projects/{project_id}/mentions/read": "what somebody has read concerns nobody else",
    "DELETE /api/app/organizations/{organization_id}": "the log goes with the organisation",
}
# Noted, as another test shows: they need something to change, or an answer of another request.
ELSEWHERE = {
    "POST /api/app/invitations/accept": "tests/platform/organisations/test_invitations.py",
    "POST /api/app/invitations/join": "the same",
    "DELETE /api/app/projects/{project_id}/experiments": "there is none in this world",
}
NOT_FOR_VIEWERS = (403, 404, 422)
# What a viewer may do: nothing of the project changes by it.
OPEN_TO_VIEWERS = {
    "POST /api/app/projects/{project_id}/models/match",
    "POST /api/app/projects/{project_id}/prompts/preview",
}
# One entry for each organisation that is concerned.
TWICE = {"POST /api/app/projects/{project_id}/transfer"}
BODIES: dict[str, dict[str, Any]] = {
    "DELETE /api/app/projects/{project_id}": {"name": "Rocket"},
    "PATCH /api/app/projects/{project_id}": {"name": "Rocket 2"},
    "POST /api/app/projects/{project_id}/transfer": {"organizationId": "second"},
    "PATCH /api/app/organizations/{organization_id}": {"name": "Acme 2"},
    "PUT /api/app/organizations/{organization_id}/members/{user_id}/projects/{project_id}": {"role": "member"},
    "PUT /api/app/organizations/{organization_id}/members/{user_id}": {"role": "member"},
    "PUT /api/app/projects/{project_id}/members/{user_id}": {"role": "admin"},
    "POST /api/app/organizations/{organization_id}/invitations": {"role": "viewer"},
    "DELETE /api/app/projects/{project_id}/traces": {"ids": [TRACE]},
    "DELETE /api/app/projects/{project_id}/scores": {"ids": ["of-trace"]},
}
MADE = {"user_id": "vic", "organization_id": "acme", "project_id": "rocket", "model_id": "model-of-rocket"}


def changing() -> list[Operation]:
    return [one for one in operations() if one.method != "GET" and one.path.startswith("/api/app/")]


def of_mine(operation: Operation) -> bool:
    """Routes of organisations, people, keys, models and deletions; those of other objects are walked by name below."""
    return operation.name not in UNNOTED and operation.name not in ELSEWHERE


@pytest.fixture
async def world(event_store: Store, tmp_path: Path) -> AsyncIterator[WriteWorld]:
    for table in TABLES:
        event_store.driver.command(f"TRUNCATE TABLE {table}")
    fill(Seed(event_store, "rocket"), "word")
    async with open_write_world(event_store, tmp_path) as world:
        await add_media(world.services.media_library, "rocket", "word")
        await add_model(world.read, "rocket", "word")
        await add_prompt_and_dataset(world.read, "rocket", "word")
        async with world.services.database.session() as session:
            session.add(Organisation(id="second", name="Second"))
            await session.flush()
            session.add(Membership(organisation_id="second", user_id="ada", role="owner"))
        yield world


def place_of(operation: Operation, **more: str) -> str:
    path = operation.path
    for name in operation.in_path:
        path = path.replace(f"{{{name}}}", {**IDS, **MADE, "version": "1", **more}.get(name, "none"))
    return path


def body_of(operation: Operation) -> str:
    return json.dumps(BODIES.get(operation.name, VALID.get(operation.name, [{}])[0]))


JSON = {"content-type": "application/json"}


@pytest.mark.parametrize("operation", [one for one in changing() if "{" in one.path], ids=lambda one: one.name)
async def test_a_viewer_changes_nothing(world: WriteWorld, operation: Operation) -> None:
    if operation.name in UNNOTED or operation.name in OPEN_TO_VIEWERS:
        pytest.skip("changes nothing that others share")
    path = place_of(operation, user_id="ada")
    before = await entries(world)
    async with world.read.browser("vic") as vic:
        answer = await vic.request(operation.method, path, content=body_of(operation), headers=JSON)
    # What is asked of something that is not there, or without a parameter, may be told so before the role is looked at.
    assert answer.status_code in NOT_FOR_VIEWERS, answer.text
    assert await entries(world) == before


async def entries(world: WriteWorld) -> int:
    async with world.services.database.reading() as session:
        return await session.scalar(select(func.count()).select_from(AuditEntry)) or 0


@pytest.mark.parametrize("operation", [one for one in changing() if of_mine(one)], ids=lambda one: one.name)
async def test_a_change_leaves_an_entry(world: WriteWorld, operation: Operation) -> None:
    more = await prepare(world, operation)
    before = await entries(world)
    async with world.read.browser("ada") as ada:
        path = place_of(operation, **more)
        answer = await ada.request(operation.method, path, content=body_of(operation), headers=JSON)
    if answer.status_code in (404, 409, 422):
        pytest.skip("what it changes is not in this world: add it to 'prepare', its body to BODIES")
    assert answer.is_success, answer.text
    assert await entries(world) == before + (2 if operation.name in TWICE else 1)
    async with world.services.database.reading() as session:
        newest = (await session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1))).one()
    assert (newest.author_kind, newest.author_id, newest.author_name) == ("user", "ada", "Ada")


async def prepare(world: WriteWorld, operation: Operation) -> dict[str, str]:
    """Make what the route needs, and give its place."""
    made: dict[str, str] = {}
    async with world.read.browser("ada") as ada:
        if "{key_id}" in operation.path:
            parent = place_of(operation).rpartition("/")[0]
            made["key_id"] = (await ada.post(parent, json={})).json()["id"]
        if "{invitation_id}" in operation.path:
            parent = place_of(operation).rpartition("/")[0]
            made["invitation_id"] = (await ada.post(parent, json={"role": "viewer"})).json()["id"]
    return made


def test_no_exception_is_forgotten() -> None:
    names = {one.name for one in changing()}
    assert UNNOTED.keys() | ELSEWHERE.keys() | OPEN_TO_VIEWERS | BODIES.keys() <= names
    assert all(UNNOTED.values())


async def test_the_names_of_people_are_those_of_the_world(world: WriteWorld) -> None:
    async with world.services.database.reading() as session:
        assert (await session.get_one(User, "ada")).name == "Ada"
