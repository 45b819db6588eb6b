"""The trace list: first the ids of a page by time range and filter, then the rows of those ids alone."""

from dataclasses import dataclass
from typing import Literal

from sidelight.query.cursor import decode_cursor
from sidelight.query.filters import TraceFilter
from sidelight.query.keyset import load_page
from sidelight.query.sql import Sql, all_of, within
from sidelight.query.trace_heads import TraceScope, load_scope, trace_heads
from sidelight.query.trace_summary import TraceSummary, load_summaries
from sidelight.store.store import ProjectStore

TraceOrder = Literal["time.desc", "cost.desc", "duration.desc", "tokens.desc"]

# Whole numbers, so that a cursor says exactly where it stands; -1 sorts the unknown last.
_MEASURES: dict[TraceOrder, str] = {
    "cost.desc": "ifNull(toInt64(round(sum(cost_usd) * 1e9)), -1)",
    "duration.desc": "dateDiff('microsecond', min(start_time), max(coalesce(end_time, start_time)))",
    "tokens.desc": "toInt64(sum(tokens_total))",
}

_MEASURED = """
SELECT trace_id, %s AS measure FROM observations FINAL WHERE project_id = {project_id:String} AND %s GROUP BY trace_id
"""


@dataclass(frozen=True, slots=True)
class TraceListPage:
    """One page; ``total`` counts matching traces up to ``keyset.MAX_COUNT``."""

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
    kind = f"traces.{order}"
    after = None if cursor is None else decode_cursor(kind, cursor, (int, int, str))
    scope = await load_scope(ps, where)
    page = await load_page(ps, kind, _source(scope, order), ("sort", "timestamp_us"), after=after, limit=limit)
    summaries = await load_summaries(ps, page.ids)
    return TraceListPage(
        items=tuple(summaries[trace_id] for trace_id in page.ids if trace_id in summaries),
        next_cursor=page.next_cursor,
        total=page.total,
    )


def _source(scope: TraceScope, order: TraceOrder) -> Sql:
    """Ids of the matching traces with what they are sorted by."""
    heads = trace_heads(scope)
    columns = "id, toUnixTimestamp64Micro(timestamp) AS timestamp_us"
    if order == "time.desc":
        return Sql(f"SELECT {columns}, timestamp_us AS sort FROM ({heads.text})", heads.params)  # noqa: S608
    observed = all_of(within("start_time", scope.observed, "observed"))
    return Sql(
        f"SELECT {columns}, if(trace_id = '', -1, measure) AS sort FROM ({heads.text}) AS heads"  # noqa: S608
        f" LEFT JOIN ({_MEASURED % (_MEASURES[order], observed.text)}) AS measures ON id = trace_id",
        {**heads.params, **observed.params},
    )
