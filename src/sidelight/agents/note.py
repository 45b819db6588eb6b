"""Events that are no step of the work itself, kept visible as small EVENT observations."""

from collections.abc import Mapping
from typing import Any

from sidelight.agents import vocabulary
from sidelight.model import AgentEvent, AgentEventKind, Level, Observation, ObservationType
from sidelight.model.ids import derive_id

NOTE_KINDS = (AgentEventKind.AUTH_RECOVERY, AgentEventKind.REVIEW, AgentEventKind.OTHER)


def note(event: AgentEvent, parent_id: str, shared: Mapping[str, Any]) -> Observation:
    """The observation of an event of ``NOTE_KINDS``, or of a resume; DEBUG unless it tells of trouble."""
    level, name, status = _words(event)
    return Observation(
        id=derive_id(event.session_id, "note", event.event_id),
        type=ObservationType.EVENT,
        kind="event",
        name=name,
        start_ns=vocabulary.start_ns(event),
        end_ns=event.end_ns or event.time_ns,
        parent_id=parent_id,
        level=level,
        status_message=status,
        metadata=vocabulary.details(event),
        **shared,
    )


def _words(event: AgentEvent) -> tuple[Level, str, str]:
    short_name = event.name.removeprefix("codex.")
    if event.kind is AgentEventKind.SESSION_STARTED:
        return Level.DEBUG, "session resumed", ""
    if event.kind is AgentEventKind.AUTH_RECOVERY:
        step, outcome = vocabulary.text(event, "auth.step"), vocabulary.text(event, "auth.outcome")
        reason = vocabulary.text(event, "auth.recovery_reason")
        status = ": ".join(part for part in (step, outcome) if part)
        return Level.WARNING, short_name, f"{status} ({reason})" if reason else status
    message = vocabulary.text(event, "error.message")
    if message and vocabulary.text(event, "event.kind"):
        return Level.WARNING, "unreadable stream event", f"{vocabulary.text(event, 'event.kind')}: {message}"
    if event.kind is AgentEventKind.REVIEW:
        parts = (vocabulary.text(event, key) for key in ("status", "outcome", "risk_level"))
        return Level.DEBUG, short_name, ", ".join(part for part in parts if part)
    endpoint = vocabulary.text(event, "endpoint")
    name = f"{short_name} {endpoint}" if endpoint and short_name == "api_request" else short_name
    return (Level.WARNING if message else Level.DEBUG), name, message
