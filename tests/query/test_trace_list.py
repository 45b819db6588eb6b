"""The trace list on a real store: order, pages, filters, totals, and traces that are only half there."""

import itertools
from typing import Any, get_args

import pytest

from sidelight.model import Level, ObservationType
from sidelight.query.cursor import CursorError
from sidelight.query.filters import TraceFilter
from sidelight.query.sql import TimeRange
from sidelight.query.tokens import TokenTotals
from sidelight.query.trace_heads import load_scope, trace_heads
from sidelight.query.trace_list import TraceOrder, list_traces
from sidelight.query.trace_summary import TraceSummary
from tests.fixtures.event_store import Seed, at_us, now_s

DAY = 86_400


async def found(seed: Seed, **fields: Any) -> list[str]:
    return [trace.id for trace in (await list_traces(seed.reader, TraceFilter(**fields))).items]


async def only(seed: Seed, **fields: Any) -> TraceSummary:
    (trace,) = (await list_traces(seed.reader, TraceFilter(**fields))).items
    return trace


async def test_newest_first_with_the_totals_of_their_observations(seed: Seed) -> None:
    seed.trace("old", 0, name="Old")
    seed.trace("new", 60, name="New", kind="session", user_id="ada", session_id="s", tags=("codex",), input="Hi  there")
    seed.observation("new", "turn", 60, 9, kind="turn", level=Level.WARNING)
    seed.generation("new", "call-1", 61, parent_id="turn", service_name="codex_cli_rs")
    seed.generation("new", "call-2", 63, parent_id="turn", model="gpt-5-mini", cost=None)
    seed.observation("new", "tool", 64, 3, type=ObservationType.TOOL, parent_id="turn", level=Level.ERROR)
    page = await list_traces(seed.reader, TraceFilter())
    assert [trace.id for trace in page.items] == ["new", "old"]
    assert (page.total, page.next_cursor) == (2, None)
    new, old = page.items
    assert (new.name, new.kind, new.user_id, new.session_id, new.tags) == ("New", "session", "ada", "s", ("codex",))
    assert (new.turn_count, new.generation_count, new.tool_count, new.observation_count) == (1, 2, 1, 4)
    assert (new.error_count, new.warning_count, new.level) == (1, 1, "ERROR")
    assert new.models == ("gpt-5", "gpt-5-mini")
    assert new.tokens == TokenTotals(input=200, input_cached=120, output=40, output_reasoning=10, total=240)
    assert new.cost_usd == 0.5
    assert (new.start_us, new.end_us, new.duration_us) == (at_us(60), at_us(69), 9_000_000)
    assert (new.input_preview, new.service_name, new.is_live) == ("Hi there", "codex_cli_rs", False)
    assert (old.level, old.observation_count, old.cost_usd, old.duration_us) == ("DEFAULT", 0, None, None)


async def test_a_failure_that_its_parent_repeats_counts_once(seed: Seed) -> None:
    seed.trace("t")
    seed.observation("t", "turn", level=Level.ERROR)
    seed.observation("t", "request", 1, parent_id="turn", level=Level.ERROR)
    seed.observation("t", "tool", 2, parent_id="turn", level=Level.ERROR)
    seed.observation("t", "other", 3, parent_id="fine", level=Level.ERROR)
    assert (await only(seed)).error_count == 3


async def test_a_later_row_of_the_same_observation_replaces_the_earlier(seed: Seed) -> None:
    seed.trace("t")
    seed.generation("t", "call", cost=1.0, level=Level.ERROR, event_ts_ns=1)
    seed.generation("t", "call", cost=0.25, event_ts_ns=2)
    seed.generation("t", "gone", cost=9.0, event_ts_ns=1)
    seed.generation("t", "gone", cost=9.0, event_ts_ns=2, is_deleted=True)
    trace = await only(seed)
    assert (trace.cost_usd, trace.error_count, trace.observation_count) == (0.25, 0, 1)
    assert await found(seed, errors=True) == []


async def test_deleted_traces_are_gone(seed: Seed) -> None:
    seed.trace("t", event_ts_ns=1)
    seed.observation("t", "o", event_ts_ns=1)
    seed.trace("t", event_ts_ns=2, is_deleted=True)
    seed.observation("t", "o", event_ts_ns=2, is_deleted=True)
    page = await list_traces(seed.reader, TraceFilter())
    assert (page.items, page.total) == ((), 0)


