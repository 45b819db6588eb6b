"""Which trace an observation belongs to."""

from sidelight.store.store import ProjectStore

_TRACE = """
SELECT trace_id FROM observations FINAL WHERE project_id = {project_id:String} AND id = {id:String}
ORDER BY event_ts DESC LIMIT 1
"""


async def load_trace_of_observation(ps: ProjectStore, observation_id: str) -> str | None:
    """The trace's id; None when there is no such observation. Raises StoreError."""
    rows = await ps.query(_TRACE, {"id": observation_id})
    return rows[0]["trace_id"] if rows else None
