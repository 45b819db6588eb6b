"""The newest rows first, without sorting all there are: by windows of time that reach further and further back.

The store is cut by days, not sorted by time: the newest of a million rows are cheap only when the older days are not
looked at. A page is nearly always full within the first window; few matches cost a look at all windows, once each.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass

from sidelight.query.sql import Sql, TimeRange, all_of, within
from sidelight.store.driver import Param
from sidelight.store.store import ProjectStore

ObservationKey = tuple[int, str, str]
"""Start in microseconds, trace id, id: what observations are sorted by, all descending."""

_REACHES_US = tuple(days * 86_400_000_000 for days in (1, 7, 60))
# So many rows before a page are skipped here; beyond, by the engine in one go.
_MAX_SKIPPED = 10_000
_KEYS = """
SELECT toUnixTimestamp64Micro(start_time) AS start_us, trace_id, id FROM observations FINAL
WHERE project_id = {project_id:String} AND %s
ORDER BY start_time DESC, trace_id DESC, id DESC LIMIT {limit:UInt32} OFFSET {offset:UInt64}
"""


@dataclass(frozen=True, slots=True)
class ObservationQuery:
    """Which observations: those that start in ``time`` and meet ``condition``, SQL on ``observations``."""

    time: TimeRange
    condition: Sql


def windows(time_range: TimeRange, now_us: int) -> Iterator[TimeRange]:
    """The range cut into windows, newest first; each reaches further back from now, or from the range's end."""
    end_us = time_range.to_us
    anchor_us = now_us if end_us is None else min(end_us, now_us)
    for reach_us in _REACHES_US:
        start_us = anchor_us - reach_us
        if time_range.from_us is not None and start_us <= time_range.from_us:
            break
        yield TimeRange(start_us, end_us)
        end_us = start_us
    yield TimeRange(time_range.from_us, end_us)


async def newest_observations(
    ps: ProjectStore, wanted: ObservationQuery, limit: int, *, offset: int = 0, after: ObservationKey | None = None
) -> list[ObservationKey]:
    """Keys of ``limit`` observations, newest first, after ``offset`` others or after a key. Raises StoreError."""
    time_range = wanted.time
    conditions = [wanted.condition]
    if after is not None:
        start_us, trace_id, observation_id = after
        time_range = TimeRange(time_range.from_us, min(start_us + 1, time_range.to_us or start_us + 1))
        conditions.append(
            Sql(
                "(toUnixTimestamp64Micro(start_time), trace_id, id)"
                " < ({after_us:Int64}, {after_trace:String}, {after_id:String})",
                {"after_us": start_us, "after_trace": trace_id, "after_id": observation_id},
            )
        )
    if offset > _MAX_SKIPPED:
        return await _keys(ps, [*conditions, *within("start_time", time_range)], limit, offset)
    found: list[ObservationKey] = []
    for window in windows(time_range, time.time_ns() // 1000):
        missing = offset + limit - len(found)
        found += await _keys(ps, [*conditions, *within("start_time", window)], missing, 0)
        if len(found) >= offset + limit:
            break
    return found[offset:]


async def _keys(ps: ProjectStore, conditions: list[Sql], limit: int, offset: int) -> list[ObservationKey]:
    condition = all_of(conditions)
    params: dict[str, Param] = {**condition.params, "limit": limit, "offset": offset}
    rows = await ps.query(_KEYS % condition.text, params)
    return [(row["start_us"], row["trace_id"], row["id"]) for row in rows]
