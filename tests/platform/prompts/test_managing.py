"""Managing prompts on both metadata databases: labels, tags, deletion, copies, and new names that break nothing."""

import asyncio
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from sidelight.platform.audit.tables import AuditEntry
from sidelight.platform.database import Database
from sidelight.platform.prompts.catalogue import CatalogueFilter, in_folder, prompt_cards, prompt_heads
from sidelight.platform.prompts.copying import copy_prompt
from sidelight.platform.prompts.deletion import delete_versions, what_would_go
from sidelight.platform.prompts.finding import find_prompt
from sidelight.platform.prompts.history import prompt_overview
from sidelight.platform.prompts.labels import move_labels
from sidelight.platform.prompts.moving import rename_folder, rename_prompt
from sidelight.platform.prompts.references import Reference, references_of, with_other_names, with_references
from sidelight.platform.prompts.refusal import PromptConflict, PromptNotFound, PromptRefusal
from sidelight.platform.prompts.tags import retag
from sidelight.platform.revision import StaleRevision
from tests.platform.prompts.authors import AUTHOR
from tests.platform.prompts.test_prompts import create, find, resolved


async def changes(database: Database) -> list[tuple[str, str, Any, Any]]:
    """The audit log without the making of versions."""
    async with database.reading() as session:
        entries = await session.scalars(select(AuditEntry).order_by(AuditEntry.created_at, AuditEntry.id))
        return [(one.action, one.resource_id, one.before, one.after) for one in entries if one.action != "create"]


async def revision(database: Database, name: str) -> int:
    async with database.reading() as session:
        found = await prompt_overview(session, "project", name)
    assert found is not None
    return found.revision


async def labels(database: Database, name: str) -> dict[str, int]:
    async with database.reading() as session:
        found = await prompt_overview(session, "project", name)
    assert found is not None
    return found.labels


async def names(database: Database, **where: Any) -> list[str]:
    async with database.reading() as session:
        return [head.name for head in await prompt_heads(session, "project", CatalogueFilter(**where))]


async def test_labels_move_come_off_and_come_back(database: Database, project_id: str) -> None:
    await create(database, project_id, "p", "one", labels=["production", "x"])
    await create(database, project_id, "p", "two")
    seen = await revision(database, "p")
    async with database.session() as session:
        before = await move_labels(
            session, project_id, "p", {"production": 2, "x": None, "new": 1}, author=AUTHOR, revision=seen
        )
    assert before == {"production": 1, "x": 1, "new": None}
    assert await labels(database, "p") == {"new": 1, "production": 2, "latest": 2}
    async with database.session() as session:  # what the button "Undo" does
        await move_labels(session, project_id, "p", before, author=AUTHOR, revision=seen + 1)
    assert await labels(database, "p") == {"production": 1, "x": 1, "latest": 2}
    [first, _] = await changes(database)
    assert first == ("promote", "p", before, {"production": 2, "x": None, "new": 1})


async def test_labels_are_refused_rather_than_half_moved(database: Database, project_id: str) -> None:
    await create(database, project_id, "p", "one", labels=["production"])

    async def move(targets: dict[str, int | None], revision: int | None = None) -> None:
        async with database.session() as session:
            await move_labels(session, project_id, "p", targets, author=AUTHOR, revision=revision)

    with pytest.raises(PromptRefusal, match="latest"):
        await move({"latest": 1})
    with pytest.raises(PromptRefusal, match="not usable"):
        await move({"Not usable": 1, "fine": 1})
    with pytest.raises(PromptNotFound, match="version 7"):
        await move({"fine": 1, "production": 7})
    with pytest.raises(StaleRevision):
        await move({"fine": 1}, revision=99)
    assert await labels(database, "p") == {"production": 1, "latest": 1}
    assert await changes(database) == []


async def test_two_who_promote_at_once_do_not_overwrite_each_other(database: Database, project_id: str) -> None:
    await create(database, project_id, "p", "one")
    await create(database, project_id, "p", "two")
    seen = await revision(database, "p")

    async def promote(version: int) -> str:
        try:
            async with database.session() as session:
                await move_labels(session, project_id, "p", {"production": version}, author=AUTHOR, revision=seen)
        except StaleRevision:
            return "told"
        return "done"

    assert sorted(await asyncio.gather(promote(1), promote(2))) == ["done", "told"]
    assert len(await changes(database)) == 1


async def test_tags_are_replaced_and_noted_once(database: Database, project_id: str) -> None:
    await create(database, project_id, "p", tags=["a", "b"])
    for _ in range(2):
        async with database.session() as session:
            await retag(session, project_id, "p", ["b", "c", "b"], author=AUTHOR)
    found = await find(database, project_id, "p", label="latest")
    assert found is not None
    assert found.tags == ("b", "c")
    assert await changes(database) == [("update", "p", {"tags": ["a", "b"]}, {"tags": ["b", "c"]})]


