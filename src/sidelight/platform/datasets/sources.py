"""Which traces and observations the items of a dataset were made from."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.datasets.tables import DatasetItemVersion

_BATCH = 500

SourceKey = tuple[str, str]
"""Trace id, and the id of an observation or ``""``."""


async def sources_in(session: AsyncSession, dataset_id: str, trace_ids: Collection[str]) -> set[SourceKey]:
    """The sources in these traces that the dataset has items of, archived ones included."""
    ids: Sequence[str] = sorted(set(trace_ids))
    found: set[SourceKey] = set()
    for start in range(0, len(ids), _BATCH):
        rows = await session.execute(
            select(DatasetItemVersion.source_trace_id, DatasetItemVersion.source_observation_id).where(
                DatasetItemVersion.dataset_id == dataset_id,
                DatasetItemVersion.valid_to.is_(None),
                DatasetItemVersion.is_deleted.is_(False),
                DatasetItemVersion.source_trace_id.in_(ids[start : start + _BATCH]),
            )
        )
        found |= {(trace_id or "", observation_id or "") for trace_id, observation_id in rows}
    return found
