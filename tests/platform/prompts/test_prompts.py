"""Prompts on both metadata databases: versions, labels, tags, composition, deletion, and two writers at once."""

import asyncio
from typing import Any

import pytest

from sidelight.platform.audit.author import Author
from sidelight.platform.database import Database
from sidelight.platform.prompts.body import Body
from sidelight.platform.prompts.deletion import delete_versions
from sidelight.platform.prompts.finding import find_prompt, version_ids
from sidelight.platform.prompts.labels import set_labels
from sidelight.platform.prompts.listing import PromptFilter, list_prompts
from sidelight.platform.prompts.record import PromptRecord
from sidelight.platform.prompts.refusal import PromptConflict, PromptNotFound, PromptRefusal
from sidelight.platform.prompts.resolution import PromptNode, resolve
from sidelight.platform.prompts.writing import NewVersion, create_version
from tests.platform.prompts.authors import AUTHOR

KEY = Author("api_key", "key", "pk-lf-1", "org", "project")


async def create(database: Database, project_id: str, name: str, body: Body = "text", **given: Any) -> PromptRecord:
    async with database.session() as session:
        return await create_version(session, project_id, NewVersion(name, body, **given), KEY)


async def find(database: Database, project_id: str, name: str, **chosen: Any) -> PromptRecord | None:
    async with database.reading() as session:
        return await find_prompt(session, project_id, name, **chosen)


async def resolved(database: Database, record: PromptRecord) -> tuple[Body, dict[str, Any] | None]:
    async with database.reading() as session:
        node = PromptNode(record.id, record.name, record.version)
        found = await resolve(session, record.project_id, node, record.body)
    return found.body, found.graph


async def test_versions_count_up_and_labels_move(database: Database, project_id: str) -> None:
    first = await create(database, project_id, "a/b", "one", labels=["production", "x"], config={"t": 1})
    second = await create(database, project_id, "a/b", "two", labels=["production"])
    assert (first.version, second.version) == (1, 2)
    assert first.labels == ("production", "x", "latest")
    assert second.labels == ("production", "latest")
    again = await find(database, project_id, "a/b", version=1)
    assert again is not None
    assert (again.labels, again.config, again.body) == (("x",), {"t": 1}, "one")
    latest = await find(database, project_id, "a/b", label="latest")
    assert latest is not None
    assert latest.id == second.id
    async with database.session() as session:
        moved = await set_labels(session, project_id, "a/b", 1, ["production", "y"], author=AUTHOR)
    assert moved.labels == ("production", "x", "y")
    in_production = await find(database, project_id, "a/b", label="production")
    assert in_production is not None
    assert in_production.version == 1
    assert await find(database, "other", "a/b", version=1) is None


async def test_tags_belong_to_all_versions(database: Database, project_id: str) -> None:
    await create(database, project_id, "p", tags=["b", "a", "b"])
    kept = await create(database, project_id, "p")
    assert kept.tags == ("b", "a")
    emptied = await create(database, project_id, "p", tags=[])
    assert emptied.tags == ()


async def test_a_chat_keeps_its_messages_as_they_are(database: Database, project_id: str) -> None:
    body: Body = [{"role": "system", "content": "Hi {{name}}"}, {"type": "placeholder", "name": "history"}]
    await create(database, project_id, "chat", body)
    found = await find(database, project_id, "chat", version=1)
    assert found is not None
    assert (found.type, found.body) == ("chat", body)


@pytest.mark.parametrize(
    ("name", "body", "given", "field"),
    [
        ("", "x", {}, "name"),
        ("a|b", "x", {}, "name"),
        ("new", "x", {}, "name"),
        ("a//b", "x", {}, "name"),
        ("n" * 256, "x", {}, "name"),
        ("nul\x00", "x", {}, "name"),
        ("p", "x", {"labels": ["Not Lower"]}, "labels"),
        ("p", "x", {"labels": ["l" * 37]}, "labels"),
        ("p", "x", {"tags": [""]}, "tags"),
        ("p", "x", {"commit_message": "m" * 501}, "commitMessage"),
        ("p", [{"role": "user", "content": "{{a}}"}, {"type": "placeholder", "name": "a"}], {}, "prompt"),
        ("taken", [{"role": "user", "content": "hi"}], {}, "type"),
        ("p", "@@@langfusePrompt:name=none|version=1@@@", {}, "prompt"),
        ("p", "@@@langfusePrompt:name=chat|version=1@@@", {}, "prompt"),
        ("p", "@@@langfusePrompt:name=p|label=latest@@@", {}, "prompt"),
    ],
)
async def test_what_cannot_be_stored_says_why(
    database: Database, project_id: str, name: str, body: Body, given: dict[str, Any], field: str
) -> None:
    await create(database, project_id, "taken", "a text")
    await create(database, project_id, "chat", [{"role": "user", "content": "hi"}])
    with pytest.raises(PromptRefusal) as refused:
        await create(database, project_id, name, body, **given)
    assert refused.value.field == field
    async with database.reading() as session:
        _, total = await list_prompts(session, project_id, PromptFilter(), 1, 50)
    assert total == 2


