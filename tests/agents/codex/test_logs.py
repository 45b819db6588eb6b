"""Codex's log records: which are read, as what, and under which id."""

import pytest

from sidelight.agents import codex
from sidelight.agents.registry import agent_for_log
from sidelight.model import AgentEvent, AgentEventKind, LogRecord
from sidelight.model.time import NS_PER_MS
from tests.agents.scripted import BEGIN_NS, SESSION, Script

KINDS = AgentEventKind


def read(name: str, /, **attributes: object) -> list[AgentEvent]:
    return Script().event(name, **attributes).events  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "attributes", "kind"),
    [
        ("conversation_starts", {}, KINDS.SESSION_STARTED),
        ("user_prompt", {}, KINDS.PROMPT),
        ("api_request", {"http__response__status_code": 200}, KINDS.MODEL_REQUEST),
        ("api_request", {"http__response__status_code": "429"}, KINDS.MODEL_FAILURE),
        ("api_request", {"error__message": "connection reset"}, KINDS.MODEL_FAILURE),
        ("websocket_request", {"success": "true"}, KINDS.MODEL_REQUEST),
        ("websocket_request", {"success": False}, KINDS.MODEL_FAILURE),
        ("websocket_connect", {"success": "true"}, KINDS.OTHER),
        ("websocket_connect", {"success": "false"}, KINDS.MODEL_FAILURE),
        ("sse_event", {"input_token_count": 0}, KINDS.MODEL_RESPONSE),
        ("sse_event", {"input_token_count": "12"}, KINDS.MODEL_RESPONSE),
        ("sse_event", {"event__kind": "response.failed", "error__message": "x"}, KINDS.MODEL_FAILURE),
        ("sse_event", {"event__kind": "response.output_item.done", "error__message": "x"}, KINDS.OTHER),
        ("websocket_event", {"event__kind": "response.failed", "success": "false"}, KINDS.MODEL_FAILURE),
        ("turn_ttft", {}, KINDS.FIRST_TOKEN),
        ("tool_decision", {}, KINDS.TOOL_DECISION),
        ("tool_result", {}, KINDS.TOOL_RESULT),
        ("sandbox_outcome", {}, KINDS.SANDBOX_OUTCOME),
        ("sandbox_assessment", {}, KINDS.REVIEW),
        ("guardian_assessment", {}, KINDS.REVIEW),
        ("agent_response", {}, KINDS.ANSWER),
        ("auth_recovery", {}, KINDS.AUTH_RECOVERY),
        ("turn_cost", {}, KINDS.TURN_COST),
        ("skill_invocation", {}, KINDS.OTHER),
    ],
)
def test_an_event_has_its_kind(name: str, attributes: dict[str, object], kind: AgentEventKind) -> None:
    (event,) = read(name, **attributes)
    assert (event.kind, event.name, event.session_id) == (kind, f"codex.{name}", SESSION)


@pytest.mark.parametrize(
    ("name", "attributes"),
    [
        ("startup_phase", {"duration_ms": "1"}),
        ("sandbox_assessment_latency", {}),
        ("sse_event", {"event__kind": "response.output_text.delta", "duration_ms": "0"}),
        ("sse_event", {"event__kind": "response.completed", "duration_ms": "0"}),
        ("websocket_event", {"event__kind": "response.created", "success": "true"}),
    ],
)
def test_noise_is_counted_not_stored(name: str, attributes: dict[str, object]) -> None:
    (record,) = Script().event(name, **attributes).records  # type: ignore[arg-type]
    reading = codex.read_log(record)
    assert (reading.events, reading.ignored, reading.unknown) == ((), 1, ())


def test_an_unknown_event_is_kept_and_listed() -> None:
    (record,) = Script().event("brand_new", detail="x").records
    reading = codex.read_log(record)
    assert [event.kind for event in reading.events] == [KINDS.OTHER]
    assert [(unknown.name, unknown.is_kept) for unknown in reading.unknown] == [("codex.brand_new", True)]
    script = Script().prompt().event("brand_new", detail="x")
    assert (script.only("event").name, script.only("event").metadata) == ("brand_new", {"detail": "x"})


