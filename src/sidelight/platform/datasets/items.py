"""Items of datasets as clients of the public API read them: now, or at a moment of the past."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.datasets.refusal import DatasetNotFound
from sidelight.platform.datasets.tables import Dataset, DatasetItemVersion

Status = Literal["ACTIVE", "ARCHIVED"]


@dataclass(frozen=True, slots=True)
class ItemFilter:
    """None is no condition. ``at`` reads the items as they were then."""

    dataset_id: str | None = None
    source_trace_id: str | None = None
    source_observation_id: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DatasetItem:
    """An item with its dataset's name."""

    row: DatasetItemVersion
    dataset_name: str


async def get_item(session: AsyncSession, project_id: str, item_id: str) -> DatasetItem:
    """The item as it is now. Raises DatasetNotFound."""
    current = await current_version(session, project_id, item_id)
    if current is None or current.is_deleted:
        raise DatasetNotFound(f"Dataset item not found: {item_id!r}")
    dataset = await session.get_one(Dataset, current.dataset_id)
    return DatasetItem(current, dataset.name)


async def list_items(
    session: AsyncSession, project_id: str, where: ItemFilter, page: int, limit: int
) -> tuple[list[DatasetItem], int]:
    """One page of active items, newest first, and how many there are."""
    conditions = _conditions(project_id, where)
    total = await session.scalar(select(func.count()).select_from(DatasetItemVersion).where(*conditions))
    rows = await session.execute(
        select(DatasetItemVersion, Dataset.name)
        .join(Dataset, Dataset.id == DatasetItemVersion.dataset_id)
        .where(*conditions)
        .order_by(DatasetItemVersion.created_at.desc(), DatasetItemVersion.id.desc())
        .limit(limit)
        .offset((page - 1) * limit)
    )
    return [DatasetItem(row, name) for row, name in rows], total or 0


async def all_items(session: AsyncSession, where: ItemFilter, dataset: Dataset) -> list[DatasetItem]:
    """All active items of a dataset, newest first: for clients that know no pages."""
    rows = await session.scalars(
        select(DatasetItemVersion)
        .where(*_conditions(dataset.project_id, where))
        .order_by(DatasetItemVersion.created_at.desc(), DatasetItemVersion.id.desc())
    )
    return [DatasetItem(row, dataset.name) for row in rows]


def valid_at(moment: datetime | None) -> list[ColumnElement[bool]]:
    """What holds for the versions that were the items at a moment; None is now."""
    row = DatasetItemVersion
    if moment is None:
        return [row.valid_to.is_(None)]
    return [row.valid_from <= moment, or_(row.valid_to.is_(None), row.valid_to > moment)]


def _conditions(project_id: str, where: ItemFilter) -> Sequence[ColumnElement[bool]]:
    row = DatasetItemVersion
    found = [row.project_id == project_id, row.is_deleted.is_(False), row.status == "ACTIVE"]
    found += valid_at(where.at)
    if where.dataset_id is not None:
        found.append(row.dataset_id == where.dataset_id)
    if where.source_trace_id is not None:
        found.append(row.source_trace_id == where.source_trace_id)
    if where.source_observation_id is not None:
        found.append(row.source_observation_id == where.source_observation_id)
    return found


async def current_version(session: AsyncSession, project_id: str, item_id: str) -> DatasetItemVersion | None:
    """The version that holds now, which may say that the item is deleted; None when there never was such an item."""
    return await session.scalar(
        select(DatasetItemVersion).where(
            DatasetItemVersion.project_id == project_id,
            DatasetItemVersion.id == item_id,
            DatasetItemVersion.valid_to.is_(None),
        )
    )
