"""Prompts are written in the web app: made, looked at while they are drafts, and never over somebody else's."""

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from sidelight.api.app import auth, prompt_changes, prompt_managing, prompts, protected_labels
from sidelight.platform.audit.tables import AuditEntry
from sidelight.platform.database import Database
from sidelight.platform.tables import Membership, User
from tests.fixtures.web_app import World, make_world

PROMPTS = "/api/app/projects/rocket/prompts"
LABELS = "/api/app/projects/rocket/protected-prompt-labels"
LEAF = "@@@langfusePrompt:name=leaf|label=production@@@"


@pytest.fixture
async def world(database: Database, tmp_path: Path) -> World:
    routers = (auth.router, prompts.router, prompt_changes.router, prompt_managing.router, protected_labels.router)
    made = await make_world(database, tmp_path, *routers)
    async with database.session() as session:
        session.add(User(id="max", email="max@example.com", name="Max"))
        await session.flush()
        session.add(Membership(organisation_id="acme", user_id="max", role="member"))
    return made


async def save(
    browser: httpx.AsyncClient, name: str, prompt: Any = "text", base: int = 0, **given: Any
) -> httpx.Response:
    return await browser.post(PROMPTS, json={"name": name, "prompt": prompt, "baseVersion": base, **given})


async def test_a_version_is_made_with_everything_it_has(world: World, database: Database) -> None:
    chat = [
        {"role": "developer", "content": "Be kind to {{customer}}.", "cache": True},
        {"type": "placeholder", "name": "history"},
    ]
    given = {"config": {"model": "gpt-5"}, "labels": ["production"], "tags": ["shop"], "commitMessage": "First"}
    async with world.browser("ada") as browser:
        answer = await save(browser, "shop/greet <1>"[:10], chat, **given)
        assert answer.status_code == 201, answer.text
        made = answer.json()
        assert (made["version"], made["type"], made["prompt"]) == (1, "chat", chat)
        assert made["labels"] == ["production", "latest"]
        assert (made["config"], made["tags"], made["commitMessage"]) == ({"model": "gpt-5"}, ["shop"], "First")
        assert (made["createdBy"], made["variables"], made["placeholders"]) == ("Ada", ["customer"], ["history"])
        again = await save(browser, "shop/greet", chat, 1)
        assert (again.json()["version"], again.json()["tags"]) == (2, ["shop"])
    async with database.reading() as session:
        entries = (await session.scalars(select(AuditEntry).order_by(AuditEntry.created_at))).all()
    assert [(one.action, one.resource_kind, one.resource_id, one.author_id) for one in entries] == [
        ("create", "prompt", "shop/greet", "ada")
    ] * 2
    assert entries[0].after == {"version": 1, "type": "chat", "labels": ["production"], "message": "First"}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "a<b"}, "name"),
        ({"labels": ["No"]}, "labels"),
        ({"tags": [""]}, "tags"),
        ({"commitMessage": "m" * 501}, "commitMessage"),
        ({"prompt": LEAF}, "prompt"),
        ({"prompt": [{"role": "user", "content": "{{a}}"}, {"type": "placeholder", "name": "a"}]}, "prompt"),
        ({"prompt": [{"role": "user"}]}, "prompt"),
        ({"baseVersion": -1}, "baseVersion"),
    ],
)
async def test_what_is_wrong_is_named(world: World, given: dict[str, Any], field: str) -> None:
    async with world.browser("ada") as browser:
        answer = await browser.post(PROMPTS, json={"name": "p", "prompt": "x", "baseVersion": 0, **given})
        assert answer.status_code == 422
        problem = answer.json()
        assert problem["field"].split(".")[0] == field
        assert problem["message"]
        assert problem["hint"]


async def test_who_is_late_is_shown_what_came_first(world: World) -> None:
    async with world.browser("ada") as ada, world.browser("max") as max_:
        await save(ada, "p", "one")
        assert (await save(ada, "p", "two by Ada", 1, labels=["production"])).status_code == 201
        late = await save(max_, "p", "two by Max", 1)
        assert late.status_code == 409
        problem = late.json()
        assert problem["message"] == "Version 2 was saved by Ada after you began."
        assert problem["field"] == "baseVersion"
        latest = problem["latest"]
        assert (latest["version"], latest["createdBy"], latest["prompt"]) == (2, "Ada", "two by Ada")
        on_top = await save(max_, "p", "two by Max", latest["version"])
        assert on_top.json()["version"] == 3
        taken = await save(max_, "p", "I thought it was new", 0)
        assert taken.status_code == 409
        assert taken.json()["latest"]["version"] == 3


