"""Usage and cost by day and model, as Langfuse's daily metrics have it."""

import asyncio
from dataclasses import dataclass

from sidelight.query.columns.elsewhere import sum_of_buckets
from sidelight.query.filters import TraceFilter
from sidelight.query.metrics.limits import limited, refuse_heavy
from sidelight.query.metrics.model import MetricsTooHeavy
from sidelight.query.sql import ALL_TIME, Sql, TimeRange, all_of, within
from sidelight.query.trace_heads import load_scope, trace_heads
from sidelight.store.driver import Row, StoreError
from sidelight.store.store import ProjectStore

MAX_ROWS = 100_000


@dataclass(frozen=True, slots=True)
class DailyFilter:
    """Traces and observations that begin in the range; ``tags`` must all be there. Empty means no condition."""

    time: TimeRange = ALL_TIME
    trace_name: str = ""
    user_id: str = ""
    tags: tuple[str, ...] = ()
    environments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ModelUsage:
    """One model on one day; ``model`` is ``""`` for what used none."""

    model: str
    input_tokens: int
    output_tokens: int
    total_tokens: int
    cost_usd: float
    observation_count: int
    trace_count: int


@dataclass(frozen=True, slots=True)
class DayUsage:
    """One day in UTC, ``YYYY-MM-DD``; ``trace_count`` are the traces that began on it."""

    date: str
    trace_count: int
    models: tuple[ModelUsage, ...]


_USAGE = f"""
SELECT toString(toDate(start_time)) AS date, model, sum({sum_of_buckets("usage", "input")}) AS input_tokens,
    sum({sum_of_buckets("usage", "output")}) AS output_tokens, sum(tokens_total) AS total_tokens,
    round(ifNull(sum(cost_usd), 0), 12) AS cost_usd, count() AS observation_count,
    uniqExact(cityHash64(trace_id)) AS trace_count
FROM observations FINAL WHERE project_id = {{project_id:String}} AND %s
GROUP BY date, model ORDER BY date DESC, cost_usd DESC, observation_count DESC, model LIMIT {{max_rows:UInt32}}
"""  # noqa: S608

_TRACES = "SELECT toString(toDate(timestamp)) AS date, count() AS trace_count FROM (%s) GROUP BY date"


async def load_daily_usage(ps: ProjectStore, where: DailyFilter, timeout_s: float) -> list[DayUsage]:
    """All days with traces or observations, newest first; their models by cost.

    Raises:
        MetricsTooHeavy: it takes too long, too much memory, or has more than ``MAX_ROWS`` days and models.
        StoreError: the store failed otherwise.
    """
    heads = trace_heads(await load_scope(ps, _of_traces(where)))
    observed = await _observed(ps, where)
    try:
        usage, traces = await asyncio.gather(
            ps.query(limited(_USAGE % observed.text, timeout_s), {**observed.params, "max_rows": MAX_ROWS + 1}),
            ps.query(limited(_TRACES % heads.text, timeout_s), heads.params),
        )
    except StoreError as error:
        refuse_heavy(error, timeout_s)
        raise
    if len(usage) > MAX_ROWS:
        raise MetricsTooHeavy(f"There are more than {MAX_ROWS} days and models. Use a shorter time range.")
    return _days(usage, {row["date"]: row["trace_count"] for row in traces})


def _of_traces(where: DailyFilter) -> TraceFilter:
    def only(value: str) -> tuple[str, ...]:
        return (value,) if value else ()

    return TraceFilter(
        time=where.time,
        names=only(where.trace_name),
        users=only(where.user_id),
        tags=where.tags,
        environments=where.environments,
        hidden=True,
    )


async def _observed(ps: ProjectStore, where: DailyFilter) -> Sql:
    """The condition on observations: their own time and environment, and that their trace, of whatever time, fits."""
    found = within("start_time", where.time)
    if where.environments:
        found.append(
            Sql("environment IN {daily_environments:Array(String)}", {"daily_environments": list(where.environments)})
        )
    if where.trace_name or where.user_id or where.tags:
        earlier = DailyFilter(TimeRange(None, where.time.to_us), where.trace_name, where.user_id, where.tags)
        heads = trace_heads(await load_scope(ps, _of_traces(earlier)))
        found.append(Sql(f"trace_id IN (SELECT id FROM ({heads.text}))", heads.params))  # noqa: S608
    return all_of(found)


def _days(usage: list[Row], traces: dict[str, int]) -> list[DayUsage]:
    models: dict[str, list[ModelUsage]] = {}
    for row in usage:
        fields = {name: row[name] for name in ModelUsage.__slots__}
        models.setdefault(row["date"], []).append(ModelUsage(**fields))
    dates = sorted(models.keys() | traces.keys(), reverse=True)
    return [DayUsage(date, traces.get(date, 0), tuple(models.get(date, ()))) for date in dates]
