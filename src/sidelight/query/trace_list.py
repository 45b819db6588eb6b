"""The trace list: first the ids of a page by time range and filter, then the rows of those ids alone."""

import asyncio
from dataclasses import dataclass, replace
from typing import Literal

from sidelight.query.cursor import CursorKey, decode_cursor
from sidelight.query.filters import TraceFilter
from sidelight.query.keyset import KeysetPage, load_page
from sidelight.query.sql import Sql, TimeRange, all_of, within
from sidelight.query.trace_heads import TraceScope, load_observed, load_rootless, load_scope, trace_heads
from sidelight.query.trace_summary import TraceSummary, load_summaries
from sidelight.store.store import ProjectStore

TraceOrder = Literal["time.desc", "cost.desc", "duration.desc", "tokens.desc"]

# Whole numbers, so that a cursor says exactly where it stands; -1 sorts the unknown last.
_MEASURES: dict[TraceOrder, str] = {
    "cost.desc": "ifNull(toInt64(round(sum(cost_usd) * 1e9)), -1)",
    "duration.desc": "dateDiff('microsecond', min(start_time), max(coalesce(end_time, start_time)))",
    "tokens.desc": "toInt64(sum(tokens_total))",
}

_KEYS = ("sort", "timestamp_us")

_MEASURED = """
SELECT trace_id, %s AS measure FROM observations FINAL WHERE project_id = {project_id:String} AND %s GROUP BY trace_id
"""


@dataclass(frozen=True, slots=True)
class TraceListPage:
    """One page; ``total`` counts matching traces up to ``keyset.MAX_COUNT``.

    In a list by time it counts traces without a row of their own only on the page that shows them.
    """

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
    if order == "time.desc":
        page, summaries = await _latest(ps, where, kind, after, limit)
    else:
        scope = await load_scope(ps, where)
        page = await load_page(ps, kind, _source(scope, order), _KEYS, after=after, limit=limit)
        summaries = await load_summaries(ps, page.ids)
    return TraceListPage(
        items=tuple(summaries[trace_id] for trace_id in page.ids if trace_id in summaries),
        next_cursor=page.next_cursor,
        total=page.total,
    )


async def _latest(
    ps: ProjectStore, where: TraceFilter, kind: str, after: CursorKey | None, limit: int
) -> tuple[KeysetPage, dict[str, TraceSummary]]:
    """A page by time. Traces without a row are looked for only where the page lies, and counted only there."""
    observed = await load_observed(ps, where.time) if where.looks_at_observations else TimeRange()
    scope = TraceScope(where, observed, rootless=())
    page = await load_page(ps, kind, _source(scope, "time.desc"), _KEYS, after=after, limit=limit)
    summaries, rootless = await asyncio.gather(
        load_summaries(ps, page.ids), load_rootless(ps, _stretch(where.time, after, page))
    )
    if rootless:
        scope = replace(scope, observed=await load_observed(ps, where.time), rootless=rootless)
        page = await load_page(ps, kind, _source(scope, "time.desc"), _KEYS, after=after, limit=limit)
        summaries = await load_summaries(ps, page.ids)
    return page, summaries


def _stretch(time: TimeRange, after: CursorKey | None, page: KeysetPage) -> TimeRange:
    """The part of the time range that a page shows: from its last row, or to the end of the list, up to the cursor."""
    first_us = int(page.keys[-1][0]) if page.next_cursor else time.from_us
    return TimeRange(first_us, time.to_us if after is None else int(after[0]) + 1)


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
