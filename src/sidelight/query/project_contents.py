"""How much of a project there is in the event store: what its people are told before it is deleted."""

from dataclasses import dataclass

from sidelight.query.sql import TimeRange, all_of, within
from sidelight.store.store import ProjectStore


@dataclass(frozen=True, slots=True)
class ProjectContents:
    """Numbers of what a project holds."""

    traces: int
    observations: int
    scores: int


@dataclass(frozen=True, slots=True)
class ProjectActivity:
    """Traces of a time range, and when the last one began; None when there is none."""

    traces: int
    last_us: int | None


_CONTENTS = """
SELECT
    (SELECT count() FROM traces FINAL WHERE project_id = {project_id:String}) AS traces,
    (SELECT count() FROM observations FINAL WHERE project_id = {project_id:String}) AS observations,
    (SELECT count() FROM scores FINAL WHERE project_id = {project_id:String}) AS scores
"""

_ACTIVITY = """
SELECT count() AS traces, toUnixTimestamp64Micro(max(timestamp)) AS last_us
FROM traces FINAL WHERE project_id = {project_id:String} AND %s
"""


async def load_contents(ps: ProjectStore) -> ProjectContents:
    """Count everything. Raises StoreError."""
    row = (await ps.query(_CONTENTS))[0]
    return ProjectContents(row["traces"], row["observations"], row["scores"])


async def load_activity(ps: ProjectStore, time: TimeRange) -> ProjectActivity:
    """What was going on within a time range. Raises StoreError."""
    where = all_of(within("timestamp", time))
    row = (await ps.query(_ACTIVITY % where.text, where.params))[0]
    return ProjectActivity(row["traces"], row["last_us"] if row["traces"] else None)
