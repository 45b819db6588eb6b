"""Deleting experiments: what goes, what stays, who may, and what the audit log says."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from sidelight.platform.audit.tables import AuditEntry
from sidelight.store.store import Store
from tests.api.app.test_experiments import URL, item, linked
from tests.fixtures.read_world import empty
from tests.fixtures.write_world import WriteWorld, open_write_world


@pytest.fixture
async def world(event_store: Store, tmp_path: Path) -> AsyncIterator[tuple[WriteWorld, str]]:
    """An experiment ``a`` of spans and a run of an older SDK, whose id is given."""
    empty(event_store)
    async with open_write_world(event_store, tmp_path) as found:
        seed = found.read.seed()
        item(seed, "a", 1, 0)
        seed.score("whole", name="overall", value=1, dataset_run_id="a")
        async with found.sdk() as sdk:
            ids = await linked(sdk, seed)
        yield found, ids["run"]


async def _listed(world: WriteWorld) -> list[str]:
    async with world.read.browser() as browser:
        return [row["id"] for row in (await browser.get(URL)).json()["items"]]


async def test_traces_stay(world: tuple[WriteWorld, str]) -> None:
    found, run = world
    async with found.read.browser() as browser:
        answer = await browser.request("DELETE", URL, json={"ids": ["a", run, "gone"]})
        assert answer.status_code == 204, answer.text
    assert await _listed(found) == []
    assert [row["trace_id"] for row in await found.rows("observations", "trace_id")] == [
        "a-t1",
        "linked-t0",
        "linked-t1",
    ]
    # Scores of items stay with their traces, that of the experiment as a whole goes.
    assert [row["id"] for row in await found.rows("scores", "id")] == ["s-a-t1"]
    async with found.services.database.reading() as session:
        wanted = select(AuditEntry).where(AuditEntry.resource_kind == "experiment")
        entries = {entry.resource_id: entry for entry in await session.scalars(wanted)}
    assert set(entries) == {"a", run}
    assert (entries["a"].action, entries["a"].resource_name, entries["a"].before["items"]) == ("delete", "Run a", 1)


async def test_traces_go_when_that_is_wanted(world: tuple[WriteWorld, str]) -> None:
    found, run = world
    async with found.read.browser() as browser:
        answer = await browser.request("DELETE", URL, json={"ids": [run], "withTraces": True})
        assert answer.status_code == 204, answer.text
    assert await _listed(found) == ["a"]
    assert [row["trace_id"] for row in await found.rows("observations", "trace_id")] == ["a-t1"]


async def test_who_may_only_look_may_not_delete(world: tuple[WriteWorld, str]) -> None:
    found, _ = world
    async with found.read.browser("vic") as browser:
        assert (await browser.request("DELETE", URL, json={"ids": ["a"]})).status_code == 403
    assert len(await _listed(found)) == 2


async def test_an_sdk_deletes_a_run_however_it_was_reported(world: tuple[WriteWorld, str]) -> None:
    found, run = world
    async with found.sdk() as sdk:
        assert (await sdk.delete("/datasets/d/runs/linked")).status_code == 200
        assert (await sdk.delete("/datasets/d/runs/linked")).status_code == 404
    assert await _listed(found) == ["a"]
    async with found.services.database.reading() as session:
        wanted = select(AuditEntry).where(AuditEntry.resource_kind == "experiment")
        assert [(one.resource_id, one.author_kind) for one in await session.scalars(wanted)] == [(run, "api_key")]
