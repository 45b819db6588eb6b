"""Joining by a link, through the web app's API."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from sidelight.api.app import auth, invitations, members
from sidelight.platform.database import Database
from sidelight.platform.login_throttle import MAX_BY_ADDRESS
from tests.fixtures.web_app import World, make_world

INVITATIONS = "/api/app/organizations/acme/invitations"
NEW = {"email": "new@example.com", "name": "New", "password": "long enough!"}


@pytest.fixture
async def world(database: Database, tmp_path: Path) -> World:
    return await make_world(database, tmp_path, auth.router, invitations.router, members.router)


async def invite(browser: httpx.AsyncClient, **body: object) -> str:
    answer = await browser.post(INVITATIONS, json=body)
    assert answer.status_code == 201, answer.text
    link = urlsplit(answer.json()["url"])
    assert (link.netloc, link.path) == ("sidelight.test", "/invite")
    return parse_qs(link.query)["token"][0]


async def test_from_the_link_to_the_project(world: World) -> None:
    async with world.browser("ada") as ada, world.browser() as new:
        token = await invite(ada, role="viewer", note="for the new one")
        offer = (await new.post("/api/app/invitations/look", json={"token": token})).json()
        assert (offer["organizationName"], offer["role"], offer["authorName"]) == ("Acme", "viewer", "Ada")
        joined = await new.post("/api/app/invitations/join", json={"token": token, **NEW})
        assert joined.status_code == 200, joined.text
        assert [one["id"] for one in joined.json()["projects"]] == ["rocket"]
        assert (await new.get("/api/app/projects/rocket/members")).status_code == 200
        assert (await new.get(INVITATIONS)).status_code == 403
        (listed,) = (await ada.get(INVITATIONS)).json()
        assert (listed["state"], listed["usedBy"][0]["name"], listed["note"]) == ("used", "New", "for the new one")
        assert token not in (await ada.get(INVITATIONS)).text
    async with world.browser() as later:
        entered = await later.post("/api/app/auth/login", json={"email": NEW["email"], "password": NEW["password"]})
        assert entered.status_code == 200


async def test_nobody_signs_up_without_a_link(world: World) -> None:
    async with world.browser() as new:
        answer = await new.post("/api/app/invitations/join", json={"token": "made up", **NEW})
        assert (answer.status_code, answer.json()["message"]) == (404, "This invitation is not known here.")
        short = await new.post("/api/app/invitations/join", json={"token": "x", **NEW, "password": "short"})
        assert (short.status_code, short.json()["field"]) == (422, "password")


async def test_who_is_signed_in_accepts(world: World) -> None:
    async with world.browser("ada") as ada, world.browser("eve") as eve:
        token = await invite(ada, role="none", projectId="rocket", projectRole="member")
        assert (await eve.get("/api/app/projects/rocket/members")).status_code == 404
        answer = await eve.post("/api/app/invitations/accept", json={"token": token})
        assert answer.json() == {"organizationId": "acme", "projectId": "rocket"}
        assert (await eve.get("/api/app/projects/rocket/members")).status_code == 200
        again = await eve.post("/api/app/invitations/accept", json={"token": token})
        assert again.status_code == 410


async def test_a_revoked_link_opens_nothing(world: World) -> None:
    async with world.browser("ada") as ada, world.browser() as new:
        token = await invite(ada)
        (listed,) = (await ada.get(INVITATIONS)).json()
        assert (await ada.delete(f"{INVITATIONS}/{listed['id']}")).status_code == 204
        assert (await ada.delete(f"{INVITATIONS}/{listed['id']}")).status_code == 404
        assert (await new.post("/api/app/invitations/look", json={"token": token})).status_code == 410


async def test_guessing_is_slow(world: World) -> None:
    async with world.browser() as new:
        for _ in range(MAX_BY_ADDRESS):
            assert (await new.post("/api/app/invitations/look", json={"token": "x"})).status_code == 404
        assert (await new.post("/api/app/invitations/look", json={"token": "x"})).status_code == 429


async def test_other_web_sites_are_refused(world: World) -> None:
    async with world.browser("ada") as ada:
        for path in ("look", "join", "accept"):
            answer = await ada.post(
                f"/api/app/invitations/{path}",
                json={"token": "x", **NEW},
                headers={"Sec-Fetch-Site": "cross-site", "Origin": "https://elsewhere.test"},
            )
            assert answer.status_code == 403, path
