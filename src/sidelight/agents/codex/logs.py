"""Codex's log events, by name (TELEMETRY section 3; older shapes in section 6)."""

from sidelight.agents import vocabulary
from sidelight.agents.codex.event import link_event, log_event
from sidelight.agents.codex.recognise import event_name
from sidelight.agents.reading import IGNORED, Reading, Unknown
from sidelight.model import AgentEvent, AgentEventKind, Attributes, LogRecord
from sidelight.model.attributes import as_bool, as_int, as_str

_KINDS = {
    "codex.conversation_starts": AgentEventKind.SESSION_STARTED,
    "codex.user_prompt": AgentEventKind.PROMPT,
    "codex.turn_ttft": AgentEventKind.FIRST_TOKEN,
    "codex.tool_decision": AgentEventKind.TOOL_DECISION,
    "codex.tool_result": AgentEventKind.TOOL_RESULT,
    "codex.sandbox_outcome": AgentEventKind.SANDBOX_OUTCOME,
    "codex.sandbox_assessment": AgentEventKind.REVIEW,
    "codex.guardian_assessment": AgentEventKind.REVIEW,
    "codex.agent_response": AgentEventKind.ANSWER,
    "codex.auth_recovery": AgentEventKind.AUTH_RECOVERY,
    "codex.turn_cost": AgentEventKind.TURN_COST,
    "codex.skill_invocation": AgentEventKind.OTHER,
    "codex.agent_communication": AgentEventKind.OTHER,
    "codex.plugin_install_requested": AgentEventKind.OTHER,
    "codex.plugin_install_completed": AgentEventKind.OTHER,
    "codex.plugin_install_failed": AgentEventKind.OTHER,
}
_REQUESTS = frozenset({"codex.api_request", "codex.websocket_request", "codex.websocket_connect"})
_STREAM_EVENTS = frozenset({"codex.sse_event", "codex.websocket_event"})
# Endpoints that answer with a stream, so that a usage record follows. Others (``/responses/compact``, memories) do not
# belong to a turn's model calls and report no tokens.
_STREAM_ENDPOINTS = ("/responses", "/chat/completions", "/messages")
# Timings of Codex itself, several a session, that say nothing about the work done.
_NOISE = frozenset({"codex.startup_phase", "codex.sandbox_assessment_latency"})
# Stream events whose error ends the model call; an error on any other kind means that one event was not readable.
_FATAL_STREAM_KINDS = frozenset({"", "response.completed", "response.failed", "response.incomplete", "error"})


def read_log(record: LogRecord) -> Reading:
    """The events of one Codex record: usually one; a second one in the sub-agent's session when it names one."""
    name = event_name(record)
    if not name or name in _NOISE:
        return IGNORED
    session_id = as_str(record.attributes.get("conversation.id")).strip()
    if not session_id:
        reason = "The record has no conversation.id, so it belongs to no session."
        return Reading(unknown=(Unknown(name, reason, is_kept=False),))
    kind = _kind(name, record.attributes)
    if kind is None:
        return IGNORED
    event = log_event(record, kind, name, session_id)
    if not event.time_ns:
        return Reading(unknown=(Unknown(name, "The record has no time.", is_kept=False),))
    unknown = () if _is_known(name) else (Unknown(name, "Sidelight does not know this event of Codex yet."),)
    return Reading((event, *_links(event)), unknown=unknown)


def _is_known(name: str) -> bool:
    return name in _KINDS or name in _REQUESTS or name in _STREAM_EVENTS


def _kind(name: str, attributes: Attributes) -> AgentEventKind | None:
    """Kind of the event; None for stream events without news."""
    if name in _REQUESTS:
        endpoint = as_str(attributes.get("endpoint"))
        if endpoint and not endpoint.endswith(_STREAM_ENDPOINTS):
            return AgentEventKind.OTHER
        if _has_failed(attributes):
            return AgentEventKind.MODEL_FAILURE
        return AgentEventKind.OTHER if name == "codex.websocket_connect" else AgentEventKind.MODEL_REQUEST
    if name in _STREAM_EVENTS:
        if as_int(attributes.get("input_token_count")) is not None:
            return AgentEventKind.MODEL_RESPONSE
        if _has_failed(attributes):
            is_fatal = as_str(attributes.get("event.kind")) in _FATAL_STREAM_KINDS
            return AgentEventKind.MODEL_FAILURE if is_fatal else AgentEventKind.OTHER
        return None
    return _KINDS.get(name, AgentEventKind.OTHER)


def _has_failed(attributes: Attributes) -> bool:
    return (
        bool(as_str(attributes.get("error.message")))
        or as_bool(attributes.get("success")) is False
        or (as_int(attributes.get("http.response.status_code")) or 0) >= 400
    )


def _links(event: AgentEvent) -> tuple[AgentEvent, ...]:
    """The link that the event tells about, in the child's session: so it is found in whatever order things arrive."""
    if event.kind is AgentEventKind.ANSWER:
        parent = as_str(event.attributes.get("parent.conversation.id")).strip()
        if parent and parent != event.session_id:
            return (link_event(event, event.session_id, parent, ""),)
    elif event.kind is AgentEventKind.TOOL_RESULT:
        child = vocabulary.spawned_session_id(event)
        if child and child != event.session_id:
            return (link_event(event, child, event.session_id, event.call_id),)
    return ()
