"""What annotators are shown of the objects that wait in a queue: one line each, and whether they are still there."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from sidelight.query.trace_summary import load_summaries
from sidelight.store.store import ProjectStore


@dataclass(frozen=True, slots=True)
class AnnotatedSubject:
    """A trace, an observation or a session in one line. ``trace_id`` is '' for a session; ``kind`` is its type."""

    name: str
    kind: str
    trace_id: str
    time_us: int
    preview: str
    trace_count: int = 1


@dataclass(frozen=True, slots=True)
class SubjectIds:
    """What to look up."""

    traces: Sequence[str] = ()
    observations: Sequence[str] = ()
    sessions: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Subjects:
    """What was found, by id; what is missing does not exist, not any more, or not yet."""

    traces: dict[str, AnnotatedSubject]
    observations: dict[str, AnnotatedSubject]
    sessions: dict[str, AnnotatedSubject]


_OBSERVATIONS = """
SELECT id, trace_id, name, type, toUnixTimestamp64Micro(start_time) AS time_us, input_preview
FROM observations FINAL WHERE project_id = {project_id:String} AND id IN {ids:Array(String)}
ORDER BY event_ts DESC LIMIT 1 BY id
"""

_SESSIONS = """
SELECT session_id, uniqExact(trace_id) AS trace_count, toUnixTimestamp64Micro(min(time)) AS time_us,
    argMinIf(preview, time, preview != '') AS preview
FROM (
    SELECT session_id, id AS trace_id, timestamp AS time, input_preview AS preview
    FROM traces FINAL WHERE project_id = {project_id:String} AND session_id IN {ids:Array(String)}
    UNION ALL
    SELECT session_id, trace_id, start_time AS time, '' AS preview
    FROM observations FINAL WHERE project_id = {project_id:String} AND session_id IN {ids:Array(String)}
)
GROUP BY session_id
"""


async def load_subjects(ps: ProjectStore, ids: SubjectIds) -> Subjects:
    """Look objects up by their ids. Raises StoreError."""
    traces, observations, sessions = await asyncio.gather(
        _traces(ps, ids.traces), _observations(ps, ids.observations), _sessions(ps, ids.sessions)
    )
    return Subjects(traces, observations, sessions)


async def _traces(ps: ProjectStore, ids: Sequence[str]) -> dict[str, AnnotatedSubject]:
    found = await load_summaries(ps, ids)
    return {
        one.id: AnnotatedSubject(one.name, one.kind, one.id, one.timestamp_us, one.input_preview)
        for one in found.values()
    }


async def _observations(ps: ProjectStore, ids: Sequence[str]) -> dict[str, AnnotatedSubject]:
    rows = await ps.query(_OBSERVATIONS, {"ids": list(ids)}) if ids else []
    return {
        row["id"]: AnnotatedSubject(row["name"], row["type"], row["trace_id"], row["time_us"], row["input_preview"])
        for row in rows
    }


async def _sessions(ps: ProjectStore, ids: Sequence[str]) -> dict[str, AnnotatedSubject]:
    wanted = [one for one in ids if one]
    rows = await ps.query(_SESSIONS, {"ids": wanted}) if wanted else []
    return {
        row["session_id"]: AnnotatedSubject("", "", "", row["time_us"], row["preview"], row["trace_count"])
        for row in rows
    }
