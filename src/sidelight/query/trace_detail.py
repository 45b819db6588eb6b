"""The head of a trace: its attributes with full texts, usage by model, and the traces linked to it."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from sidelight.query.tokens import COST_SUM, TOKEN_SUMS, TokenTotals, cost_of, tokens_of
from sidelight.query.trace_links import load_child_ids
from sidelight.query.trace_summary import OF_TRACES, TraceSummary, load_bounds, load_summaries
from sidelight.query.trace_texts import load_texts
from sidelight.store.driver import Row
from sidelight.store.store import ProjectStore


@dataclass(frozen=True, slots=True)
class ModelUsage:
    """What one model used and cost; ``usage`` and ``cost`` by bucket."""

    model: str
    calls: int
    tokens: TokenTotals
    usage: Mapping[str, int]
    cost: Mapping[str, float]
    cost_usd: float | None


@dataclass(frozen=True, slots=True)
class TraceDetail:
    """One trace. ``input`` and ``output`` fall back to those of its root observation."""

    summary: TraceSummary
    input: str | None
    output: str | None
    metadata: Mapping[str, str]
    model_usage: tuple[ModelUsage, ...]
    parent: TraceSummary | None
    children: tuple[TraceSummary, ...]
    session_trace_count: int


_MODELS = f"""
SELECT model, count() AS calls, {TOKEN_SUMS}, {COST_SUM}, sumMap(usage) AS usage, sumMap(cost) AS cost
FROM observations FINAL WHERE {OF_TRACES} AND model != ''
GROUP BY model ORDER BY cost_usd DESC NULLS LAST, tokens_total DESC, model
"""  # noqa: S608

_SESSION = """
SELECT uniqExact(id) AS traces FROM traces FINAL
WHERE project_id = {project_id:String} AND session_id = {session_id:String} AND kind != 'title'
"""


async def load_trace(ps: ProjectStore, trace_id: str) -> TraceDetail | None:
    """One trace; None when there is none. Raises StoreError."""
    bounds = await load_bounds(ps, [trace_id])
    if bounds is None:
        return None
    summaries, texts, models, child_ids = await asyncio.gather(
        load_summaries(ps, [trace_id], bounds),
        load_texts(ps, bounds),
        ps.query(_MODELS, bounds.params),
        load_child_ids(ps, [trace_id]),
    )
    summary = summaries.get(trace_id)
    if summary is None:
        return None
    linked, session_trace_count = await asyncio.gather(
        load_summaries(ps, [*child_ids, *filter(None, [summary.parent_trace_id])]),
        _session_trace_count(ps, summary),
    )
    said = texts[trace_id]
    return TraceDetail(
        summary=summary,
        input=said.input,
        output=said.output,
        metadata=said.metadata,
        model_usage=tuple(_model_usage(row) for row in models),
        parent=linked.get(summary.parent_trace_id),
        children=tuple(sorted((linked[i] for i in child_ids if i in linked), key=lambda child: child.timestamp_us)),
        session_trace_count=session_trace_count,
    )


async def _session_trace_count(ps: ProjectStore, summary: TraceSummary) -> int:
    if not summary.session_id:
        return 1
    rows = await ps.query(_SESSION, {"session_id": summary.session_id})
    return max(int(rows[0]["traces"]), 1)


def _model_usage(row: Row) -> ModelUsage:
    return ModelUsage(
        model=row["model"],
        calls=row["calls"],
        tokens=tokens_of(row),
        usage=row["usage"],
        cost={bucket: round(cost, 12) for bucket, cost in row["cost"].items()},
        cost_usd=cost_of([row["cost_usd"]]),
    )
