"""Stored calls get new prices, and nothing else about them changes; on each driver."""

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

import pytest

from sidelight.enrich.price_book import PriceBook
from sidelight.enrich.priced_model import AttributeCondition, PricedModel, Tier
from sidelight.enrich.pricing import ESTIMATE_KEY, price
from sidelight.jobs import repricing as module
from sidelight.jobs.repricing import Repricing
from sidelight.model import Observation, ObservationType
from sidelight.settings import StoreSettings
from sidelight.store.chdb import ChdbDriver
from sidelight.store.clickhouse import ClickHouseDriver
from sidelight.store.driver import Driver, Row
from sidelight.store.migrate import migrate
from sidelight.store.store import Store
from tests.fixtures.clickhouse_server import PASSWORD, USER, clickhouse_server
from tests.fixtures.event_store import NOON_NS, Seed
from tests.jobs.models import USAGE, own

DAY_S = 86_400
ALL = [".*"]


@pytest.fixture(scope="module", params=["chdb", "clickhouse"])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("events")
    if request.param == "chdb":
        yield from opened(ChdbDriver(folder / "store", StoreSettings(max_memory_mb=1024)))
    else:
        with clickhouse_server(folder) as address:
            yield from opened(ClickHouseDriver(f"clickhouse://{USER}:{quote(PASSWORD, safe='')}@{address}/prices"))


def opened(driver: Driver) -> Iterator[Store]:
    migrate(driver)
    store = Store(driver, read_threads=1)
    yield store
    store.close()


@pytest.fixture
def seed(store: Store) -> Seed:
    return Seed(store)


def reprice(seed: Seed, models: Iterable[PricedModel], patterns: Iterable[str] = ALL) -> tuple[int, int]:
    """Calls looked at, and changed."""
    work = Repricing(seed.store.driver, seed.project_id, PriceBook(models), patterns)
    steps = [step for plan in work.plan() for step in work.run(plan)]
    return sum(step.looked_at for step in steps), sum(step.changed for step in steps)


def stored(seed: Seed) -> dict[str, Row]:
    rows = seed.store.driver.query(
        "SELECT * FROM observations FINAL WHERE project_id = {p:String} ORDER BY event_ts",
        {"p": seed.project_id},
    )
    return {row["id"]: row for row in rows}


def call(seed: Seed, id: str, at_s: float = 0, **fields: Any) -> None:
    seed.generation("trace", id, at_s, **{"model": "house-model", "usage": USAGE, "cost": None, **fields})


def test_calls_that_had_no_price_get_one_and_keep_everything_else(seed: Seed) -> None:
    texts: dict[str, Any] = {
        "input": 'in "quoted" \\ \n 漢字',
        "output": "out",
        "metadata": {"a.b": "1"},
        "tags": ("x", "y"),
    }
    call(seed, "a", completion_start_ns=NOON_NS + 10**8, **texts)
    before = stored(seed)["a"]
    assert reprice(seed, [own()]) == (1, 1)
    after = stored(seed)["a"]
    assert after["cost"] == {"input": 0.1, "output": 0.02}
    assert (after["cost_usd"], after["cost_source"], after["model_id"]) == (0.12, "model", "own")
    assert after["pricing_tier"] == "Standard"
    changed = {key for key in before if before[key] != after[key]}
    assert changed == {"cost", "cost_usd", "cost_source", "model_id", "pricing_tier", "event_ts"}


def test_a_second_time_changes_nothing(seed: Seed) -> None:
    call(seed, "a")
    reprice(seed, [own()])
    before = stored(seed)
    assert reprice(seed, [own()]) == (1, 0)
    assert stored(seed) == before


def test_a_deleted_model_leaves_calls_without_price_or_with_the_managed_one(seed: Seed) -> None:
    call(seed, "a")
    call(seed, "b", model="gpt-5.1")
    reprice(seed, [own(".*")])
    assert stored(seed)["b"]["model_id"] == "own"
    assert reprice(seed, []) == (2, 2)
    rows = stored(seed)
    assert (rows["a"]["cost_usd"], rows["a"]["cost"], rows["a"]["cost_source"], rows["a"]["model_id"]) == (
        None,
        {},
        "",
        "",
    )
    assert rows["b"]["cost_source"] == "model"
    assert rows["b"]["model_id"] not in ("", "own")


def test_only_calls_of_matching_models_are_looked_at(seed: Seed) -> None:
    call(seed, "a")
    call(seed, "b", model="other")
    assert reprice(seed, [own(".*")], ["^house"]) == (1, 1)
    assert stored(seed)["b"]["cost_usd"] is None


def test_what_the_sender_reported_stays(seed: Seed) -> None:
    call(seed, "reported", cost=0.5, cost_source="reported")
    call(seed, "from before costs had a source", cost=0.25)
    assert reprice(seed, [own()]) == (0, 0)
    rows = stored(seed)
    assert rows["reported"]["cost_usd"] == 0.5
    assert rows["from before costs had a source"]["cost_usd"] == 0.25


def test_other_projects_are_not_touched(seed: Seed, store: Store) -> None:
    other = Seed(store)
    call(other, "a")
    call(seed, "a")
    reprice(seed, [own()])
    assert stored(other)["a"]["cost_usd"] is None


