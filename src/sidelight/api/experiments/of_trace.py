"""Where a trace belongs among the experiments, whoever said so."""

import asyncio
from collections.abc import Sequence

from sidelight.platform.database import Database
from sidelight.platform.datasets.experiment_runs import runs_of_trace
from sidelight.query.experiments.of_trace import TracePlace, load_places
from sidelight.store.store import ProjectStore


async def places_of_trace(events: ProjectStore, database: Database, trace_id: str) -> list[TracePlace]:
    """The items of experiments that a trace did, each once. Raises StoreError."""
    told, linked = await asyncio.gather(load_places(events, trace_id), _linked(events, database, trace_id))
    known = {(place.experiment_id, place.item_id) for place in told}
    return [*told, *(place for place in linked if (place.experiment_id, place.item_id) not in known)]


async def _linked(events: ProjectStore, database: Database, trace_id: str) -> Sequence[TracePlace]:
    async with database.reading() as session:
        return [
            TracePlace(run.id, run.name, run.dataset_id, item.item_id, item.observation_id)
            for run, item in await runs_of_trace(session, events.project_id, trace_id)
        ]
