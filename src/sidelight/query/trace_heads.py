"""Which traces a list is about: stored traces, and those whose root never arrived.

A trace without a row of its own (its root span was lost, or is still to come) is made up from its observations, so that
it can be found and opened like any other. They are few: their ids are looked up first, so that the
common query stays simple.
"""

import asyncio
import time
from dataclasses import dataclass

from sidelight.query.filters import TraceFilter, trace_conditions
from sidelight.query.sql import Sql, TimeRange, all_of, within
from sidelight.store.driver import Param
from sidelight.store.store import ProjectStore

MAX_ROOTLESS = 10_000
NS_PER_US = 1000
US_PER_DAY = 86_400_000_000

# A row of trace_bounds covers one insert: a trace has several until they are merged. The row with its first start lies
# in the range when the trace does, so that nothing but the range has to be grouped or compared. A set of numbers takes
# half the time of one of texts.
_WITHOUT_ROW = """
SELECT DISTINCT trace_id FROM trace_bounds
WHERE project_id = {project_id:String} AND %s
    AND cityHash64(trace_id) NOT IN (SELECT cityHash64(id) FROM traces WHERE project_id = {project_id:String} AND %s)
LIMIT {max_rootless:UInt32}
"""

# What is left may have begun, with a row, before the range.
_ROOTLESS_IDS = """
SELECT trace_id FROM trace_bounds
WHERE project_id = {project_id:String} AND trace_id IN {ids:Array(String)}
    AND trace_id NOT IN (SELECT id FROM traces WHERE project_id = {project_id:String} AND id IN {ids:Array(String)})
GROUP BY trace_id HAVING %s
ORDER BY trace_id
"""

_LAST_START = """
SELECT toUnixTimestamp64Micro(max(start_max)) AS last_us FROM trace_bounds
WHERE project_id = {project_id:String} AND trace_id IN (
    SELECT trace_id FROM trace_bounds WHERE project_id = {project_id:String} AND %s
)
"""

_STORED = """
SELECT id, timestamp, name, kind, user_id, session_id, environment, source, version, release, tags, public, bookmarked,
    input_preview, output_preview
FROM traces FINAL WHERE project_id = {project_id:String} AND %s
"""

_ROOTLESS = """
SELECT trace_id AS id, min(start_time) AS timestamp,
    ifNull(argMinOrNullIf(trace_name, start_time, trace_name != ''), argMin(observations.name, start_time)) AS name,
    '' AS kind,
    max(observations.user_id) AS user_id, max(observations.session_id) AS session_id,
    argMin(observations.environment, start_time) AS environment, argMin(observations.source, start_time) AS source,
    argMin(observations.version, start_time) AS version, argMin(observations.release, start_time) AS release,
    groupUniqArrayArray(observations.tags) AS tags, toUInt8(0) AS public, toUInt8(0) AS bookmarked,
    argMin(observations.input_preview, start_time) AS input_preview,
    argMin(observations.output_preview, start_time) AS output_preview
FROM observations FINAL
WHERE project_id = {project_id:String} AND trace_id IN {rootless:Array(String)} AND %s
GROUP BY trace_id
"""


@dataclass(frozen=True, slots=True)
class TraceScope:
    """A filter, with what a look at the project's trace times tells about it.

    ``observed`` is the range in which observations of the matching traces start; ``rootless`` are the traces without a
    row of their own, at most ``MAX_ROOTLESS``.
    """

    where: TraceFilter
    observed: TimeRange
    rootless: tuple[str, ...]


async def load_scope(ps: ProjectStore, where: TraceFilter) -> TraceScope:
    """Look up what :func:`trace_heads` needs. Raises StoreError."""
    observed, rootless = await asyncio.gather(load_observed(ps, where.time), load_rootless(ps, where.time))
    return TraceScope(where, observed, rootless)


async def load_observed(ps: ProjectStore, time_range: TimeRange) -> TimeRange:
    """In which range observations start whose traces start in ``time_range``: they may go on long after it."""
    to_us = time_range.to_us
    if to_us is not None:
        if to_us >= time.time_ns() // NS_PER_US:
            to_us = None
        else:
            started = all_of(within("start_min", _widened(time_range)))
            rows = await ps.query(_LAST_START % started.text, started.params)
            to_us = max(to_us, rows[0]["last_us"] + 1)
    return TimeRange(_widened(time_range).from_us, to_us)


async def load_rootless(ps: ProjectStore, time_range: TimeRange) -> tuple[str, ...]:
    """Ids of the traces that begin in ``time_range`` and have no row of their own, at most ``MAX_ROOTLESS``."""
    started = all_of(within("start_min", time_range))
    stored = all_of(within("timestamp", TimeRange(_widened(time_range).from_us), "stored"))
    params = {**started.params, **stored.params, "max_rootless": MAX_ROOTLESS}
    rows = await ps.query(_WITHOUT_ROW % (started.text, stored.text), params)
    if not rows:
        return ()
    first = all_of(within("min(start_min)", time_range))
    ids = [row["trace_id"] for row in rows]
    return tuple(row["trace_id"] for row in await ps.query(_ROOTLESS_IDS % first.text, {**first.params, "ids": ids}))


def _widened(time_range: TimeRange) -> TimeRange:
    """With a day before it: a client may stamp a trace later than the first observation in it."""
    from_us = time_range.from_us
    return TimeRange(None if from_us is None else from_us - US_PER_DAY, time_range.to_us)


def trace_heads(scope: TraceScope, where: TraceFilter | None = None) -> Sql:
    """A SELECT of the matching traces' own columns, without order or limit; ``where`` replaces the scope's filter.

    A replacing filter must have the same time range.
    """
    where = where or scope.where
    params: dict[str, Param] = {}
    stored = all_of(within("timestamp", where.time))
    # A row may have come since the rootless were looked up; the trace must not be there twice.
    known = "id NOT IN {rootless:Array(String)}" if scope.rootless else "1"
    sources = [_STORED % f"{stored.text} AND {known}"]
    params.update(stored.params)
    if scope.rootless:
        observed = all_of(within("start_time", scope.observed, "observed"))
        sources.append(_ROOTLESS % observed.text)
        params.update(observed.params)
        params["rootless"] = list(scope.rootless)
    conditions = trace_conditions(where, scope.observed)
    params.update(conditions.params)
    return Sql(f"SELECT * FROM ({' UNION ALL '.join(sources)}) WHERE {conditions.text}", params)  # noqa: S608
