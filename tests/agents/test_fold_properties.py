"""However events arrive, the session is the same: shuffled, repeated, in any batches, folded whole or in slices."""

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sidelight.agents.fold import fold
from sidelight.agents.slice import whole_session
from sidelight.model import AgentEvent, AgentEventKind, AttrValue, Observation, Trace
from sidelight.model.ids import derive_id
from tests.agents.incremental import IncrementalStore, sorted_by_id
from tests.golden.captures import NAMES, by_session, load, read_capture, read_logs, read_spans

SESSION = "01a20857-b2e5-7960-8c0c-fa3b722cc5af"
THOROUGH = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def folded_whole(events: Sequence[AgentEvent]) -> tuple[list[Observation], list[Trace]]:
    observations: list[Observation] = []
    traces: list[Trace] = []
    for session_id, own in by_session(events).items():
        folded = fold(whole_session(session_id, own))
        observations += folded.observations
        traces += [folded.trace] if folded.trace else []
    return sorted_by_id(observations), sorted(traces, key=lambda trace: trace.id)


@st.composite
def arrivals(draw: st.DrawFn, events: Sequence[AgentEvent]) -> list[list[AgentEvent]]:
    """The events in random order, some of them twice, in random batches."""
    order = draw(st.permutations(list(events)))
    repeats = draw(st.lists(st.sampled_from(order), max_size=5)) if order else []
    sent = order + repeats
    cuts = sorted(draw(st.sets(st.integers(0, len(sent)), max_size=8)))
    return [sent[start:end] for start, end in zip([0, *cuts], [*cuts, len(sent)], strict=True)]


@pytest.mark.parametrize("name", NAMES)
@THOROUGH
@given(data=st.data())
def test_events_of_a_capture_in_any_batches(name: str, data: st.DataObject) -> None:
    events = read_capture(name).events
    store = IncrementalStore()
    for batch in data.draw(arrivals(events)):
        store.add(batch)
    assert store.comparable() == folded_whole(events)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_records_of_a_capture_in_any_order_split_and_merged(name: str, data: st.DataObject) -> None:
    capture = load(name)
    logs = data.draw(st.permutations([record for records in capture.logs for record in records]))
    spans = data.draw(st.permutations([span for batch in capture.spans for span in batch]))
    cut = data.draw(st.integers(0, len(spans)))
    parts = [read_logs([*logs, *logs[:5]]), read_spans(spans[:cut]), read_spans(spans[cut:])]
    events = [event for part in parts for event in part.events]
    assert folded_whole(events) == folded_whole(read_capture(name).events)


def test_reading_a_record_twice_gives_the_same_event() -> None:
    records = [record for records in load(NAMES[0]).logs for record in records]
    assert read_logs(records) == read_logs(records)


# --- sessions that no Codex would send --------------------------------------------------------------------------------

_KINDS = AgentEventKind
THEMES = {
    "everything": list(AgentEventKind),
    "tools": [_KINDS.PROMPT, _KINDS.TOOL_DECISION, _KINDS.TOOL_RESULT, _KINDS.TOOL_SPAN, _KINDS.SANDBOX_OUTCOME],
    "turn ids": [_KINDS.PROMPT, _KINDS.ANSWER, _KINDS.TURN_SPAN, _KINDS.TURN_COST, _KINDS.REVIEW],
    "resumes": [_KINDS.SESSION_STARTED, _KINDS.SESSION_STARTED, _KINDS.PROMPT, _KINDS.MODEL_RESPONSE],
    "model calls": [_KINDS.PROMPT, _KINDS.MODEL_REQUEST, _KINDS.MODEL_RESPONSE, _KINDS.MODEL_FAILURE, _KINDS.ANSWER],
    "spans": [_KINDS.PROMPT, _KINDS.TURN_SPAN, _KINDS.TOOL_SPAN, _KINDS.MODEL_RESPONSE],
}
_ATTRIBUTES: dict[AgentEventKind, list[dict[str, AttrValue]]] = {
    AgentEventKind.PROMPT: [{"prompt": "do it"}, {"prompt": "[REDACTED]", "prompt_length": 5}, {}],
    AgentEventKind.SESSION_STARTED: [{"provider_name": "a", "app.version": "1"}, {"provider_name": "b"}],
    AgentEventKind.MODEL_REQUEST: [{"duration_ms": "20", "http.response.status_code": 200}],
    AgentEventKind.MODEL_RESPONSE: [{"input_token_count": "9", "output_token_count": 3, "ttft_ms": 4}, {}],
    AgentEventKind.MODEL_FAILURE: [{"error.message": "http 500", "http.response.status_code": 500}],
    AgentEventKind.ANSWER: [{"response": "done"}, {"response": "more"}],
    AgentEventKind.TOOL_DECISION: [{"decision": "approved", "source": "User"}, {"decision": "denied"}],
    AgentEventKind.TOOL_RESULT: [{"output": "Process exited with code 3\nOutput:\n", "duration_ms": 75}],
    AgentEventKind.TURN_SPAN: [{"codex.turn.token_usage.input_tokens": 50, "model": "m"}, {}],
    AgentEventKind.SUBAGENT_LINK: [{"parent.conversation.id": "p", "parent.call_id": "c"}],
    AgentEventKind.TURN_COST: [{"usage.estimated_usd": 0.5}],
}