async def test_of_two_at_once_one_saves_and_one_is_told(world: World) -> None:
    async with world.browser("ada") as ada, world.browser("max") as max_:
        for base in (0, 1):  # the prompt itself, then a version
            answers = await asyncio.gather(*(save(one, "p", f"{base} {one}", base) for one in (ada, max_, ada, max_)))
            assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
            (made,) = (answer.json() for answer in answers if answer.status_code == 201)
            for answer in answers:
                if answer.status_code == 409:
                    assert answer.json()["latest"]["prompt"] == made["prompt"]


async def test_a_prompt_that_went_away_is_not_brought_back_unasked(world: World) -> None:
    async with world.browser("ada") as browser:
        answer = await save(browser, "gone", "text", 3)
        assert answer.status_code == 404
        assert answer.json()["field"] == "name"
        assert (await save(browser, "gone", "text", 0)).status_code == 201


async def test_who_may_only_look_may_preview_but_not_save(world: World) -> None:
    async with world.browser("vic") as browser:
        assert (await save(browser, "p")).status_code == 403
        assert (await browser.post(f"{PROMPTS}/preview", json={"name": "p", "prompt": "x"})).status_code == 200


async def test_a_draft_is_put_together_and_all_its_problems_are_told(world: World) -> None:
    async with world.browser("ada") as browser:
        await save(browser, "leaf", "I am {{who}}", labels=["production"])
        await save(browser, "loop", "@@@langfusePrompt:name=leaf|version=1@@@")
        chat = [
            {"role": "system", "content": f"{LEAF} and @@@langfusePrompt:name=none|label=x@@@"},
            {"role": "user", "content": "{{history}}"},
            {"type": "placeholder", "name": "history"},
        ]
        answer = await browser.post(f"{PROMPTS}/preview", json={"name": "leaf", "prompt": chat, "labels": ["NO"]})
        preview = answer.json()
        assert preview["prompt"][0]["content"] == f"{LEAF} and @@@langfusePrompt:name=none|label=x@@@"
        assert (preview["latestVersion"], preview["latestBy"]) == (1, "Ada")
        problems = {(one["field"], (one["reference"] or {}).get("name")): one["message"] for one in preview["problems"]}
        assert set(problems) == {
            ("prompt", None),
            ("labels", None),
            ("type", None),
            ("prompt", "leaf"),
            ("prompt", "none"),
        }
        assert "Circular" in problems["prompt", "leaf"]
        assert "not found" in problems["prompt", "none"]

        good = (await browser.post(f"{PROMPTS}/preview", json={"name": "", "prompt": f"[{LEAF}]"})).json()
        assert (good["prompt"], good["variables"], good["problems"]) == ("[I am {{who}}]", ["who"], [])
        assert good["parts"] == [
            {"reference": {"name": "leaf", "version": None, "label": "production"}, "version": 1, "type": "text"}
        ]
        assert (good["latestVersion"], good["latestBy"]) == (0, "")


async def test_a_version_says_what_it_includes_and_what_includes_it(world: World) -> None:
    async with world.browser("ada") as browser:
        await save(browser, "leaf", "leaf", labels=["production"])
        await save(browser, "middle", f"<{LEAF}>")
        top = [{"role": "user", "content": "@@@langfusePrompt:name=middle|label=latest@@@"}]
        await save(browser, "top", top, labels=["production"])
        await save(browser, "middle", f"[{LEAF}]", 1)

        async def composition(name: str, version: int) -> dict[str, Any]:
            answer = await browser.get(f"{PROMPTS}/composition", params={"name": name, "version": version})
            assert answer.status_code == 200, answer.text
            return answer.json()  # type: ignore[no-any-return]

        def lines(found: list[dict[str, Any]]) -> list[tuple[int, str, int | None]]:
            return [(line["depth"], line["name"], line["version"]) for line in found]

        found = await composition("top", 1)
        assert lines(found["includes"]) == [(0, "middle", 2), (1, "leaf", 1)]
        assert (found["includedIn"], found["problem"]) == ([], "")
        assert found["resolved"] == [{"role": "user", "content": "[leaf]"}]
        found = await composition("leaf", 1)
        assert found["includes"] == []
        assert lines(found["includedIn"]) == [(0, "middle", 2), (1, "top", 1), (0, "middle", 1)]
        assert found["includedIn"][1]["labels"] == ["production", "latest"]
        assert lines((await composition("middle", 1))["includedIn"]) == []
        missing = await browser.get(f"{PROMPTS}/composition", params={"name": "top", "version": 2})
        assert missing.status_code == 404


