"""The traces before and after one."""

from sidelight.query.trace_neighbours import Neighbour, Neighbours, load_neighbours
from tests.fixtures.event_store import Seed

DAY_S = 86_400


async def test_nearest_in_time_that_lists_show(seed: Seed) -> None:
    seed.trace("old", -100 * DAY_S, name="Old")
    seed.trace("title", 1, kind="title")
    seed.trace("sub", 2, kind="subagent", parent_trace_id="a")
    seed.trace("a", 0, name="A")
    seed.trace("b", 5, name="B")
    seed.trace("c", 5, name="C")
    seed.trace("gone", 6, event_ts_ns=1)
    seed.trace("gone", 6, event_ts_ns=2, is_deleted=True)
    seed.trace("late", 50 * DAY_S, name="Late")
    a, b, c = Neighbour("a", "A"), Neighbour("b", "B"), Neighbour("c", "C")
    assert await load_neighbours(seed.reader, "a") == Neighbours(Neighbour("old", "Old"), b)
    assert await load_neighbours(seed.reader, "b") == Neighbours(a, c)
    assert await load_neighbours(seed.reader, "c") == Neighbours(b, Neighbour("late", "Late"))
    assert await load_neighbours(seed.reader, "late") == Neighbours(c, None)


async def test_a_trace_without_a_row_of_its_own(seed: Seed) -> None:
    seed.trace("a", 0)
    seed.observation("rootless", "o", 3, parent_id="lost")
    seed.trace("b", 5)
    assert await load_neighbours(seed.reader, "rootless") == Neighbours(Neighbour("a", ""), Neighbour("b", ""))
    assert await load_neighbours(seed.reader, "nothing") is None
