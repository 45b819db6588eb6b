"""Whole observations with their texts, for the public API."""

import asyncio
from dataclasses import dataclass

from sidelight.query.numbered_page import NumberedPage, offset_of
from sidelight.query.observation import OBSERVATION_COLUMNS, ObservationRecord, observation_of
from sidelight.query.sql import ALL_TIME, Sql, TimeRange, all_of, within
from sidelight.query.trace_summary import OF_TRACES, load_bounds
from sidelight.store.store import ProjectStore


@dataclass(frozen=True, slots=True)
class ObservationFilter:
    """None and empty mean no condition; ``parent_id`` may be ``""`` for roots."""

    time: TimeRange = ALL_TIME
    name: str | None = None
    user_id: str | None = None
    type: str | None = None
    trace_id: str | None = None
    level: str | None = None
    parent_id: str | None = None
    version: str | None = None
    environments: tuple[str, ...] = ()


_PAGE = """
SELECT id, trace_id, toUnixTimestamp64Micro(start_time) AS start_us FROM observations FINAL
WHERE project_id = {project_id:String} AND %s
ORDER BY start_time DESC, id DESC LIMIT {limit:UInt32} OFFSET {offset:UInt64}
"""

_COUNT = "SELECT count() AS observations FROM observations FINAL WHERE project_id = {project_id:String} AND %s"

_TRACES_OF_USER = (
    "SELECT id FROM traces FINAL WHERE project_id = {project_id:String} AND traces.user_id = {user_id:String}"
)

_BY_ID = f"""
SELECT {OBSERVATION_COLUMNS} FROM observations FINAL
WHERE project_id = {{project_id:String}} AND id = {{id:String}} ORDER BY event_ts DESC LIMIT 1
"""  # noqa: S608

_OF_TRACE = f"SELECT {OBSERVATION_COLUMNS} FROM observations FINAL WHERE {OF_TRACES} ORDER BY start_time, id"  # noqa: S608


def observation_conditions(where: ObservationFilter) -> Sql:
    """The filter as a condition on ``observations``."""
    found = within("start_time", where.time)
    for column, value in (
        ("name", where.name),
        ("type", where.type),
        ("trace_id", where.trace_id),
        ("level", where.level),
        ("parent_id", where.parent_id),
        ("version", where.version),
    ):
        if value is not None:
            found.append(Sql(f"{column} = {{{column}:String}}", {column: value}))
    if where.user_id is not None:
        # An observation carries its trace's user only where it was known when it arrived.
        found.append(
            Sql(f"user_id = {{user_id:String}} OR trace_id IN ({_TRACES_OF_USER})", {"user_id": where.user_id})
        )
    if where.environments:
        found.append(Sql("environment IN {environments:Array(String)}", {"environments": list(where.environments)}))
    return all_of(found)


async def list_observation_records(
    ps: ProjectStore, where: ObservationFilter, page: int = 1, limit: int = 50
) -> NumberedPage[ObservationRecord]:
    """One page of whole observations, newest first. Raises StoreError."""
    condition = observation_conditions(where)
    keys, count = await asyncio.gather(
        ps.query(_PAGE % condition.text, {**condition.params, "limit": limit, "offset": offset_of(page, limit)}),
        ps.query(_COUNT % condition.text, condition.params),
    )
    total = count[0]["observations"]
    if not keys:
        return NumberedPage((), total)
    starts = [row["start_us"] for row in keys]
    rows = await ps.query(
        f"SELECT {OBSERVATION_COLUMNS} FROM observations FINAL WHERE {OF_TRACES}"  # noqa: S608
        " AND id IN {observation_ids:Array(String)} ORDER BY start_time DESC, id DESC",
        {
            "ids": sorted({row["trace_id"] for row in keys}),
            "first_us": min(starts),
            "last_us": max(starts),
            "observation_ids": [row["id"] for row in keys],
        },
    )
    wanted = {(row["trace_id"], row["id"]) for row in keys}
    return NumberedPage(tuple(observation_of(row) for row in rows if (row["trace_id"], row["id"]) in wanted), total)


async def load_observation_record(ps: ProjectStore, observation_id: str) -> ObservationRecord | None:
    """One observation by its id alone; None when there is none. Raises StoreError."""
    rows = await ps.query(_BY_ID, {"id": observation_id})
    return observation_of(rows[0]) if rows else None


async def load_observations_of(ps: ProjectStore, trace_id: str) -> list[ObservationRecord]:
    """All observations of a trace with their texts, oldest first. Raises StoreError."""
    bounds = await load_bounds(ps, [trace_id])
    return [observation_of(row) for row in await ps.query(_OF_TRACE, bounds.params)] if bounds else []
