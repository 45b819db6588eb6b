"""Turns known only by their span: when Codex exports traces but no logs, or the logs of a turn were lost.

When the prompt or a usage record arrives after all, what stood in for it is superseded.
"""

from collections.abc import Mapping
from typing import Any

from sidelight.agents import vocabulary
from sidelight.model import AgentEvent, Level, Observation, ObservationType
from sidelight.model.ids import derive_id


def span_turn_id_of(span: AgentEvent) -> str:
    """Id of the turn that stands in for a missing prompt."""
    return derive_id(span.session_id, "turn_of_span", span.event_id)


def span_usage_id_of(span: AgentEvent) -> str:
    """Id of the generation that stands in for missing usage records."""
    return derive_id(span.session_id, "usage_of_span", span.event_id)


def span_turn(span: AgentEvent, root_id: str, shared: Mapping[str, Any]) -> Observation:
    """A turn without its prompt."""
    return Observation(
        id=span_turn_id_of(span),
        type=ObservationType.AGENT,
        kind="turn",
        name="turn",
        start_ns=span.time_ns,
        end_ns=span.end_ns,
        parent_id=root_id,
        level=Level.DEFAULT,
        status_message="Only its span was received: no prompt and answer",
        metadata={"turn_id": span.turn_id, "otel_trace_id": span.otel_trace_id, **vocabulary.details(span, "turn.id")},
        **shared,
    )


def span_usage(span: AgentEvent, parent_id: str, provider: str, shared: Mapping[str, Any]) -> Observation | None:
    """All tokens of a turn as one generation; None when the span reports none."""
    usage = vocabulary.turn_usage(span)
    if not usage.total:
        return None
    effort = vocabulary.text(span, "codex.turn.reasoning_effort")
    return Observation(
        id=span_usage_id_of(span),
        type=ObservationType.GENERATION,
        kind="model_call",
        name="model calls of the turn",
        start_ns=span.time_ns,
        end_ns=span.end_ns,
        parent_id=parent_id,
        status_message="From the turn's span: the single calls were not received",
        model=vocabulary.text(span, "model"),
        model_provider=provider,
        model_parameters={"reasoning_effort": effort} if effort else {},
        usage=usage.as_details(),
        **shared,
    )
