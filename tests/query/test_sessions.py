"""Sessions: the list by latest activity, and one session as a conversation."""

from hypothesis import given
from hypothesis import strategies as st

from sidelight.model import Level, ObservationType
from sidelight.query.filters import TraceFilter
from sidelight.query.session_detail import group_by_turn, load_session
from sidelight.query.session_list import list_sessions
from sidelight.query.sql import TimeRange
from tests.fixtures.event_store import Seed, at_us

DAY = 86_400


async def found(seed: Seed, **fields: object) -> list[str]:
    page = await list_sessions(seed.reader, TraceFilter(**fields))  # type: ignore[arg-type]
    return [session.id for session in page.items]


async def test_totals_over_all_traces_latest_activity_first(seed: Seed) -> None:
    seed.trace("a1", 0, session_id="a", name="First", user_id="ada", environment="prod")
    seed.generation("a1", "call", 0)
    seed.trace("a2", 50, session_id="a", name="Second", user_id="bob", environment="dev")
    seed.observation("a2", "turn", 50, 10, kind="turn")
    seed.generation("a2", "call", 51, parent_id="turn", model="o3", cost=1.0)
    seed.observation("a2", "tool", 52, type=ObservationType.TOOL, level=Level.ERROR)
    seed.trace("b1", 20, session_id="b")
    seed.observation("b1", "late", 100)
    seed.trace("none", 500)
    seed.trace("title", 600, session_id="t", kind="title")
    seed.trace("sub", 700, session_id="sub", kind="subagent")
    seed.observation("rootless", "o", 10, session_id="c")
    page = await list_sessions(seed.reader, TraceFilter())
    assert [session.id for session in page.items] == ["b", "a", "c"]
    assert (page.total, page.next_cursor) == (3, None)
    a = page.items[1]
    assert (a.first_us, a.last_us, a.environment, a.trace_count) == (at_us(0), at_us(60), "prod", 2)
    assert (a.user_ids, a.names, a.models) == (("ada", "bob"), ("First", "Second"), ("gpt-5", "o3"))
    assert (a.turn_count, a.tool_count, a.error_count, a.cost_usd) == (1, 1, 1, 1.5)
    assert (a.tokens.input, a.tokens.output, a.tokens.total) == (200, 40, 240)
    assert (page.items[2].trace_count, page.items[2].cost_usd) == (1, None)


async def test_what_sub_agents_used_counts_for_the_session_that_started_them(seed: Seed) -> None:
    seed.trace("main", 0, session_id="main", kind="session")
    seed.observation("main", "turn", 0, kind="turn")
    seed.generation("main", "call", 1, cost=1.0)
    seed.trace("sub", 5, session_id="sub", kind="subagent", parent_trace_id="main")
    seed.observation("sub", "sub-turn", 5, kind="turn")
    seed.generation("sub", "sub-call", 6, model="o3", cost=0.25)
    seed.observation("sub", "sub-tool", 7, type=ObservationType.TOOL, level=Level.ERROR)
    seed.trace("other", 8, session_id="other")
    seed.generation("other", "other-call", 8, cost=9.0)
    main = (await list_sessions(seed.reader, TraceFilter(sessions=("main",)))).items[0]
    assert (main.cost_usd, main.tokens.total, main.models) == (1.25, 240, ("gpt-5", "o3"))
    assert (main.turn_count, main.tool_count, main.error_count, main.trace_count) == (1, 1, 1, 1)
    sub = await load_session(seed.reader, "sub")
    assert sub is not None
    assert (sub.summary.cost_usd, sub.summary.turn_count) == (0.25, 1)


async def test_a_failure_that_its_parent_repeats_counts_once(seed: Seed) -> None:
    seed.trace("t", session_id="s")
    seed.observation("t", "turn", level=Level.ERROR)
    seed.observation("t", "request", 1, parent_id="turn", level=Level.ERROR)
    (session,) = (await list_sessions(seed.reader, TraceFilter())).items
    assert session.error_count == 1


