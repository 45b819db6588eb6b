"""A page of scores with the traces that they judge, as v1 and v2 of the API have it."""

from typing import Any

from fastapi import Response

from sidelight.api.public.answer import page_response
from sidelight.api.public.score_parameters import ScoreListParameters
from sidelight.api.public.score_shapes import score_shape
from sidelight.query.score_filter import ScoreFilter
from sidelight.query.score_records import list_score_records
from sidelight.query.trace_context import TraceContext, load_trace_contexts
from sidelight.store.store import ProjectStore


async def scores_page(
    ps: ProjectStore, where: ScoreFilter, query: ScoreListParameters, *, with_traces: bool
) -> Response:
    """The page. ``trace`` is null for scores of no trace; it says nothing where the trace is not stored (yet).

    Raises FilterError, StoreError.
    """
    page = await list_score_records(ps, where, query.page, query.limit)
    rows = [score_shape(score) for score in page.items]
    if with_traces:
        traces = await load_trace_contexts(ps, (score.trace_id for score in page.items))
        for row, score in zip(rows, page.items, strict=True):
            row["trace"] = _trace_shape(traces.get(score.trace_id)) if score.trace_id else None
    return page_response(rows, query, page.total)


def _trace_shape(trace: TraceContext | None) -> dict[str, Any]:
    if trace is None:
        return {"userId": None, "tags": [], "environment": None, "sessionId": None}
    return {
        "userId": trace.user_id or None,
        "tags": list(trace.tags),
        "environment": trace.environment,
        "sessionId": trace.session_id or None,
    }