def test_all_days_and_chunks_are_priced(seed: Seed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CHUNK_ROWS", 3)
    monkeypatch.setattr(module, "WRITTEN_ROWS", 2)
    with seed.together():
        for number in range(20):
            seed.generation(
                f"t{number % 3}", f"c{number}", number // 10 * DAY_S, model="house-model", usage=USAGE, cost=None
            )
    assert reprice(seed, [own()]) == (20, 20)
    assert {row["cost_usd"] for row in stored(seed).values()} == {0.12}
    assert len(stored(seed)) == 20


def test_prices_hold_from_their_start(seed: Seed) -> None:
    start_ns = NOON_NS + DAY_S * 10**9
    call(seed, "before")
    call(seed, "after", DAY_S)
    reprice(seed, [own(start_ns=start_ns)])
    assert {id: row["cost_usd"] for id, row in stored(seed).items()} == {"before": None, "after": 0.12}


def test_what_ingestion_writes_meanwhile_wins(seed: Seed, monkeypatch: pytest.MonkeyPatch) -> None:
    call(seed, "a")
    write = Repricing._write

    def interrupted(self: Repricing, *args: Any) -> None:
        call(seed, "a", event_ts_ns=NOON_NS + 10**9, output="newer")
        write(self, *args)

    monkeypatch.setattr(Repricing, "_write", interrupted)
    reprice(seed, [own()])
    assert stored(seed)["a"]["output"] == "newer"
    assert stored(seed)["a"]["cost_usd"] is None
    monkeypatch.undo()
    assert reprice(seed, [own()]) == (1, 1)
    assert stored(seed)["a"]["output"] == "newer"


def test_a_deleted_call_stays_deleted(seed: Seed, monkeypatch: pytest.MonkeyPatch) -> None:
    call(seed, "a")
    write = Repricing._write

    def interrupted(self: Repricing, *args: Any) -> None:
        call(seed, "a", event_ts_ns=NOON_NS + 10**9, is_deleted=True)
        write(self, *args)

    monkeypatch.setattr(Repricing, "_write", interrupted)
    reprice(seed, [own()])
    assert stored(seed) == {}


def test_tiers_see_parameters_and_metadata(seed: Seed) -> None:
    cheap = Tier(
        "c", "Batch", {"input": 0.0001, "output": 0}, False, 1, (AttributeCondition("metadata", "kind", ("batch",)),)
    )
    fast = Tier(
        "f", "Fast", {"input": 1, "output": 1}, False, 2, (AttributeCondition("model_parameters", "tier", ("fast",)),)
    )
    model = own()
    model = PricedModel(model.id, model.name, model.match_pattern, (*model.tiers, cheap, fast))
    call(seed, "batch", metadata={"kind": "batch", "long": "x" * 1000})
    call(seed, "fast", model_parameters={"tier": "fast"})
    call(seed, "plain", metadata={"kind": "other"})
    reprice(seed, [model])
    assert {id: row["pricing_tier"] for id, row in stored(seed).items()} == {
        "batch": "Batch",
        "fast": "Fast",
        "plain": "Standard",
    }
    assert stored(seed)["batch"]["metadata"]["long"] == "x" * 1000


def test_a_turns_estimate_gives_way_to_the_prices_of_its_calls_and_comes_back(seed: Seed) -> None:
    turn: dict[str, Any] = {"kind": "turn", "type": ObservationType.AGENT, "metadata": {ESTIMATE_KEY: "0.25"}}
    seed.observation("trace", "turn", -60, 90, cost={"estimated": 0.25}, cost_usd=0.25, cost_source="estimate", **turn)
    call(seed, "a", parent_id="turn")
    reprice(seed, [own()])
    assert (stored(seed)["turn"]["cost_usd"], stored(seed)["turn"]["cost_source"]) == (None, "")
    reprice(seed, [])
    assert (stored(seed)["turn"]["cost_usd"], stored(seed)["turn"]["cost_source"]) == (0.25, "estimate")
    assert stored(seed)["turn"]["cost"] == {"estimated": 0.25}


def test_stored_prices_are_those_of_ingestion(seed: Seed) -> None:
    usage = {"input": 7, "input_cached_tokens": 3, "output": 11, "output_reasoning_tokens": 2, "total": 23}
    call(seed, "a", model="gpt-5.1", usage=usage, model_parameters={"service_tier": "flex"})
    reprice(seed, [])
    row = stored(seed)["a"]
    assert row["pricing_tier"] == "Flex"
    ingested = price(
        Observation(
            id="a",
            trace_id="trace",
            type=ObservationType.GENERATION,
            name="a",
            start_ns=NOON_NS,
            model="gpt-5.1",
            usage=usage,
            model_parameters={"service_tier": "flex"},
        )
    )
    assert (row["cost"], row["cost_usd"], row["model_id"]) == (ingested.cost, ingested.cost_usd, ingested.model_id)


@pytest.mark.parametrize("id", ["7:x", "it's", 'a"b\\', "tab\t", "漢字", "[1,2]"])
def test_ids_may_hold_anything(seed: Seed, id: str) -> None:
    seed.generation(f"t{id}", id, model="house-model", usage=USAGE, cost=None)
    assert reprice(seed, [own()]) == (1, 1)
    assert stored(seed)[id]["cost_usd"] == 0.12
