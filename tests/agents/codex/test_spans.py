"""The few Codex spans that are read."""

from collections.abc import Sequence
from dataclasses import replace

from sidelight.agents import codex
from sidelight.agents.registry import sort_spans
from sidelight.model import AgentEventKind, Attributes, AttrValue, Span, SpanEvent
from tests.agents.scripted import BEGIN_NS, SESSION, STEP_NS, Script, fold_session

CHILD = "01a20857-e841-7501-ad92-de8b390ca515"
TRACE = "da93cf614f2b00da0dc1334bbd6e40af"
MARKS: dict[str, AttrValue] = {"code.module.name": "codex_core", "thread.id": 1, "busy_ns": 5, "idle_ns": 6}


def span(span_id: str, name: str, attributes: Attributes, parent: str = "", events: Sequence[SpanEvent] = ()) -> Span:
    return Span(
        trace_id=TRACE,
        span_id=span_id,
        parent_span_id=parent,
        name=name,
        start_ns=BEGIN_NS,
        end_ns=BEGIN_NS + 1000,
        attributes={**MARKS, **attributes},
        events=tuple(events),
        resource={"service.name": "codex_exec", "env": "test"},
        scope_name="codex_exec",
    )


def turn(**attributes: AttrValue) -> Span:
    profile = SpanEvent(
        "event otel/src/x.rs:1",
        BEGIN_NS,
        {"event.name": "codex.turn_profile", "conversation.id": SESSION, "sampling_retry_count": "2"},
    )
    given: Attributes = {"turn.id": "turn-1", "model": "gpt-5.5", **attributes}
    return span("t1", "session_task.turn", given, events=[profile])


def test_a_turn_span_finds_its_conversation_in_its_profile() -> None:
    reading = codex.read_spans([turn(), span("x", "fs.read", {})])
    (event,) = reading.events
    assert (event.kind, event.session_id, event.turn_id) == (AgentEventKind.TURN_SPAN, SESSION, "turn-1")
    assert (event.time_ns, event.end_ns) == (BEGIN_NS, BEGIN_NS + 1000)
    assert event.attributes == {"turn.id": "turn-1", "model": "gpt-5.5", "turn_profile.sampling_retry_count": "2"}
    assert reading.ignored == 1


def test_a_turn_span_without_profile_finds_it_by_turn_id() -> None:
    bare = span("t1", "session_task.turn", {"turn.id": "turn-1"})
    sibling = span("r1", "run_turn", {"turn.id": "turn-1", "conversation.id": SESSION})
    assert [event.session_id for event in codex.read_spans([bare, sibling]).events] == [SESSION]
    assert codex.read_spans([bare]).events == ()


def test_only_the_dispatching_tool_span_is_read() -> None:
    keys: dict[str, AttrValue] = {"call_id": "call_1", "conversation.id": SESSION}
    outer = span("a", "exec_command", {**keys, "tool_name": "exec_command"})
    inner = span("b", "unified_exec.exec_command", keys, parent="a")
    (event,) = codex.read_spans([outer, inner]).events
    assert (event.kind, event.call_id, event.otel_span_id) == (AgentEventKind.TOOL_SPAN, "call_1", "a")


def test_a_turn_below_another_conversations_tool_is_a_sub_agents() -> None:
    tool = span("a", "spawn", {"tool_name": "spawn_agent", "call_id": "call_1", "conversation.id": SESSION})
    between = span("b", "dispatch", {}, parent="a")
    below = span("c", "codex.turn_input", {"conversation.id": CHILD, "turn.id": "turn-2"}, parent="b")
    links = [e for e in codex.read_spans([below, between, tool]).events if e.kind is AgentEventKind.SUBAGENT_LINK]
    assert [(link.session_id, link.attributes["parent.call_id"]) for link in links] == [(CHILD, "call_1")]


def test_parents_that_go_round_in_a_circle_end() -> None:
    one = span("a", "codex.turn_input", {"conversation.id": CHILD}, parent="b")
    two = span("b", "x", {}, parent="a")
    assert codex.read_spans([one, two]).events == ()


def test_spans_of_applications_are_not_codexs() -> None:
    other = Span(TRACE, "z", "GET /", 1, 2, {}, resource={"service.name": "codex-shop"}, scope_name="codex-shop")
    by_agent, others = sort_spans([other, turn()])
    assert [span.span_id for span in by_agent["codex"][1]] == ["t1"]
    assert others == [other]


def test_a_codex_of_another_name_is_told_by_its_marks() -> None:
    renamed = Span(TRACE, "z", "x", 1, 2, MARKS, resource={"service.name": "codex_next"}, scope_name="codex_next")
    assert sort_spans([renamed]) == ({"codex": (codex, [renamed])}, [])


def test_a_turn_known_by_its_span_alone_counts_the_spans_tokens() -> None:
    tokens: dict[str, AttrValue] = {
        "codex.turn.token_usage.input_tokens": 100,
        "codex.turn.token_usage.output_tokens": "7",
    }
    folded = fold_session(codex.read_spans([turn(**tokens)]).events)
    kinds = [observation.kind for observation in folded.observations]
    assert kinds == ["session", "turn", "model_call"]
    assert folded.observations[2].usage["total"] == 107
    assert folded.observations[2].model == "gpt-5.5"
    assert folded.trace
    assert "otel.exporter" in folded.trace.metadata["advice"]


def test_the_span_of_a_steered_turn_is_not_counted_on_top_of_its_records() -> None:
    script = Script().starts().prompt("one").request().usage("50", "7").prompt("two")
    tokens: dict[str, AttrValue] = {
        "codex.turn.token_usage.input_tokens": 50,
        "codex.turn.token_usage.output_tokens": 7,
    }
    long = replace(turn(**tokens), start_ns=BEGIN_NS + STEP_NS, end_ns=BEGIN_NS + 9 * STEP_NS)
    folded = fold_session([*script.events, *codex.read_spans([long]).events])
    assert sum(observation.usage.get("total", 0) for observation in folded.observations) == 57
    assert [observation.kind for observation in folded.observations].count("turn") == 2
