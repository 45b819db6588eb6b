"""Metrics from the store: check, look up what bounds the query, plan, run, shape."""

from collections.abc import Sequence
from typing import Any

from sidelight.query.metrics.check import checked_view
from sidelight.query.metrics.fill import filled
from sidelight.query.metrics.granularity import Granularity, granularity
from sidelight.query.metrics.limits import limited, refuse_heavy
from sidelight.query.metrics.model import TIME, MetricsQuery, MetricsResult, MetricsTooHeavy
from sidelight.query.metrics.plan import Plan, plan, relations_of
from sidelight.query.metrics.sources import load_sources
from sidelight.query.metrics.view import Dimension
from sidelight.store.driver import Row, StoreError
from sidelight.store.store import ProjectStore

MAX_ROWS = 100_000
DEFAULT_TIMEOUT_S = 30.0


async def run_metrics(ps: ProjectStore, query: MetricsQuery, timeout_s: float = DEFAULT_TIMEOUT_S) -> MetricsResult:
    """Answer a query within ``timeout_s`` seconds.

    Raises:
        MetricsError: the query cannot be answered as it stands.
        FilterError: one of its conditions cannot be used.
        MetricsTooHeavy: it takes too long or too much memory, or has more than ``MAX_ROWS`` rows without a limit.
        StoreError: the store failed otherwise.
    """
    view = checked_view(query)
    buckets = granularity(query.granularity, query.from_us, query.to_us) if query.granularity else None
    try:
        sources = await load_sources(ps, query, view, relations_of(query, view))
        limit = query.row_limit or MAX_ROWS + 1
        planned = plan(query, view, sources.rows, sources.joins, buckets=buckets, max_rows=limit)
        found = await ps.query(limited(planned.sql.text, timeout_s), planned.sql.params)
    except StoreError as error:
        refuse_heavy(error, timeout_s)
        raise
    if len(found) > MAX_ROWS and query.row_limit is None:
        raise MetricsTooHeavy(
            f"The query has more than {MAX_ROWS} rows. Set config.row_limit, use fewer dimensions, or a shorter range."
        )
    rows = [_named(row, planned) for row in found]
    if buckets is not None:
        rows = _with_time(rows, query, buckets, planned)
    return MetricsResult(tuple(rows), buckets.name if buckets else None)


def _with_time(rows: Sequence[dict[str, Any]], query: MetricsQuery, buckets: Granularity, planned: Plan) -> list[Row]:
    found = list(rows)
    if not query.order_by:
        fields = [field for field, _ in planned.dimensions.values()]
        metrics = [metric for _, metric in planned.metrics.values()]
        found = filled(found, buckets, query.from_us, query.to_us, dimensions=fields, metrics=metrics)
        found = found[: query.row_limit]
    for row in found:
        row[TIME] = buckets.label_of(row[TIME])
    return found


def _named(row: Row, planned: Plan) -> dict[str, Any]:
    """A row under the names of the query."""
    named = {field: _shown(row[column], dimension) for column, (field, dimension) in planned.dimensions.items()}
    if TIME in row:
        named[TIME] = row[TIME]
    return named | {key: row[column] for column, (key, _) in planned.metrics.items()}


def _shown(value: Any, dimension: Dimension) -> Any:
    if dimension.kind == "flag":
        return bool(value)
    return None if value == "" else value
