"""What a person judges: whether it exists, and in which environment it ran."""

from sidelight.query.filters import TraceFilter
from sidelight.query.trace_heads import load_scope, trace_heads
from sidelight.query.trace_summary import OF_TRACES, TRACES_BY_ID, load_bounds
from sidelight.store.store import ProjectStore

_OF_TRACE = f"""
SELECT environment FROM (
    SELECT environment, toUInt8(0) AS place, timestamp AS started FROM traces FINAL WHERE {TRACES_BY_ID}
    UNION ALL
    SELECT environment, toUInt8(1) AS place, start_time AS started FROM observations FINAL WHERE {OF_TRACES}
) ORDER BY place, started LIMIT 1
"""  # noqa: S608

_OF_OBSERVATION = f"""
SELECT environment FROM observations FINAL WHERE {OF_TRACES} AND id = {{observation_id:String}} LIMIT 1
"""  # noqa: S608


async def load_environment(
    ps: ProjectStore, *, trace_id: str = "", observation_id: str = "", session_id: str = ""
) -> str | None:
    """The environment of a trace, of an observation in a trace, or of a session's first trace; None when there is none.

    Raises StoreError.
    """
    if session_id:
        heads = trace_heads(await load_scope(ps, TraceFilter(sessions=(session_id,))))
        rows = await ps.query(f"SELECT environment FROM ({heads.text}) ORDER BY timestamp, id LIMIT 1", heads.params)  # noqa: S608
        return rows[0]["environment"] if rows else None
    bounds = await load_bounds(ps, [trace_id])
    if bounds is None:
        return None
    params = {**bounds.params, "observation_id": observation_id} if observation_id else bounds.params
    rows = await ps.query(_OF_OBSERVATION if observation_id else _OF_TRACE, params)
    return rows[0]["environment"] if rows else None
