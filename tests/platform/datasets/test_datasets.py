"""Datasets on both metadata databases: versions of items, schemas, runs, and clients that repeat themselves."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest

from sidelight.platform.clock import now
from sidelight.platform.database import Database
from sidelight.platform.datasets.datasets import DatasetFields, get_dataset, list_datasets, put_dataset
from sidelight.platform.datasets.experiment_runs import delete_runs
from sidelight.platform.datasets.item_writing import as_item, delete_item, put_item
from sidelight.platform.datasets.items import DatasetItem, ItemFilter, get_item, list_items
from sidelight.platform.datasets.media_marks import marks_in
from sidelight.platform.datasets.refusal import DatasetNotFound, DatasetRefusal
from sidelight.platform.datasets.runs import RunItemFields, load_runs, put_run_item, run_heads, run_items
from sidelight.platform.datasets.tables import Dataset


async def make(database: Database, project_id: str, name: str = "d", **fields: Any) -> Dataset:
    async with database.session() as session:
        return await put_dataset(session, project_id, DatasetFields(name, frozenset(fields), **fields))


async def put(database: Database, dataset: Dataset, item_id: str | None = None, **given: Any) -> DatasetItem:
    async with database.session() as session:
        return as_item(await put_item(session, dataset, item_id, given), dataset)  # type: ignore[arg-type]


async def inputs(database: Database, dataset: Dataset, at: datetime | None = None) -> list[Any]:
    async with database.reading() as session:
        found, total = await list_items(session, dataset.project_id, ItemFilter(dataset.id, at=at), 1, 50)
    assert total == len(found)
    return [item.row.input for item in found]


async def test_what_is_not_given_stays(database: Database, project_id: str) -> None:
    first = await make(database, project_id, "folder/d", description="x", metadata={"a": [1, None]})
    again = await make(database, project_id, "folder/d", metadata=None)
    assert (again.id, again.description, again.info) == (first.id, "x", None)
    async with database.reading() as session:
        found, total = await list_datasets(session, project_id, 1, 50)
        assert [one.id for one in found] == [first.id]
        assert total == 1
        with pytest.raises(DatasetNotFound):
            await get_dataset(session, "other", "folder/d")


async def test_an_item_keeps_its_past(database: Database, project_id: str) -> None:
    dataset = await make(database, project_id)
    item = await put(database, dataset, input={"v": 1}, expected_output="one")
    before = now()
    await asyncio.sleep(0.002)
    changed = await put(database, dataset, item.row.id, input={"v": 2})
    assert (changed.row.expected_output, changed.row.created_at) == ("one", item.row.created_at)
    await put(database, dataset, input="second")
    assert await inputs(database, dataset) == ["second", {"v": 2}]
    assert await inputs(database, dataset, before) == [{"v": 1}]
    assert await inputs(database, dataset, item.row.created_at - timedelta(seconds=1)) == []


async def test_archived_and_deleted_items_leave_the_list(database: Database, project_id: str) -> None:
    dataset = await make(database, project_id)
    item = await put(database, dataset, "mine", input=1)
    await put(database, dataset, "mine", status="ARCHIVED")
    assert await inputs(database, dataset) == []
    async with database.session() as session:
        assert (await get_item(session, project_id, "mine")).row.status == "ARCHIVED"
        await delete_item(session, project_id, "mine")
    async with database.reading() as session:
        with pytest.raises(DatasetNotFound):
            await get_item(session, project_id, "mine")
    assert await inputs(database, dataset, item.row.valid_from) == [1]
    back = await put(database, dataset, "mine", input=2)
    assert (back.row.status, back.row.expected_output) == ("ACTIVE", None)
    assert await inputs(database, dataset) == [2]


async def test_an_id_belongs_to_one_dataset_of_a_project(database: Database, project_id: str) -> None:
    await put(database, await make(database, project_id, "a"), "mine", input=1)
    with pytest.raises(DatasetRefusal, match="another dataset"):
        await put(database, await make(database, project_id, "b"), "mine", input=2)


async def test_schemas_hold_for_new_and_stored_items(database: Database, project_id: str) -> None:
    schema = {"type": "object", "required": ["q"], "properties": {"q": {"type": "string"}}}
    dataset = await make(database, project_id, input_schema=schema)
    await put(database, dataset, input={"q": "fits"})
    with pytest.raises(DatasetRefusal, match=r"input\['q'\]") as refused:
        await put(database, dataset, input={"q": 5})
    assert refused.value.field == "input"
    with pytest.raises(DatasetRefusal, match="1 items of the dataset do not fit"):
        await make(database, project_id, input_schema={"type": "string"})
    assert (await make(database, project_id)).input_schema == schema


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "nonsense"},
        {"$ref": "http://127.0.0.1:1/schema"},
        {"properties": {"a": {"pattern": "("}}},
        {"pattern": "(?=lookahead)"},
        "text",
    ],
)
async def test_a_schema_that_cannot_be_used_says_why(database: Database, project_id: str, schema: Any) -> None:
    with pytest.raises(DatasetRefusal) as refused:
        await make(database, project_id, expected_output_schema=schema)
    assert refused.value.field == "expectedOutputSchema"


@pytest.mark.parametrize("value", ["\x00", "\ud800", 2**80, float("nan"), {"a": [float("inf")]}, None, False, 0, ""])
async def test_any_json_can_be_stored(database: Database, project_id: str, value: Any) -> None:
    dataset = await make(database, project_id)
    await put(database, dataset, input=value)
    (back,) = await inputs(database, dataset)
    expected = {"nan": None, "{'a': [inf]}": {"a": [None]}}.get(repr(value), value)
    assert back == expected


async def test_a_run_is_made_by_its_items(database: Database, project_id: str) -> None:
    dataset = await make(database, project_id)
    first, second = await put(database, dataset, input=1), await put(database, dataset, input=2)

    async def note(item: DatasetItem, trace_id: str, **given: Any) -> tuple[str, str]:
        async with database.session() as session:
            fields = RunItemFields("run", item.row.id, trace_id, **given)
            run, row = await put_run_item(session, project_id, fields)
            return run.id, row.id

    noted = await asyncio.gather(note(first, "t1"), note(second, "t2"), note(first, "t1", description="why"))
    assert len({run for run, _ in noted}) == 1
    assert noted[0] == noted[2]
    await note(first, "t1", observation_id="o")
    async with database.reading() as session:
        (head,) = await run_heads(session, project_id, [dataset.id])
        assert await run_heads(session, "other", [dataset.id]) == []
        (run,) = await load_runs(session, [head.id])
        assert (head.name, run.description, len(await run_items(session, run.id))) == ("run", "why", 3)
    async with database.session() as session:
        await delete_item(session, project_id, first.row.id)
    async with database.reading() as session:
        assert [item.trace_id for item in await run_items(session, run.id)] == ["t2"]
    async with database.session() as session:
        await delete_runs(session, project_id, [run.id])
        assert await run_heads(session, project_id, [dataset.id]) == []
        with pytest.raises(DatasetNotFound):
            await put_run_item(session, "other", RunItemFields("run", second.row.id, "t"))


def test_marks_of_files_are_found_where_they_stand() -> None:
    mark = "@@@langfuseMedia:type=image/png|id={}|source=bytes@@@"
    value = {"a'b": [mark.format("x"), {"deep": f"two {mark.format('y')} {mark.format('z')}"}], "n": 1}
    assert [(one.json_path, one.reference.media_id) for one in marks_in("input", value)] == [
        (r"$['a\'b'][0]", "x"),
        (r"$['a\'b'][1]['deep']", "y"),
        (r"$['a\'b'][1]['deep']", "z"),
    ]
    nested: Any = mark.format("deep")
    for _ in range(5000):
        nested = [nested]
    assert list(marks_in("input", nested)) == []