@st.composite
def strange_events(draw: st.DrawFn, theme: str = "everything") -> AgentEvent:
    is_dense = theme != "everything"
    kind = draw(st.sampled_from(THEMES[theme]))
    times = st.integers(1, 9 if is_dense else 40).map(lambda step: step * 50_000_000)
    time_ns = draw(times)
    is_span = kind in (_KINDS.TURN_SPAN, _KINDS.TOOL_SPAN)
    end_ns = time_ns + draw(times) if is_span else 0
    names = ["codex.api_request", "codex.sse_event"] if kind is _KINDS.MODEL_FAILURE else [f"codex.{kind}"]
    name = draw(st.sampled_from(names))
    attributes = draw(st.sampled_from(_ATTRIBUTES.get(kind, [{}])))
    # A link's joining keys belong to the parent's session, a prompt has none.
    has_keys = kind not in (_KINDS.SUBAGENT_LINK, _KINDS.PROMPT, _KINDS.SESSION_STARTED)
    call_id = draw(st.sampled_from(["", "call_1", "call_2"])) if has_keys and theme != "turn ids" else ""
    turn_id = draw(st.sampled_from(["", "turn_1", "turn_2"])) if has_keys and theme != "tools" else ""
    event_id = derive_id(SESSION, kind, name, str(time_ns), str(end_ns), call_id, turn_id, str(attributes))
    return AgentEvent(
        event_id, "codex", SESSION, kind, time_ns, name, attributes, end_ns=end_ns, call_id=call_id, turn_id=turn_id
    )


@pytest.mark.parametrize("theme", THEMES)
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_events_one_by_one(theme: str, data: st.DataObject) -> None:
    events = data.draw(st.lists(strange_events(theme), max_size=9))
    store = IncrementalStore()
    for event in events:
        store.add([event])
    assert store.comparable() == folded_whole(events)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_events_in_any_batches(data: st.DataObject) -> None:
    events = data.draw(st.lists(strange_events(), max_size=25))
    store = IncrementalStore()
    for batch in data.draw(arrivals(events)):
        store.add(batch)
    assert store.comparable() == folded_whole(events)


@pytest.mark.parametrize("theme", THEMES)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_an_observation_never_vanishes_unless_it_is_superseded(theme: str, data: st.DataObject) -> None:
    events = data.draw(st.lists(strange_events(theme), max_size=15))
    before = fold(whole_session(SESSION, events[: data.draw(st.integers(0, len(events)))]))
    after = fold(whole_session(SESSION, events))
    gone = {observation.id for observation in before.observations} - {o.id for o in after.observations}
    assert gone <= {superseded.id for superseded in after.superseded}


@pytest.mark.parametrize("theme", THEMES)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_the_tree_is_whole(theme: str, data: st.DataObject) -> None:
    events = data.draw(st.lists(strange_events(theme), max_size=25))
    observations = fold(whole_session(SESSION, events)).observations
    ids = [observation.id for observation in observations]
    assert len(ids) == len(set(ids))
    roots = [observation for observation in observations if not observation.parent_id]
    assert len(roots) == (1 if observations else 0)
    assert {observation.parent_id for observation in observations} - {""} <= set(ids)
    for observation in observations:
        assert observation.end_ns is None or observation.start_ns <= observation.end_ns
        assert observation.usage.get("total", 0) == sum(n for key, n in observation.usage.items() if key != "total")
