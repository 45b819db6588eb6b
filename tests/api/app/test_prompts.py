"""Prompts over HTTP: the library, versions, metrics, and everything that is changed about them."""

from typing import Any

import pytest
from sqlalchemy import select

from sidelight.platform.audit.tables import AuditEntry
from tests.fixtures.event_store import Seed
from tests.fixtures.read_world import ReadWorld

BASE = "/api/app/projects/rocket/prompts"


@pytest.fixture
async def world(read_world: ReadWorld) -> ReadWorld:
    """``shop/answer`` with two versions, a text that is part of it, and a prompt beside."""
    async with read_world.sdk() as sdk:
        for body in (
            {"name": "shop/rules", "prompt": "Be {{tone}}.", "labels": ["production"], "tags": ["shared"]},
            {
                "name": "shop/answer",
                "type": "chat",
                "prompt": [
                    {"role": "system", "content": "@@@langfusePrompt:name=shop/rules|label=production@@@"},
                    {"type": "placeholder", "name": "history"},
                    {"role": "user", "content": "{{ question }}"},
                ],
                "config": {"model": "gpt-5"},
                "labels": ["production"],
                "commitMessage": "first",
            },
            {"name": "shop/answer", "type": "chat", "prompt": [{"role": "user", "content": "{{question}}"}]},
            {"name": "top", "prompt": "hi"},
        ):
            answer = await sdk.post("/v2/prompts", json=body)
            assert answer.status_code in (200, 201), answer.text
    return read_world


async def ask(world: ReadWorld, method: str, path: str = "", status: int = 200, user: str = "ada", **sent: Any) -> Any:
    async with world.browser(user) as browser:
        answer = await browser.request(method, BASE + path, **sent)
    assert answer.status_code == status, answer.text
    return answer.json() if answer.content else None


async def get(world: ReadWorld, path: str = "", status: int = 200, **params: Any) -> Any:
    return await ask(world, "GET", path, status, params=params)


async def names(world: ReadWorld, **params: Any) -> list[str]:
    return [one["name"] for one in (await get(world, **params))["items"]]


def uses(seed: Seed) -> None:
    for at, (name, version) in enumerate([("top", 1), ("shop/answer", 1), ("shop/answer", 1), ("shop/answer", 2)]):
        seed.generation("t", f"g{at}", at, prompt_name=name, prompt_version=version)
    seed.score("quality", 9, trace_id="t", observation_id="g1", value=0.5)


async def test_the_library_shows_folders_then_prompts(world: ReadWorld) -> None:
    uses(world.seed())
    top = await get(world)
    assert [(one["kind"], one["name"]) for one in top["items"]] == [("folder", "shop"), ("prompt", "top")]
    assert (top["items"][0]["promptCount"], top["total"], top["promptTotal"]) == (2, 2, 3)
    answer = (await get(world, folder="shop"))["items"][0]
    assert {key: answer[key] for key in ("name", "type", "labels", "versionCount", "latestVersion", "createdBy")} == {
        "name": "shop/answer",
        "type": "chat",
        "labels": [{"label": "production", "version": 1}],
        "versionCount": 2,
        "latestVersion": 2,
        "createdBy": "API",
    }
    assert (answer["generationCount"], answer["lastUsedAt"]) == (3, "2026-11-23T12:00:03.000Z")
    in_time = {"folder": "shop", "from": "2026-11-23T12:00:00Z", "to": "2026-11-23T12:00:03Z"}
    [answer] = [one for one in (await get(world, "", **in_time))["items"] if one["name"] == "shop/answer"]
    assert answer["generationCount"] == 2


async def test_the_library_is_narrowed_sorted_and_paged(world: ReadWorld) -> None:
    uses(world.seed())
    assert await names(world, q="SHARED") == ["shop/rules"]
    assert await names(world, q="shop", type="chat") == ["shop/answer"]
    assert await names(world, tag="shared", folder="shop") == ["shop/rules"]
    assert await names(world, q="o", order="name.desc") == ["top", "shop/rules", "shop/answer"]
    assert await names(world, q="o", order="generations.desc") == ["shop/answer", "top", "shop/rules"]
    assert await names(world, q="o", order="used.desc") == ["shop/answer", "top", "shop/rules"]
    assert await names(world, q="o", order="updated.desc") == ["top", "shop/answer", "shop/rules"]
    assert await names(world, limit=1) + await names(world, limit=1, offset=1) == ["shop", "top"]
    assert await names(world, folder="none") == []
    facets = await get(world, "/facets")
    assert facets["labels"] == [{"value": "production", "count": 2}]
    assert facets["tags"] == [{"value": "shared", "count": 1}]
    assert facets["types"] == [{"value": "text", "count": 2}, {"value": "chat", "count": 1}]


