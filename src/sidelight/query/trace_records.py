"""Whole traces with their texts, for the public API."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sidelight.query.filters import TraceFilter
from sidelight.query.numbered_page import NumberedPage, offset_of
from sidelight.query.trace_heads import load_scope, trace_heads
from sidelight.query.trace_summary import OF_TRACES, Bounds, TraceSummary, load_bounds, load_summaries
from sidelight.query.trace_texts import TraceTexts, load_texts
from sidelight.store.store import ProjectStore

TraceColumn = Literal["id", "timestamp", "name", "user_id", "release", "version", "public", "bookmarked", "session_id"]


@dataclass(frozen=True, slots=True)
class TraceRecord:
    """A trace; texts and ids of observations are empty when they were not asked for."""

    summary: TraceSummary
    texts: TraceTexts
    observation_ids: tuple[str, ...]


_NO_TEXTS = TraceTexts(None, None, {}, "", "")


_OBSERVATION_IDS = f"""
SELECT trace_id, arrayMap(pair -> pair.2, arraySort(groupArray((start_time, id)))) AS ids
FROM observations FINAL WHERE {OF_TRACES} GROUP BY trace_id
"""  # noqa: S608


async def list_trace_records(
    ps: ProjectStore,
    where: TraceFilter,
    *,
    column: TraceColumn = "timestamp",
    descending: bool = True,
    page: int = 1,
    limit: int = 50,
    with_texts: bool = True,
    with_observation_ids: bool = True,
) -> NumberedPage[TraceRecord]:
    """One page of whole traces. Raises StoreError."""
    scope = await load_scope(ps, where)
    heads = trace_heads(scope)
    direction = "DESC" if descending else "ASC"
    ids, count = await asyncio.gather(
        ps.query(
            f"SELECT id FROM ({heads.text}) ORDER BY {column} {direction}, id {direction}"  # noqa: S608
            " LIMIT {limit:UInt32} OFFSET {offset:UInt64}",
            {**heads.params, "limit": limit, "offset": offset_of(page, limit)},
        ),
        ps.query(f"SELECT count() AS traces FROM ({heads.text})", heads.params),  # noqa: S608
    )
    records = await load_trace_records(ps, [row["id"] for row in ids], with_texts, with_observation_ids)
    return NumberedPage(tuple(records), count[0]["traces"])


async def load_trace_records(
    ps: ProjectStore, ids: Sequence[str], with_texts: bool = True, with_observation_ids: bool = True
) -> list[TraceRecord]:
    """Whole traces in the order of their ids; those that do not exist are left out. Raises StoreError."""
    bounds = await load_bounds(ps, ids) if ids else None
    if bounds is None:
        return []
    summaries, texts, observation_ids = await asyncio.gather(
        load_summaries(ps, ids, bounds),
        _texts(ps, bounds, is_wanted=with_texts),
        _observation_ids(ps, bounds, is_wanted=with_observation_ids),
    )
    return [
        TraceRecord(summaries[trace_id], texts.get(trace_id, _NO_TEXTS), observation_ids.get(trace_id, ()))
        for trace_id in ids
        if trace_id in summaries
    ]


async def _texts(ps: ProjectStore, bounds: Bounds, *, is_wanted: bool) -> dict[str, TraceTexts]:
    return await load_texts(ps, bounds) if is_wanted else {}


async def _observation_ids(ps: ProjectStore, bounds: Bounds, *, is_wanted: bool) -> dict[str, tuple[str, ...]]:
    rows = await ps.query(_OBSERVATION_IDS, bounds.params) if is_wanted else []
    return {row["trace_id"]: tuple(row["ids"]) for row in rows}
