"""Traces as the public API lists them: their own words, and those of their observations while they have none."""

import asyncio
import time

import pytest

from sidelight.query.filters import TraceFilter
from sidelight.query.trace_records import TraceRecord, list_trace_records, load_trace_records
from tests.fixtures.event_store import Seed, at_us


@pytest.fixture
def seeded(seed: Seed) -> Seed:
    with seed.together():
        seed.trace("own", 0, name="Own", input="asked", output="said", metadata={"k": "v"}, tags=("a",))
        seed.generation("own", "root", 0, input="root in", output="root out", name="Root", user_id="ada")
        seed.trace("silent", 10, user_id="bob")
        seed.observation("silent", "top", 10, 3, input="from the top", name="Top", metadata={"not": "mine"})
        seed.trace("shallow", 20, is_shallow=True)
        seed.observation("shallow", "child", 20, parent_id="lost", name="Child", session_id="s", output="so far")
        seed.observation("rootless", "orphan", 30, parent_id="lost", name="Orphan", metadata={"of": "orphan"})
    return seed


async def by_id(seed: Seed) -> dict[str, TraceRecord]:
    return {
        record.id: record for record in await load_trace_records(seed.reader, ["own", "silent", "shallow", "rootless"])
    }


async def test_a_trace_says_what_it_is(seeded: Seed) -> None:
    found = await by_id(seeded)
    own = found["own"]
    assert (own.name, own.user_id, own.input, own.output, own.metadata) == ("Own", "", "asked", "said", {"k": "v"})
    assert (own.duration_us, own.cost_usd, own.observation_ids, own.tags) == (1_000_000, 0.5, ("root",), ("a",))
    silent = found["silent"]
    # A name that it does not have is not made up; input and output are those of its root.
    assert (silent.name, silent.user_id, silent.input, silent.metadata) == ("", "bob", "from the top", {})


async def test_while_the_root_is_missing_observations_speak_for_it(seeded: Seed) -> None:
    found = await by_id(seeded)
    assert (found["shallow"].name, found["shallow"].session_id, found["shallow"].output) == ("Child", "s", "so far")
    assert (found["rootless"].name, found["rootless"].metadata) == ("Orphan", {"of": "orphan"})
    assert found["rootless"].timestamp_us == at_us(30)


async def test_parts_that_are_not_asked_for_are_not_read(seeded: Seed) -> None:
    (core,) = await load_trace_records(seeded.reader, ["own"], frozenset())
    assert (core.name, core.input, core.duration_us, core.observation_ids) == ("Own", None, None, ())
    assert await load_trace_records(seeded.reader, ["none"]) == []


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 10])
async def test_pages_show_each_trace_once_with_the_size_of_the_list(seeded: Seed, limit: int) -> None:
    shown: list[str] = []
    for page in range(1, 6):
        found = await list_trace_records(seeded.reader, TraceFilter(hidden=True), page=page, limit=limit)
        shown += [record.id for record in found.items]
        # A trace without a row of its own is the newest here, so that every page knows of it.
        assert found.total == 4
    assert shown == ["rootless", "shallow", "silent", "own"]
    by_name = await list_trace_records(seeded.reader, TraceFilter(hidden=True), column="name", descending=False)
    assert by_name.total == 4


async def test_what_a_step_said_of_its_trace_goes_before_the_name_of_the_root(seed: Seed) -> None:
    with seed.together():
        seed.observation("named", "root", 0, name="Root")
        seed.observation("named", "inner", 1, parent_id="root", name="Inner", trace_name="Said inside")
    assert [record.name for record in await load_trace_records(seed.reader, ["named"])] == ["Said inside"]


async def test_a_trace_is_whole_though_its_row_comes_after_its_observations(seed: Seed) -> None:
    seed.observation("arriving", "root", 0, name="Root", event_ts_ns=time.time_ns())

    async def write_the_row() -> None:
        await asyncio.sleep(0.1)
        seed.trace("arriving", 0, name="Own", metadata={"k": "v"})

    (found,), _ = await asyncio.gather(load_trace_records(seed.reader, ["arriving"]), write_the_row())
    assert (found.name, found.metadata) == ("Own", {"k": "v"})


async def test_a_list_does_not_make_up_what_comes_in_a_moment(seed: Seed) -> None:
    seed.trace("there", 0, name="There")
    seed.observation("arriving", "root", 10, name="Root", event_ts_ns=time.time_ns())

    async def write_the_row() -> None:
        await asyncio.sleep(0.1)
        seed.trace("arriving", 10, name="Own", input="asked")

    page, _ = await asyncio.gather(list_trace_records(seed.reader, TraceFilter(hidden=True)), write_the_row())
    assert [(record.name, record.input) for record in page.items] == [("Own", "asked"), ("There", None)]


async def test_a_trace_that_will_have_no_row_is_not_waited_for_long(seed: Seed) -> None:
    seed.observation("rootless", "orphan", 0, name="Orphan", event_ts_ns=time.time_ns())
    began = time.monotonic()
    (found,) = await load_trace_records(seed.reader, ["rootless"])
    assert found.name == "Orphan"
    assert time.monotonic() - began < 4
