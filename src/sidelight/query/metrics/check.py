"""Whether a query can be answered, with the remedy when it cannot. Pure."""

from sidelight.query.metrics.granularity import GRANULARITIES, bucket_count, granularity
from sidelight.query.metrics.model import AGGREGATIONS, COUNTING, MAX_BINS, TIME, MetricsError, MetricsQuery
from sidelight.query.metrics.view import Dimension, View
from sidelight.query.metrics.views import VIEWS

MAX_METRICS = 50
MAX_DIMENSIONS = 20
MAX_BUCKETS = 50_000

_NOTHING = Dimension("", "")


def checked_view(query: MetricsQuery) -> View:
    """The query's view.

    Raises:
        MetricsError: something in the query does not exist, does not fit together, or would give endless rows.
    """
    view = VIEWS.get(query.view)
    if view is None:
        raise MetricsError(f"There is no view {query.view!r}. Views: {', '.join(VIEWS)}.", "view")
    _check_range(query)
    _check_metrics(query, view)
    _check_dimensions(query, view)
    _check_order(query, view)
    _check_cardinality(query, view)
    return view


def _check_range(query: MetricsQuery) -> None:
    if query.from_us >= query.to_us:
        raise MetricsError("fromTimestamp must be before toTimestamp.", "fromTimestamp")
    if query.granularity is None:
        return
    if query.granularity not in GRANULARITIES:
        known = ", ".join(GRANULARITIES)
        raise MetricsError(f"There is no granularity {query.granularity!r}. Use {known}.", "timeDimension")
    buckets = granularity(query.granularity, query.from_us, query.to_us)
    count = bucket_count(buckets, query.from_us, query.to_us)
    if count > MAX_BUCKETS:
        raise MetricsError(
            f"The time range has {count} buckets of granularity {buckets.name!r}; {MAX_BUCKETS} are allowed. "
            "Use a coarser granularity, or a shorter range.",
            "timeDimension",
        )


def _check_metrics(query: MetricsQuery, view: View) -> None:
    if not query.metrics:
        raise MetricsError("Ask for at least one metric: {measure, aggregation}.", "metrics")
    if len(query.metrics) > MAX_METRICS:
        raise MetricsError(f"{len(query.metrics)} metrics are too many; {MAX_METRICS} are allowed.", "metrics")
    if not 1 <= query.bins <= MAX_BINS:
        raise MetricsError(f"A histogram has 1 to {MAX_BINS} bins.", "config", "bins")
    for index, metric in enumerate(query.metrics):
        measure = view.measures.get(metric.measure)
        if measure is None:
            known = ", ".join(view.measures)
            raise MetricsError(
                f"The view {view.name!r} has no measure {metric.measure!r}. Measures: {known}.",
                "metrics",
                index,
                "measure",
            )
        allowed = COUNTING if measure.is_text else AGGREGATIONS
        if metric.aggregation not in allowed:
            raise MetricsError(
                f"The measure {metric.measure!r} cannot be aggregated by {metric.aggregation!r}. "
                f"Use {', '.join(allowed)}.",
                "metrics",
                index,
                "aggregation",
            )


def _check_dimensions(query: MetricsQuery, view: View) -> None:
    if len(query.dimensions) > MAX_DIMENSIONS:
        raise MetricsError(
            f"{len(query.dimensions)} dimensions are too many; {MAX_DIMENSIONS} are allowed.", "dimensions"
        )
    for index, field in enumerate(query.dimensions):
        if view.dimension(field) is None:
            known = ", ".join(view.dimensions)
            raise MetricsError(
                f"The view {view.name!r} has no dimension {field!r}. Dimensions: {known}.", "dimensions", index, "field"
            )
    needed = {view.measures[metric.measure].needs for metric in query.metrics} - {""}
    expanded = {field for field in query.dimensions if (view.dimension(field) or _NOTHING).amounts} | needed
    if len(expanded) > 1:
        raise MetricsError(
            f"{' and '.join(sorted(expanded))} cannot be asked for together; make two queries.", "dimensions"
        )


def _check_order(query: MetricsQuery, view: View) -> None:
    needed = {view.measures[metric.measure].needs for metric in query.metrics} - {""}
    known = [*query.dimensions, *needed, *(metric.key for metric in query.metrics)]
    if query.granularity is not None:
        known.append(TIME)
    for index, order in enumerate(query.order_by):
        if order.field not in known:
            raise MetricsError(
                f"The result has no field {order.field!r} to order by. Fields: {', '.join(known)}.",
                "orderBy",
                index,
                "field",
            )


def _check_cardinality(query: MetricsQuery, view: View) -> None:
    fields = [field for field in query.dimensions if (view.dimension(field) or _NOTHING).is_high_cardinality]
    if not query.is_top_n_required or not fields:
        return
    names = ", ".join(fields)
    if query.granularity is not None:
        raise MetricsError(
            f"{names} may have as many values as there are rows and cannot be grouped by over time. "
            "Leave timeDimension out, or use it in a filter instead.",
            "dimensions",
        )
    keys = {metric.key for metric in query.metrics}
    is_top = query.row_limit is not None and any(o.is_descending for o in query.order_by)
    if not is_top or any(o.is_descending and o.field not in keys for o in query.order_by):
        raise MetricsError(
            f"{names} may have as many values as there are rows. Ask for the largest alone, with config.row_limit and "
            "an orderBy of a metric, direction desc; or use it in a filter instead.",
            "dimensions",
        )
