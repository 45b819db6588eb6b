"""The audit log in the web app."""

import csv
import io
import json
from pathlib import Path

import pytest

from sidelight.api.app import audit, auth, keys
from sidelight.platform.audit.author import Author
from sidelight.platform.audit.noting import Change, note_change
from sidelight.platform.database import Database
from tests.fixtures.web_app import World, make_world

ROCKET, ACME = "/api/app/projects/rocket/audit", "/api/app/organizations/acme/audit"


@pytest.fixture
async def world(database: Database, tmp_path: Path) -> World:
    return await make_world(database, tmp_path, auth.router, keys.router, audit.router)


async def test_a_key_leaves_its_traces(world: World) -> None:
    async with world.browser("ada") as ada:
        made = (await ada.post("/api/app/projects/rocket/keys", json={"note": "CI"})).json()
        await ada.delete(f"/api/app/projects/rocket/keys/{made['id']}")
        page = (await ada.get(ROCKET, params={"limit": 1})).json()
        assert [(one["action"], one["kind"], one["authorName"]) for one in page["items"]] == [
            ("revoke", "api_key", "Ada")
        ]
        rest = (await ada.get(ROCKET, params={"cursor": page["nextCursor"]})).json()
        assert [(one["action"], one["after"]["note"]) for one in rest["items"]] == [("create", "CI")]
        assert rest["nextCursor"] is None
        assert made["secretKey"] not in (await ada.get(ROCKET)).text
        facets = (await ada.get(f"{ACME}/facets")).json()
        assert facets["authors"] == [{"id": "ada", "name": "Ada", "kind": "user"}]
        assert (await ada.get(ROCKET, params={"cursor": "nonsense"})).status_code == 400


async def test_viewers_and_others_do_not_see_it(world: World) -> None:
    for user, status in (("vic", 403), ("eve", 404), ("", 401)):
        async with world.browser(user) as browser:
            for place in (ROCKET, ACME):
                for end in ("", "/facets", "/export"):
                    assert (await browser.get(f"{place}{end}")).status_code == status, (user, place, end)


async def test_exports_are_files_that_spreadsheets_do_not_run(world: World) -> None:
    async with world.services.database.session() as session:
        author = Author("user", "ada", "=HYPERLINK(1)", "acme", "rocket")
        await note_change(session, author, Change("update", "prompt", "p", 'a "name", and\nmore', {"x": 1}, {"x": 2}))
    async with world.browser("ada") as ada:
        answer = await ada.get(f"{ROCKET}/export")
        assert "audit-log.csv" in answer.headers["content-disposition"]
        head, line = csv.reader(io.StringIO(answer.text))
        row = dict(zip(head, line, strict=True))
        assert (row["author"], row["name"], row["before"]) == ("'=HYPERLINK(1)", 'a "name", and\nmore', '{"x":1}')
        (only,) = (await ada.get(f"{ACME}/export", params={"format": "jsonl", "kind": "prompt"})).text.splitlines()
        assert json.loads(only)["after"] == {"x": 2}
        assert (await ada.get(f"{ACME}/export", params={"format": "jsonl", "kind": "none"})).text == ""


async def test_what_clients_sent_comes_back_whatever_it_is(world: World) -> None:
    odd = {"half": "\ud800", "huge": 2**80, "deep": {"\udfff": [1]}}
    async with world.services.database.session() as session:
        author = Author("user", "ada", "Ada", "acme", "rocket")
        await note_change(session, author, Change("update", "prompt", "p", "p", odd, odd))
    async with world.browser("ada") as ada:
        assert (await ada.get(ROCKET)).json()["items"][0]["after"] == odd
        for form in ("csv", "jsonl"):
            answer = await ada.get(f"{ROCKET}/export", params={"format": form})
            assert "\\ud800" in answer.text
