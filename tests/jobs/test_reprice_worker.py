"""Jobs are done whatever happens: stops, crashes, a store that is away, several servers."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from typing import Any

import pytest

from sidelight.ingest.live import LiveFeed
from sidelight.jobs import reprice_run, reprice_worker
from sidelight.jobs.reprice_worker import RepriceWorker
from sidelight.jobs.repricing import Repricing
from sidelight.platform.clock import now
from sidelight.platform.database import Database
from sidelight.platform.models.books import PriceBooks
from sidelight.platform.models.definitions import create_model
from sidelight.platform.models.jobs import LOST_AFTER, Job, add_job, list_jobs, take_job
from sidelight.platform.models.tables import RepriceJob
from sidelight.platform.tables import Organisation, Project
from sidelight.store.driver import StoreError
from sidelight.store.store import Store
from tests.fixtures.event_store import Seed, open_event_store
from tests.jobs.models import USAGE, draft

DAY_S = 86_400


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_event_store(tmp_path_factory.mktemp("events") / "store") as store:
        yield store


@pytest.fixture
async def seed(database: Database, store: Store) -> Seed:
    """A project of its own, in both databases."""
    seed = Seed(store)
    async with database.session() as session:
        session.add(Organisation(id="org", name="Organisation"))
        await session.flush()
        session.add(Project(id=seed.project_id, organisation_id="org", name="Project"))
    return seed


@pytest.fixture
def books(database: Database) -> PriceBooks:
    return PriceBooks(database)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reprice_run, "SETTLE", timedelta(0))
    monkeypatch.setattr(reprice_run, "NOTE_EVERY_S", 0)
    monkeypatch.setattr(reprice_worker, "RETRY_S", 0.01)
    monkeypatch.setattr(reprice_worker, "IDLE_S", 0.02)


@pytest.fixture
async def worker(database: Database, store: Store, books: PriceBooks) -> AsyncIterator[RepriceWorker]:
    worker = RepriceWorker(database, store.driver, books, LiveFeed())
    yield worker
    await worker.close()


async def ask(database: Database, seed: Seed, pattern: str = "^house-model$") -> Job:
    """A model with its job, as the API makes them."""
    async with database.session() as session:
        made = await create_model(session, seed.project_id, draft(pattern, name=pattern))
        return await add_job(session, seed.project_id, "created", made.name, [pattern])


async def jobs(database: Database, seed: Seed) -> list[Job]:
    async with database.reading() as session:
        return await list_jobs(session, seed.project_id)


def costs(seed: Seed) -> dict[str, float | None]:
    rows = seed.store.driver.query(
        "SELECT id, cost_usd FROM observations FINAL WHERE project_id = {p:String}", {"p": seed.project_id}
    )
    return {row["id"]: row["cost_usd"] for row in rows}


def calls(seed: Seed, days: int = 3) -> None:
    with seed.together():
        for day in range(days):
            seed.generation("t", f"c{day}", day * DAY_S, model="house-model", usage=USAGE, cost=None)


async def test_a_job_is_done_with_its_progress(database: Database, seed: Seed, worker: RepriceWorker) -> None:
    calls(seed)
    await ask(database, seed)
    assert await worker.run_next()
    assert set(costs(seed).values()) == {0.12}
    (job,) = await jobs(database, seed)
    assert (job.state, job.calls, job.looked_at, job.changed, job.next_day) == ("done", 3, 3, 3, None)
    assert job.finished_at is not None
    assert not await worker.run_next()


async def test_open_pages_hear_of_new_prices(database: Database, seed: Seed, store: Store, books: PriceBooks) -> None:
    live = LiveFeed()
    live.attach(asyncio.get_running_loop())
    worker = RepriceWorker(database, store.driver, books, live)
    news = live.subscribe(seed.project_id)
    waiting = asyncio.ensure_future(anext(news))
    await asyncio.sleep(0)
    calls(seed, days=1)
    await ask(database, seed)
    await worker.run_next()
    assert await asyncio.wait_for(waiting, 5) == ["t"]
    live.close()
    await news.aclose()  # type: ignore[attr-defined]
    await worker.close()


async def test_the_worker_takes_what_is_added(database: Database, seed: Seed, worker: RepriceWorker) -> None:
    calls(seed, days=1)
    worker.start()
    await asyncio.sleep(0.05)
    await ask(database, seed)
    worker.wake()
    async with asyncio.timeout(10):
        while (await jobs(database, seed))[0].state != "done":
            await asyncio.sleep(0.02)
    assert costs(seed) == {"c0": 0.12}


async def test_a_stopped_job_goes_on_where_it_was(
    database: Database, seed: Seed, store: Store, books: PriceBooks, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls(seed)
    await ask(database, seed)
    run, asked = Repricing.run, []

    def slow(self: Repricing, plan: Any, since_us: int = 0) -> Any:
        asked.append(plan.day)
        if len(asked) == 2:
            stopped.set()
            raise StoreError("away", code=0)
        return run(self, plan, since_us)

    stopped = asyncio.Event()
    monkeypatch.setattr(Repricing, "run", slow)
    monkeypatch.setattr(reprice_worker, "RETRY_S", 60)
    first = RepriceWorker(database, store.driver, books, LiveFeed())
    first.start()
    async with asyncio.timeout(10):
        await stopped.wait()
        await first.close()
    (job,) = await jobs(database, seed)
    assert (job.state, job.next_day, job.looked_at) == ("waiting", asked[1], 1)
    second = RepriceWorker(database, store.driver, books, LiveFeed())
    assert await second.run_next()
    await second.close()
    assert asked[2:4] == [asked[1], max(asked)]
    assert set(costs(seed).values()) == {0.12}
    (job,) = await jobs(database, seed)
    assert (job.state, job.calls, job.looked_at, job.changed) == ("done", 3, 3, 3)


async def test_a_killed_servers_job_is_taken_over(database: Database, seed: Seed, worker: RepriceWorker) -> None:
    calls(seed, days=1)
    job = await ask(database, seed)
    async with database.session() as session:
        assert await take_job(session) is not None
    assert not await worker.run_next()  # somebody is at it
    async with database.session() as session:
        row = await session.get_one(RepriceJob, job.id)
        row.beat_at = now() - LOST_AFTER - timedelta(seconds=1)
    assert await worker.run_next()
    assert costs(seed) == {"c0": 0.12}


async def test_the_only_server_takes_its_own_job_up_again_at_once(
    database: Database, seed: Seed, worker: RepriceWorker
) -> None:
    if not database.is_sqlite:
        pytest.skip("on PostgreSQL another server may be at work")
    calls(seed, days=1)
    await ask(database, seed)
    async with database.session() as session:
        await take_job(session)
    worker.start()
    async with asyncio.timeout(10):
        while (await jobs(database, seed))[0].state != "done":
            await asyncio.sleep(0.02)


async def test_two_servers_do_not_take_one_job(database: Database, seed: Seed) -> None:
    await ask(database, seed)

    async def take() -> Job | None:
        async with database.session() as session:
            return await take_job(session)

    taken = await asyncio.gather(*(take() for _ in range(4)))
    assert sum(job is not None for job in taken) == 1


async def test_a_store_that_is_away_is_waited_for(
    database: Database, seed: Seed, worker: RepriceWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls(seed, days=1)
    await ask(database, seed)
    plan, failures = Repricing.plan, [StoreError("away", code=210), StoreError("away", code=0)]

    def failing(self: Repricing, since_us: int = 0) -> Any:
        if failures:
            raise failures.pop()
        return plan(self, since_us)

    monkeypatch.setattr(Repricing, "plan", failing)
    for state in ("waiting", "waiting", "done"):
        assert await worker.run_next()
        assert (await jobs(database, seed))[0].state == state
    assert costs(seed) == {"c0": 0.12}


async def test_what_can_never_work_is_kept_with_its_reason(
    database: Database, seed: Seed, worker: RepriceWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ask(database, seed)
    await ask(database, seed, "^other$")

    def failing(self: Repricing, since_us: int = 0) -> Any:
        raise StoreError("no such column", code=47)

    with monkeypatch.context() as patch:
        patch.setattr(Repricing, "plan", failing)
        assert await worker.run_next()
    assert await worker.run_next()
    later, first = await jobs(database, seed)
    assert (first.state, first.error) == ("failed", "no such column")
    assert later.state == "done"


async def test_calls_stored_with_old_prices_while_it_ran_are_priced_too(
    database: Database, seed: Seed, worker: RepriceWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls(seed, days=1)
    await ask(database, seed)
    plan = Repricing.plan
    late: list[int] = []

    def then_one_more(self: Repricing, since_us: int = 0) -> Any:
        found = plan(self, since_us)
        if not late:
            late.append(1)
            at_ns = int(now().timestamp() * 1e9) + 10**9
            seed.generation("t", "late", model="house-model", usage=USAGE, cost=None, event_ts_ns=at_ns)
        return found

    monkeypatch.setattr(Repricing, "plan", then_one_more)
    await worker.run_next()
    assert costs(seed) == {"c0": 0.12, "late": 0.12}


async def test_a_job_whose_project_is_deleted_ends(database: Database, seed: Seed, worker: RepriceWorker) -> None:
    calls(seed)
    await ask(database, seed)
    take = asyncio.create_task(worker.run_next())
    async with asyncio.timeout(10):
        while (await jobs(database, seed))[0].state == "waiting":
            await asyncio.sleep(0)
        async with database.session() as session:
            await session.delete(await session.get_one(Project, seed.project_id))
        assert await take
    assert await jobs(database, seed) == []
