"""Traces that other traces started: the sub-agents of an agent's session."""

from collections.abc import Sequence
from dataclasses import dataclass

from sidelight.store.store import ProjectStore

MAX_LINKED = 50

_CHILDREN = """
SELECT id, parent_trace_id, parent_observation_id FROM traces FINAL
WHERE project_id = {project_id:String} AND parent_trace_id IN {ids:Array(String)}
ORDER BY timestamp, id LIMIT {limit:UInt32}
"""


@dataclass(frozen=True, slots=True)
class TraceLink:
    """A trace and the observation (``""`` when not known) of another trace that started it."""

    trace_id: str
    parent_trace_id: str
    parent_observation_id: str


async def load_descendants(ps: ProjectStore, trace_id: str) -> list[TraceLink]:
    """All traces that this one started, directly or not, nearest first; at most ``MAX_LINKED``. Raises StoreError."""
    known = {trace_id}
    found: list[TraceLink] = []
    generation = [trace_id]
    while generation and len(found) < MAX_LINKED:
        rows = await ps.query(_CHILDREN, {"ids": generation, "limit": MAX_LINKED + len(known)})
        links = [TraceLink(row["id"], row["parent_trace_id"], row["parent_observation_id"]) for row in rows]
        # A sender may claim a circle; each trace is entered once.
        fresh = {link.trace_id: link for link in links if link.trace_id not in known}
        kept = list(fresh.values())[: MAX_LINKED - len(found)]
        found += kept
        generation = [link.trace_id for link in kept]
        known.update(generation)
    return found


async def load_child_ids(ps: ProjectStore, trace_ids: Sequence[str]) -> list[str]:
    """Ids of the traces that these started directly, oldest first; at most ``MAX_LINKED``. Raises StoreError."""
    rows = await ps.query(_CHILDREN, {"ids": list(trace_ids), "limit": MAX_LINKED})
    return list(dict.fromkeys(row["id"] for row in rows if row["id"] not in trace_ids))
