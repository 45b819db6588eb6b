"""A trace's full texts: its own, or else those of its root observation. Only the roots' texts are read."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from sidelight.query.trace_summary import OF_TRACES, TRACES_BY_ID, Bounds
from sidelight.store.driver import Row
from sidelight.store.store import ProjectStore


@dataclass(frozen=True, slots=True)
class TraceTexts:
    """Texts and metadata; ``root_id`` is ``""`` for a trace without observations.

    ``metadata`` is the trace's own; that of the root stands in only for a trace without a row of its own.
    """

    input: str | None
    output: str | None
    metadata: Mapping[str, str]
    root_id: str
    root_status_message: str


_OWN = f"SELECT id, input, output, metadata FROM traces FINAL WHERE {TRACES_BY_ID}"  # noqa: S608

_ROOTS = f"""
SELECT trace_id, id, status_message, input, output, metadata FROM observations FINAL
WHERE {OF_TRACES} AND (trace_id, id) IN (
    SELECT trace_id, argMin(id, (parent_id != '', start_time)) FROM observations FINAL
    WHERE {OF_TRACES} GROUP BY trace_id
)
"""  # noqa: S608


async def load_texts(ps: ProjectStore, bounds: Bounds) -> dict[str, TraceTexts]:
    """Texts of the traces by id. Raises StoreError."""
    own, roots = await asyncio.gather(ps.query(_OWN, bounds.params), load_root_texts(ps, bounds))
    own_of = {row["id"]: row for row in own}
    root_of = {row["trace_id"]: row for row in roots}
    return {trace_id: _texts(own_of.get(trace_id), root_of.get(trace_id, {})) for trace_id in bounds.ids}


async def load_root_texts(ps: ProjectStore, bounds: Bounds) -> list[Row]:
    """Rows (trace_id, id, status_message, input, output, metadata) of the traces' roots. Raises StoreError."""
    return await ps.query(_ROOTS, bounds.params)


def _texts(own: Row | None, root: Row) -> TraceTexts:
    said = own or {"input": None, "output": None}
    return TraceTexts(
        input=root.get("input") if said["input"] is None else said["input"],
        output=root.get("output") if said["output"] is None else said["output"],
        metadata=own["metadata"] if own else root.get("metadata", {}),
        root_id=root.get("id", ""),
        root_status_message=root.get("status_message", ""),
    )
