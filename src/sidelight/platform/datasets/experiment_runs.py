"""Runs as experiments: found across datasets, with links to their traces, for the one list that users see.

A run has the id that newer SDKs derive for it, so that what they report by spans, what older ones report item by item,
and scores that come before either are one experiment.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.datasets.tables import Dataset, DatasetItemVersion, DatasetRun, DatasetRunItem

MAX_RUNS = 5_000
"""Of one project in the list of experiments; the oldest fall out of it."""
_IDS_A_STATEMENT = 5_000


@dataclass(frozen=True, slots=True)
class RunFilter:
    """None and empty are no condition; lists match any of their values.

    ``text`` is part of the run's name or id, ``item_ids`` are those of the dataset's items.
    """

    from_: datetime | None = None
    to: datetime | None = None
    ids: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    dataset_ids: tuple[str, ...] = ()
    item_ids: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class RunHead:
    """A run with its dataset.

    ``last_at`` is when its last item was reported, ``dataset_version`` the moment as of which the dataset was read;
    None when that was not said.
    """

    id: str
    name: str
    dataset_id: str
    description: str | None
    info: Any
    created_at: datetime
    last_at: datetime
    dataset_version: datetime | None = None


@dataclass(frozen=True, slots=True)
class RunLink:
    """What a run did with an item. ``observation_id`` is ``""`` when the whole trace is meant."""

    id: str
    run_id: str
    item_id: str
    trace_id: str
    observation_id: str
    dataset_version: datetime | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ItemThen:
    """A dataset's item as it was at a moment."""

    id: str
    dataset_id: str
    valid_from: datetime
    input: Any
    expected_output: Any
    info: Any


def experiment_id_of(project_id: str, dataset_id: str, run_name: str) -> str:
    """The id of a dataset's run, as Langfuse's SDKs derive it (OTEL_MAPPING section 12)."""
    parts = ["langfuse-experiment-v1", project_id, dataset_id, run_name]
    text = json.dumps(parts, separators=(",", ":"), ensure_ascii=False)
    # Half characters cannot be stored either; here they must only not fail.
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


async def find_runs(session: AsyncSession, project_id: str, where: RunFilter) -> list[RunHead]:
    """The runs that were active in the time range, last active first; at most ``MAX_RUNS``."""
    last_at = func.coalesce(func.max(DatasetRunItem.created_at), DatasetRun.created_at)
    conditions: list[ColumnElement[bool]] = [Dataset.project_id == project_id]
    for column, values in (
        (DatasetRun.id, where.ids),
        (DatasetRun.name, where.names),
        (Dataset.id, where.dataset_ids),
    ):
        if values:
            conditions.append(column.in_(values))
    if where.text.strip():
        text = where.text.strip()
        named = (column.icontains(text, autoescape=True) for column in (DatasetRun.name, DatasetRun.id))
        conditions.append(or_(*named))
    if where.to is not None:
        conditions.append(DatasetRun.created_at < where.to)
    found = (
        select(
            DatasetRun.id, last_at.label("last_at"), func.max(DatasetRunItem.dataset_version).label("dataset_version")
        )
        .join(Dataset, Dataset.id == DatasetRun.dataset_id)
        .outerjoin(DatasetRunItem, DatasetRunItem.run_id == DatasetRun.id)
        .where(*conditions)
        .group_by(DatasetRun.id, DatasetRun.created_at)
    )
    if where.from_ is not None:
        found = found.having(last_at >= where.from_)
    active = found.order_by(last_at.desc(), DatasetRun.id).limit(MAX_RUNS).subquery()
    rows = await session.execute(
        select(DatasetRun, active.c.last_at, active.c.dataset_version)
        .join(active, active.c.id == DatasetRun.id)
        .order_by(active.c.last_at.desc(), DatasetRun.id)
    )
    return [
        RunHead(run.id, run.name, run.dataset_id, run.description, run.info, run.created_at, last, version)
        for run, last, version in rows
    ]


async def links_of_runs(session: AsyncSession, project_id: str, run_ids: Iterable[str]) -> list[RunLink]:
    """All items of some runs, oldest first."""
    rows = await session.execute(
        _links(project_id, DatasetRunItem.run_id.in_(list(run_ids))).order_by(
            DatasetRunItem.created_at, DatasetRunItem.id
        )
    )
    return [RunLink(*row) for row in rows]


