"""Whatever a sender puts into attributes, reading and folding never raise."""

from hypothesis import given, settings
from hypothesis import strategies as st

from sidelight.agents import codex
from sidelight.agents.fold import fold
from sidelight.agents.slice import whole_session
from sidelight.enrich.pricing import price_session
from sidelight.model import AttrValue, LogRecord, Span, SpanEvent
from tests.golden.captures import NAMES, load

_RECORDS = [record for name in NAMES for records in load(name).logs for record in records]
_KEYS = sorted({key for record in _RECORDS for key in record.attributes} | {"prompt", "status", "risk_level"})
_SENT = {str(record.attributes.get("event.name", "")) for record in _RECORDS}
_NAMES = [*sorted(_SENT), "codex.turn_cost", "codex.x"]
_TELLING = [
    "-1",
    "99999999999999999999999",
    "1e309",
    "[REDACTED]",
    '{"agent_id": 5}',
    "denied",
    "true",
    "nan",
    "\ud800",
]

_values: st.SearchStrategy[AttrValue] = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.binary(max_size=8),
        st.text(max_size=20),
        st.sampled_from(_TELLING),
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
_attributes = st.dictionaries(st.sampled_from(_KEYS), _values, max_size=10)
_times = st.one_of(st.integers(-(2**70), 2**70), st.integers(0, 10**9))


@st.composite
def records(draw: st.DrawFn) -> LogRecord:
    base = draw(st.sampled_from(_RECORDS)).attributes if draw(st.booleans()) else {}
    named = {"event.name": draw(st.sampled_from(_NAMES)), "conversation.id": draw(st.sampled_from(["a", "b", " "]))}
    given = {**base, **named, **draw(_attributes)}
    return LogRecord(attributes=given, resource=draw(_attributes), observed_time_ns=draw(_times))


@st.composite
def spans(draw: st.DrawFn) -> Span:
    names = st.sampled_from(["session_task.turn", "codex.turn_input", "tool"])
    start_ns = draw(_times)
    return Span(
        trace_id="t",
        span_id=draw(st.sampled_from("abc")),
        parent_span_id=draw(st.sampled_from(["", "a", "b"])),
        name=draw(names),
        start_ns=start_ns,
        end_ns=draw(_times),
        attributes={"conversation.id": "a", "tool_name": "x", "call_id": "c", **draw(_attributes)},
        events=(SpanEvent("codex.turn_profile", start_ns, draw(_attributes)),),
    )


@settings(max_examples=500, deadline=None)
@given(logs=st.lists(records(), max_size=8), traced=st.lists(spans(), max_size=4))
def test_nothing_makes_it_raise(logs: list[LogRecord], traced: list[Span]) -> None:
    events = [event for record in logs for event in codex.read_log(record).events]
    events += codex.read_spans(traced).events
    for session_id in {event.session_id for event in events}:
        folded = fold(whole_session(session_id, [event for event in events if event.session_id == session_id]))
        for observation in price_session(folded.observations):
            assert observation.start_ns >= 0
            assert all(isinstance(value, str) for value in observation.metadata.values())
            assert isinstance(observation.input, str | None)
            assert isinstance(observation.output, str | None)
