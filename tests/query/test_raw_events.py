"""What an agent sent: the events of a session, of one call, and of a stretch of time."""

import pytest

from sidelight.model import AgentEventKind, ObservationType
from sidelight.query.cursor import CursorError
from sidelight.query.raw_events import load_raw_events
from tests.fixtures.event_store import Seed, at_ns, at_us

SESSION = "019aaaaa-0000-7000-8000-000000000001"
TRACE = SESSION.replace("-", "")


@pytest.fixture
def session(seed: Seed) -> Seed:
    seed.trace(TRACE, 0, kind="session", session_id=SESSION)
    seed.observation(TRACE, "root", 0, 100, kind="session")
    seed.observation(TRACE, "turn", 10, 20, kind="turn")
    seed.observation(TRACE, "tool", 15, 1, type=ObservationType.TOOL, metadata={"call_id": "call-7"})
    seed.event(SESSION, "start", 0, kind=AgentEventKind.SESSION_STARTED, attributes={"x": "1"}, resource={"env": "dev"})
    seed.event(SESSION, "prompt", 10, kind=AgentEventKind.PROMPT)
    seed.event(SESSION, "call", 15, kind=AgentEventKind.TOOL_RESULT, call_id="call-7", turn_id="turn-1")
    seed.event(SESSION, "span", 5, end_ns=at_ns(30))
    seed.event(SESSION, "after", 31)
    seed.event("another session", "other", 12)
    return seed


async def ids(seed: Seed, trace_id: str = TRACE, observation: str | None = None) -> list[str]:
    page = await load_raw_events(seed.reader, trace_id, observation)
    assert page is not None
    return [event.event_id for event in page.items]


async def test_of_the_session_in_order_of_time(session: Seed) -> None:
    page = await load_raw_events(session.reader, TRACE)
    assert page is not None
    assert [event.event_id for event in page.items] == ["start", "span", "prompt", "call", "after"]
    start, call = page.items[0], page.items[3]
    assert (start.time_ns, start.kind, start.attributes, start.resource) == (
        at_us(0) * 1000,
        "session_started",
        {"x": "1"},
        {"env": "dev"},
    )
    assert (call.call_id, call.turn_id, page.next_cursor) == ("call-7", "turn-1", None)
    assert await ids(session, observation="root") == ["start", "span", "prompt", "call", "after"]


async def test_of_one_observation(session: Seed) -> None:
    assert await ids(session, observation="turn") == ["span", "prompt", "call"]
    assert await ids(session, observation="tool") == ["call"]


async def test_pages(session: Seed) -> None:
    seen, cursor = [], None
    while True:
        page = await load_raw_events(session.reader, TRACE, cursor=cursor, limit=2)
        assert page is not None
        seen += [event.event_id for event in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == ["start", "span", "prompt", "call", "after"]
    with pytest.raises(CursorError):
        await load_raw_events(session.reader, TRACE, cursor="x")


async def test_a_repeated_event_is_one(session: Seed) -> None:
    session.event(SESSION, "prompt", 10, kind=AgentEventKind.PROMPT)
    assert (await ids(session)).count("prompt") == 1


async def test_attributes_that_json_cannot_hold_stay_readable(session: Seed) -> None:
    session.event(SESSION, "odd", 40, attributes={"b": b"\x00\xff", "f": float("inf"), "n": None})
    page = await load_raw_events(session.reader, TRACE)
    assert page is not None
    assert page.items[-1].attributes == {"b": {"$bytes": "AP8="}, "f": {"$float": "inf"}, "n": None}


async def test_traces_of_others(session: Seed) -> None:
    session.trace("app", 0, session_id=SESSION)
    assert await ids(session, "app") == []
    assert await load_raw_events(session.reader, "nothing") is None
    assert await load_raw_events(session.reader, TRACE, "nothing") is None