def test_a_record_without_conversation_or_time_is_listed_not_dropped() -> None:
    homeless = LogRecord(attributes={"event.name": "codex.user_prompt"}, observed_time_ns=BEGIN_NS)
    timeless = LogRecord(attributes={"event.name": "codex.user_prompt", "conversation.id": "not a uuid"})
    for record, word in ((homeless, "conversation.id"), (timeless, "time")):
        (unknown,) = codex.read_log(record).unknown
        assert word in unknown.reason
        assert not unknown.is_kept


def test_codexs_own_notes_are_ignored_and_other_services_are_not_codex() -> None:
    note = LogRecord(attributes={}, resource={"service.name": "codex_exec"}, body="flushing OTEL metrics")
    assert agent_for_log(note) is codex
    assert codex.read_log(note).ignored == 1
    assert agent_for_log(LogRecord(attributes={}, resource={"service.name": "shop"})) is None
    assert agent_for_log(LogRecord(attributes={"event.name": "user.login"}, resource={"service.name": "shop"})) is None


def test_the_event_name_alone_tells_codex() -> None:
    record = LogRecord(attributes={"event.name": "codex.user_prompt"}, scope_name="x", event_name="y")
    assert agent_for_log(record) is codex


def test_time_is_observed_then_timestamp_then_that_of_the_id() -> None:
    attributes = {"event.name": "codex.user_prompt", "conversation.id": SESSION}
    stamped = {**attributes, "event.timestamp": "2026-11-23T12:18:15.009Z"}

    def time_of(record: LogRecord) -> int:
        return codex.read_log(record).events[0].time_ns

    assert time_of(LogRecord(attributes=stamped, observed_time_ns=BEGIN_NS, time_ns=5)) == BEGIN_NS
    assert time_of(LogRecord(attributes=stamped)) == 1_795_436_295_009 * NS_PER_MS
    assert time_of(LogRecord(attributes=attributes)) == 0x01A20857B2E5 * NS_PER_MS


def test_ids_of_zeros_are_no_trace_context() -> None:
    attributes = {"event.name": "codex.user_prompt", "conversation.id": SESSION}
    record = LogRecord(attributes=attributes, observed_time_ns=1, trace_id="0" * 32, span_id="0" * 16)
    (event,) = codex.read_log(record).events
    assert (event.otel_trace_id, event.otel_span_id) == ("", "")


def test_the_id_depends_on_everything_that_was_sent() -> None:
    base = Script().prompt("a").events[0]
    assert Script().prompt("a").events[0].event_id == base.event_id
    assert Script().prompt("b").events[0].event_id != base.event_id
    assert Script().starts().prompt("a").events[1].event_id != base.event_id, "another time"


def test_the_shapes_of_2025_fold_too() -> None:
    old = {"originator": None, "slug": None}
    script = Script().event("conversation_starts", provider_name="OpenAI", active_profile="default", **old)
    script.event("user_prompt", prompt="ls", prompt_length="2", **old).event("api_request", duration_ms=10, **old)
    script.event("sse_event", event__kind="response.completed", input_token_count=9, output_token_count=1, **old)
    script.event("tool_decision", tool_name="shell", call_id="c1", decision="approved", source="User", **old)
    output = '{"output":"a","metadata":{"exit_code":1,"duration_seconds":0.0}}'
    script.event("tool_result", tool_name="shell", call_id="c1", output=output, success="true", **old)
    script.event("tool_result", tool_name="local_shell", duration_ms="0", success="false", **old)
    tools = script.all("tool")
    assert [(tool.name, tool.level) for tool in tools] == [("shell", "WARNING"), ("local_shell", "ERROR")]
    assert script.only("model_call").usage["total"] == 10