async def test_a_deletion_says_before_what_it_takes(database: Database, project_id: str) -> None:
    await create(database, project_id, "p", "one", labels=["production"])
    await create(database, project_id, "p", "two", labels=["next"])
    await create(database, project_id, "user", "@@@langfusePrompt:name=p|label=production@@@")

    async def going(version: int | None) -> Any:
        async with database.reading() as session:
            return await what_would_go(session, project_id, "p", version)

    one, two, everything = await going(1), await going(2), await going(None)
    assert (one.versions, one.labels, [user.name for user in one.dependents]) == ((1,), {"production": 1}, ["user"])
    assert (two.versions, two.labels, two.dependents) == ((2,), {"next": 2}, ())
    assert (everything.versions, len(everything.dependents)) == ((1, 2), 1)
    with pytest.raises(PromptNotFound):
        await going(3)
    async with database.session() as session:
        await delete_versions(session, project_id, "p", author=AUTHOR, version=2)
    assert await labels(database, "p") == {"production": 1, "latest": 1}
    assert [change[0] for change in await changes(database)] == ["delete"]


async def test_a_copy_has_everything_or_one_version(database: Database, project_id: str) -> None:
    await create(database, project_id, "part", "part")
    await create(database, project_id, "p", "one", labels=["production"], tags=["t"], config={"k": 1})
    await create(database, project_id, "p", "two @@@langfusePrompt:name=part|version=1@@@", commit_message="second")
    async with database.session() as session:
        await copy_prompt(session, project_id, "p", "all", author=AUTHOR)
        await copy_prompt(session, project_id, "p", "one/two", author=AUTHOR, version=2)
    assert await labels(database, "all") == {"production": 1, "latest": 2}
    assert await labels(database, "one/two") == {"latest": 1}
    whole, single = (
        await find(database, project_id, "all", version=2),
        await find(database, project_id, "one/two", version=1),
    )
    assert whole is not None
    assert single is not None
    assert (whole.body, whole.commit_message, whole.tags) == (single.body, "second", ("t",))
    assert single.commit_message == "Copied from p version 2"
    with pytest.raises(PromptConflict, match="'all'"):  # the copies count as users too
        async with database.session() as session:
            await delete_versions(session, project_id, "part", author=AUTHOR)
    for name, version in (("all", None), ("p", None)):
        with pytest.raises(PromptConflict, match="already"):
            async with database.session() as session:
                await copy_prompt(session, project_id, "p", name, author=AUTHOR, version=version)
    with pytest.raises(PromptNotFound):
        async with database.session() as session:
            await copy_prompt(session, project_id, "p", "free", author=AUTHOR, version=9)
    assert "free" not in await names(database)


async def test_a_new_name_breaks_no_reference_and_no_program(database: Database, project_id: str) -> None:
    await create(database, project_id, "part", "Be kind.", labels=["production"])
    text = "@@@langfusePrompt:name=part|label=production@@@ @@@langfusePrompt:name=part|version=1@@@"
    await create(database, project_id, "user", text, labels=["production"])
    await create(
        database, project_id, "chat", [{"role": "user", "content": text}, {"type": "placeholder", "name": "h"}]
    )
    seen = await revision(database, "part")
    async with database.session() as session:
        moved = await rename_prompt(session, project_id, "part", "shared/part", author=AUTHOR, revision=seen)
    assert sorted({one.name for one in moved.rewritten}) == ["chat", "user"]
    for name in ("user", "chat"):
        record = await find(database, project_id, name, label="latest")
        assert record is not None
        assert {one.name for one in references_of(record.body)} == {"shared/part"}
        body, _ = await resolved(database, record)
        assert "Be kind. Be kind." in str(body)
    old = await find(database, project_id, "part", label="production")
    assert old is not None
    assert (old.name, old.body) == ("shared/part", "Be kind.")
    with pytest.raises(PromptConflict, match="'user' version 1"):
        async with database.session() as session:
            await delete_versions(session, project_id, "shared/part", author=AUTHOR)
    with pytest.raises(PromptNotFound):  # to change it takes the name that it has
        async with database.session() as session:
            await move_labels(session, project_id, "part", {"x": 1}, author=AUTHOR)
    await create(database, project_id, "part", "Another.", labels=["production"])
    now = await find(database, project_id, "part", label="production")
    assert now is not None
    assert now.body == "Another."


