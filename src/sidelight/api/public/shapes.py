"""Traces and sessions as Langfuse's contract has them; unknown values are null, never left out."""

from typing import Any

from sidelight.api.public.answer import iso, parsed, parsed_tree, seconds
from sidelight.query.session_records import SessionRecord
from sidelight.query.trace_records import TraceRecord

# Langfuse's mark for metrics that were not asked for.
NOT_ASKED_FOR = -1


def trace_shape(project_id: str, trace: TraceRecord, *, with_texts: bool = True) -> dict[str, Any]:
    """``Trace``."""
    summary, texts = trace.summary, trace.texts
    shape: dict[str, Any] = {
        "id": summary.id,
        "timestamp": iso(summary.timestamp_us),
        "name": summary.name or None,
        "sessionId": summary.session_id or None,
        "userId": summary.user_id or None,
        "release": summary.release or None,
        "version": summary.version or None,
        "tags": list(summary.tags),
        "public": summary.public,
        "bookmarked": summary.bookmarked,
        "environment": summary.environment,
        "projectId": project_id,
        "externalId": None,
        "createdAt": iso(summary.arrived_us),
        "updatedAt": iso(summary.arrived_us),
    }
    if with_texts:
        shape |= {
            "input": parsed(texts.input),
            "output": parsed(texts.output),
            "metadata": parsed_tree(texts.metadata),
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
    summary = trace.summary
    return {
        **trace_shape(project_id, trace, with_texts=with_texts),
        "htmlPath": f"/project/{project_id}/traces/{summary.id}",
        "latency": seconds(summary.duration_us or 0) if with_metrics else NOT_ASKED_FOR,
        "totalCost": (summary.cost_usd or 0) if with_metrics else NOT_ASKED_FOR,
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
