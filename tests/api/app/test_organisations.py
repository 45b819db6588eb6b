"""Organisations, members and projects in the web app."""

from collections.abc import AsyncIterator

import httpx
import pytest

from sidelight.platform.credentials import KeyRefusal
from sidelight.settings import AccessSettings
from tests.fixtures.read_world import ReadWorld

ACME = "/api/app/organizations/acme"
ROCKET = "/api/app/projects/rocket"


@pytest.fixture
async def ada(read_world: ReadWorld) -> AsyncIterator[httpx.AsyncClient]:
    async with read_world.browser("ada") as browser:
        yield browser


@pytest.fixture
async def vic(read_world: ReadWorld) -> AsyncIterator[httpx.AsyncClient]:
    async with read_world.browser("vic") as browser:
        yield browser


async def test_an_organisation_with_its_projects(ada: httpx.AsyncClient, vic: httpx.AsyncClient) -> None:
    made = await ada.post(f"{ACME}/projects", json={"name": " Sled "})
    assert made.status_code == 201, made.text
    found = (await ada.get(ACME)).json()
    assert (found["name"], found["role"], [one["name"] for one in found["projects"]]) == (
        "Acme",
        "owner",
        ["Rocket", "Sled"],
    )
    assert found["projects"][0]["keys"] == 0
    assert (await vic.get(ACME)).json()["projects"][0]["keys"] is None
    activity = (await ada.get(f"{ACME}/activity")).json()
    assert [(one["traces"], one["lastTraceAt"]) for one in activity] == [(0, None), (0, None)]


async def test_names_and_metadata_change_over_what_was_seen(ada: httpx.AsyncClient) -> None:
    for path in (ACME, ROCKET):
        seen = (await ada.get(path if path == ACME else f"{ROCKET}/settings")).json()
        edit = {"name": "New", "metadata": {"cost centre": 4}, "revision": seen["revision"]}
        changed = await ada.patch(path, json=edit)
        assert changed.status_code == 200, changed.text
        assert (changed.json()["name"], changed.json()["metadata"]) == ("New", {"cost centre": 4})
        stale = await ada.patch(path, json=edit)
        assert (stale.status_code, stale.json()["field"]) == (409, "revision")
        large = await ada.patch(path, json={"metadata": {"x": "y" * 30_000}})
        assert large.status_code == 422
        assert "30008 bytes" in large.json()["message"]


async def test_members_and_their_roles(ada: httpx.AsyncClient, vic: httpx.AsyncClient) -> None:
    members = (await ada.get(f"{ACME}/members")).json()
    assert [(one["id"], one["role"], one["projects"]) for one in members] == [
        ("ada", "owner", {}),
        ("vic", "viewer", {}),
    ]
    assert members[1]["lastSeenAt"]
    assert (await vic.get(f"{ACME}/members")).json()[0]["lastSeenAt"] is None
    assert (await ada.put(f"{ACME}/members/vic", json={"role": "member"})).status_code == 204
    assert (await vic.get(f"{ROCKET}/members")).json()[1]["role"] == "member"
    assert (await ada.put(f"{ROCKET}/members/vic", json={"role": "none"})).status_code == 204
    assert (await vic.get(f"{ROCKET}/members")).status_code == 404
    people = (await ada.get(f"{ROCKET}/people")).json()
    assert [(one["role"], one["organizationRole"], one["projectRole"]) for one in people] == [
        ("owner", "owner", None),
        (None, "member", "none"),
    ]
    assert (await ada.put(f"{ACME}/members/vic/projects/rocket", json={"role": None})).status_code == 204
    assert (await vic.get(f"{ROCKET}/members")).status_code == 200
    assert (await ada.delete(f"{ACME}/members/vic")).status_code == 204
    assert (await vic.get(f"{ROCKET}/members")).status_code == 404
    assert (await vic.get(ACME)).status_code == 404
    last = await ada.delete(f"{ACME}/members/ada")
    assert (last.status_code, last.json()["message"]) == (409, "This is the last owner of the organisation.")


async def test_an_admin_of_one_project_is_none_of_the_organisation(
    ada: httpx.AsyncClient, vic: httpx.AsyncClient
) -> None:
    assert (await ada.put(f"{ROCKET}/members/vic", json={"role": "admin"})).status_code == 204
    assert (await vic.put(f"{ROCKET}/members/vic", json={"role": "owner"})).status_code == 403
    assert (await vic.patch(ROCKET, json={"name": "Mine"})).status_code == 200
    for method, path in (
        ("GET", f"{ACME}/keys"),
        ("PATCH", ACME),
        ("GET", f"{ACME}/invitations"),
        ("PUT", f"{ACME}/members/vic/projects/rocket"),
    ):
        answer = await vic.request(method, path, json={"name": "x", "role": "viewer"})
        assert answer.status_code == 403, (path, answer.text)


