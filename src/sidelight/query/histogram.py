"""Matching traces over time."""

from dataclasses import dataclass

from sidelight.query.filters import TraceFilter
from sidelight.query.sql import Sql, all_of, within
from sidelight.query.time_slices import US_PER_S, TimeSlices, slices_of
from sidelight.query.trace_heads import TraceScope, load_scope, trace_heads
from sidelight.store.store import ProjectStore


@dataclass(frozen=True, slots=True)
class TraceSlice:
    """Traces that started in one slice; ``error_count`` counts those with an ERROR in them."""

    start_us: int
    count: int
    error_count: int
    cost_usd: float


@dataclass(frozen=True, slots=True)
class Histogram:
    """Slices without gaps, in order of time."""

    slice_seconds: int
    slices: tuple[TraceSlice, ...]


async def load_histogram(ps: ProjectStore, where: TraceFilter) -> Histogram:
    """Count, failed count and cost of the matching traces over the filter's time range.

    An open side of the range ends at the first or last matching trace. Raises StoreError.
    """
    scope = await load_scope(ps, where)
    from_us, to_us = where.time.from_us, where.time.to_us
    if from_us is None or to_us is None:
        heads = trace_heads(scope)
        rows = await ps.query(
            "SELECT count() AS traces, toUnixTimestamp64Micro(min(timestamp)) AS first_us,"  # noqa: S608
            f" toUnixTimestamp64Micro(max(timestamp)) AS last_us FROM ({heads.text})",
            heads.params,
        )
        if not rows[0]["traces"]:
            return Histogram(slice_seconds=1, slices=())
        from_us = rows[0]["first_us"] if from_us is None else from_us
        to_us = rows[0]["last_us"] + 1 if to_us is None else to_us
    slices = slices_of(from_us, to_us)
    query = _counts(scope, slices)
    found = {row["slice"]: row for row in await ps.query(query.text, query.params)}
    return Histogram(
        slice_seconds=slices.seconds,
        slices=tuple(
            TraceSlice(start_us, row["traces"], row["failed"], float(row["cost_usd"] or 0))
            if (row := found.get(start_us // (slices.seconds * US_PER_S)))
            else TraceSlice(start_us, 0, 0, 0.0)
            for start_us in slices.starts_us
        ),
    )


def _counts(scope: TraceScope, slices: TimeSlices) -> Sql:
    heads = trace_heads(scope)
    observed = all_of(within("start_time", scope.observed, "observed"))
    return Sql(
        "SELECT intDiv(toUnixTimestamp64Micro(timestamp), {slice_us:Int64}) AS slice, count() AS traces,"  # noqa: S608
        " countIf(errors > 0) AS failed, round(sum(cost), 9) AS cost_usd"
        f" FROM (SELECT id, timestamp FROM ({heads.text})) AS heads LEFT JOIN ("
        " SELECT trace_id, countIf(level = 'ERROR') AS errors, sum(cost_usd) AS cost FROM observations FINAL"
        f" WHERE project_id = {{project_id:String}} AND {observed.text} AND (level = 'ERROR' OR cost_usd IS NOT NULL)"
        " GROUP BY trace_id) AS totals ON heads.id = totals.trace_id GROUP BY slice",
        {**heads.params, **observed.params, "slice_us": slices.seconds * US_PER_S},
    )
