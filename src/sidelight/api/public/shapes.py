"""Traces, observations and sessions as Langfuse's contract has them; unknown values are null, never left out."""

from collections.abc import Mapping
from typing import Any

from sidelight.api.public.answer import iso, iso_or_none, parsed, parsed_values, seconds
from sidelight.query.observation import ObservationRecord
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
    }
    if with_texts:
        shape |= {
            "input": parsed(texts.input),
            "output": parsed(texts.output),
            "metadata": parsed_values(texts.metadata),
        }
    return shape


def detailed_trace_shape(
    project_id: str, trace: TraceRecord, observations: list[Any], *, with_texts: bool, with_metrics: bool
) -> dict[str, Any]:
    """``TraceWithDetails`` with ids, or ``TraceWithFullDetails`` with whole observations.

    SDKs add up latency and cost: a trace without any has 0, not null.
    """
    summary = trace.summary
    return {
        **trace_shape(project_id, trace, with_texts=with_texts),
        "htmlPath": f"/project/{project_id}/traces/{summary.id}",
        "latency": seconds(summary.duration_us or 0) if with_metrics else NOT_ASKED_FOR,
        "totalCost": (summary.cost_usd or 0) if with_metrics else NOT_ASKED_FOR,
        "observations": observations,
        "scores": [],
    }


def observation_shape(project_id: str, observation: ObservationRecord) -> dict[str, Any]:
    """``ObservationsView``, with the older token fields that old SDKs still read."""
    found = observation
    tokens = {side: _sum_of(found.usage, side) for side in ("input", "output")}
    total_tokens = found.usage.get("total", tokens["input"] + tokens["output"])
    costs = {side: _sum_of(found.cost, side) if found.cost else None for side in ("input", "output")}
    cost_details = dict(found.cost)
    if found.cost_usd is not None:
        cost_details["total"] = found.cost_usd
    return {
        "id": found.id,
        "traceId": found.trace_id,
        "projectId": project_id,
        "type": found.type,
        "name": found.name or None,
        "startTime": iso(found.start_us),
        "endTime": iso_or_none(found.end_us),
        "completionStartTime": iso_or_none(found.completion_start_us),
        "model": found.model or None,
        "modelId": None,
        "modelParameters": dict(found.model_parameters),
        "input": parsed(found.input),
        "output": parsed(found.output),
        "metadata": parsed_values(found.metadata),
        "version": found.version or None,
        "level": found.level,
        "statusMessage": found.status_message or None,
        "parentObservationId": found.parent_id or None,
        "promptId": None,
        "promptName": found.prompt_name or None,
        "promptVersion": found.prompt_version,
        "environment": found.environment,
        "usageDetails": dict(found.usage),
        "costDetails": cost_details,
        "usage": {
            **tokens,
            "total": total_tokens,
            "unit": "TOKENS" if found.usage else None,
            "inputCost": costs["input"],
            "outputCost": costs["output"],
            "totalCost": found.cost_usd,
        },
        "promptTokens": tokens["input"],
        "completionTokens": tokens["output"],
        "totalTokens": total_tokens,
        "inputPrice": None,
        "outputPrice": None,
        "totalPrice": None,
        "calculatedInputCost": costs["input"],
        "calculatedOutputCost": costs["output"],
        "calculatedTotalCost": found.cost_usd,
        "latency": seconds(found.duration_us),
        "timeToFirstToken": seconds(found.time_to_first_token_us),
    }


def session_shape(project_id: str, session: SessionRecord) -> dict[str, Any]:
    """``Session``."""
    return {
        "id": session.id,
        "createdAt": iso(session.created_us),
        "projectId": project_id,
        "environment": session.environment,
    }


def _sum_of(buckets: Mapping[str, Any], side: str) -> Any:
    """Langfuse's rule: the sum over all buckets whose name holds ``input`` or ``output``."""
    total = sum(value for name, value in buckets.items() if side in name)
    return round(total, 12) if isinstance(total, float) else total