async def test_filters_and_range(seed: Seed) -> None:
    seed.trace("a", 0, session_id="goes-on", user_id="ada", environment="prod", name="Long one")
    seed.observation("a", "early", 0, input="first words")
    seed.observation("a", "late", 3 * DAY, level=Level.ERROR, input="final words")
    seed.trace("b", 60, session_id="short", user_id="bob", environment="dev")
    assert await found(seed) == ["goes-on", "short"]
    assert await found(seed, time=TimeRange(at_us(2 * DAY))) == ["goes-on"]
    assert await found(seed, time=TimeRange(at_us(30), at_us(90))) == ["goes-on", "short"]
    assert await found(seed, time=TimeRange(at_us(4 * DAY))) == []
    assert await found(seed, time=TimeRange(None, at_us(30))) == ["goes-on"]
    assert await found(seed, users=("bob",)) == ["short"]
    assert await found(seed, environments=("prod",)) == ["goes-on"]
    assert await found(seed, errors=True) == ["goes-on"]
    assert await found(seed, text="final") == ["goes-on"]
    assert await found(seed, text="oes-o") == ["goes-on"]
    assert await found(seed, text="Long one") == ["goes-on"]


async def test_pages(seed: Seed) -> None:
    for number in range(7):
        seed.trace(f"t{number}", number // 2, session_id=f"s{number}")
    whole = await found(seed)
    pages, cursor = [], None
    while True:
        page = await list_sessions(seed.reader, TraceFilter(), cursor, limit=3)
        pages += [session.id for session in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert pages == whole
    assert len(whole) == 7


async def test_conversation_of_an_agent(seed: Seed) -> None:
    seed.trace("t", 0, session_id="s", kind="session")
    seed.observation("t", "root", 0, 100, kind="session")
    seed.observation("t", "turn-1", 1, 10, kind="turn", parent_id="root", input="Do it", output="Done")
    seed.generation("t", "call", 2, parent_id="turn-1")
    seed.observation("t", "tool", 3, parent_id="call", type=ObservationType.TOOL)
    seed.observation(
        "t", "turn-2", 20, None, kind="turn", parent_id="root", input="More", level=Level.ERROR, status_message="No end"
    )
    seed.trace("sub", 5, session_id="s", kind="subagent", parent_trace_id="t")
    seed.observation("sub", "sub-turn", 5, kind="turn")
    found = await load_session(seed.reader, "s")
    assert found is not None
    assert [trace.id for trace in found.traces] == ["t", "sub"]
    first, second = found.turns
    assert (first.input, first.output, first.tool_count, first.cost_usd, first.tokens.total) == (
        "Do it",
        "Done",
        1,
        0.5,
        120,
    )
    assert (first.start_us, first.end_us, first.observation_id, first.trace_id) == (at_us(1), at_us(11), "turn-1", "t")
    assert (second.input, second.output, second.end_us, second.level) == ("More", None, None, "ERROR")
    assert (second.status_message, second.tool_count, second.cost_usd) == ("No end", 0, None)
    assert found.summary.turn_count == 3


async def test_conversation_of_an_application(seed: Seed) -> None:
    seed.trace("one", 0, session_id="chat", input="Hello", output="Hi")
    seed.generation("one", "call", 0)
    seed.trace("two", 10, session_id="chat")
    seed.observation("two", "root", 10, 2, input="And?", output="So.", level=Level.WARNING, status_message="cut")
    found = await load_session(seed.reader, "chat")
    assert found is not None
    one, two = found.turns
    assert (one.input, one.output, one.observation_id, one.tokens.total, one.cost_usd) == (
        "Hello",
        "Hi",
        "call",
        120,
        0.5,
    )
    assert (two.input, two.output, two.level, two.status_message) == ("And?", "So.", "WARNING", "cut")


async def test_session_of_a_sub_agent_shows_its_own_turns(seed: Seed) -> None:
    seed.trace("sub", 0, session_id="own", kind="subagent", parent_trace_id="t")
    seed.observation("sub", "turn", 0, kind="turn", input="Look around")
    found = await load_session(seed.reader, "own")
    assert found is not None
    assert [turn.input for turn in found.turns] == ["Look around"]


async def test_missing(seed: Seed) -> None:
    seed.trace("t")
    assert await load_session(seed.reader, "nothing") is None
    assert await load_session(seed.reader, "") is None


@given(parents=st.lists(st.integers(-1, 9), min_size=10, max_size=10), turns=st.sets(st.integers(0, 9)))
def test_each_step_counts_for_at_most_one_turn(parents: list[int], turns: set[int]) -> None:
    steps = [
        {"trace_id": "t", "id": str(row), "parent_id": str(parent), "kind": "turn" if row in turns else ""}
        for row, parent in enumerate(parents)
    ]
    groups = group_by_turn(steps)
    assert set(groups) == {("t", str(turn)) for turn in turns}
    counted = [step["id"] for group in groups.values() for step in group]
    assert len(counted) == len(set(counted))
    for (_, turn), group in groups.items():
        assert turn in [step["id"] for step in group]
