"""What a trace says about itself, for rows that only name it."""

from collections.abc import Iterable
from dataclasses import dataclass

from sidelight.query.trace_summary import OF_TRACES, TRACES_BY_ID, load_bounds
from sidelight.store.driver import Row
from sidelight.store.store import ProjectStore


@dataclass(frozen=True, slots=True)
class TraceContext:
    """Whose trace it is; ``""`` and ``()`` where it does not say."""

    id: str
    name: str
    user_id: str
    session_id: str
    environment: str
    tags: tuple[str, ...]
    release: str = ""
    public: bool = False
    bookmarked: bool = False


_STORED = f"""
SELECT id, name, user_id, session_id, environment, tags, release, public, bookmarked
FROM traces FINAL WHERE {TRACES_BY_ID}
"""  # noqa: S608

# A trace whose root never arrived is known by its observations (as in trace_heads).
_ROOTLESS = f"""
SELECT trace_id AS id,
    ifNull(argMinOrNullIf(trace_name, start_time, trace_name != ''), argMin(observations.name, start_time)) AS name,
    max(observations.user_id) AS user_id, max(observations.session_id) AS session_id,
    argMin(observations.environment, start_time) AS environment,
    arraySort(groupUniqArrayArray(observations.tags)) AS tags,
    argMin(observations.release, start_time) AS release, 0 AS public, 0 AS bookmarked
FROM observations FINAL WHERE {OF_TRACES} GROUP BY trace_id
"""  # noqa: S608


async def load_trace_contexts(ps: ProjectStore, ids: Iterable[str]) -> dict[str, TraceContext]:
    """Contexts by trace id; what is not stored is left out. Raises StoreError."""
    wanted = sorted({trace_id for trace_id in ids if trace_id})
    bounds = await load_bounds(ps, wanted) if wanted else None
    if bounds is None:
        return {}
    found = {row["id"]: _context(row) for row in await ps.query(_STORED, bounds.params)}
    rootless = [trace_id for trace_id in bounds.ids if trace_id not in found]
    if rootless:
        rows = await ps.query(_ROOTLESS, {**bounds.params, "ids": rootless})
        found |= {row["id"]: _context(row) for row in rows}
    return found


def _context(row: Row) -> TraceContext:
    return TraceContext(
        id=row["id"],
        name=row["name"],
        user_id=row["user_id"],
        session_id=row["session_id"],
        environment=row["environment"],
        tags=tuple(row["tags"]),
        release=row["release"],
        public=bool(row["public"]),
        bookmarked=bool(row["bookmarked"]),
    )
