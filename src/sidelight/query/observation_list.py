"""The web app's list of observations: first the keys of a page, then the rows of those keys, never a full text."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from sidelight.query.columns.observations import OBSERVATION_COLUMNS
from sidelight.query.cursor import CursorKey, decode_cursor, next_cursor
from sidelight.query.filter_columns import conditions_sql
from sidelight.query.filter_language import FilterCondition
from sidelight.query.keyset import MAX_COUNT
from sidelight.query.newest import ObservationQuery, newest_observations, windows
from sidelight.query.sql import ALL_TIME, Sql, TimeRange, all_of, within
from sidelight.query.text_search import contains, in_texts
from sidelight.query.tokens import TokenTotals, tokens_of
from sidelight.query.trace_context import TraceContext, load_trace_contexts
from sidelight.query.trace_summary import OF_TRACES
from sidelight.store.driver import Param, Row
from sidelight.store.store import ProjectStore

ObservationOrder = Literal["time.desc", "time.asc", "duration.desc", "cost.desc", "tokens.desc", "ttft.desc"]

# Whole numbers, so that a cursor says exactly where it stands; the least stands for the unknown, which comes last.
_SORTS: dict[ObservationOrder, str] = {
    "time.asc": "-toUnixTimestamp64Micro(start_time)",
    "duration.desc": "ifNull(dateDiff('microsecond', start_time, end_time), -1)",
    "cost.desc": "ifNull(toInt64(round(cost_usd * 1e9)), -1)",
    "tokens.desc": "toInt64(tokens_total)",
    "ttft.desc": "ifNull(dateDiff('microsecond', start_time, completion_start_time), -1)",
}

_LINE_COLUMNS = """id, trace_id, parent_id, type, kind, name, level, status_message,
    toUnixTimestamp64Micro(start_time) AS start_us, toUnixTimestamp64Micro(end_time) AS end_us,
    toUnixTimestamp64Micro(completion_start_time) AS completion_start_us, model,
    tokens_input, tokens_input_cached, tokens_output, tokens_reasoning, tokens_total, cost_usd,
    input_preview, output_preview, prompt_name, prompt_version, environment, version, user_id, session_id, trace_name,
    tags, service_name, source"""


@dataclass(frozen=True, slots=True)
class ObservationListFilter:
    """What the list is narrowed by. ``text`` is looked for in name and ids as it stands, in full texts by its words.

    Raises FilterError from :func:`observation_list_conditions` for a column that does not exist.
    """

    time: TimeRange = ALL_TIME
    conditions: tuple[FilterCondition, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class ObservationLine:
    """An observation in one line; what belongs to the trace is from the trace where the observation does not say."""

    id: str
    trace_id: str
    parent_id: str
    type: str
    kind: str
    name: str
    level: str
    status_message: str
    start_us: int
    end_us: int | None
    completion_start_us: int | None
    model: str
    tokens: TokenTotals
    cost_usd: float | None
    input_preview: str
    output_preview: str
    prompt_name: str
    prompt_version: int | None
    environment: str
    version: str
    user_id: str
    session_id: str
    trace_name: str
    tags: tuple[str, ...]
    service_name: str
    source: str


@dataclass(frozen=True, slots=True)
class ObservationListPage:
    """One page; ``total`` counts matching observations up to ``keyset.MAX_COUNT``."""

    items: tuple[ObservationLine, ...]
    next_cursor: str | None
    total: int


def observation_list_conditions(where: ObservationListFilter) -> Sql:
    """The filter as one condition on the rows of ``observations``.

    Raises:
        FilterError: a condition names no column, or does not suit it.
    """
    found = [*within("start_time", where.time), conditions_sql(where.conditions, OBSERVATION_COLUMNS)]
    text = where.text.strip()
    if text:
        own = contains(("name", "id", "trace_id", "status_message", "input_preview", "output_preview"), text)
        full = in_texts(text)
        found.append(Sql(f"{own.text} OR {full.text}", {**own.params, **full.params}))
    return all_of(found)


async def list_observations(
    ps: ProjectStore,
    where: ObservationListFilter,
    order: ObservationOrder = "time.desc",
    cursor: str | None = None,
    limit: int = 50,
) -> ObservationListPage:
    """One page of the matching observations.

    Raises:
        CursorError: the cursor is damaged or was made for another order.
        FilterError: a condition cannot be used.
        StoreError: the store failed.
    """
    kind = f"observations.{order}"
    after = None if cursor is None else decode_cursor(kind, cursor, (int, int, str, str))
    keys, total = await asyncio.gather(_keys(ps, where, order, after, limit + 1), _count(ps, where))
    lines = await _lines(ps, keys[:limit])
    return ObservationListPage(tuple(lines), next_cursor(kind, keys, limit), total)


async def _keys(
    ps: ProjectStore, where: ObservationListFilter, order: ObservationOrder, after: CursorKey | None, limit: int
) -> list[CursorKey]:
    """Sort keys: what is sorted by, start time, trace id and id; ids of observations are unique in a trace alone."""
    if order == "time.desc":
        wanted = ObservationQuery(where.time, observation_list_conditions(replace(where, time=ALL_TIME)))
        place = (int(after[1]), str(after[2]), str(after[3])) if after else None
        newest = await newest_observations(ps, wanted, limit, after=place)
        return [(start_us, start_us, trace_id, observation_id) for start_us, trace_id, observation_id in newest]
    condition = observation_list_conditions(where)
    params: dict[str, Param] = {**condition.params, "limit": limit}
    position = "1"
    if after is not None:
        bounds = "({after_sort:Int64}, {after_us:Int64}, {after_trace:String}, {after_id:String})"
        position = f"(sort, start_us, trace_id, id) < {bounds}"
        params |= dict(zip(("after_sort", "after_us", "after_trace", "after_id"), after, strict=True))
    rows = await ps.query(
        f"SELECT {_SORTS[order]} AS sort, toUnixTimestamp64Micro(start_time) AS start_us, trace_id, id"  # noqa: S608
        f" FROM observations FINAL WHERE project_id = {{project_id:String}} AND {condition.text} AND {position}"
        " ORDER BY sort DESC, start_us DESC, trace_id DESC, id DESC LIMIT {limit:UInt32}",
        params,
    )
    return [(row["sort"], row["start_us"], row["trace_id"], row["id"]) for row in rows]


async def _count(ps: ProjectStore, where: ObservationListFilter) -> int:
    """Up to ``MAX_COUNT``, window by window: enough are mostly found without a look at the older days."""
    found = 0
    for window in windows(where.time, time.time_ns() // 1000):
        condition = observation_list_conditions(replace(where, time=window))
        rows = await ps.query(
            "SELECT count() AS observations FROM (SELECT 1 FROM observations FINAL"  # noqa: S608
            f" WHERE project_id = {{project_id:String}} AND {condition.text} LIMIT {{missing:UInt32}})",
            {**condition.params, "missing": MAX_COUNT - found},
        )
        found += int(rows[0]["observations"])
        if found >= MAX_COUNT:
            break
    return found


async def _lines(ps: ProjectStore, keys: Sequence[CursorKey]) -> list[ObservationLine]:
    if not keys:
        return []
    starts = [int(key[1]) for key in keys]
    trace_ids = sorted({str(key[2]) for key in keys})
    params: dict[str, Param] = {
        "ids": trace_ids,
        "first_us": min(starts),
        "last_us": max(starts),
        "observation_ids": [str(key[3]) for key in keys],
    }
    rows, traces = await asyncio.gather(
        ps.query(
            f"SELECT {_LINE_COLUMNS} FROM observations FINAL WHERE {OF_TRACES}"  # noqa: S608
            " AND id IN {observation_ids:Array(String)}",
            params,
        ),
        load_trace_contexts(ps, trace_ids),
    )
    found = {(row["trace_id"], row["id"]): _line(row, traces) for row in rows}
    wanted = ((str(key[2]), str(key[3])) for key in keys)
    return [found[place] for place in wanted if place in found]


def _line(row: Row, traces: Mapping[str, TraceContext]) -> ObservationLine:
    trace = traces.get(row["trace_id"])
    same = (
        "id", "trace_id", "parent_id", "type", "kind", "name", "level", "status_message", "start_us", "end_us",
        "completion_start_us", "model", "cost_usd", "input_preview", "output_preview", "prompt_name", "prompt_version",
        "environment", "version", "service_name", "source",
    )  # fmt: skip
    return ObservationLine(
        **{name: row[name] for name in same},
        tokens=tokens_of(row),
        trace_name=row["trace_name"] or (trace.name if trace else ""),
        user_id=row["user_id"] or (trace.user_id if trace else ""),
        session_id=row["session_id"] or (trace.session_id if trace else ""),
        tags=tuple(dict.fromkeys([*row["tags"], *(trace.tags if trace else ())])),
    )