async def newest_links(
    session: AsyncSession,
    project_id: str,
    where: RunFilter,
    limit: int,
    after: tuple[datetime, str] | None = None,
) -> list[RunLink]:
    """Items of all runs that match, newest first, after a (time, id); ``where``'s times are those of the items."""
    conditions: list[ColumnElement[bool]] = []
    for column, values in (
        (DatasetRun.id, where.ids),
        (DatasetRun.name, where.names),
        (Dataset.id, where.dataset_ids),
        (DatasetRunItem.item_id, where.item_ids),
    ):
        if values:
            conditions.append(column.in_(values))
    if where.from_ is not None:
        conditions.append(DatasetRunItem.created_at >= where.from_)
    if where.to is not None:
        conditions.append(DatasetRunItem.created_at < where.to)
    if after is not None:
        moment, last_id = after
        conditions.append(
            or_(
                DatasetRunItem.created_at < moment,
                and_(DatasetRunItem.created_at == moment, DatasetRunItem.id < last_id),
            )
        )
    rows = await session.execute(
        _links(project_id, *conditions)
        .order_by(DatasetRunItem.created_at.desc(), DatasetRunItem.id.desc())
        .limit(limit)
    )
    return [RunLink(*row) for row in rows]


async def runs_of_trace(
    session: AsyncSession, project_id: str, trace_id: str, limit: int = 50
) -> list[tuple[DatasetRun, DatasetRunItem]]:
    """The items of runs that are linked to a trace or to a part of it, oldest first."""
    rows = await session.execute(
        select(DatasetRun, DatasetRunItem)
        .join(DatasetRunItem, DatasetRunItem.run_id == DatasetRun.id)
        .join(Dataset, Dataset.id == DatasetRun.dataset_id)
        .where(Dataset.project_id == project_id, DatasetRunItem.trace_id == trace_id)
        .order_by(DatasetRunItem.created_at, DatasetRunItem.id)
        .limit(limit)
    )
    return [(run, item) for run, item in rows]


async def items_then(
    session: AsyncSession, project_id: str, wanted: Iterable[tuple[str, datetime]]
) -> dict[tuple[str, datetime], ItemThen]:
    """Items as they were at the given moments, by (id, moment).

    One that was made later, or was deleted by then, is given as it was closest to the moment.
    """
    moments: dict[str, set[datetime]] = {}
    for item_id, moment in wanted:
        moments.setdefault(item_id, set()).add(moment)
    found: dict[tuple[str, datetime], ItemThen] = {}
    ids = sorted(moments)
    for first in range(0, len(ids), _IDS_A_STATEMENT):
        rows = await session.scalars(
            select(DatasetItemVersion)
            .where(
                DatasetItemVersion.project_id == project_id,
                DatasetItemVersion.id.in_(ids[first : first + _IDS_A_STATEMENT]),
                DatasetItemVersion.is_deleted.is_(False),
            )
            .order_by(DatasetItemVersion.id, DatasetItemVersion.valid_from)
        )
        for row in rows:
            then = ItemThen(row.id, row.dataset_id, row.valid_from, row.input, row.expected_output, row.info)
            for moment in moments[row.id]:
                if (row.id, moment) not in found or row.valid_from <= moment:
                    found[row.id, moment] = then
    return found


async def dataset_names(session: AsyncSession, project_id: str, ids: Iterable[str]) -> dict[str, str]:
    """Names of the project's datasets by id; what does not exist is left out."""
    wanted = sorted({one for one in ids if one})
    if not wanted:
        return {}
    rows = await session.execute(
        select(Dataset.id, Dataset.name).where(Dataset.project_id == project_id, Dataset.id.in_(wanted))
    )
    return {row.id: row.name for row in rows}


async def delete_runs(session: AsyncSession, project_id: str, run_ids: Sequence[str]) -> list[DatasetRun]:
    """Delete runs with their items; traces stay. Gives the runs that there were."""
    runs = await session.scalars(
        select(DatasetRun)
        .join(Dataset, Dataset.id == DatasetRun.dataset_id)
        .where(Dataset.project_id == project_id, DatasetRun.id.in_(run_ids))
    )
    found = list(runs)
    await session.execute(delete(DatasetRun).where(DatasetRun.id.in_([run.id for run in found])))
    return found


def _links(project_id: str, *conditions: ColumnElement[bool]) -> Any:
    return (
        select(
            DatasetRunItem.id,
            DatasetRunItem.run_id,
            DatasetRunItem.item_id,
            DatasetRunItem.trace_id,
            DatasetRunItem.observation_id,
            DatasetRunItem.dataset_version,
            DatasetRunItem.created_at,
        )
        .join(DatasetRun, DatasetRun.id == DatasetRunItem.run_id)
        .join(Dataset, Dataset.id == DatasetRun.dataset_id)
        .where(Dataset.project_id == project_id, *conditions)
    )