async def test_a_prompt_is_read_with_its_versions(world: ReadWorld) -> None:
    head = await get(world, "/overview", name="shop/answer")
    assert (head["labels"], head["latestVersion"]) == (
        [{"label": "production", "version": 1}, {"label": "latest", "version": 2}], 2,
    )  # fmt: skip
    page = await get(world, "/versions", name="shop/answer", limit=1)
    assert ([one["version"] for one in page["items"]], page["total"]) == ([2], 2)
    [first] = (await get(world, "/versions", name="shop/answer", before=2))["items"]
    assert (first["version"], first["labels"], first["commitMessage"]) == (1, ["production"], "first")
    version = await get(world, "/version", name="shop/answer", label="production")
    assert (version["version"], version["config"]) == (1, {"model": "gpt-5"})
    assert (version["variables"], version["placeholders"]) == (["question"], ["history"])
    assert version["references"] == [{"name": "shop/rules", "version": None, "label": "production"}]
    assert (await get(world, "/version", name="shop/answer"))["version"] == 2
    missing = await get(world, "/version", 404, name="shop/answer", label="none")
    assert (missing["field"], missing["message"]) == ("version", "This prompt has no label 'none'.")
    for path in ("/overview", "/versions", "/version", "/metrics", "/impact"):
        assert (await get(world, path, 404, name="none"))["field"] == "name"


async def test_metrics_are_by_version(world: ReadWorld) -> None:
    uses(world.seed())
    found = await get(world, "/metrics", name="shop/answer")
    two, one = found["versions"]
    assert (two["version"], two["labels"], two["generationCount"]) == (2, ["latest"], 1)
    assert (one["labels"], one["medianLatencyMs"], one["medianInputTokens"]) == (["production"], 1000, 100)
    assert [(s["level"], s["name"], s["average"]) for s in one["scores"]] == [("generation", "quality", 0.5)]
    assert sum(v["count"] for part in found["slices"] for v in part["versions"]) == 3
    assert (await get(world, "/metrics", name="shop/answer", to="2026-11-23T12:00:00Z"))["versions"] == []


async def test_labels_move_and_come_back(world: ReadWorld) -> None:
    seen = (await get(world, "/overview", name="shop/answer"))["revision"]
    body = {"name": "shop/answer", "revision": seen, "labels": {"production": 2, "next": 2}}
    moved = await ask(world, "PATCH", "/labels", json=body)
    assert {one["label"]: one["version"] for one in moved["labels"]} == {"production": 2, "next": 2, "latest": 2}
    assert moved["revision"] == seen + 1
    stale = await ask(world, "PATCH", "/labels", 409, json=body)
    assert stale["field"] == "revision"
    back = {"name": "shop/answer", "revision": seen + 1, "labels": {"production": 1, "next": None}}
    undone = await ask(world, "PATCH", "/labels", json=back)
    assert {one["label"]: one["version"] for one in undone["labels"]} == {"production": 1, "latest": 2}
    for labels, status in (({"latest": 1}, 422), ({"Bad label": 1}, 422), ({"x": 9}, 404), ({}, 422), ({"x": 0}, 422)):
        await ask(world, "PATCH", "/labels", status, json={"name": "shop/answer", "labels": labels})


async def test_what_others_use_is_not_deleted(world: ReadWorld) -> None:
    uses(world.seed())
    impact = await get(world, "/impact", name="shop/rules")
    assert (impact["versionCount"], impact["labels"]) == (1, [{"label": "production", "version": 1}])
    assert impact["dependents"] == [
        {"name": "shop/answer", "version": 1, "childVersion": None, "childLabel": "production"}
    ]
    refused = await ask(world, "DELETE", "", 409, params={"name": "shop/rules"})
    assert "'shop/answer' version 1" in refused["message"]
    assert (await get(world, "/impact", name="shop/answer", version=1))["generationCount"] == 2
    seen = (await get(world, "/overview", name="shop/answer"))["revision"]
    await ask(world, "DELETE", "", 409, params={"name": "shop/answer", "version": 1, "revision": seen - 1})
    await ask(world, "DELETE", "", 204, params={"name": "shop/answer", "version": 1, "revision": seen})
    await ask(world, "DELETE", "", 204, params={"name": "shop/rules"})
    assert await names(world, q="o") == ["shop/answer", "top"]
    await ask(world, "DELETE", "", 404, params={"name": "shop/rules"})


