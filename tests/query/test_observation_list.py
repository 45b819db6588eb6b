"""The list of observations."""

import json

import pytest

from sidelight.model import Level, ObservationType
from sidelight.query.cursor import CursorError
from sidelight.query.filter_language import FilterError, conditions_of
from sidelight.query.observation_list import ObservationListFilter, ObservationOrder, list_observations
from sidelight.query.sql import TimeRange
from tests.fixtures.event_store import Seed, at_us


@pytest.fixture
def filled(seed: Seed) -> Seed:
    """Two traces whose observations share an id."""
    with seed.together():
        seed.trace("t1", 0, name="chat", user_id="ada", session_id="s", tags=("x",))
        seed.generation("t1", "same", 0, cost=0.5, completion_start_ns=None, input="hello world", name="answer")
        seed.observation("t1", "tool", 1, 4, type=ObservationType.TOOL, level=Level.ERROR, status_message="no file")
        seed.observation("t2", "same", 3, None, name="other", user_id="bob", trace_name="lost", tags=("y",))
    return seed


async def _ids(seed: Seed, order: ObservationOrder = "time.desc", limit: int = 10, **fields: object) -> list[str]:
    """Trace and id of all rows, page by page."""
    where = ObservationListFilter(**fields)  # type: ignore[arg-type]
    found: list[str] = []
    cursor = None
    while True:
        page = await list_observations(seed.reader, where, order, cursor, limit)
        assert page.total == len(found) + len(page.items) or cursor is not None or page.next_cursor
        found += [f"{one.trace_id}/{one.id}" for one in page.items]
        cursor = page.next_cursor
        if cursor is None:
            return found


@pytest.mark.parametrize("limit", [1, 2, 10])
async def test_pages_show_each_row_once_in_every_order(filled: Seed, limit: int) -> None:
    newest = ["t2/same", "t1/tool", "t1/same"]
    assert await _ids(filled, limit=limit) == newest
    assert await _ids(filled, "time.asc", limit) == newest[::-1]
    assert await _ids(filled, "duration.desc", limit) == ["t1/tool", "t1/same", "t2/same"]
    assert (await _ids(filled, "cost.desc", limit))[0] == "t1/same"
    assert (await _ids(filled, "tokens.desc", limit))[0] == "t1/same"
    assert len(await _ids(filled, "ttft.desc", limit)) == 3


async def test_a_line_takes_from_its_trace_what_it_does_not_say_itself(filled: Seed) -> None:
    page = await list_observations(filled.reader, ObservationListFilter())
    other, _tool, answer = page.items
    assert (answer.trace_name, answer.user_id, answer.session_id, answer.tags) == ("chat", "ada", "s", ("x",))
    assert (answer.tokens.input, answer.tokens.output, answer.cost_usd) == (100, 20, 0.5)
    assert answer.input_preview == "hello world"
    assert (other.trace_name, other.user_id, other.end_us) == ("lost", "bob", None)
    assert page.total == 3


async def test_conditions_text_and_time_narrow_together(filled: Seed) -> None:
    user = '[{"column": "userId", "type": "stringOptions", "operator": "any of", "value": ["ada"]}]'
    conditions = conditions_of(json.loads(user))
    assert await _ids(filled, conditions=conditions) == ["t1/tool", "t1/same"]
    assert await _ids(filled, conditions=conditions, text="HELLO") == ["t1/same"]
    assert await _ids(filled, text="no fil") == ["t1/tool"]
    assert await _ids(filled, time=TimeRange(at_us(1), at_us(2))) == ["t1/tool"]


async def test_a_cursor_of_another_order_and_an_unknown_column_are_refused(filled: Seed) -> None:
    first = await list_observations(filled.reader, ObservationListFilter(), "time.desc", limit=1)
    with pytest.raises(CursorError):
        await list_observations(filled.reader, ObservationListFilter(), "cost.desc", first.next_cursor)
    wrong = conditions_of([{"column": "nmae", "type": "string", "operator": "=", "value": "x"}])
    with pytest.raises(FilterError, match="Did you mean 'name'"):
        await list_observations(filled.reader, ObservationListFilter(conditions=wrong))