async def test_what_labels_broke_is_told_where_it_broke(world: World) -> None:
    def of(name: str) -> str:
        return f"@@@langfusePrompt:name={name}|label=production@@@"

    async with world.browser("ada") as browser:
        for name, first in (("leaf", "leaf"), ("helper", "helper"), ("top", f"{of('helper')} {of('leaf')}")):
            await save(browser, name, first, labels=["production"])
        await save(browser, "leaf", of("helper"), 1)
        await save(browser, "helper", of("leaf"), 1, labels=["production"])
        # Labels move freely, as in Langfuse: `helper` includes `leaf`, and `leaf` now includes `helper`.
        moved = await browser.patch(f"{PROMPTS}/labels", json={"name": "leaf", "labels": {"production": 2}})
        assert moved.status_code == 200, moved.text
        found = (await browser.get(f"{PROMPTS}/composition", params={"name": "top", "version": 1})).json()
        assert [(line["depth"], line["name"], line["version"], line["fault"]) for line in found["includes"]] == [
            (0, "helper", 2, None),
            (1, "leaf", 2, None),
            (2, "helper", 2, "circle"),
            (0, "leaf", 2, None),
            (1, "helper", 2, None),
            (2, "leaf", 2, "circle"),
        ]
        assert found["includes"][2]["problem"] == "Circular dependency: top -> helper -> leaf -> helper."
        assert (found["resolved"], "Circular" in found["problem"]) == (None, True)


async def test_half_characters_are_written_and_read(world: World) -> None:
    half = "\\ud800"
    for body in (f'"{half}"', f'[{{"role": "user", "content": "{half}", "x": "{half}"}}]'):
        name = f"half {len(body)}"
        new = f'{{"name": "{name}", "prompt": {body}, "config": {{"{half}": 1}}, "baseVersion": 0}}'
        json_type = {"content-type": "application/json"}
        async with world.browser("ada") as browser:
            for path, status in (("/preview", 200), ("", 201), ("", 409)):
                answer = await browser.post(f"{PROMPTS}{path}", content=new, headers=json_type)
                assert answer.status_code == status, answer.text
            for path in ("version", "composition", "overview"):
                answer = await browser.get(f"{PROMPTS}/{path}", params={"name": name, "version": 1})
                assert answer.status_code == 200, answer.text
            assert half in (await browser.get(f"{PROMPTS}/version", params={"name": name})).text


async def test_what_can_be_included_is_found_in_all_folders(world: World) -> None:
    async with world.browser("ada") as browser:
        await save(browser, "shop/tone", "x", labels=["production"])
        await save(browser, "tone", "x")
        await save(browser, "chat tone", [{"role": "user", "content": "x"}])
        found = (await browser.get(f"{PROMPTS}/referable")).json()
        assert [one["name"] for one in found] == ["tone", "shop/tone"]
        found = (await browser.get(f"{PROMPTS}/referable", params={"q": "shop"})).json()
        assert found == [{"name": "shop/tone", "latestVersion": 1, "labels": ["production"]}]


async def test_protected_labels_are_moved_by_admins_alone(world: World, database: Database) -> None:
    async with world.browser("ada") as ada, world.browser("max") as max_, world.browser("vic") as vic:
        assert (await max_.post(LABELS, json={"label": "production"})).status_code == 403
        assert (await ada.post(LABELS, json={"label": "production"})).status_code == 204
        assert (await ada.post(LABELS, json={"label": "production"})).status_code == 204
        for wrong in ("latest", "Not A Label", ""):
            refused = await ada.post(LABELS, json={"label": wrong})
            assert (refused.status_code, refused.json()["field"]) == (422, "label")

        refused = await save(max_, "p", labels=["production", "x"])
        assert (refused.status_code, refused.json()["field"]) == (403, "labels")
        assert "'production' is protected" in refused.json()["message"]
        assert (await save(max_, "p", labels=["x"])).status_code == 201
        assert (await save(ada, "p", "two", 1, labels=["production"])).status_code == 201

        (listed,) = (await vic.get(LABELS)).json()
        assert (listed["label"], listed["promptCount"], listed["createdBy"]) == ("production", 1, "Ada")
        assert (await max_.delete(LABELS, params={"label": "production"})).status_code == 403
        assert (await ada.delete(LABELS, params={"label": "production"})).status_code == 204
        assert (await ada.delete(LABELS, params={"label": "production"})).status_code == 404
        assert (await save(max_, "p", "three", 2, labels=["production"])).status_code == 201
    async with database.reading() as session:
        kinds = await session.scalars(
            select(AuditEntry.action).where(AuditEntry.resource_kind == "protected_prompt_label")
        )
    assert sorted(kinds) == ["create", "delete"]