async def test_a_renamed_prompt_keeps_its_users_and_its_history(world: ReadWorld) -> None:
    uses(world.seed())
    seen = (await get(world, "/overview", name="top"))["revision"]
    renamed = await ask(world, "POST", "/rename", json={"name": "top", "newName": "shop/hi", "revision": seen})
    assert renamed["names"] == [{"name": "top", "newName": "shop/hi"}]
    moved = await ask(world, "POST", "/rename-folder", json={"folder": "shop", "newFolder": "store/eu"})
    assert (len(moved["names"]), [one["name"] for one in moved["rewritten"]]) == (3, ["store/eu/answer"])
    assert await names(world, folder="store") == ["store/eu"]
    head = await get(world, "/overview", name="top")
    assert (head["name"], head["formerNames"]) == ("store/eu/hi", ["shop/hi", "top"])
    world.seed().generation("t", "later", 60, prompt_name="store/eu/hi", prompt_version=1)
    [line] = (await get(world, q="hi"))["items"]
    assert line["generationCount"] == 2
    assert (await get(world, "/metrics", name="top"))["versions"][0]["generationCount"] == 2
    async with world.sdk() as sdk:
        answer = await sdk.get("/v2/prompts/shop/answer", params={"label": "production"})
        assert (answer.status_code, answer.json()["name"]) == (200, "store/eu/answer")
        assert answer.json()["prompt"][0]["content"] == "Be {{tone}}."
    taken = await ask(world, "POST", "/rename", 409, json={"name": "store/eu/hi", "newName": "store/eu/rules"})
    assert taken["field"] == "newName"
    for body in ({"name": "store/eu/hi", "newName": "a//b"}, {"name": "store/eu/hi", "newName": "x" * 300}):
        assert (await ask(world, "POST", "/rename", 422, json=body))["field"] == "name"
    await ask(world, "POST", "/rename-folder", 404, json={"folder": "none", "newFolder": "x"})


async def test_prompts_are_copied_and_tagged(world: ReadWorld) -> None:
    copy = await ask(world, "POST", "/copy", 201, json={"name": "shop/answer", "newName": "copy"})
    assert (copy["versionCount"], copy["latestVersion"], len(copy["labels"])) == (2, 2, 2)
    one = await ask(world, "POST", "/copy", 201, json={"name": "shop/answer", "newName": "one", "version": 1})
    assert (one["versionCount"], one["labels"]) == (1, [{"label": "latest", "version": 1}])
    assert (await get(world, "/version", name="one"))["createdBy"] == "Ada"
    await ask(world, "POST", "/copy", 409, json={"name": "shop/answer", "newName": "copy"})
    tagged = await ask(world, "PUT", "/tags", json={"name": "one", "revision": one["revision"], "tags": ["a", "b"]})
    assert tagged["tags"] == ["a", "b"]
    await ask(world, "PUT", "/tags", 409, json={"name": "one", "revision": one["revision"], "tags": ["c"]})
    assert (await ask(world, "PUT", "/tags", 422, json={"name": "one", "tags": [""]}))["field"] == "tags"


CHANGES: list[tuple[str, str, dict[str, Any]]] = [
    ("PATCH", "/labels", {"json": {"name": "top", "labels": {"x": 1}}}),
    ("PUT", "/tags", {"json": {"name": "top", "tags": ["x"]}}),
    ("POST", "/copy", {"json": {"name": "top", "newName": "copy"}}),
    ("POST", "/rename-folder", {"json": {"folder": "shop", "newFolder": "store"}}),
    ("POST", "/rename", {"json": {"name": "top", "newName": "over"}}),
    ("DELETE", "", {"params": {"name": "over"}}),
]


async def test_viewers_change_nothing_and_every_change_is_noted(world: ReadWorld) -> None:
    for method, path, sent in CHANGES:
        await ask(world, method, path, 403, user="vic", **sent)
        await ask(world, method, path, 404, user="eve", **sent)
    async with world.services.database.session() as session:
        for entry in await session.scalars(select(AuditEntry)):
            await session.delete(entry)
    for method, path, sent in CHANGES:
        async with world.browser() as browser:
            answer = await browser.request(method, BASE + path, **sent)
        assert answer.status_code < 300, answer.text
    async with world.sdk() as sdk:
        assert (await sdk.patch("/v2/prompts/copy/versions/1", json={"newLabels": ["y"]})).status_code == 200
        assert (await sdk.delete("/v2/prompts/copy")).status_code == 204
    async with world.services.database.reading() as session:
        entries = (await session.scalars(select(AuditEntry).order_by(AuditEntry.created_at))).all()
    assert [(one.action, one.author_kind, one.resource_id) for one in entries] == [
        ("promote", "user", "top"),
        ("update", "user", "top"),
        ("create", "user", "copy"),
        ("rename", "user", "store"),
        ("rename", "user", "over"),
        ("delete", "user", "over"),
        ("promote", "api_key", "copy"),
        ("delete", "api_key", "copy"),
    ]
