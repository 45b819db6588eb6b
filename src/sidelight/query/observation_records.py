"""Whole observations with their texts, for the first generation of the public API."""

import asyncio
from collections.abc import Iterable, Sequence

from sidelight.query.columns.observations import OBSERVATION_COLUMNS as FILTER_COLUMNS
from sidelight.query.filter_columns import conditions_sql, split_time
from sidelight.query.filter_language import FilterCondition
from sidelight.query.newest import ObservationKey, ObservationQuery, newest_observations
from sidelight.query.numbered_page import NumberedPage, offset_of
from sidelight.query.observation import OBSERVATION_COLUMNS, ObservationRecord, observation_of
from sidelight.query.sql import all_of, within
from sidelight.query.trace_summary import OF_TRACES, load_bounds
from sidelight.store.driver import Params
from sidelight.store.store import ProjectStore

_COUNT = "SELECT count() AS observations FROM observations FINAL WHERE project_id = {project_id:String} AND %s"

BY_KEYS = f"{OF_TRACES} AND id IN {{observation_ids:Array(String)}}"
"""Condition that finds the rows of some keys; its parameters are those of :func:`key_params`."""

_BY_ID = f"""
SELECT {OBSERVATION_COLUMNS} FROM observations FINAL
WHERE project_id = {{project_id:String}} AND id = {{id:String}} ORDER BY event_ts DESC LIMIT 1
"""  # noqa: S608

_OF_TRACE = f"SELECT {OBSERVATION_COLUMNS} FROM observations FINAL WHERE {OF_TRACES} ORDER BY start_time, id"  # noqa: S608


def observation_query(conditions: Iterable[FilterCondition]) -> ObservationQuery:
    """The conditions as a query; those on the start narrow the time range.

    Raises:
        FilterError: a condition names no column of observations, or does not suit it.
    """
    given = tuple(conditions)
    time, others = split_time(given, "startTime", "Start Time")
    # A place in the trace is counted among what meets all other conditions, those on time included.
    is_placed = any(condition.type == "positionInTrace" for condition in given)
    return ObservationQuery(time, conditions_sql(given if is_placed else others, FILTER_COLUMNS))


def key_params(keys: Sequence[ObservationKey]) -> Params:
    """Parameters for ``BY_KEYS``; there must be a key."""
    starts = [start_us for start_us, _, _ in keys]
    return {
        "ids": sorted({trace_id for _, trace_id, _ in keys}),
        "first_us": min(starts),
        "last_us": max(starts),
        "observation_ids": [observation_id for _, _, observation_id in keys],
    }


async def list_observation_records(
    ps: ProjectStore, conditions: Iterable[FilterCondition] = (), page: int = 1, limit: int = 50
) -> NumberedPage[ObservationRecord]:
    """One page of whole observations, newest first. Raises FilterError, StoreError."""
    wanted = observation_query(conditions)
    counted = all_of([wanted.condition, *within("start_time", wanted.time)])
    keys, count = await asyncio.gather(
        newest_observations(ps, wanted, limit, offset=offset_of(page, limit)),
        ps.query(_COUNT % counted.text, counted.params),
    )
    return NumberedPage(tuple(await _load_by_keys(ps, keys)), count[0]["observations"])


async def load_observation_record(ps: ProjectStore, observation_id: str) -> ObservationRecord | None:
    """One observation by its id alone; None when there is none. Raises StoreError."""
    rows = await ps.query(_BY_ID, {"id": observation_id})
    return observation_of(rows[0]) if rows else None


async def load_observations_of(ps: ProjectStore, trace_id: str) -> list[ObservationRecord]:
    """All observations of a trace with their texts, oldest first. Raises StoreError."""
    bounds = await load_bounds(ps, [trace_id])
    return [observation_of(row) for row in await ps.query(_OF_TRACE, bounds.params)] if bounds else []


async def _load_by_keys(ps: ProjectStore, keys: Sequence[ObservationKey]) -> list[ObservationRecord]:
    """The observations with these keys, in their order."""
    if not keys:
        return []
    sql = f"SELECT {OBSERVATION_COLUMNS} FROM observations FINAL WHERE {BY_KEYS}"  # noqa: S608
    rows = await ps.query(sql, key_params(keys))
    found = {(row["start_us"], row["trace_id"], row["id"]): observation_of(row) for row in rows}
    return [found[key] for key in keys if key in found]
