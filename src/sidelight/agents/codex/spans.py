"""The few Codex spans that add to its logs: turns (their end and totals), tool calls, and what started a sub-agent."""

from collections.abc import Sequence

from sidelight.agents.codex.event import link_event, span_event
from sidelight.agents.reading import Reading
from sidelight.model import AgentEvent, AgentEventKind, Attributes, AttrValue, Span
from sidelight.model.attributes import as_str

_TURN = "session_task.turn"
_TURN_INPUT = "codex.turn_input"
_TURN_PROFILE = "codex.turn_profile"
# What Rust's tracing adds to each span, and Codex's own bookkeeping.
_INTERNAL_PREFIXES = ("code.", "thread.", "busy_ns", "idle_ns", "target", "rpc.")
_PROFILE_PREFIX = "turn_profile."


def read_spans(spans: Sequence[Span]) -> Reading:
    """Turn, tool and link events of the Codex spans of one request; all other spans are ignored and counted.

    Span events repeat log events and are not counted again.
    """
    sessions = _sessions_by_turn(spans)
    by_id = {(span.trace_id, span.span_id): span for span in spans}
    events: list[AgentEvent] = []
    used = 0
    for span in spans:
        event = _event(span, sessions)
        if event is not None:
            used += 1
            events.append(event)
        elif (link := _link(span, by_id)) is not None:
            used += 1
            events.append(link)
    return Reading(tuple(events), ignored=len(spans) - used)


def _event(span: Span, sessions: dict[str, str]) -> AgentEvent | None:
    if span.name == _TURN:
        profile = _profile(span)
        session_id = _session_id(profile) or _session_id(span.attributes) or sessions.get(_turn_id(span), "")
        if not session_id:
            return None
        extra = {_PROFILE_PREFIX + key: value for key, value in profile.items() if key.startswith("sampling_")}
        return span_event(span, AgentEventKind.TURN_SPAN, session_id, {**_telling(span.attributes), **extra})
    if as_str(span.attributes.get("tool_name")) and as_str(span.attributes.get("call_id")):
        session_id = _session_id(span.attributes)
        if session_id:
            return span_event(span, AgentEventKind.TOOL_SPAN, session_id, _telling(span.attributes))
    return None


def _link(span: Span, by_id: dict[tuple[str, str], Span]) -> AgentEvent | None:
    """The link of a sub-agent's turn: its ``codex.turn_input`` lies below a tool span of another conversation."""
    child = _session_id(span.attributes)
    if span.name != _TURN_INPUT or not child:
        return None
    seen: set[str] = set()
    above = by_id.get((span.trace_id, span.parent_span_id))
    while above is not None and above.span_id not in seen:
        seen.add(above.span_id)
        parent = _session_id(above.attributes)
        call_id = as_str(above.attributes.get("call_id"))
        if parent and parent != child and call_id:
            source = span_event(span, AgentEventKind.SUBAGENT_LINK, child, {})
            return link_event(source, child, parent, call_id)
        above = by_id.get((above.trace_id, above.parent_span_id))
    return None


def _sessions_by_turn(spans: Sequence[Span]) -> dict[str, str]:
    """Conversation of each turn id that any span of the request names together with its conversation."""
    return {
        turn_id: session_id
        for span in spans
        if (session_id := _session_id(span.attributes)) and (turn_id := _turn_id(span))
    }


def _profile(span: Span) -> Attributes:
    for event in span.events:
        if event.name == _TURN_PROFILE or event.attributes.get("event.name") == _TURN_PROFILE:
            return event.attributes
    return {}


def _session_id(attributes: Attributes) -> str:
    return as_str(attributes.get("conversation.id")).strip()


def _turn_id(span: Span) -> str:
    return as_str(span.attributes.get("turn.id")) or as_str(span.attributes.get("turn_id"))


def _telling(attributes: Attributes) -> dict[str, AttrValue]:
    return {key: value for key, value in attributes.items() if not key.startswith(_INTERNAL_PREFIXES)}
