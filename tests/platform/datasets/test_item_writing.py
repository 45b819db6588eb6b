"""Writing items on both metadata databases: many at once, by several people at once, and back again."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import func, select

from sidelight.platform.audit.author import Author
from sidelight.platform.database import Database
from sidelight.platform.datasets.datasets import DatasetFields
from sidelight.platform.datasets.duplication import duplicate_dataset
from sidelight.platform.datasets.editing import create_dataset, delete_dataset, edit_dataset
from sidelight.platform.datasets.history import ACTIONS, dataset_changes, item_at, item_versions
from sidelight.platform.datasets.item_draft import ItemDraft
from sidelight.platform.datasets.item_list import ItemQuery, list_summaries
from sidelight.platform.datasets.item_writing import (
    Written,
    delete_items,
    put_item,
    restore_items,
    set_status,
    write_items,
)
from sidelight.platform.datasets.listing import count_dataset, list_folder
from sidelight.platform.datasets.refusal import DatasetNotFound, DatasetRefusal, ItemConflict, NameTaken
from sidelight.platform.datasets.schema import ItemSchemas
from sidelight.platform.datasets.schema_fit import check_fit
from sidelight.platform.datasets.tables import Dataset, DatasetItemVersion
from sidelight.platform.revision import StaleRevision

ADA = Author("user", "ada", "Ada", "org", "project")
BOB = Author("user", "bob", "Bob", "org", "project")
STRING = {"type": "string"}


async def make(database: Database, project_id: str, name: str = "d", **fields: Any) -> Dataset:
    async with database.session() as session:
        return await create_dataset(session, project_id, DatasetFields(name, frozenset(fields), **fields), ADA)


async def write(database: Database, dataset: Dataset, *drafts: ItemDraft, author: Author = ADA) -> list[Written]:
    async with database.session() as session:
        return await write_items(session, dataset, drafts, author)


async def outcomes(database: Database, dataset: Dataset, *drafts: ItemDraft) -> list[str]:
    return [one.outcome for one in await write(database, dataset, *drafts)]


async def ids(database: Database, query: ItemQuery, order: Any = "created.asc") -> list[str]:
    async with database.reading() as session:
        found, total = await list_summaries(session, query, order)
    assert total == len(found)
    return [item.id for item in found]


async def test_each_item_of_many_is_judged_alone(database: Database, project_id: str) -> None:
    dataset = await make(database, project_id, input_schema=STRING)
    other = await make(database, project_id, "other")
    await write(database, other, ItemDraft("taken", {"input": "x"}))
    deep: Any = "x"
    for _ in range(100_000):
        deep = [deep]
    written = await write(
        database,
        dataset,
        ItemDraft("a", {"input": "1"}),
        ItemDraft("b", {"input": 2}),
        ItemDraft("a", {"input": "3"}),
        ItemDraft("taken", {"input": "4"}),
        ItemDraft("x\n", {"input": "5"}),
        ItemDraft("c", {"input": "6", "metadata": deep}),
        ItemDraft("d", {"input": "7", "source_trace_id": "\0"}),
        ItemDraft(None, {"input": "8\0"}),
    )
    assert [one.outcome for one in written] == ["created", *["refused"] * 6, "created"]
    assert [one.refusal.field for one in written if one.refusal] == [
        "input", "id", "id", "id", "metadata", "sourceTraceId",
    ]  # fmt: skip
    assert await ids(database, ItemQuery(dataset)) == ["a", written[-1].item_id]


async def test_what_is_the_same_makes_no_version(database: Database, project_id: str) -> None:
    dataset = await make(database, project_id)
    draft = ItemDraft("a", {"input": {"x": [1]}})
    assert await outcomes(database, dataset, draft) == ["created"]
    assert await outcomes(database, dataset, draft) == ["unchanged"]
    assert await outcomes(database, dataset, ItemDraft("a", {"metadata": 1})) == ["updated"]
    async with database.reading() as session:
        versions, total = await item_versions(session, dataset, "a")
    assert [(one.action, one.changed, one.author_name) for one in versions] == [
        ("updated", ("metadata",), "Ada"),
        ("created", (), "Ada"),
    ]
    assert total == 2


async def test_an_edit_over_the_edit_of_another_is_refused(database: Database, project_id: str) -> None:
    dataset = await make(database, project_id)
    (first,) = await write(database, dataset, ItemDraft("a", {"input": "1"}))
    assert first.version is not None
    seen = first.version.valid_from
    await write(database, dataset, ItemDraft("a", {"input": "bob's"}, seen=seen), author=BOB)
    with pytest.raises(ItemConflict, match="Bob changed"):
        async with database.session() as session:
            await put_item(session, dataset, "a", {"input": "ada's"}, author=ADA, seen=seen)
    async with database.session() as session:
        await delete_items(session, dataset, ["a"], BOB)
    with pytest.raises(ItemConflict, match="Bob deleted"):
        async with database.session() as session:
            await put_item(session, dataset, "a", {"input": "ada's"}, author=ADA, seen=seen)


async def test_of_edits_at_once_one_wins_and_the_others_are_told(database: Database, project_id: str) -> None:
    dataset = await make(database, project_id)
    (first,) = await write(database, dataset, ItemDraft("a", {"input": 0}))
    assert first.version is not None
    seen = first.version.valid_from

    async def edit(number: int) -> bool:
        try:
            async with database.session() as session:
                await put_item(session, dataset, "a", {"input": number}, author=ADA, seen=seen)
        except ItemConflict:
            return False
        return True

    won = await asyncio.gather(*(edit(number) for number in range(1, 6)))
    assert sum(won) == 1
    async with database.reading() as session:
        assert (await item_at(session, dataset, "a")).input == won.index(True) + 1


async def test_one_id_made_at_once_is_one_item(database: Database, project_id: str) -> None:
    datasets = [await make(database, project_id, name) for name in ("one", "two")]
    await asyncio.gather(*(write(database, datasets[n % 2], ItemDraft("same", {"input": n})) for n in range(6)))
    async with database.reading() as session:
        current = await session.scalar(
            select(func.count()).select_from(DatasetItemVersion).where(DatasetItemVersion.valid_to.is_(None))
        )
    assert current == 1


async def test_archive_delete_and_the_way_back(database: Database, project_id: str) -> None:
    dataset = await make(database, project_id)
    await write(database, dataset, *(ItemDraft(name, {"input": name}) for name in "abc"))
    async with database.session() as session:
        await set_status(session, dataset, ["a", "b", "none"], "ARCHIVED", ADA)
    assert await ids(database, ItemQuery(dataset, status="ACTIVE")) == ["c"]
    async with database.session() as session:
        gone, moment = await delete_items(session, dataset, ["a", "c", "none"], BOB)
    assert gone == ["a", "c"]
    assert await ids(database, ItemQuery(dataset)) == ["b"]
    assert await ids(database, ItemQuery(dataset, at=moment)) == ["b"]
    async with database.session() as session:
        before = (await item_at(session, dataset, "b")).valid_from  # when a was archived, and c still there
        back = await restore_items(session, dataset, ["a", "b", "c", "none"], before, ADA)
    assert {one.item_id: one.outcome for one in back} == {"a": "created", "b": "unchanged", "c": "created"}
    assert await ids(database, ItemQuery(dataset, status="ARCHIVED")) == ["b", "a"] or ["a", "b"]
    async with database.reading() as session:
        counts = await count_dataset(session, dataset.id)
        changes, further = await dataset_changes(session, dataset.id, None, 100)
    assert (counts.active, counts.archived) == (1, 2)
    assert further is None
    assert [(one.author_name, dict(zip(ACTIONS, one.counts, strict=True))) for one in changes] == [
        ("Ada", {"created": 0, "updated": 0, "archived": 0, "activated": 0, "restored": 2, "deleted": 0}),
        ("Bob", {"created": 0, "updated": 0, "archived": 0, "activated": 0, "restored": 0, "deleted": 2}),
        ("Ada", {"created": 3, "updated": 0, "archived": 2, "activated": 0, "restored": 0, "deleted": 0}),
    ]


async def test_items_are_found_by_what_they_hold(database: Database, project_id: str) -> None:
    dataset = await make(database, project_id)
    await write(
        database,
        dataset,
        ItemDraft("a", {"input": 'She said "Hello"\n'}),
        ItemDraft("b", {"expected_output": {"Grüße": "50% off_"}}),
        ItemDraft("c", {"metadata": ["needle"]}),
    )
    for text, found in (
        ('said "h', ["a"]),
        ("\n", ["a"]),
        ("grüße", ["b"]),
        ("50%", ["b"]),
        ("5_%", []),
        ("NEEDLE", ["c"]),
    ):
        assert await ids(database, ItemQuery(dataset, text=text)) == found, text
    async with database.reading() as session:
        rows, _ = await list_summaries(session, ItemQuery(dataset), "created.asc")
    assert [row.input_preview for row in rows] == ['She said "Hello"', "", ""]
    assert rows[1].expected_output_preview == '{"Grüße":"50% off_"}'


async def test_order_is_that_of_writing(database: Database, project_id: str) -> None:
    dataset = await make(database, project_id)
    names = [f"{number:02}" for number in (7, 3, 9, 1)]
    await write(database, dataset, *(ItemDraft(name, {"input": name}) for name in names))
    assert await ids(database, ItemQuery(dataset)) == names
    assert await ids(database, ItemQuery(dataset), "created.desc") == names[::-1]


async def test_a_copy_has_items_of_its_own(database: Database, project_id: str) -> None:
    dataset = await make(database, project_id, input_schema=STRING, metadata={"k": 1})
    await write(database, dataset, *(ItemDraft(name, {"input": name}) for name in "abc"))
    async with database.session() as session:
        await set_status(session, dataset, ["b"], "ARCHIVED", ADA)
        await delete_items(session, dataset, ["c"], ADA)
        copy = await duplicate_dataset(session, project_id, dataset.id, "copy", BOB)
    assert (copy.input_schema, copy.info) == (STRING, {"k": 1})
    assert len(await ids(database, ItemQuery(copy))) == 2
    assert not set(await ids(database, ItemQuery(copy))) & set("abc")
    async with database.reading() as session:
        rows, _ = await list_summaries(session, ItemQuery(copy), "created.asc")
        counts = await count_dataset(session, copy.id)
    assert [row.input_preview for row in rows] == ["a", "b"]
    assert (counts.active, counts.archived) == (1, 1)
    with pytest.raises(NameTaken):
        async with database.session() as session:
            await duplicate_dataset(session, project_id, dataset.id, "copy", BOB)


async def test_a_dataset_is_edited_by_one_at_a_time(database: Database, project_id: str) -> None:
    dataset = await make(database, project_id)
    await make(database, project_id, "other")
    await write(database, dataset, ItemDraft("a", {"input": 1}))

    async def edit(revision: int | None, **fields: Any) -> Dataset:
        given = DatasetFields(fields.pop("name", ""), frozenset(fields) | {"name"}, **fields)
        async with database.session() as session:
            return await edit_dataset(session, project_id, dataset.id, fields=given, author=ADA, revision=revision)

    changed = await edit(dataset.revision, name="folder/new", description="x")
    assert changed.revision == dataset.revision + 1
    with pytest.raises(StaleRevision):
        await edit(dataset.revision, name="late")
    with pytest.raises(NameTaken):
        await edit(changed.revision, name="other")
    with pytest.raises(DatasetRefusal, match="1 items of the dataset do not fit"):
        await edit(changed.revision, name="folder/new", input_schema=STRING)
    async with database.reading() as session:
        fit = await check_fit(session, dataset.id, ItemSchemas(STRING, STRING), 10)
    assert (fit.checked, fit.wrong, [one.field for _, one in fit.shown]) == (1, 1, ["input", "expectedOutput"])


async def test_folders_hold_what_is_directly_in_them(database: Database, project_id: str) -> None:
    for name in ("top", "a/one", "a/two", "a/b/three", "/odd", "odd/", "A/upper"):
        await make(database, project_id, name)

    async def shown(folder: str | None, text: str = "") -> tuple[list[str], list[tuple[str, int]]]:
        async with database.reading() as session:
            page = await list_folder(session, project_id, folder, text)
        return [row.dataset.name for row in page.rows], [(one.path, one.datasets) for one in page.folders]

    assert await shown("") == (["/odd", "odd/", "top"], [("A", 1), ("a", 3)])
    assert await shown("a") == (["a/one", "a/two"], [("a/b", 1)])
    assert (await shown(None, "TWO"))[0] == ["a/two"]
    assert len((await shown(None))[0]) == 7


async def test_what_was_deleted_is_gone(database: Database, project_id: str) -> None:
    dataset = await make(database, project_id)
    await write(database, dataset, ItemDraft("a", {"input": 1}))
    async with database.session() as session:
        await delete_dataset(session, project_id, dataset.id, ADA)
    with pytest.raises(DatasetNotFound):
        await write(database, dataset, ItemDraft("b", {"input": 1}))
    async with database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(DatasetItemVersion)) == 0
