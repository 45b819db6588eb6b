"""Runs of experiments on datasets, as older SDKs report them: item by item, by the run's name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.clock import now
from sidelight.platform.datasets.datasets import check_name
from sidelight.platform.datasets.experiment_runs import experiment_id_of
from sidelight.platform.datasets.refusal import DatasetNotFound
from sidelight.platform.datasets.tables import Dataset, DatasetItemVersion, DatasetRun, DatasetRunItem


@dataclass(frozen=True, slots=True)
class RunItemFields:
    """What a run did with an item. ``observation_id`` is ``""`` when the whole trace is meant."""

    run_name: str
    item_id: str
    trace_id: str
    observation_id: str = ""
    description: str | None = None
    metadata: Any = None
    dataset_version: datetime | None = None
    created_at: datetime | None = None


async def put_run_item(
    session: AsyncSession, project_id: str, fields: RunItemFields
) -> tuple[DatasetRun, DatasetRunItem]:
    """Note an item of a run; the first one makes the run. The same said again changes nothing.

    Raises:
        DatasetRefusal: the run's name is not usable.
        DatasetNotFound: the project has no such item.
    """
    check_name(fields.run_name, "runName")
    dataset_id = await session.scalar(
        select(DatasetItemVersion.dataset_id)
        .where(DatasetItemVersion.project_id == project_id, DatasetItemVersion.id == fields.item_id)
        .limit(1)
    )
    if dataset_id is None:
        raise DatasetNotFound(f"Dataset item not found: {fields.item_id!r}")
    run = await _run_for(session, project_id, dataset_id, fields)
    known = await _same(session, run, fields)
    if known is None:
        known = DatasetRunItem(
            run_id=run.id,
            item_id=fields.item_id,
            trace_id=fields.trace_id,
            observation_id=fields.observation_id,
            dataset_version=fields.dataset_version,
            created_at=fields.created_at or now(),
        )
        try:
            async with session.begin_nested():
                session.add(known)
        except IntegrityError:  # the same request, sent twice at once
            known = await _same(session, run, fields)
            assert known is not None  # noqa: S101 - what else could have refused the row
    return run, known


@dataclass(frozen=True, slots=True)
class RunHead:
    """A run by its id."""

    id: str
    name: str
    dataset_id: str
    created_at: datetime
    updated_at: datetime


async def run_heads(session: AsyncSession, project_id: str, dataset_ids: Sequence[str]) -> list[RunHead]:
    """All runs of those of the datasets that are the project's, as they were reported item by item."""
    rows = await session.execute(
        select(DatasetRun.id, DatasetRun.name, DatasetRun.dataset_id, DatasetRun.created_at, DatasetRun.updated_at)
        .join(Dataset, Dataset.id == DatasetRun.dataset_id)
        .where(Dataset.project_id == project_id, Dataset.id.in_(dataset_ids))
    )
    return [RunHead(*row) for row in rows]


async def load_runs(session: AsyncSession, ids: Sequence[str]) -> Sequence[DatasetRun]:
    """Runs by their ids, as :func:`run_heads` gives them."""
    return (await session.scalars(select(DatasetRun).where(DatasetRun.id.in_(ids)))).all()


async def run_items(session: AsyncSession, run_id: str) -> Sequence[DatasetRunItem]:
    """The items of a run, newest first."""
    return (
        await session.scalars(
            select(DatasetRunItem)
            .where(DatasetRunItem.run_id == run_id)
            .order_by(DatasetRunItem.created_at.desc(), DatasetRunItem.id.desc())
        )
    ).all()


async def _run_for(session: AsyncSession, project_id: str, dataset_id: str, fields: RunItemFields) -> DatasetRun:
    named = select(DatasetRun).where(DatasetRun.dataset_id == dataset_id, DatasetRun.name == fields.run_name)
    run = await session.scalar(named)
    if run is None:
        run = DatasetRun(
            id=experiment_id_of(project_id, dataset_id, fields.run_name),
            dataset_id=dataset_id,
            name=fields.run_name,
            description=fields.description,
            info=fields.metadata,
        )
        try:
            async with session.begin_nested():
                session.add(run)
        except IntegrityError:  # items of one run come in parallel
            run = (await session.scalars(named)).one()
    if fields.description is not None and fields.description != run.description:
        run.description, run.updated_at = fields.description, now()
    if fields.metadata is not None and fields.metadata != run.info:
        run.info, run.updated_at = fields.metadata, now()
    await session.flush()
    return run


async def _same(session: AsyncSession, run: DatasetRun, fields: RunItemFields) -> DatasetRunItem | None:
    return await session.scalar(
        select(DatasetRunItem).where(
            DatasetRunItem.run_id == run.id,
            DatasetRunItem.item_id == fields.item_id,
            DatasetRunItem.trace_id == fields.trace_id,
            DatasetRunItem.observation_id == fields.observation_id,
        )
    )
