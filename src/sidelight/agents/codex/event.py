"""How a Codex record or span becomes an :class:`AgentEvent`: ids, times and joining keys."""

import json
from uuid import UUID

from sidelight.agents.codex.recognise import NAME
from sidelight.model import AgentEvent, AgentEventKind, Attributes, LogRecord, Span
from sidelight.model.attributes import as_str
from sidelight.model.ids import derive_id
from sidelight.model.time import NS_PER_MS, NS_PER_S, from_iso

# The end of 2148: the event store cannot hold later times.
_LATEST_NS = 5_648_745_600 * NS_PER_S


def log_event(record: LogRecord, kind: AgentEventKind, name: str, session_id: str) -> AgentEvent:
    """The event of a log record. The same record always gives the same id."""
    attributes = record.attributes
    time_ns = _record_time_ns(record, session_id)
    call_id = as_str(attributes.get("call_id"))
    turn_id = as_str(attributes.get("turn.id")) or as_str(attributes.get("turn_id"))
    item = call_id or as_str(attributes.get("item.id"))
    return AgentEvent(
        event_id=derive_id(session_id, name, str(time_ns), item, _fingerprint(attributes)),
        agent=NAME,
        session_id=session_id,
        kind=kind,
        time_ns=time_ns,
        name=name,
        attributes=attributes,
        resource=record.resource,
        call_id=call_id,
        turn_id=turn_id,
        otel_trace_id=_present(record.trace_id),
        otel_span_id=_present(record.span_id),
    )


def span_event(span: Span, kind: AgentEventKind, session_id: str, attributes: Attributes) -> AgentEvent:
    """The event of a span, which covers its time range."""
    start_ns = _in_range(span.start_ns)
    return AgentEvent(
        event_id=derive_id(session_id, "span", str(start_ns), span.trace_id, span.span_id),
        agent=NAME,
        session_id=session_id,
        kind=kind,
        time_ns=start_ns,
        end_ns=max(_in_range(span.end_ns), start_ns),
        name=span.name,
        attributes=attributes,
        resource=span.resource,
        call_id=as_str(attributes.get("call_id")),
        turn_id=as_str(attributes.get("turn.id")) or as_str(attributes.get("turn_id")),
        otel_trace_id=_present(span.trace_id),
        otel_span_id=_present(span.span_id),
    )


def link_event(source: AgentEvent, child_session_id: str, parent_session_id: str, call_id: str) -> AgentEvent:
    """An event in the child's session that says which session, and which tool call there, started it.

    It has no joining keys of its own (``call_id`` is an attribute): those belong to the parent's session.
    """
    return AgentEvent(
        event_id=derive_id(child_session_id, "link", str(source.time_ns), parent_session_id, call_id),
        agent=NAME,
        session_id=child_session_id,
        kind=AgentEventKind.SUBAGENT_LINK,
        time_ns=source.time_ns,
        name=source.name,
        attributes={"parent.conversation.id": parent_session_id, "parent.call_id": call_id},
        resource=source.resource,
    )


def _record_time_ns(record: LogRecord, session_id: str) -> int:
    """Observed time, else ``event.timestamp``, else the time inside the session's id (UUIDv7), else 0."""
    time_ns = _in_range(record.best_time_ns)
    if not time_ns:
        time_ns = _in_range(from_iso(as_str(record.attributes.get("event.timestamp"))) or 0)
    return time_ns or _uuid7_time_ns(session_id)


def _uuid7_time_ns(text: str) -> int:
    try:
        uuid = UUID(text)
    except ValueError:
        return 0
    return (uuid.int >> 80) * NS_PER_MS if uuid.version == 7 else 0


def _in_range(time_ns: int) -> int:
    return time_ns if 0 < time_ns <= _LATEST_NS else 0


def _present(otel_id: str) -> str:
    """App-server sends ids of zeros when traces are off (0.169.0)."""
    return otel_id if otel_id.strip("0") else ""


def _fingerprint(attributes: Attributes) -> str:
    return json.dumps(attributes, sort_keys=True, default=repr, separators=(",", ":"))