async def test_a_trace_whose_root_never_arrived_is_listed(seed: Seed) -> None:
    seed.observation("t", "late", 5, parent_id="lost", environment="prod", user_id="ada", source="otel", input="second")
    seed.observation("t", "first", 3, parent_id="lost", environment="prod", name="first step", input="one", tags=("x",))
    trace = await only(seed, environments=("prod",), users=("ada",))
    assert (trace.id, trace.name, trace.timestamp_us, trace.user_id) == ("t", "first step", at_us(3), "ada")
    assert (trace.input_preview, trace.environment, trace.tags, trace.kind) == ("one", "prod", ("x",), "")
    assert await found(seed, environments=("dev",)) == []
    assert await found(seed, time=TimeRange(at_us(4))) == []


async def test_a_shallow_trace_borrows_from_its_root(seed: Seed) -> None:
    seed.trace("t", 0, is_shallow=True)
    seed.observation("t", "child", 1, parent_id="root", input="inner")
    seed.observation("t", "root", 2, name="Root", input="question", output="answer", version="1.2")
    trace = await only(seed)
    assert (trace.name, trace.input_preview, trace.output_preview, trace.version) == (
        "Root",
        "question",
        "answer",
        "1.2",
    )


@pytest.mark.parametrize("order", get_args(TraceOrder))
async def test_pages_follow_each_other_without_gap_or_repeat(seed: Seed, order: TraceOrder) -> None:
    for number in range(11):
        trace_id = f"t{number:02}"
        seed.trace(trace_id, number // 3)  # several at the same moment
        if number % 4:  # some without any cost, tokens and duration
            seed.generation(trace_id, "call", number // 3, seconds=number % 3, cost=(number % 3) / 10)
    seed.observation("rootless", "o", 1)
    whole = [trace.id for trace in (await list_traces(seed.reader, TraceFilter(), order)).items]
    assert len(whole) == 12
    pages, cursor = [], None
    for _ in itertools.count():
        page = await list_traces(seed.reader, TraceFilter(), order, cursor, limit=5)
        pages += [trace.id for trace in page.items]
        is_uncounted = order == "time.desc" and "rootless" not in [trace.id for trace in page.items]
        assert page.total == (11 if is_uncounted else 12)
        cursor = page.next_cursor
        if cursor is None:
            break
        seed.trace(f"newer{len(pages)}", DAY, kind="title")  # what arrives meanwhile does not move the rest
    assert pages == whole


async def test_orders_put_the_largest_first_and_the_unknown_last(seed: Seed) -> None:
    for trace_id, cost, seconds in (("a", 0.1, 30), ("b", 0.3, 10), ("c", None, 20)):
        seed.trace(trace_id)
        seed.generation(trace_id, "call", seconds=seconds, cost=cost)
    seed.trace("empty")

    async def ids(order: TraceOrder) -> list[str]:
        return [trace.id for trace in (await list_traces(seed.reader, TraceFilter(), order)).items]

    assert await ids("cost.desc") == ["b", "a", "empty", "c"]
    assert await ids("duration.desc") == ["a", "c", "b", "empty"]
    assert (await ids("tokens.desc"))[-1] == "empty"


async def test_a_cursor_of_another_order_is_refused(seed: Seed) -> None:
    for number in range(3):
        seed.trace(f"t{number}", number)
    page = await list_traces(seed.reader, TraceFilter(), limit=1)
    with pytest.raises(CursorError, match="another list or order"):
        await list_traces(seed.reader, TraceFilter(), "cost.desc", page.next_cursor)


async def test_filters_narrow(seed: Seed) -> None:
    seed.trace("a", 0, name="one", environment="prod", user_id="ada", session_id="s1", source="codex", tags=("x", "y"))
    seed.trace("b", 60, name="two", environment="dev", user_id="bob", session_id="s2", source="otel", tags=("x",))
    seed.generation("a", "call", 0, model="gpt-5")
    seed.generation("b", "call", 60, model="o3", level=Level.ERROR, environment="dev")
    seed.observation("b", "other", 61)
    assert await found(seed, environments=("prod",)) == ["a"]
    assert await found(seed, environments=("prod", "dev")) == ["b", "a"]
    assert await found(seed, users=("bob",)) == ["b"]
    assert await found(seed, names=("one",)) == ["a"]
    assert await found(seed, sources=("otel",)) == ["b"]
    assert await found(seed, sessions=("s1",)) == ["a"]
    assert await found(seed, tags=("x",)) == ["b", "a"]
    assert await found(seed, tags=("x", "y")) == ["a"]
    assert await found(seed, models=("o3",)) == ["b"]
    assert await found(seed, models=("o3", "gpt-5")) == ["b", "a"]
    assert await found(seed, errors=True) == ["b"]
    assert await found(seed, errors=True, models=("gpt-5",)) == []
    assert await found(seed, users=("bob",), environments=("prod",)) == []


async def test_the_time_range_is_half_open(seed: Seed) -> None:
    for trace_id, at_s in (("a", 0), ("b", 10), ("c", 20)):
        seed.trace(trace_id, at_s)
    assert await found(seed, time=TimeRange(at_us(0), at_us(20))) == ["b", "a"]
    assert await found(seed, time=TimeRange(at_us(20))) == ["c"]
    assert await found(seed, time=TimeRange(to_us=at_us(0))) == []
    assert await found(seed, time=TimeRange(-(10**20), 10**20)) == ["c", "b", "a"]


async def test_observation_filters_see_what_came_days_after_the_trace_began(seed: Seed) -> None:
    seed.trace("t", 0)
    seed.generation("t", "early", 0)
    seed.generation("t", "late", 3 * DAY, model="late-model", level=Level.ERROR, input="zebra crossing")
    one_day = TimeRange(at_us(-60), at_us(60))
    assert await found(seed, time=one_day, models=("late-model",)) == ["t"]
    assert await found(seed, time=one_day, errors=True) == ["t"]
    assert await found(seed, time=one_day, text="zebra") == ["t"]
    assert (await only(seed, time=one_day)).observation_count == 2


async def test_titles_are_hidden_unless_asked_for(seed: Seed) -> None:
    seed.trace("session", 0, kind="session")
    seed.trace("title", 1, kind="title")
    assert await found(seed) == ["session"]
    assert await found(seed, hidden=True) == ["title", "session"]


async def test_is_live_for_a_minute_after_something_arrived(seed: Seed) -> None:
    now_ns = round(now_s() * 1e9) + at_us(0) * 1000
    seed.trace("t", 0, event_ts_ns=1)
    seed.observation("t", "o", 0, event_ts_ns=now_ns - 30 * 10**9)
    assert (await only(seed)).is_live
    seed.observation("quiet", "o", 0, event_ts_ns=now_ns - 90 * 10**9)
    assert not (await only(seed, text="quiet")).is_live


async def test_a_page_after_the_end_still_knows_the_size_of_the_list(seed: Seed) -> None:
    for number in range(3):
        seed.trace(f"t{number}", number, event_ts_ns=1)
    page = await list_traces(seed.reader, TraceFilter(), limit=2)
    seed.trace("t0", 0, event_ts_ns=2, is_deleted=True)
    last = await list_traces(seed.reader, TraceFilter(), cursor=page.next_cursor, limit=2)
    assert (last.items, last.next_cursor, last.total) == ((), None, 2)


async def test_a_trace_without_a_row_that_began_before_the_range_is_not_in_it(seed: Seed) -> None:
    seed.observation("rootless", "early", 0)
    seed.observation("rootless", "late", 3 * DAY)
    seed.trace("resumed", 0)
    seed.observation("resumed", "late", 3 * DAY)
    assert await found(seed, time=TimeRange(at_us(2 * DAY))) == []
    assert await found(seed, time=TimeRange(at_us(-1), at_us(1))) == ["rootless", "resumed"]
    page = await list_traces(seed.reader, TraceFilter(time=TimeRange(at_us(-1), at_us(1))), "duration.desc")
    assert [(trace.id, trace.observation_count) for trace in page.items] == [("rootless", 2), ("resumed", 1)]


async def test_a_trace_whose_row_comes_while_the_list_is_read_is_there_once(seed: Seed) -> None:
    seed.observation("late", "o", 0)
    scope = await load_scope(seed.reader, TraceFilter())
    seed.trace("late", 0, name="Late")
    heads = trace_heads(scope)
    assert [row["id"] for row in await seed.reader.query(heads.text, heads.params)] == ["late"]
