"""Whole traces, for the public API."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from sidelight.query.filters import TraceFilter
from sidelight.query.numbered_page import NumberedPage, offset_of
from sidelight.query.sql import Sql, TimeRange
from sidelight.query.trace_heads import TraceScope, load_observed, load_rootless, load_scope, trace_heads
from sidelight.query.trace_summary import OF_TRACES, TRACES_BY_ID, Bounds, TraceSummary, load_bounds, load_summaries
from sidelight.query.trace_texts import load_root_texts
from sidelight.store.driver import Param, Row
from sidelight.store.store import ProjectStore

TraceColumn = Literal["id", "timestamp", "name", "user_id", "release", "version", "public", "bookmarked", "session_id"]
TracePart = Literal["texts", "totals"]

# The writer adds what is said of a trace directly after the observations that came with it; both bear the time at which
# it began.
_ROW_COMES_WITHIN_S = 3.0
_PATIENCE_S = 1.0
_LOOK_AGAIN_S = 0.02


@dataclass(frozen=True, slots=True)
class TraceRecord:
    """A trace; texts and totals are empty when they were not asked for.

    What it does not say itself while its root has not arrived is taken from its observations, and so are input and
    output at any time. ``duration_us`` is None without observations. ``is_stored`` is whether it has a row of its own.
    """

    id: str
    timestamp_us: int
    name: str
    user_id: str
    session_id: str
    environment: str
    version: str
    release: str
    tags: tuple[str, ...]
    public: bool
    bookmarked: bool
    created_us: int
    updated_us: int
    input: str | None = None
    output: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)
    duration_us: int | None = None
    cost_usd: float | None = None
    observation_ids: tuple[str, ...] = ()
    is_stored: bool = True


_OWN = f"""
SELECT id, toUnixTimestamp64Micro(timestamp) AS timestamp_us, name, user_id, session_id, environment, version, release,
    tags, public, bookmarked, toUnixTimestamp64Micro(created_at) AS created_us,
    toUnixTimestamp64Micro(event_ts) AS updated_us, is_shallow%s
FROM traces FINAL WHERE {TRACES_BY_ID}
"""  # noqa: S608
_OWN_TEXTS = ", input, output, metadata"

_TOTALS = f"""
SELECT trace_id, dateDiff('microsecond', min(start_time), max(coalesce(end_time, start_time))) AS duration_us,
    round(sum(observations.cost_usd), 12) AS cost_usd,
    arrayMap(pair -> pair.2, arraySort(groupArray((start_time, id)))) AS ids
