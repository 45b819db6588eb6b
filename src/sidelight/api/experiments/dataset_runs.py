"""The runs of datasets as Langfuse's older routes have them: reported item by item, or by spans alone.

A run that both tell of is one, and has what was reported and what only spans tell of.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sidelight.api.experiments.listing import moment
from sidelight.api.public.answer import parsed_tree
from sidelight.model.ids import derive_id
from sidelight.platform.database import Database
from sidelight.platform.datasets.runs import RunHead, load_runs, run_heads, run_items
from sidelight.platform.datasets.tables import DatasetRunItem
from sidelight.query.experiments.facts import MAX_ITEMS
from sidelight.query.experiments.heads import HeadFilter, load_about, load_heads
from sidelight.query.experiments.newest_items import ItemFilter, ReportedItem, newest_items
from sidelight.store.store import ProjectStore


@dataclass(frozen=True, slots=True)
class Run:
    """A run; spans alone tell nothing of changes, so that such a one was updated when it was last active."""

    id: str
    name: str
    description: str | None
    metadata: Any
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class RunItem:
    """What a run did with an item. ``observation_id`` is ``""`` when the whole trace is meant."""

    id: str
    item_id: str
    trace_id: str
    observation_id: str
    created_at: datetime
    updated_at: datetime


async def runs_of(events: ProjectStore, database: Database, dataset_ids: Sequence[str]) -> dict[str, list[RunHead]]:
    """The runs of some datasets, newest first, by the datasets' ids. Raises StoreError."""
    if not dataset_ids:
        return {}
    async with database.reading() as session:
        found = {run.id: run for run in await run_heads(session, events.project_id, dataset_ids)}
    for head in await load_heads(events, HeadFilter(dataset_ids=tuple(dataset_ids))):
        reported = RunHead(head.id, head.name or head.id, head.dataset_id, _time(head.first_us), _time(head.last_us))
        found.setdefault(head.id, reported)
    runs: dict[str, list[RunHead]] = {dataset_id: [] for dataset_id in dataset_ids}
    for run in sorted(found.values(), key=lambda run: (run.created_at, run.id), reverse=True):
        runs.setdefault(run.dataset_id, []).append(run)
    return runs


@dataclass(frozen=True, slots=True)
class DatasetRuns:
    """The runs of one dataset."""

    events: ProjectStore
    database: Database
    dataset_id: str

    async def heads(self) -> list[RunHead]:
        """All runs, newest first. Raises StoreError."""
        return (await runs_of(self.events, self.database, [self.dataset_id]))[self.dataset_id]

    async def named(self, name: str) -> list[RunHead]:
        """The runs of this name, newest first; there are several only where ids were not made as SDKs make them.

        Raises StoreError.
        """
        return [run for run in await self.heads() if run.name == name]

    async def load(self, heads: Sequence[RunHead]) -> list[Run]:
        """These runs, with what they say of themselves. Raises StoreError."""
        ids = [head.id for head in heads]
        said = await load_about(self.events, ids)
        async with self.database.reading() as session:
            stored = {run.id: run for run in await load_runs(session, ids)}
        found: list[Run] = []
        for head in heads:
            run, about = stored.get(head.id), said.get(head.id)
            description = (run.description if run else None) or (about.description if about else None)
            metadata = run.info if run and run.info is not None else parsed_tree(about.metadata) if about else None
            found.append(
                Run(head.id, head.name, description or None, metadata or None, head.created_at, head.updated_at)
            )
        return found

    async def items(self, run_id: str, page: int = 1, limit: int | None = None) -> tuple[list[RunItem], int]:
        """A page of a run's items, newest first, and how many there are; without a limit all. Raises StoreError."""
        where = ItemFilter(experiment_ids=(run_id,))
        told, stored = await asyncio.gather(
            newest_items(self.events, where, None, MAX_ITEMS), self._stored_items(run_id)
        )
        known = {(item.trace_id, item.item_id) for item in stored}
        reported = (_reported(one) for one in told if (one.trace_id, one.item_id) not in known)
        every = sorted([*stored, *reported], key=lambda item: (item.created_at, item.id), reverse=True)
        first = 0 if limit is None else (page - 1) * limit
        return every[first : None if limit is None else first + limit], len(every)

    async def _stored_items(self, run_id: str) -> list[RunItem]:
        async with self.database.reading() as session:
            return [stored_item(item) for item in await run_items(session, run_id)]


def stored_item(item: DatasetRunItem) -> RunItem:
    """An item that was reported by itself."""
    return RunItem(item.id, item.item_id, item.trace_id, item.observation_id, item.created_at, item.updated_at)


def _reported(one: ReportedItem) -> RunItem:
    """An item of spans. Its id stays the same whatever else arrives of the trace."""
    item_id = derive_id("run-item", one.experiment_id, one.trace_id, one.link_root_id or one.item_id, length=32)
    started = _time(one.start_us)
    return RunItem(item_id, one.item_id, one.trace_id, one.link_root_id or one.root_id, started, started)


def _time(time_us: int) -> datetime:
    found = moment(time_us)
    assert found is not None  # noqa: S101 - what is stored lies within what a calendar holds
    return found
