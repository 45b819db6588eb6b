"""No organisation sees another: every route of an organisation and of an account, found by listing them."""

import json
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from sidelight.platform.clock import now
from sidelight.platform.organisations.tables import Invitation
from sidelight.store.store import Store
from tests.api.test_isolation import OF_PEOPLE, routes
from tests.contract.odd_requests import BODIES
from tests.fixtures.read_world import ReadWorld, open_read_world

pytestmark = pytest.mark.asyncio(loop_scope="module")

OF_ORGANISATIONS = sorted(path for path in routes() if "{organization_id}" in path and path.startswith("/api/app/"))
WORDS = {"acme": "Rocket", "evil": "Trap"}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(event_store: Store, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[ReadWorld]:
    """One world for all tests here: they only read, or ask for changes that are refused."""
    async with open_read_world(event_store, tmp_path_factory.mktemp("world")) as world:
        async with world.services.database.session() as session:
            session.add_all(
                Invitation(
                    id=f"invitation-of-{organisation_id}",
                    organisation_id=organisation_id,
                    token_hash=organisation_id,
                    role="viewer",
                    note=word,
                    author_id="x",
                    author_name=word,
                    expires_at=now(),
                )
                for organisation_id, word in WORDS.items()
            )
        yield world


async def test_all_routes_are_found() -> None:
    assert len(OF_ORGANISATIONS) >= 8
    others = {path for path in routes() if path.startswith(OF_PEOPLE) and "{organization_id}" not in path}
    # Those of a person look at nothing but the session; those of invitations at nothing but a token.
    assert others == {
        "/api/app/account",
        "/api/app/account/password",
        "/api/app/account/sessions",
        "/api/app/account/sessions/{session_id}",
        "/api/app/invitations/accept",
        "/api/app/invitations/join",
        "/api/app/invitations/look",
        "/api/app/organizations",
    }


def within(template: str, organisation_id: str) -> str:
    return template.format(
        organization_id=organisation_id,
        user_id={"acme": "vic", "evil": "eve"}[organisation_id],
        project_id={"acme": "rocket", "evil": "trap"}[organisation_id],
        invitation_id=f"invitation-of-{organisation_id}",
        key_id="none",
    )


@pytest.mark.parametrize("template", OF_ORGANISATIONS)
async def test_those_of_others_do_not_exist(world: ReadWorld, template: str) -> None:
    for method in routes()[template]:
        body = json.dumps(BODIES.get(f"{method} {template}", [{}])[0])
        for user, status in (("ada", 404), ("vic", 404), ("", 401)):
            async with world.people.browser(user) as browser:
                answer = await browser.request(
                    method, within(template, "evil"), content=body, headers={"content-type": "application/json"}
                )
                assert answer.status_code == status, (method, template, answer.text)
                assert "Trap" not in answer.text


@pytest.mark.parametrize("template", [path for path in OF_ORGANISATIONS if "GET" in routes()[path]])
async def test_an_organisation_shows_only_its_own(world: ReadWorld, template: str) -> None:
    for user, own, other in (("ada", "acme", "evil"), ("eve", "evil", "acme")):
        async with world.browser(user) as browser:
            answer = await browser.get(within(template, own))
            assert answer.status_code == 200, answer.text
            assert WORDS[other] not in answer.text
            assert other not in answer.text


@pytest.mark.parametrize("template", OF_ORGANISATIONS)
async def test_what_is_of_others_is_out_of_reach_from_an_own_one(world: ReadWorld, template: str) -> None:
    """Ada's own organisation in the path, and people, projects and invitations of the other one."""
    path = within(template.replace("{organization_id}", "acme"), "evil")
    if path == within(template, "acme"):
        pytest.skip("names nothing but the organisation")
    for method in routes()[template]:
        async with world.browser("ada") as browser:
            body = BODIES.get(f"{method} {template}", [{}])[0]
            answer = await browser.request(method, path, json=body)
            assert answer.status_code == 404, (method, path, answer.text)
