"""The experiments of a project, whoever reported them, each once."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sidelight.api.json_answer import json_bytes
from sidelight.api.public.answer import parsed_tree
from sidelight.platform.database import Database
from sidelight.platform.datasets.experiment_runs import (
    RunFilter,
    RunHead,
    RunLink,
    dataset_names,
    find_runs,
    links_of_runs,
)
from sidelight.query.experiments.facts import ExperimentStats, load_stats
from sidelight.query.experiments.heads import ExperimentAbout, HeadFilter, load_about, load_heads
from sidelight.query.experiments.links import ItemLink, Links, given_links, not_reported, reported_links, together
from sidelight.query.experiments.scores import ScoreSummary, load_run_scores, load_summaries
from sidelight.query.score_records import ScoreRecord
from sidelight.query.sql import TimeRange
from sidelight.store.store import ProjectStore

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_US = timedelta(microseconds=1)
# An experiment that is known by its run alone may have traces from before it was reported.
_SLACK_US = 86_400_000_000


@dataclass(frozen=True, slots=True)
class Experiment:
    """An experiment in the list; ``dataset_id`` is ``""`` for local data, the times are of its first and last sign."""

    id: str
    name: str
    dataset_id: str
    first_us: int
    last_us: int


@dataclass(frozen=True, slots=True)
class ExperimentDetail:
    """An experiment with all that lists and comparisons say of it; scores of items are summed up by name.

    ``dataset_version_us`` is the moment as of which its dataset was read, None when that was not said.
    """

    experiment: Experiment
    dataset_name: str | None = None
    description: str = ""
    metadata: Mapping[str, Any] = field(default_factory=dict)
    stats: ExperimentStats = field(default_factory=ExperimentStats)
    scores: Sequence[ScoreSummary] = ()
    run_scores: Sequence[ScoreRecord] = ()
    dataset_version_us: int | None = None


@dataclass(frozen=True, slots=True)
class ExperimentReader:
    """The experiments of one project, in its two stores."""

    events: ProjectStore
    database: Database

    async def heads(self, where: HeadFilter) -> list[Experiment]:
        """The experiments that match, last active first. Raises StoreError."""
        reported, runs = await asyncio.gather(load_heads(self.events, where), self.runs(where))
        found = {
            head.id: Experiment(head.id, head.name, head.dataset_id, head.first_us, head.last_us) for head in reported
        }
        for run in runs:
            first_us, last_us = micros(run.created_at), micros(run.last_at)
            if where.time.from_us is not None:
                first_us = max(first_us, where.time.from_us)
            known = found.get(run.id)
            if known is not None:
                first_us, last_us = min(first_us, known.first_us), max(last_us, known.last_us)
            found[run.id] = Experiment(run.id, run.name, run.dataset_id, first_us, last_us)
        return sorted(found.values(), key=lambda one: (-one.last_us, one.id))

    async def runs(self, where: HeadFilter) -> list[RunHead]:
        """The runs of datasets that match."""
        wanted = RunFilter(
            from_=moment(where.time.from_us),
            to=moment(where.time.to_us),
            ids=where.ids,
            names=where.names,
            dataset_ids=where.dataset_ids,
            text=where.text,
        )
        async with self.database.reading() as session:
            runs = await find_runs(session, self.events.project_id, wanted)
        return [run for run in runs if _has_metadata(run.info, where.metadata)]

    async def run_links(self, ids: Iterable[str]) -> list[RunLink]:
        """What older SDKs have linked to some experiments."""
        async with self.database.reading() as session:
            return await links_of_runs(session, self.events.project_id, ids)

    async def links(self, experiments: Sequence[Experiment]) -> list[Links]:
        """All links of some experiments, each item once. Raises StoreError."""
        if not experiments:
            return []
        ids = [one.id for one in experiments]
        reported = await self.run_links(ids)
        links = [ItemLink(link.run_id, link.item_id, link.trace_id, link.observation_id) for link in reported]
        time = TimeRange(
            min(one.first_us for one in experiments) - _SLACK_US, max(one.last_us for one in experiments) + _SLACK_US
        )
        given = await given_links(self.events, await not_reported(self.events, links, ids))
        return together([reported_links(ids, time), *given])

    async def stats(
        self, experiments: Sequence[Experiment], time: TimeRange | None = None
    ) -> dict[str, ExperimentStats]:
        """Totals over the items, by experiment. Raises StoreError."""
        return await load_stats(self.events, await self.links(experiments), time)

    async def details(self, experiments: Sequence[Experiment]) -> list[ExperimentDetail]:
        """Everything about a page of experiments, in their order. Raises StoreError."""
        ids = [one.id for one in experiments]
        links = await self.links(experiments)
        about, runs, stats, scores, run_scores, names = await asyncio.gather(
            load_about(self.events, ids),
            self.runs(HeadFilter(ids=tuple(ids))) if ids else _none(),
            load_stats(self.events, links),
            load_summaries(self.events, links),
            load_run_scores(self.events, ids),
            self.dataset_names(one.dataset_id for one in experiments),
        )
        runs_by_id = {run.id: run for run in runs}
        found: list[ExperimentDetail] = []
        for one in experiments:
            run, said = runs_by_id.get(one.id), about.get(one.id)
            own = stats.get(one.id, ExperimentStats())
            seen = replace(
                one,
                first_us=one.first_us if own.first_us is None else min(one.first_us, own.first_us),
                last_us=one.last_us if own.last_us is None else max(one.last_us, own.last_us),
            )
            found.append(
                ExperimentDetail(
                    seen,
                    names.get(one.dataset_id),
                    (run.description if run else None) or (said.description if said else ""),
                    metadata_of(run.info if run else None, said.metadata if said else {}),
                    own,
                    scores.get(one.id, ()),
                    run_scores.get(one.id, ()),
                    _version(run, said),
                )
            )
        return found

    async def dataset_names(self, ids: Iterable[str]) -> dict[str, str]:
        """Names of datasets by id."""
        async with self.database.reading() as session:
            return await dataset_names(session, self.events.project_id, ids)


def metadata_of(info: Any, said: Mapping[str, str]) -> dict[str, Any]:
    """The metadata of a run and of its spans as one object; a run's that is no object stands under its own name."""
    own = info if isinstance(info, dict) else {} if info is None else {"metadata": info}
    return {**parsed_tree(said), **own}


def _version(run: RunHead | None, said: ExperimentAbout | None) -> int | None:
    if said is not None and said.version_us is not None:
        return said.version_us
    return micros(run.dataset_version) if run and run.dataset_version else None


def moment(time_us: int | None) -> datetime | None:
    """The aware time; None where it is open, or lies beyond what a calendar holds."""
    if time_us is None:
        return None
    try:
        return _EPOCH + timedelta(microseconds=time_us)
    except OverflowError:
        return None


def micros(time: datetime) -> int:
    """Microseconds since the epoch."""
    return (time - _EPOCH) // _US


async def _none() -> list[RunHead]:
    return []


def _has_metadata(info: Any, pairs: Sequence[tuple[str, str]]) -> bool:
    return all(value.lower() in _text_at(info, key).lower() for key, value in pairs)


def _text_at(info: Any, path: str) -> str:
    """The value at a key or dotted path, as text; ``""`` when there is none."""
    value: Any = info.get(path, info) if isinstance(info, dict) else None
    if value is info:
        for step in path.split("."):
            value = value.get(step) if isinstance(value, dict) else None
    return "" if value is None else value if isinstance(value, str) else json_bytes(value).decode()