FROM observations FINAL WHERE {OF_TRACES} GROUP BY trace_id
"""  # noqa: S608

# Conditions may look at all observations: the traces that meet them are found once, for the page and for the count.
_PAGE = """
SELECT id, toUnixTimestamp64Micro(timestamp) AS timestamp_us, count() OVER () AS total FROM (%s)
ORDER BY %s, %s LIMIT {limit:UInt32} OFFSET {offset:UInt64}
"""

_ALL_PARTS: frozenset[TracePart] = frozenset({"texts", "totals"})


async def list_trace_records(
    ps: ProjectStore,
    where: TraceFilter,
    *,
    column: TraceColumn = "timestamp",
    descending: bool = True,
    page: int = 1,
    limit: int = 50,
    parts: frozenset[TracePart] = _ALL_PARTS,
) -> NumberedPage[TraceRecord]:
    """One page of whole traces.

    In the usual order, newest first, traces without a row of their own are looked for and counted only as far back as
    the page reaches. Raises FilterError, StoreError.
    """
    direction = "DESC" if descending else "ASC"
    order = (f"{column} {direction}", f"id {direction}")
    place = {"limit": limit, "offset": offset_of(page, limit)}
    if column == "timestamp" and descending:
        ids, total = await _newest(ps, where, order, place)
    else:
        ids, total = await _page(ps, trace_heads(await load_scope(ps, where)), order, place)
    records = await load_trace_records(ps, [row["id"] for row in ids], parts)
    return NumberedPage(tuple(records), total)


async def load_trace_records(
    ps: ProjectStore, ids: Sequence[str], parts: frozenset[TracePart] = _ALL_PARTS
) -> list[TraceRecord]:
    """Whole traces in the order of their ids; those that do not exist are left out. Raises StoreError.

    Of a trace whose observations have only just come the row may be under way: this waits for it a moment, so that the
    answer is not made up from half of what was sent.
    """
    records = await _load_by_id(ps, ids, parts)
    deadline = time.monotonic() + _PATIENCE_S
    while (coming := [record.id for record in records.values() if _is_coming(record)]) and time.monotonic() < deadline:
        await asyncio.sleep(_LOOK_AGAIN_S)
        there = {trace_id: record for trace_id, record in records.items() if trace_id not in coming}
        records = there | await _load_by_id(ps, coming, parts)
    return [records[trace_id] for trace_id in ids if trace_id in records]


def _is_coming(record: TraceRecord) -> bool:
    return not record.is_stored and time.time() - record.updated_us / 1e6 < _ROW_COMES_WITHIN_S


async def _load_by_id(ps: ProjectStore, ids: Sequence[str], parts: frozenset[TracePart]) -> dict[str, TraceRecord]:
    bounds = await load_bounds(ps, ids) if ids else None
    if bounds is None:
        return {}
    own, totals = await asyncio.gather(
        ps.query(_OWN % (_OWN_TEXTS if "texts" in parts else ""), bounds.params),
        ps.query(_TOTALS, bounds.params) if "totals" in parts else _nothing(),
    )
    records = {row["id"]: _record(row) for row in own}
    records |= await _from_observations(ps, bounds, own)
    for row in totals:
        if record := records.get(row["trace_id"]):
            records[record.id] = replace(
                record, duration_us=row["duration_us"], cost_usd=row["cost_usd"], observation_ids=tuple(row["ids"])
            )
    if "texts" in parts:
        await _add_root_texts(ps, bounds, records, {row["id"] for row in own})
    return records


async def _newest(
    ps: ProjectStore, where: TraceFilter, order: tuple[str, str], place: Mapping[str, Param]
) -> tuple[list[Row], int]:
    observed = await load_observed(ps, where.time) if where.looks_at_observations else TimeRange()
    scope = TraceScope(where, observed, rootless=())
    rows, total = await _page(ps, trace_heads(scope), order, place)
    is_full = len(rows) == place["limit"]
    stretch = TimeRange(rows[-1]["timestamp_us"] if is_full else where.time.from_us, where.time.to_us)
    rootless = await load_rootless(ps, stretch)
    if not rootless:
        return rows, total
    scope = TraceScope(where, await load_observed(ps, where.time), rootless)
    return await _page(ps, trace_heads(scope), order, place)


async def _page(
    ps: ProjectStore, heads: Sql, order: tuple[str, str], place: Mapping[str, Param]
) -> tuple[list[Row], int]:
    rows = await ps.query(_PAGE % (heads.text, *order), {**heads.params, **place})
    if rows or not place["offset"]:
        return rows, rows[0]["total"] if rows else 0
    # Beyond the last page; the list still has a size.
    count = await ps.query(f"SELECT count() AS traces FROM ({heads.text})", heads.params)  # noqa: S608
    return [], count[0]["traces"]


async def _from_observations(ps: ProjectStore, bounds: Bounds, own: Sequence[Row]) -> dict[str, TraceRecord]:
    """Records of the traces without a row of their own, and of those whose row only says that they exist."""
    told = {row["id"] for row in own if not row["is_shallow"]}
    untold = [trace_id for trace_id in bounds.ids if trace_id not in told]
    if not untold:
        return {}
    created = {row["id"]: row["created_us"] for row in own}
    summaries = await load_summaries(ps, untold, replace(bounds, ids=tuple(untold)))
    return {
        summary.id: _of_summary(summary, created.get(summary.id, summary.arrived_us), is_stored=summary.id in created)
        for summary in summaries.values()
    }


async def _add_root_texts(ps: ProjectStore, bounds: Bounds, records: dict[str, TraceRecord], stored: set[str]) -> None:
    """Give traces that have no input or output of their own those of their roots."""
    missing = [record.id for record in records.values() if record.input is None or record.output is None]
    if not missing:
        return
    for row in await load_root_texts(ps, replace(bounds, ids=tuple(missing))):
        record = records[row["trace_id"]]
        records[record.id] = replace(
            record,
            input=row["input"] if record.input is None else record.input,
            output=row["output"] if record.output is None else record.output,
            metadata=record.metadata if record.id in stored else row["metadata"],
        )


def _record(row: Row) -> TraceRecord:
    fields: dict[str, Any] = {name: value for name, value in row.items() if name != "is_shallow"}
    flags = {name: bool(row[name]) for name in ("public", "bookmarked")}
    return TraceRecord(**{**fields, **flags, "tags": tuple(row["tags"])})


def _of_summary(summary: TraceSummary, created_us: int, *, is_stored: bool) -> TraceRecord:
    return TraceRecord(
        id=summary.id,
        timestamp_us=summary.timestamp_us,
        name=summary.name,
        user_id=summary.user_id,
        session_id=summary.session_id,
        environment=summary.environment,
        version=summary.version,
        release=summary.release,
        tags=summary.tags,
        public=summary.public,
        bookmarked=summary.bookmarked,
        created_us=created_us,
        updated_us=summary.arrived_us,
        is_stored=is_stored,
    )


async def _nothing() -> list[Row]:
    return []
