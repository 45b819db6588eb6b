"""The list of datasets with what they hold, by folders or by a text. Counts come in one query for all rows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.datasets.tables import Dataset, DatasetItemVersion


@dataclass(frozen=True, slots=True)
class DatasetCounts:
    """What a dataset holds now."""

    active: int = 0
    archived: int = 0
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DatasetRow:
    """A dataset of the list."""

    dataset: Dataset
    counts: DatasetCounts


@dataclass(frozen=True, slots=True)
class DatasetFolder:
    """A folder: the part of names before a slash. ``path`` has no slash at its end."""

    path: str
    datasets: int


@dataclass(slots=True)
class DatasetPage:
    """One page of a folder, folders first. ``total`` counts the datasets that are directly in it."""

    rows: list[DatasetRow] = field(default_factory=list)
    folders: list[DatasetFolder] = field(default_factory=list)
    total: int = 0


async def list_folder(
    session: AsyncSession, project_id: str, folder: str | None, text: str = "", *, offset: int = 0, limit: int = 50
) -> DatasetPage:
    """Datasets by name.

    With a folder (``""`` is the top) only what is directly in it; with a text, whose name or description holds it.
    """
    wanted = select(Dataset.id, Dataset.name).where(Dataset.project_id == project_id)
    if text:
        wanted = wanted.where(
            Dataset.name.icontains(text, autoescape=True) | Dataset.description.icontains(text, autoescape=True)
        )
    found = [(row.id, row.name) for row in await session.execute(wanted)]
    names = sorted(found, key=lambda one: (one[1].casefold(), one[1]))
    folders: list[DatasetFolder] = []
    if folder is not None:
        names, folders = _inside(folder, names)
    shown = [row[0] for row in names[offset : offset + limit]]
    return DatasetPage(await _rows(session, shown), folders if offset == 0 else [], len(names))


async def count_dataset(session: AsyncSession, dataset_id: str) -> DatasetCounts:
    """What one dataset holds."""
    return (await _counts(session, [dataset_id])).get(dataset_id, DatasetCounts())


def _inside(folder: str, names: Sequence[tuple[str, str]]) -> tuple[list[tuple[str, str]], list[DatasetFolder]]:
    prefix = f"{folder}/" if folder else ""
    own: list[tuple[str, str]] = []
    below: dict[str, int] = {}
    for dataset_id, name in names:
        if not name.startswith(prefix):
            continue
        first, slash, rest = name[len(prefix) :].partition("/")
        if slash and first and rest:
            below[prefix + first] = below.get(prefix + first, 0) + 1
        else:  # a name that begins or ends with a slash has no folder there
            own.append((dataset_id, name))
    return own, [DatasetFolder(path, count) for path, count in sorted(below.items())]


async def _rows(session: AsyncSession, ids: Sequence[str]) -> list[DatasetRow]:
    datasets = {one.id: one for one in await session.scalars(select(Dataset).where(Dataset.id.in_(ids)))}
    counts = await _counts(session, ids)
    return [DatasetRow(datasets[one], counts.get(one, DatasetCounts())) for one in ids if one in datasets]


async def _counts(session: AsyncSession, ids: Sequence[str]) -> dict[str, DatasetCounts]:
    if not ids:
        return {}
    item = DatasetItemVersion
    current = await session.execute(
        select(
            item.dataset_id,
            func.sum(case((item.status == "ACTIVE", 1), else_=0)),
            func.sum(case((item.status == "ARCHIVED", 1), else_=0)),
        )
        .where(item.dataset_id.in_(ids), item.valid_to.is_(None), item.is_deleted.is_(False))
        .group_by(item.dataset_id)
    )
    counted = {row[0]: (int(row[1]), int(row[2])) for row in current}
    changed = await session.execute(
        select(item.dataset_id, func.max(item.valid_from)).where(item.dataset_id.in_(ids)).group_by(item.dataset_id)
    )
    changes = {row[0]: row[1] for row in changed}
    return {one: DatasetCounts(*counted.get(one, (0, 0)), changes.get(one)) for one in ids}