async def test_references_are_put_in_and_shown(database: Database, project_id: str) -> None:
    await create(database, project_id, "leaf", "leaf {{x}}", labels=["production"])
    await create(database, project_id, "middle", "[@@@langfusePrompt:name=leaf|label=production@@@]")
    top = await create(
        database,
        project_id,
        "top",
        [{"role": "user", "content": "@@@langfusePrompt:name=middle|version=1@@@ and @@@langfusePrompt:odd@@@"}],
    )
    body, graph = await resolved(database, top)
    assert body == [{"role": "user", "content": "[leaf {{x}}] and @@@langfusePrompt:odd@@@"}]
    assert graph is not None
    assert graph["root"] == {"id": top.id, "name": "top", "version": 1}
    assert [child["name"] for child in graph["dependencies"][top.id]] == ["middle"]
    # The label moves, and with it what is read.
    await create(database, project_id, "leaf", "new leaf", labels=["production"])
    body, _ = await resolved(database, top)
    assert body == [{"role": "user", "content": "[new leaf] and @@@langfusePrompt:odd@@@"}]


async def test_a_circle_and_a_tower_are_refused(database: Database, project_id: str) -> None:
    await create(database, project_id, "a", "plain", labels=["production"])
    await create(database, project_id, "b", "@@@langfusePrompt:name=a|label=production@@@", labels=["production"])
    with pytest.raises(PromptRefusal, match="Circular"):
        await create(database, project_id, "a", "@@@langfusePrompt:name=b|label=production@@@")
    await create(database, project_id, "level0", "ground")
    for level in range(1, 6):
        await create(database, project_id, f"level{level}", f"@@@langfusePrompt:name=level{level - 1}|version=1@@@")
    with pytest.raises(PromptRefusal, match="5 deep"):
        await create(database, project_id, "level6", "@@@langfusePrompt:name=level5|version=1@@@")


async def test_deleting_spares_what_others_use(database: Database, project_id: str) -> None:
    await create(database, project_id, "used", "one", labels=["stable"])
    await create(database, project_id, "used", "two")
    await create(database, project_id, "user", "@@@langfusePrompt:name=used|label=stable@@@")

    async def remove(name: str, **chosen: Any) -> None:
        async with database.session() as session:
            await delete_versions(session, project_id, name, author=AUTHOR, **chosen)

    for chosen in ({"version": 1}, {"label": "stable"}, {}):
        with pytest.raises(PromptConflict, match="'user' version 1"):
            await remove("used", **chosen)
    await remove("used", label="latest")
    assert await find(database, project_id, "used", version=2) is None
    left = await find(database, project_id, "used", label="latest")
    assert left is not None
    assert left.version == 1
    await remove("user")
    await remove("used")
    with pytest.raises(PromptNotFound):
        await remove("used")


async def test_two_writers_get_two_versions_or_a_conflict(database: Database, project_id: str) -> None:
    await create(database, project_id, "p")
    outcomes = await asyncio.gather(
        *(create(database, project_id, "p", f"text {number}") for number in range(8)), return_exceptions=True
    )
    made = [one.version for one in outcomes if isinstance(one, PromptRecord)]
    assert made
    assert len(set(made)) == len(made)
    assert all(isinstance(one, PromptRecord | PromptConflict) for one in outcomes)
    async with database.reading() as session:
        (summary,), _ = await list_prompts(session, project_id, PromptFilter(), 1, 50)
    assert sorted(summary.versions) == sorted([1, *made])


async def test_the_list_narrows_and_pages(database: Database, project_id: str) -> None:
    await create(database, project_id, "a", labels=["production"], tags=["t"], config={"n": 1})
    await create(database, project_id, "a", config={"n": 2})
    await create(database, project_id, "b")
    await create(database, project_id, "c", tags=["t"])

    async def listed(page: int = 1, limit: int = 50, **where: Any) -> tuple[list[tuple[str, tuple[int, ...]]], int]:
        async with database.reading() as session:
            found, total = await list_prompts(session, project_id, PromptFilter(**where), page, limit)
        return [(one.name, one.versions) for one in found], total

    assert await listed() == ([("a", (1, 2)), ("b", (1,)), ("c", (1,))], 3)
    assert await listed(page=2, limit=2) == ([("c", (1,))], 3)
    assert await listed(label="production") == ([("a", (1,))], 1)
    assert await listed(label="latest") == ([("a", (2,)), ("b", (1,)), ("c", (1,))], 3)
    assert await listed(tag="t") == ([("a", (1, 2)), ("c", (1,))], 2)
    assert await listed(name="b") == ([("b", (1,))], 1)
    async with database.reading() as session:
        (only,), _ = await list_prompts(session, project_id, PromptFilter(name="a", label="production"), 1, 50)
    assert (only.last_config, only.labels) == ({"n": 1}, ("production",))


async def test_ids_of_many_versions_come_at_once(database: Database, project_id: str) -> None:
    first = await create(database, project_id, "a")
    second = await create(database, project_id, "a")
    async with database.reading() as session:
        found = await version_ids(session, project_id, [("a", 1), ("a", 2), ("a", 3), ("none", 1)])
    assert found == {("a", 1): first.id, ("a", 2): second.id}