async def test_no_admin_becomes_an_owner_by_a_key(ada: httpx.AsyncClient, vic: httpx.AsyncClient) -> None:
    """A key of the organisation makes owners, so that making one takes an owner."""
    assert (await ada.put(f"{ACME}/members/vic", json={"role": "admin"})).status_code == 204
    refused = await vic.post(f"{ACME}/keys", json={})
    assert (refused.status_code, refused.json()["message"]) == (403, "This takes the role owner, and you are admin.")
    made = await ada.post(f"{ACME}/keys", json={})
    assert made.status_code == 201
    assert [one["id"] for one in (await vic.get(f"{ACME}/keys")).json()] == [made.json()["id"]]
    assert (await vic.delete(f"{ACME}/keys/{made.json()['id']}")).status_code == 204


async def test_who_may_make_organisations(
    read_world: ReadWorld, ada: httpx.AsyncClient, vic: httpx.AsyncClient
) -> None:
    assert (await ada.get("/api/app/me")).json()["mayCreateOrganizations"]
    made = await ada.post("/api/app/organizations", json={"name": "Third"})
    assert made.json()["role"] == "owner"
    assert made.json()["id"] in [one["id"] for one in (await ada.get("/api/app/me")).json()["organizations"]]
    assert (await vic.post("/api/app/organizations", json={"name": "x"})).status_code == 403
    read_world.services.settings.access = AccessSettings(organisation_creators="everybody")
    assert (await vic.post("/api/app/organizations", json={"name": "x"})).status_code == 201


async def test_a_project_is_transferred_by_who_owns_both(ada: httpx.AsyncClient) -> None:
    third = (await ada.post("/api/app/organizations", json={"name": "Third"})).json()["id"]
    targets = (await ada.get(f"{ROCKET}/settings")).json()["transferTargets"]
    assert targets == [{"id": third, "name": "Third"}]
    assert (await ada.post(f"{ROCKET}/transfer", json={"organizationId": "evil"})).status_code == 403
    assert (await ada.post(f"{ROCKET}/transfer", json={"organizationId": third})).status_code == 204
    assert (await ada.get(f"{ROCKET}/settings")).json()["organizationName"] == "Third"


async def test_a_deleted_project_is_closed_at_once(
    read_world: ReadWorld, ada: httpx.AsyncClient, vic: httpx.AsyncClient
) -> None:
    seed = read_world.seed()
    seed.trace("t", 0)
    seed.observation("t", "o", 1)
    assert (await ada.get(f"{ROCKET}/contents")).json() == {
        "traces": 1,
        "observations": 1,
        "scores": 0,
        "prompts": 0,
        "datasets": 0,
        "datasetItems": 0,
        "scoreConfigs": 0,
        "files": 0,
        "keys": 0,
    }
    assert (await vic.request("DELETE", ROCKET, json={"name": "Rocket"})).status_code == 403
    assert (await ada.request("DELETE", ROCKET, json={"name": "rocket"})).status_code == 422
    key = (await ada.post(f"{ROCKET}/keys", json={})).json()
    async with read_world.sdk("rocket") as sdk:
        assert (await sdk.get("/traces")).status_code == 200
        assert (await ada.request("DELETE", ROCKET, json={"name": "Rocket"})).status_code == 202
        assert (await sdk.get("/traces")).status_code == 401
    refusal = await read_world.services.keys.verify(key["publicKey"], key["secretKey"])
    assert isinstance(refusal, KeyRefusal)
    assert (await ada.get(f"{ROCKET}/settings")).status_code == 404
    found = (await ada.get(ACME)).json()
    assert (found["projects"], found["deleting"]) == ([], ["Rocket"])
    assert (await ada.request("DELETE", ACME, json={"name": "Acme"})).status_code == 204
    assert (await ada.get(ACME)).status_code == 404


async def test_an_organisation_with_projects_stays(ada: httpx.AsyncClient) -> None:
    answer = await ada.request("DELETE", ACME, json={"name": "Acme"})
    assert (answer.status_code, answer.json()["message"]) == (409, "The organisation still has 1 project(s): Rocket.")
