"""A deleted project is gone: events, files and metadata, whatever happens in between."""

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from sidelight.jobs.project_deletion import ProjectDeletionWorker
from sidelight.model.media import MediaPlace
from sidelight.platform.audit.author import Author
from sidelight.platform.clock import now
from sidelight.platform.database import Database
from sidelight.platform.media.library import MediaLibrary
from sidelight.platform.media.records import NewMedia
from sidelight.platform.organisations.directory import request_deletion
from sidelight.platform.organisations.tables import DeletionStep, ProjectDeletion
from sidelight.platform.score_configs.tables import ScoreConfigRow
from sidelight.platform.tables import Organisation, Project
from sidelight.store.blobs import Blobs
from sidelight.store.driver import Driver, StoreError
from sidelight.store.project_rows import count_project_rows, tables_of_projects
from sidelight.store.store import Store
from tests.fixtures.event_store import Seed, open_event_store

# An id that people choose may hold anything that a URL can.
GONE, KEPT = "go/ne.1", "kept"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_event_store(tmp_path_factory.mktemp("events") / "store") as store:
        yield store


@pytest.fixture
def media(database: Database, tmp_path: Path) -> MediaLibrary:
    return MediaLibrary(database, Blobs("", {}, tmp_path / "media"))


@pytest.fixture
async def filled(database: Database, store: Store, media: MediaLibrary) -> AsyncIterator[Database]:
    async with database.session() as session:
        session.add(Organisation(id="o", name="O"))
        await session.flush()
        session.add_all(Project(id=id_, organisation_id="o", name=id_) for id_ in (GONE, KEPT))
        await session.flush()
        session.add_all(
            ScoreConfigRow(project_id=id_, name="n", data_type="TEXT", categories="[]") for id_ in (GONE, KEPT)
        )
    for id_ in (GONE, KEPT):
        fill(store, id_)
        key = media.put_bytes(id_, "m", b"bytes")
        new = NewMedia("m", "0" * 44, "text/plain", 5, blob_key=key)
        await media.register(id_, [new], [("m", MediaPlace("input", "t"))])
        media.put_bytes(id_, "nobody-refers-to-it", b"more")
    async with database.session() as session:
        await request_deletion(session, Author("user", "u", "U", "o"), GONE, {})
    yield database
    for table in tables_of_projects(store.driver):
        store.driver.command(f"TRUNCATE TABLE {table}")


def fill(store: Store, project_id: str) -> None:
    seed = Seed(store, project_id)
    seed.trace("t", 0, name="x")
    seed.observation("t", "o", 1)
    seed.score("s", 1, trace_id="t")
    seed.event("session", "e", 1)
    seed.request("r", 1)
    seed.issue("i", 1)


def rows(store: Store, project_id: str) -> dict[str, int]:
    found = {table: count_project_rows(store.driver, table, project_id) for table in tables_of_projects(store.driver)}
    return {table: count for table, count in found.items() if count}


async def make_due(database: Database) -> None:
    async with database.session() as session:
        await session.execute(update(ProjectDeletion).values(due_at=now() - timedelta(seconds=1)))


async def step_of(database: Database) -> ProjectDeletion:
    async with database.reading() as session:
        return (await session.scalars(select(ProjectDeletion))).one()


def files(media: MediaLibrary, tmp_path: Path) -> set[str]:
    return {path.parent.name for path in (tmp_path / "media" / "files").rglob("*") if path.is_file()}


async def test_everything_of_the_project_goes_and_nothing_else(
    filled: Database, store: Store, media: MediaLibrary, tmp_path: Path
) -> None:
    before = rows(store, KEPT)
    assert before == rows(store, GONE)
    assert set(before) >= {"traces", "observations", "scores", "agent_events", "trace_bounds", "ingest_requests"}
    worker = ProjectDeletionWorker(filled, store.driver, media)
    assert not await worker.run_next()  # keys that other servers remember are still let in
    await make_due(filled)
    assert await worker.run_next()
    assert rows(store, GONE) == {}
    assert rows(store, KEPT) == before
    assert len(files(media, tmp_path)) == 1
    async with filled.reading() as session:
        assert (await session.scalars(select(Project.id))).all() == [KEPT]
        assert (await session.scalars(select(ScoreConfigRow.project_id))).all() == [KEPT]
    assert (await step_of(filled)).step == DeletionStep.LATE
    fill(store, GONE)  # what another server had accepted before
    assert not await worker.run_next()
    await make_due(filled)
    assert await worker.run_next()
    assert rows(store, GONE) == {}
    found = await step_of(filled)
    assert found.step == DeletionStep.DONE
    assert found.finished_at is not None
    assert not await worker.run_next()
    await worker.close()


class Failing:
    """A driver whose store goes away in the middle."""

    def __init__(self, driver: Driver, after: int) -> None:
        self._driver = driver
        self._left = after

    def __getattr__(self, name: str) -> object:
        return getattr(self._driver, name)

    def command(self, sql: str, params: object = None) -> None:
        self._left -= 1
        if self._left < 0:
            raise StoreError("gone away", 210)
        self._driver.command(sql, params)  # type: ignore[arg-type]


async def test_what_a_crash_left_is_done_after_the_next_start(
    filled: Database, store: Store, media: MediaLibrary
) -> None:
    await make_due(filled)
    failing = ProjectDeletionWorker(filled, Failing(store.driver, 2), media)  # type: ignore[arg-type]
    assert await failing.run_next()
    await failing.close()
    assert rows(store, GONE)
    found = await step_of(filled)
    assert (found.step, found.error, found.beat_at) == (DeletionStep.EVENTS, "gone away", None)
    async with filled.session() as session:  # as a killed server leaves it
        await session.execute(update(ProjectDeletion).values(beat_at=now()))
    await make_due(filled)
    worker = ProjectDeletionWorker(filled, store.driver, media)
    assert not await worker.run_next()
    async with filled.session() as session:
        await session.execute(update(ProjectDeletion).values(beat_at=now() - timedelta(hours=1)))
    assert await worker.run_next()
    assert rows(store, GONE) == {}
    await worker.close()


async def test_a_project_with_the_same_id_is_left_alone(filled: Database, store: Store, media: MediaLibrary) -> None:
    await make_due(filled)
    worker = ProjectDeletionWorker(filled, store.driver, media)
    assert await worker.run_next()
    async with filled.session() as session:
        session.add(Project(id=GONE, organisation_id="o", name="anew"))
    fill(store, GONE)
    await make_due(filled)
    assert await worker.run_next()
    assert rows(store, GONE) == rows(store, KEPT)
    assert (await step_of(filled)).step == DeletionStep.DONE
    await worker.close()
