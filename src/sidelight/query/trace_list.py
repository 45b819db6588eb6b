"""The trace list: first the ids of a page by time range and filter, then the rows of those ids alone."""

import asyncio
from dataclasses import dataclass
from typing import Literal

from sidelight.query.cursor import decode_cursor, next_cursor
from sidelight.query.filters import TraceFilter
from sidelight.query.sql import Sql, within
from sidelight.query.trace_heads import TraceScope, load_scope, trace_heads
from sidelight.query.trace_summary import TraceSummary, load_summaries
from sidelight.store.store import ProjectStore

TraceOrder = Literal["time.desc", "cost.desc", "duration.desc", "tokens.desc"]

MAX_COUNT = 10_000

# Whole numbers, so that a cursor says exactly where it stands; -1 sorts the unknown last.
_MEASURES: dict[TraceOrder, str] = {
    "cost.desc": "ifNull(toInt64(round(sum(cost_usd) * 1e9)), -1)",
    "duration.desc": "dateDiff('microsecond', min(start_time), max(coalesce(end_time, start_time)))",
    "tokens.desc": "toInt64(sum(tokens_total))",
}

_MEASURED = """LEFT JOIN (
    SELECT trace_id, %s AS measure FROM observations FINAL WHERE project_id = {project_id:String}%s GROUP BY trace_id
) AS measures ON id = trace_id"""


@dataclass(frozen=True, slots=True)
class TraceListPage:
    """One page; ``total`` counts matching traces up to ``MAX_COUNT``."""

    items: tuple[TraceSummary, ...]
    next_cursor: str | None
    total: int


async def list_traces(
    ps: ProjectStore, where: TraceFilter, order: TraceOrder = "time.desc", cursor: str | None = None, limit: int = 50
) -> TraceListPage:
    """One page of the matching traces.

    Raises:
        CursorError: the cursor is damaged or was made for another order.
        StoreError: the store failed.
    """
    after = None if cursor is None else decode_cursor(f"traces.{order}", cursor, (int, int, str))
    scope = await load_scope(ps, where)
    page = _page(scope, order, after, limit + 1)
    counted = _count(scope)
    rows, count = await asyncio.gather(ps.query(page.text, page.params), ps.query(counted.text, counted.params))
    shown = rows[:limit]
    summaries = await load_summaries(ps, [row["id"] for row in shown])
    return TraceListPage(
        items=tuple(summaries[row["id"]] for row in shown if row["id"] in summaries),
        next_cursor=next_cursor(
            f"traces.{order}", [(row["sort"], row["timestamp_us"], row["id"]) for row in rows], limit
        ),
        total=count[0]["traces"],
    )


def _page(scope: TraceScope, order: TraceOrder, after: tuple[int | str, ...] | None, limit: int) -> Sql:
    heads = trace_heads(scope)
    params = {**heads.params, "limit": limit}
    if order == "time.desc":
        measured = "toUnixTimestamp64Micro(timestamp) AS timestamp_us, timestamp_us AS sort"
        joined = ""
    else:
        observed = within("start_time", scope.observed, "observed")
        params.update({name: value for condition in observed for name, value in condition.params.items()})
        ranged = "".join(f" AND {condition.text}" for condition in observed)
        measured = "toUnixTimestamp64Micro(timestamp) AS timestamp_us, if(trace_id = '', -1, measure) AS sort"
        joined = _MEASURED % (_MEASURES[order], ranged)
    position = ""
    if after is not None:
        position = "WHERE (sort, timestamp_us, id) < ({after_sort:Int64}, {after_us:Int64}, {after_id:String})"
        params |= {"after_sort": after[0], "after_us": after[1], "after_id": after[2]}
    return Sql(
        f"SELECT id, {measured} FROM ({heads.text}) AS heads {joined} {position}"  # noqa: S608
        " ORDER BY sort DESC, timestamp_us DESC, id DESC LIMIT {limit:UInt32}",
        params,
    )


def _count(scope: TraceScope) -> Sql:
    heads = trace_heads(scope)
    return Sql(
        f"SELECT count() AS traces FROM (SELECT id FROM ({heads.text}) LIMIT {{max_count:UInt32}})",  # noqa: S608
        {**heads.params, "max_count": MAX_COUNT},
    )
