"""The past of a dataset and of one item: who changed what, and when."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Text, case, func, select, type_coerce
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.datasets.items import valid_at
from sidelight.platform.datasets.refusal import DatasetNotFound
from sidelight.platform.datasets.tables import Dataset, DatasetItemVersion

ACTIONS = ("created", "updated", "archived", "activated", "restored", "deleted")
# What one person does in steps this close to each other, such as an import in parts, is one change to look back on.
TOGETHER = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class DatasetChange:
    """What happened to a dataset from ``began_at`` until ``moment``; counts in the order of ``ACTIONS``."""

    moment: datetime
    began_at: datetime
    author_name: str | None
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ItemVersion:
    """One version of an item without its texts. ``changed`` names the fields that differ from the version before."""

    valid_from: datetime
    valid_to: datetime | None
    action: str
    status: str
    author_name: str | None
    changed: tuple[str, ...]


async def dataset_changes(
    session: AsyncSession, dataset_id: str, before: datetime | None, limit: int
) -> tuple[list[DatasetChange], datetime | None]:
    """Changes, newest first, older than ``before``; and where to go on, None at the end."""
    row = DatasetItemVersion
    wanted = (
        select(
            row.valid_from,
            func.max(row.author_name),
            *(func.sum(case((row.action == action, 1), else_=0)) for action in ACTIONS),
        )
        .where(row.dataset_id == dataset_id)
        .group_by(row.valid_from)
        .order_by(row.valid_from.desc())
        .limit(limit)
    )
    if before is not None:
        wanted = wanted.where(row.valid_from < before)
    found = [
        DatasetChange(one[0], one[0], one[1], tuple(int(count) for count in one[2:]))
        for one in await session.execute(wanted)
    ]
    return together(found), found[-1].moment if len(found) == limit else None


def together(changes: Iterable[DatasetChange]) -> list[DatasetChange]:
    """Changes, newest first, with those of one author that lie close together made one. Pure."""
    made: list[DatasetChange] = []
    for change in changes:
        last = made[-1] if made else None
        if last and last.author_name == change.author_name and last.began_at - change.moment <= TOGETHER:
            counts = tuple(a + b for a, b in zip(last.counts, change.counts, strict=True))
            made[-1] = replace(last, began_at=change.began_at, counts=counts)
        else:
            made.append(change)
    return made


async def item_versions(
    session: AsyncSession, dataset: Dataset, item_id: str, *, offset: int = 0, limit: int = 50
) -> tuple[list[ItemVersion], int]:
    """Versions of an item, newest first, and how many there are. The texts are compared where they lie."""
    row = DatasetItemVersion
    mine = (row.project_id == dataset.project_id, row.dataset_id == dataset.id, row.id == item_id)
    total = await session.scalar(select(func.count()).select_from(row).where(*mine)) or 0
    texts = {"input": row.input, "expectedOutput": row.expected_output, "metadata": row.info}
    compared = [
        (type_coerce(column, Text) != func.lag(type_coerce(column, Text)).over(order_by=row.valid_from)).label(name)
        for name, column in texts.items()
    ]
    rows = await session.execute(
        select(row.valid_from, row.valid_to, row.action, row.status, row.author_name, *compared)
        .where(*mine)
        .order_by(row.valid_from.desc())
        .offset(offset)
        .limit(limit)
    )
    return [
        ItemVersion(
            *one[:5],
            changed=()
            if one.action in ("created", "deleted")
            else tuple(name for name, is_changed in zip(texts, one[5:], strict=True) if is_changed),
        )
        for one in rows
    ], total


async def item_at(
    session: AsyncSession, dataset: Dataset, item_id: str, at: datetime | None = None
) -> DatasetItemVersion:
    """An item as it was at a moment; None is now. A deleted one is given as such.

    Raises:
        DatasetNotFound: there was no such item then.
    """
    row = DatasetItemVersion
    found = await session.scalar(
        select(row).where(
            row.project_id == dataset.project_id, row.dataset_id == dataset.id, row.id == item_id, *valid_at(at)
        )
    )
    if found is None:
        raise DatasetNotFound(f"Dataset item not found: {item_id!r}")
    return found
