"""The experiments that a trace is part of, as its own spans say."""

from dataclasses import dataclass

from sidelight.query.trace_summary import OF_TRACES, load_bounds
from sidelight.store.store import ProjectStore

MAX_PLACES = 50
"""Of one trace: usually it is one item of one experiment."""

_PLACES = f"""
SELECT experiment_id, experiment_item_root_id AS root_id, max(experiment_name) AS name,
    max(experiment_dataset_id) AS dataset_id, max(experiment_item_id) AS item_id
FROM observations FINAL WHERE {OF_TRACES} AND experiment_id != ''
GROUP BY experiment_id, root_id, if(root_id = '', experiment_item_id, '')
ORDER BY min(start_time), experiment_id, item_id LIMIT {MAX_PLACES}
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class TracePlace:
    """What a trace is to an experiment: its item, and the root of it in the trace (``""``: the trace as a whole)."""

    experiment_id: str
    name: str
    dataset_id: str
    item_id: str
    root_id: str


async def load_places(ps: ProjectStore, trace_id: str) -> list[TracePlace]:
    """The items that a trace did, in the order of time. Raises StoreError."""
    bounds = await load_bounds(ps, [trace_id])
    return [] if bounds is None else [TracePlace(**row) for row in await ps.query(_PLACES, bounds.params)]
