"""Which traces a list is about: stored traces, and those whose root never arrived.

A trace without a row of its own (its root span was lost, or is still to come) is made up from its observations, so that
it can be found and opened like any other. They are few: their ids are looked up first, so that the
common query stays simple.
"""

from dataclasses import dataclass

from sidelight.query.filters import TraceFilter, trace_conditions
from sidelight.query.sql import LATEST_US, Sql, TimeRange, all_of, within
from sidelight.store.driver import Param
from sidelight.store.store import ProjectStore

MAX_ROOTLESS = 10_000
US_PER_DAY = 86_400_000_000

# max(start_min) over nothing is 1970, hence the count.
_EXTENT = """
SELECT count() AS traces,
    toUnixTimestamp64Micro(max(started_until)) AS last_us,
    arraySlice(groupArrayIf(trace_id, is_rootless), 1, {max_rootless:UInt32}) AS rootless
FROM (
    SELECT trace_id, min(start_min) AS started, max(start_max) AS started_until,
        trace_id NOT IN (SELECT id FROM traces WHERE project_id = {project_id:String}) AS is_rootless
    FROM trace_bounds WHERE project_id = {project_id:String} GROUP BY trace_id
) WHERE %s
"""

_STORED = """
SELECT id, timestamp, name, kind, user_id, session_id, environment, source, version, release, tags, public, bookmarked,
    input_preview, output_preview
FROM traces FINAL WHERE project_id = {project_id:String} AND %s
"""

_ROOTLESS = """
SELECT trace_id AS id, min(start_time) AS timestamp,
    argMin(if(trace_name = '', name, trace_name), start_time) AS name, '' AS kind,
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
    """A filter, with what one look at the project's trace times tells about it.

    ``observed`` is the range in which observations of the matching traces start; ``rootless`` are the traces without a
    row of their own, at most ``MAX_ROOTLESS``.
    """

    where: TraceFilter
    observed: TimeRange
    rootless: tuple[str, ...]


async def load_scope(ps: ProjectStore, where: TraceFilter) -> TraceScope:
    """Look up what :func:`trace_heads` needs. Raises StoreError."""
    time = all_of(within("started", where.time))
    rows = await ps.query(_EXTENT % time.text, {**time.params, "max_rootless": MAX_ROOTLESS})
    from_us, to_us = where.time.from_us, None
    if where.time.to_us is not None:
        to_us = rows[0]["last_us"] + 1 if rows[0]["traces"] else where.time.to_us
    return TraceScope(
        where=where,
        # A client may stamp a trace a little later than the first observation in it.
        observed=TimeRange(None if from_us is None else from_us - US_PER_DAY, to_us and min(to_us, LATEST_US)),
        rootless=tuple(sorted(rows[0]["rootless"])),
    )


def trace_heads(scope: TraceScope, where: TraceFilter | None = None) -> Sql:
    """A SELECT of the matching traces' own columns, without order or limit; ``where`` replaces the scope's filter.

    A replacing filter must have the same time range.
    """
    where = where or scope.where
    params: dict[str, Param] = {}
    stored = all_of(within("timestamp", where.time))
    sources = [_STORED % stored.text]
    params.update(stored.params)
    if scope.rootless:
        observed = all_of(within("start_time", scope.observed, "observed"))
        sources.append(_ROOTLESS % observed.text)
        params.update(observed.params)
        params["rootless"] = list(scope.rootless)
    conditions = trace_conditions(where, scope.observed)
    params.update(conditions.params)
    return Sql(f"SELECT * FROM ({' UNION ALL '.join(sources)}) WHERE {conditions.text}", params)  # noqa: S608
