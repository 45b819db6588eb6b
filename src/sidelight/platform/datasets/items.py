"""Items of datasets: every change is a new version, and every moment of the past can be read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.clock import now
from sidelight.platform.datasets.refusal import DatasetNotFound, DatasetRefusal
from sidelight.platform.datasets.schema import check_value
from sidelight.platform.datasets.tables import MAX_ITEM_ID, Dataset, DatasetItemVersion, DatasetRun, DatasetRunItem
from sidelight.platform.ids import new_id

Status = Literal["ACTIVE", "ARCHIVED"]
ItemField = Literal["input", "expected_output", "metadata", "status", "source_trace_id", "source_observation_id"]


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


async def put_item(
    session: AsyncSession, dataset: Dataset, item_id: str | None, given: Mapping[ItemField, Any]
) -> DatasetItem:
    """Make an item, or a new version of the one with this id; what is not ``given`` stays as it is.

    Raises:
        DatasetRefusal: the id belongs to another dataset, or a value does not fit the dataset's schema.
    """
    if item_id is not None and (not item_id.isprintable() or not 0 < len(item_id) <= MAX_ITEM_ID):
        raise DatasetRefusal("id", f"An id has 1 to {MAX_ITEM_ID} printable characters.")
    current = None if item_id is None else await _current(session, dataset.project_id, item_id)
    if current is not None and current.dataset_id != dataset.id:
        raise DatasetRefusal("id", f"The item {item_id!r} belongs to another dataset; ids are unique in a project.")
    values = {**_values(current), **given}
    check_value("input", values["input"], dataset.input_schema)
    check_value("expectedOutput", values["expected_output"], dataset.expected_output_schema)
    moment = _after(current)
    row = DatasetItemVersion(
        project_id=dataset.project_id,
        id=item_id or new_id(),
        valid_from=moment,
        dataset_id=dataset.id,
        created_at=moment if current is None or current.is_deleted else current.created_at,
        status=values["status"] or "ACTIVE",
        input=values["input"],
        expected_output=values["expected_output"],
        info=values["metadata"],
        source_trace_id=values["source_trace_id"],
        source_observation_id=values["source_observation_id"],
    )
    if current is not None:
        current.valid_to = moment
    session.add(row)
    await session.flush()
    return DatasetItem(row, dataset.name)


async def get_item(session: AsyncSession, project_id: str, item_id: str) -> DatasetItem:
    """The item as it is now. Raises DatasetNotFound."""
    current = await _current(session, project_id, item_id)
    if current is None or current.is_deleted:
        raise DatasetNotFound(f"Dataset item not found: {item_id!r}")
    dataset = await session.get_one(Dataset, current.dataset_id)
    return DatasetItem(current, dataset.name)


async def delete_item(session: AsyncSession, project_id: str, item_id: str) -> None:
    """Delete an item and its places in runs; older versions of the dataset keep it. Raises DatasetNotFound."""
    current = (await get_item(session, project_id, item_id)).row
    moment = _after(current)
    current.valid_to = moment
    session.add(
        DatasetItemVersion(
            project_id=project_id,
            id=item_id,
            valid_from=moment,
            dataset_id=current.dataset_id,
            created_at=current.created_at,
            status=current.status,
            is_deleted=True,
            input=None,
            expected_output=None,
            info=None,
        )
    )
    await session.execute(delete(DatasetRunItem).where(DatasetRunItem.item_id == item_id, _of_project(project_id)))


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


def _conditions(project_id: str, where: ItemFilter) -> Sequence[ColumnElement[bool]]:
    row = DatasetItemVersion
    found = [row.project_id == project_id, row.is_deleted.is_(False), row.status == "ACTIVE"]
    if where.at is None:
        found.append(row.valid_to.is_(None))
    else:
        found += [row.valid_from <= where.at, or_(row.valid_to.is_(None), row.valid_to > where.at)]
    if where.dataset_id is not None:
        found.append(row.dataset_id == where.dataset_id)
    if where.source_trace_id is not None:
        found.append(row.source_trace_id == where.source_trace_id)
    if where.source_observation_id is not None:
        found.append(row.source_observation_id == where.source_observation_id)
    return found


async def _current(session: AsyncSession, project_id: str, item_id: str) -> DatasetItemVersion | None:
    return await session.scalar(
        select(DatasetItemVersion)
        .where(
            DatasetItemVersion.project_id == project_id,
            DatasetItemVersion.id == item_id,
            DatasetItemVersion.valid_to.is_(None),
        )
        .with_for_update()
    )


def _after(current: DatasetItemVersion | None) -> datetime:
    """Now, but never the moment of the version before: clocks may stand still."""
    moment = now()
    return moment if current is None else max(moment, current.valid_from + timedelta(microseconds=1))


def _values(current: DatasetItemVersion | None) -> dict[ItemField, Any]:
    if current is None or current.is_deleted:
        return {
            "input": None,
            "expected_output": None,
            "metadata": None,
            "status": "ACTIVE",
            "source_trace_id": None,
            "source_observation_id": None,
        }
    return {
        "input": current.input,
        "expected_output": current.expected_output,
        "metadata": current.info,
        "status": current.status,
        "source_trace_id": current.source_trace_id,
        "source_observation_id": current.source_observation_id,
    }


def _of_project(project_id: str) -> ColumnElement[bool]:
    """Run items carry no project; their run's dataset does."""
    return DatasetRunItem.run_id.in_(
        select(DatasetRun.id).join(Dataset, Dataset.id == DatasetRun.dataset_id).where(Dataset.project_id == project_id)
    )
