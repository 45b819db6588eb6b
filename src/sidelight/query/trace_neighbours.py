"""The traces right before and after one in time: where "previous" and "next" lead without a list."""

import asyncio
from dataclasses import dataclass

from sidelight.query.filters import HIDDEN_KIND, SUBAGENT_KIND
from sidelight.query.trace_summary import load_bounds
from sidelight.store.store import ProjectStore


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A trace by id and name."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The nearest older and newer trace; None at either end."""

    older: Neighbour | None
    newer: Neighbour | None


# By the start of the trace. Days bound the scan: the key of the table begins with them.
_NEAREST = f"""
SELECT id, name FROM traces FINAL
WHERE project_id = {{project_id:String}} AND kind NOT IN ('{HIDDEN_KIND}', '{SUBAGENT_KIND}')
    AND (timestamp, id) %(side)s (fromUnixTimestamp64Micro({{at_us:Int64}}, 'UTC'), {{id:String}})
    AND timestamp %(side)s= fromUnixTimestamp64Micro({{at_us:Int64}}, 'UTC')
    AND timestamp %(far)s= fromUnixTimestamp64Micro({{at_us:Int64}}, 'UTC') %(sign)s INTERVAL {{days:UInt32}} DAY
ORDER BY timestamp %(order)s, id %(order)s LIMIT 1
"""  # noqa: S608
_OLDER = {"side": "<", "far": ">", "sign": "-", "order": "DESC"}
_NEWER = {"side": ">", "far": "<", "sign": "+", "order": "ASC"}
_REACHES_DAYS = (2, 3_650)

_TIMESTAMP = """
SELECT toUnixTimestamp64Micro(timestamp) AS at_us FROM traces FINAL
WHERE project_id = {project_id:String} AND id = {id:String}
    AND timestamp >= fromUnixTimestamp64Micro({first_us:Int64}, 'UTC')
    AND timestamp <= fromUnixTimestamp64Micro({last_us:Int64}, 'UTC')
LIMIT 1
"""


async def load_neighbours(ps: ProjectStore, trace_id: str) -> Neighbours | None:
    """The neighbours of a trace among those that lists show; None without such a trace. Raises StoreError."""
    bounds = await load_bounds(ps, [trace_id])
    if bounds is None:
        return None
    own = await ps.query(_TIMESTAMP, {"id": trace_id, "first_us": bounds.first_us, "last_us": bounds.last_us})
    # A trace without a row of its own stands where its first observation does.
    at_us = own[0]["at_us"] if own else bounds.first_us
    older, newer = await asyncio.gather(*(_nearest(ps, trace_id, at_us, side) for side in (_OLDER, _NEWER)))
    return Neighbours(older, newer)


async def _nearest(ps: ProjectStore, trace_id: str, at_us: int, side: dict[str, str]) -> Neighbour | None:
    """Usually it is near, so that two days are enough to look at."""
    for days in _REACHES_DAYS:
        rows = await ps.query(_NEAREST % side, {"id": trace_id, "at_us": at_us, "days": days})
        if rows:
            return Neighbour(rows[0]["id"], rows[0]["name"])
    return None
