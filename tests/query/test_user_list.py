"""Users with what they did."""

import pytest

from sidelight.model import Level
from sidelight.query.cursor import CursorError
from sidelight.query.filters import TraceFilter
from sidelight.query.sql import TimeRange
from sidelight.query.user_list import UserOrder, list_users
from tests.fixtures.event_store import Seed, at_us


@pytest.fixture
def filled(seed: Seed) -> Seed:
    with seed.together():
        seed.trace("a", 0, user_id="ada", session_id="s1", environment="prod")
        seed.generation("a", "a1", 0, cost=2.0)
        seed.trace("b", 10, user_id="ada", session_id="s1", environment="dev")
        seed.observation("b", "b1", 10, level=Level.ERROR)
        seed.observation("b", "b2", 11)
        seed.trace("c", 20, user_id="bob")
        seed.generation("c", "c1", 20, cost=None)
        seed.trace("d", 30, name="nobody's")
        seed.trace("e", 40, user_id="cat")
    return seed


async def _ids(seed: Seed, order: UserOrder = "last.desc", limit: int = 10, where: TraceFilter | None = None) -> str:
    found, cursor = "", None
    while True:
        page = await list_users(seed.reader, where or TraceFilter(), order, cursor, limit)
        found += "".join(user.id[0] for user in page.items)
        cursor = page.next_cursor
        if cursor is None:
            return found


async def test_a_user_has_the_totals_of_all_their_traces(filled: Seed) -> None:
    page = await list_users(filled.reader, TraceFilter())
    ada = next(user for user in page.items if user.id == "ada")
    assert (ada.first_us, ada.last_us) == (at_us(0), at_us(10))
    assert (ada.trace_count, ada.session_count, ada.observation_count, ada.failed_count) == (2, 1, 3, 1)
    assert (ada.tokens.total, ada.cost_usd, ada.environments) == (120, 2.0, ("dev", "prod"))
    bob = next(user for user in page.items if user.id == "bob")
    assert (bob.tokens.total, bob.cost_usd) == (120, None)
    assert page.total == 3


@pytest.mark.parametrize("limit", [1, 2, 10])
async def test_pages_go_through_all_users_in_every_order(filled: Seed, limit: int) -> None:
    assert await _ids(filled, limit=limit) == "cba"
    assert (await _ids(filled, "traces.desc", limit))[0] == "a"
    assert (await _ids(filled, "cost.desc", limit))[0] == "a"
    assert sorted(await _ids(filled, "tokens.desc", limit)) == ["a", "b", "c"]


async def test_time_and_text_narrow_the_users(filled: Seed) -> None:
    assert await _ids(filled, where=TraceFilter(time=TimeRange(at_us(15), None))) == "cb"
    assert await _ids(filled, where=TraceFilter(text="AD")) == "a"
    assert await _ids(filled, "cost.desc", where=TraceFilter(text="zz")) == ""


async def test_a_cursor_of_another_order_is_refused(filled: Seed) -> None:
    page = await list_users(filled.reader, TraceFilter(), limit=1)
    with pytest.raises(CursorError):
        await list_users(filled.reader, TraceFilter(), "cost.desc", page.next_cursor)
