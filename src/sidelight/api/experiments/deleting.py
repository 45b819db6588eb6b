"""Deletes experiments: the runs in the metadata database at once, what spans say of them by the journal."""

from collections.abc import Sequence

from sidelight.api.experiments.listing import ExperimentReader
from sidelight.ingest.deletion import Deletion
from sidelight.platform.audit.author import Author
from sidelight.platform.audit.noting import Change, note_change
from sidelight.platform.datasets.experiment_runs import delete_runs
from sidelight.query.experiments.facts import load_cells
from sidelight.query.experiments.heads import HeadFilter


async def delete_experiments(
    reader: ExperimentReader, author: Author, ids: Sequence[str], *, with_traces: bool
) -> Deletion:
    """Delete the runs and note it; what the caller has to put into the journal for the rest. Raises StoreError.

    Experiments that do not exist are deleted already.
    """
    found = await reader.heads(HeadFilter(ids=tuple(ids)))
    trace_ids: tuple[str, ...] = ()
    if with_traces:
        cells = await load_cells(reader.events, await reader.links(found))
        trace_ids = tuple(dict.fromkeys(cell.trace_id for cell in cells))
    stats = await reader.stats(found)
    async with reader.database.session() as session:
        await delete_runs(session, reader.events.project_id, ids)
        changes = (
            Change(
                "delete",
                "experiment",
                one.id,
                name=one.name,
                before={
                    "dataset_id": one.dataset_id or None,
                    "items": stats[one.id].items if one.id in stats else 0,
                    "traces_deleted": with_traces,
                },
            )
            for one in found
        )
        await note_change(session, author, *changes)
    return Deletion(trace_ids=trace_ids, experiment_ids=tuple(ids))
