"""Traces and sessions as Langfuse's contract has them; unknown values are null, never left out."""

from typing import Any

from sidelight.api.public.answer import iso, parsed_tree, seconds
from sidelight.model.json_text import parsed
from sidelight.query.session_records import SessionRecord
from sidelight.query.trace_records import TraceRecord

# Langfuse's mark for metrics that were not asked for.
NOT_ASKED_FOR = -1


def trace_shape(project_id: str, trace: TraceRecord, *, with_texts: bool = True) -> dict[str, Any]:
    """``Trace``."""
    shape: dict[str, Any] = {
        "id": trace.id,
        "timestamp": iso(trace.timestamp_us),
        "name": trace.name or None,
        "sessionId": trace.session_id or None,
        "userId": trace.user_id or None,
        "release": trace.release or None,
        "version": trace.version or None,
        "tags": list(trace.tags),
        "public": trace.public,
        "bookmarked": trace.bookmarked,
        "environment": trace.environment,
        "projectId": project_id,
        "externalId": None,
        "createdAt": iso(trace.created_us),
        "updatedAt": iso(trace.updated_us),
    }
    if with_texts:
        shape |= {
            "input": parsed(trace.input or None),
            "output": parsed(trace.output or None),
            "metadata": parsed_tree(trace.metadata),
        }
    return shape


def detailed_trace_shape(
    project_id: str,
    trace: TraceRecord,
    observations: list[Any],
    scores: list[Any],
    *,
    with_texts: bool,
    with_metrics: bool,
) -> dict[str, Any]:
    """``TraceWithDetails`` with ids, or ``TraceWithFullDetails`` with whole observations and scores.

    SDKs add up latency and cost: a trace without any has 0, not null.
    """
    return {
        **trace_shape(project_id, trace, with_texts=with_texts),
        "htmlPath": f"/project/{project_id}/traces/{trace.id}",
        "latency": seconds(trace.duration_us or 0) if with_metrics else NOT_ASKED_FOR,
        "totalCost": (trace.cost_usd or 0) if with_metrics else NOT_ASKED_FOR,
        "observations": observations,
        "scores": scores,
    }


def session_shape(project_id: str, session: SessionRecord) -> dict[str, Any]:
    """``Session``."""
    return {
        "id": session.id,
        "createdAt": iso(session.created_us),
        "projectId": project_id,
        "environment": session.environment,
    }
