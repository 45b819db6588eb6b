"""Runs as experiments, on both metadata databases."""

from datetime import UTC, datetime, timedelta

from sidelight.platform.database import Database
from sidelight.platform.datasets.datasets import DatasetFields, put_dataset
from sidelight.platform.datasets.experiment_runs import (
    RunFilter,
    dataset_names,
    delete_runs,
    experiment_id_of,
    find_runs,
    items_then,
    links_of_runs,
    newest_links,
)
from sidelight.platform.datasets.item_writing import put_item
from sidelight.platform.datasets.runs import RunItemFields, put_run_item
from sidelight.platform.datasets.tables import Dataset

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


async def _runs(database: Database, project_id: str) -> tuple[Dataset, dict[str, str]]:
    """A dataset of three items with two runs; the ids of the runs by name."""
    ids: dict[str, str] = {}
    async with database.session() as session:
        dataset = await put_dataset(session, project_id, DatasetFields("d", frozenset()))
        for number in range(3):
            await put_item(session, dataset, f"i{number}", {"input": number, "expected_output": f"{number}!"})
        for hours, name in enumerate(("100%_a", "B")):
            for number in range(3):
                at = NOON + timedelta(hours=hours, seconds=number)
                fields = RunItemFields(name, f"i{number}", f"{name}-t{number}", description="why", created_at=at)
                run, _ = await put_run_item(session, project_id, fields)
                run.created_at = NOON + timedelta(hours=hours)
                ids[name] = run.id
    return dataset, ids


def test_a_run_has_the_id_that_sdks_derive() -> None:
    # Of the Python SDK 5.0.4: Langfuse._create_experiment_id.
    assert experiment_id_of("project", "dataset", 'Läufe/1 "x"') == "02b4161713ce2a8a"


async def test_runs_of_all_datasets_are_found(database: Database, project_id: str) -> None:
    dataset, ids = await _runs(database, project_id)
    assert ids["B"] == experiment_id_of(project_id, dataset.id, "B")
    async with database.reading() as session:

        async def names(where: RunFilter) -> list[str]:
            return [run.name for run in await find_runs(session, project_id, where)]

        runs = await find_runs(session, project_id, RunFilter())
        assert [(run.name, run.dataset_id, run.last_at) for run in runs] == [
            ("B", dataset.id, NOON + timedelta(hours=1, seconds=2)),
            ("100%_a", dataset.id, NOON + timedelta(seconds=2)),
        ]
        assert await names(RunFilter(text="%_A")) == ["100%_a"]
        assert await names(RunFilter(ids=(ids["B"],))) == ["B"]
        assert await names(RunFilter(names=("B", "C"))) == ["B"]
        assert await names(RunFilter(dataset_ids=("other",))) == []
        assert await names(RunFilter(from_=NOON + timedelta(seconds=2), to=NOON + timedelta(hours=1))) == ["100%_a"]
        assert await find_runs(session, "other", RunFilter()) == []
        assert await dataset_names(session, project_id, [dataset.id, "", "gone"]) == {dataset.id: "d"}
        assert await dataset_names(session, "other", [dataset.id]) == {}


async def test_links_lead_to_traces(database: Database, project_id: str) -> None:
    _, ids = await _runs(database, project_id)
    async with database.reading() as session:
        links = await links_of_runs(session, project_id, [ids["B"]])
        assert [(link.item_id, link.trace_id, link.observation_id) for link in links] == [
            (f"i{number}", f"B-t{number}", "") for number in range(3)
        ]
        assert await links_of_runs(session, "other", [ids["B"]]) == []
        first = await newest_links(session, project_id, RunFilter(), 4)
        assert [link.trace_id for link in first] == ["B-t2", "B-t1", "B-t0", "100%_a-t2"]
        after = (first[-1].created_at, first[-1].id)
        rest = await newest_links(session, project_id, RunFilter(), 4, after)
        assert [link.trace_id for link in rest] == ["100%_a-t1", "100%_a-t0"]
        some = await newest_links(session, project_id, RunFilter(names=("B",), item_ids=("i1",)), 4)
        assert [link.trace_id for link in some] == ["B-t1"]
        timed = RunFilter(from_=NOON + timedelta(seconds=1), to=NOON + timedelta(hours=1))
        assert len(await newest_links(session, project_id, timed, 9)) == 2


async def test_items_are_read_as_they_were(database: Database, project_id: str) -> None:
    dataset, _ = await _runs(database, project_id)
    async with database.session() as session:
        changed = await put_item(session, dataset, "i0", {"input": "new"})
    assert changed.version is not None
    after = changed.version.valid_from
    before, long_ago = after - timedelta(microseconds=1), NOON - timedelta(days=9999)
    wanted = [("i0", before), ("i0", after), ("i0", long_ago), ("i1", after), ("gone", after)]
    async with database.reading() as session:
        then = await items_then(session, project_id, wanted)
        assert {key: one.input for key, one in then.items()} == {
            ("i0", before): 0, ("i0", after): "new", ("i0", long_ago): 0, ("i1", after): 1,
        }  # fmt: skip
        assert await items_then(session, "other", wanted) == {}


async def test_runs_are_deleted_with_their_items(database: Database, project_id: str) -> None:
    _, ids = await _runs(database, project_id)
    async with database.session() as session:
        assert await delete_runs(session, "other", list(ids.values())) == []
        assert [run.name for run in await delete_runs(session, project_id, [ids["B"], "gone"])] == ["B"]
    async with database.reading() as session:
        assert [run.name for run in await find_runs(session, project_id, RunFilter())] == ["100%_a"]
        assert await links_of_runs(session, project_id, [ids["B"]]) == []
