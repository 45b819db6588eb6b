"""The facade: every read is bound to its project, runs beside the event loop, and stops with the store."""

import asyncio
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sidelight.model import Trace
from sidelight.settings import Settings, StoreSettings
from sidelight.store.chdb import ChdbDriver
from sidelight.store.driver import StoreError
from sidelight.store.rows import trace_row
from sidelight.store.store import Store, open_store

MINE = "SELECT id FROM traces WHERE project_id = {project_id:String}"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(Settings(data_dir=tmp_path, store=StoreSettings(read_threads=2)))
    yield store
    store.close()


async def test_a_project_reads_its_own_rows(store: Store) -> None:
    store.driver.insert(
        "traces", [trace_row(project, Trace(id=f"of {project}", timestamp_ns=5), 5) for project in "ab"]
    )
    assert await store.project("a").query(MINE) == [{"id": "of a"}]
    assert await store.project("b").query_columns(MINE) == {"id": ["of b"]}
    assert await store.project("b' OR 1 --").query(MINE) == []
    named = MINE + " AND id IN {ids:Array(String)}"
    assert await store.project("a").query(named, {"ids": ["of a", "of b"]}) == [{"id": "of a"}]


@pytest.mark.parametrize(
    "sql", ["SELECT id FROM traces", "SELECT id FROM traces WHERE project_id = 'a'", "SELECT '{project:String}'"]
)
async def test_a_query_that_forgets_the_project_does_not_run(store: Store, sql: str) -> None:
    for call in (store.project("a").query, store.project("a").query_columns):
        with pytest.raises(ValueError, match=r"does not filter by \{project_id:String\}"):
            await call(sql)


async def test_the_project_cannot_be_passed_in(store: Store) -> None:
    with pytest.raises(ValueError, match="bound by the store"):
        await store.project("a").query(MINE, {"project_id": "b"})


async def test_the_event_loop_goes_on_while_the_store_reads(store: Store) -> None:
    slow = "SELECT sleep(0.3) AS zero, {project_id:String} AS project"
    begin = time.monotonic()
    reads = asyncio.gather(*(store.project("a").query(slow) for _ in range(2)))
    ticks = 0
    while not reads.done():
        await asyncio.sleep(0.01)
        ticks += 1
    assert ticks >= 10
    assert await reads == [[{"zero": 0, "project": "a"}]] * 2
    assert time.monotonic() - begin < 0.55


async def test_reads_use_no_more_threads_than_asked_for(store: Store) -> None:
    names = await asyncio.gather(*(store.run(lambda: threading.current_thread().name) for _ in range(20)))
    assert len(set(names)) <= 2
    assert all(name.startswith("store-read") for name in names)


def test_a_store_is_migrated_when_opened_and_kept(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    first = open_store(settings)
    first.driver.insert("traces", [trace_row("a", Trace(id="t", timestamp_ns=5), 5)])
    first.close()
    second = open_store(settings)
    assert second.driver.query("SELECT id FROM traces") == [{"id": "t"}]
    second.close()


def test_a_store_that_cannot_be_used_is_let_go(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    store = open_store(settings)
    store.driver.insert("schema_migrations", [{"version": 9999, "name": "future"}])
    store.close()
    with pytest.raises(StoreError, match="schema version 9999"):
        open_store(settings)
    ChdbDriver(tmp_path / "elsewhere").close()


def test_the_url_chooses_the_server(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, store=StoreSettings(url="clickhouse://127.0.0.1:1/db?connect_timeout=1"))
    with pytest.raises(StoreError, match=r"The ClickHouse server 127\.0\.0\.1:1 cannot be reached: .*refused"):
        open_store(settings)