async def test_names_that_cannot_be_taken(database: Database, project_id: str) -> None:
    await create(database, project_id, "p")
    await create(database, project_id, "q", "@@@langfusePrompt:name=p|version=1@@@")

    async def rename(new_name: str, revision: int | None = None) -> None:
        async with database.session() as session:
            await rename_prompt(session, project_id, "p", new_name, author=AUTHOR, revision=revision)

    with pytest.raises(PromptConflict, match="'q'"):
        await rename("q")
    with pytest.raises(PromptRefusal, match="empty"):
        await rename("a//b")
    with pytest.raises(PromptRefusal, match="cannot hold '@'"):
        await rename("p@home")
    with pytest.raises(StaleRevision):
        await rename("fine", revision=50)
    assert await names(database) == ["p", "q"]
    await rename("p")
    assert await changes(database) == []


async def test_a_folder_moves_with_all_that_is_in_it(database: Database, project_id: str) -> None:
    for name in ("a/x", "a/b/y", "a/b/z", "ab", "top"):
        await create(database, project_id, name)
    await create(database, project_id, "user", "@@@langfusePrompt:name=a/x|version=1@@@")

    async def move(folder: str, new_folder: str) -> None:
        async with database.session() as session:
            await rename_folder(session, project_id, folder, new_folder, author=AUTHOR)

    await move("a", "a/b")  # into itself: a/b/x takes a name beside a/b/b/y
    assert await names(database) == ["a/b/b/y", "a/b/b/z", "a/b/x", "ab", "top", "user"]
    await move("a/b", "")
    assert await names(database) == ["ab", "b/y", "b/z", "top", "user", "x"]
    user = await find(database, project_id, "user", version=1)
    assert user is not None
    assert references_of(user.body) == (Reference("x", version=1),)
    for former in ("a/x", "a/b/x"):
        found = await find(database, project_id, former, version=1)
        assert found is not None
        assert found.name == "x"
    await create(database, project_id, "c/y")
    with pytest.raises(PromptConflict, match="'c/y'"):
        await move("b", "c")
    with pytest.raises(PromptNotFound):
        await move("nothing", "c")
    assert [change[0] for change in await changes(database)] == ["rename", "rename"]


async def test_the_catalogue_has_folders_and_is_narrowed(database: Database, project_id: str) -> None:
    await create(database, project_id, "a/x", labels=["production"], tags=["red"])
    await create(database, project_id, "a/b/y", [{"role": "user", "content": "hi"}], tags=["blue"])
    await create(database, project_id, "A/z")
    await create(database, project_id, "ab_c")
    async with database.reading() as session:
        folders, prompts = in_folder(await prompt_heads(session, project_id, CatalogueFilter()), "")
        inside = in_folder(await prompt_heads(session, project_id, CatalogueFilter(folder="a")), "a")
        cards = await prompt_cards(session, [head.id for head in inside[1]])
    assert [(one.name, one.prompt_count) for one in folders] == [("A", 1), ("a", 2)]
    assert [one.name for one in prompts] == ["ab_c"]
    assert ([one.name for one in inside[0]], [one.name for one in inside[1]]) == (["a/b"], ["a/x"])
    [card] = cards.values()
    assert (card.version_count, card.latest_version, card.labels, card.tags) == (1, 1, {"production": 1}, ("red",))
    assert await names(database, text="B_") == ["ab_c"]
    assert await names(database, text="blue") == ["a/b/y"]
    assert await names(database, types=("chat",)) == ["a/b/y"]
    assert await names(database, tags=("red", "blue")) == ["a/b/y", "a/x"]
    assert await names(database, labels=("production",)) == ["a/x"]
    assert len(await names(database, labels=("latest",))) == 4
    assert await names(database, folder="%") == []


_NAME = st.text("ab/ $\\", min_size=1, max_size=4)
_TEXT = st.lists(
    st.one_of(
        st.text("x@|={}", max_size=3),
        st.builds(
            lambda name, by: f"@@@langfusePrompt:name={name}|{by}@@@", _NAME, st.sampled_from(["version=1", "label=l"])
        ),
    ),
    max_size=5,
).map("".join)


@given(_TEXT, st.dictionaries(_NAME, _NAME, max_size=3))
def test_other_names_say_the_same(text: str, renamed: dict[str, str]) -> None:
    """A renamed text refers to what it referred to before, under the new names, and nothing else of it changes."""

    def said(body: Any, of: dict[str, str]) -> Any:
        return with_references(body, lambda one: f"<{of.get(one.name, one.name)}{one.version}{one.label}>")

    assert said(with_other_names(text, renamed), {}) == said(text, renamed)


async def test_a_former_name_of_another_project_finds_nothing(database: Database, project_id: str) -> None:
    await create(database, project_id, "p")
    async with database.session() as session:
        await rename_prompt(session, project_id, "p", "q", author=AUTHOR)
    async with database.reading() as session:
        assert await find_prompt(session, "other", "p", version=1) is None
