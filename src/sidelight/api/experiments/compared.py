"""Reads what a comparison shows: the rows in numbers, and the texts of those that are looked at."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sidelight.api.experiments.comparison import ComparedItem, compare, row_key
from sidelight.api.experiments.listing import Experiment, ExperimentReader
from sidelight.api.public.answer import parsed_tree
from sidelight.model.exact_json import write_any, write_json
from sidelight.platform.datasets.experiment_runs import ItemThen, RunFilter, items_then, newest_links
from sidelight.query.experiments.facts import ItemCell, load_cells
from sidelight.query.experiments.heads import HeadFilter
from sidelight.query.experiments.links import Links
from sidelight.query.experiments.scores import load_cell_scores, load_run_scores
from sidelight.query.experiments.texts import (
    PREVIEW_CHARS,
    ItemTexts,
    find_in_texts,
    load_input_hashes,
    load_previews,
    load_texts,
)

MAX_RUNS = 10


@dataclass(frozen=True, slots=True)
class TextPlace:
    """Which texts: of an experiment's item in a trace. ``item_id`` is ``""`` for items that have none."""

    experiment_id: str
    item_id: str
    trace_id: str
    root_id: str


@dataclass(frozen=True, slots=True)
class PlaceTexts:
    """The texts of a place; those that only a dataset knows come from its item, as it was then."""

    place: TextPlace
    input: str | None
    output: str | None
    expected_output: str | None
    status_message: str = ""
    metadata: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ComparedReader:
    """Comparisons of experiments of one project."""

    experiments: ExperimentReader

    async def find(self, ids: Sequence[str]) -> list[Experiment]:
        """The experiments with these ids, in this order; one that only scores tell of has its id for a name.

        Raises StoreError.
        """
        found = {one.id: one for one in await self.experiments.heads(HeadFilter(ids=tuple(ids)))}
        unknown = [one for one in ids if one not in found]
        for experiment_id, scores in (await load_run_scores(self.experiments.events, unknown)).items():
            times = [score.timestamp_us for score in scores]
            found[experiment_id] = Experiment(experiment_id, experiment_id, "", min(times), max(times))
        return [found[one] for one in ids if one in found]

    async def rows(self, experiments: Sequence[Experiment]) -> list[ComparedItem]:
        """Row by row, without texts. Raises StoreError."""
        links = await self.experiments.links(experiments)
        cells, scores = await asyncio.gather(
            load_cells(self.experiments.events, links), load_cell_scores(self.experiments.events, links)
        )
        hashes = await self._hashes(cells)
        return compare([one.id for one in experiments], cells, scores, hashes)

    async def keys_with(self, experiments: Sequence[Experiment], text: str) -> list[str]:
        """Keys of the rows that hold ``text`` in an id or a text of an experiment. Raises StoreError."""
        links: list[Links] = await self.experiments.links(experiments)
        cells = await load_cells(self.experiments.events, links)
        places = [(cell.trace_id, cell.root_id) for cell in cells if cell.has_arrived]
        found, hashes = await asyncio.gather(find_in_texts(self.experiments.events, places, text), self._hashes(cells))
        lowered = text.lower()
        keys = (
            row_key(cell, hashes)
            for cell in cells
            if (cell.trace_id, cell.root_id) in found or lowered in cell.item_id.lower()
        )
        return list(dict.fromkeys(keys))

    async def texts(self, places: Sequence[TextPlace], *, whole: bool) -> list[PlaceTexts]:
        """Texts of some places, previews or whole, in their order. Raises StoreError."""
        items, of_traces = await self._dataset_items(places)
        load = load_texts if whole else load_previews
        roots = [(place.trace_id, place.root_id) for place in places]
        found = await load(self.experiments.events, roots, of_traces)
        return [
            _texts(place, found.get((place.trace_id, place.root_id), ItemTexts()), items.get(place), whole=whole)
            for place in places
        ]

    async def _hashes(self, cells: Sequence[ItemCell]) -> dict[tuple[str, str], str]:
        nameless = [(cell.trace_id, cell.root_id) for cell in cells if not cell.item_id]
        return await load_input_hashes(self.experiments.events, nameless) if nameless else {}

    async def _dataset_items(self, places: Sequence[TextPlace]) -> tuple[dict[TextPlace, ItemThen], list[str]]:
        """The datasets' items as the experiments saw them, and the traces that are linked as a whole."""
        asked = {(place.experiment_id, place.item_id, place.trace_id): place for place in places if place.item_id}
        if not asked:
            return {}, []
        project_id = self.experiments.events.project_id
        where = RunFilter(
            ids=tuple({place.experiment_id for place in places}),
            item_ids=tuple({place.item_id for place in places if place.item_id}),
        )
        seen: dict[TextPlace, datetime] = {}
        of_traces: list[str] = []
        async with self.experiments.database.reading() as session:
            for link in await newest_links(session, project_id, where, limit=10 * len(asked)):
                place = asked.get((link.run_id, link.item_id, link.trace_id))
                if place is not None:
                    seen[place] = link.dataset_version or link.created_at
                    if not link.observation_id:
                        of_traces.append(link.trace_id)
            then = await items_then(session, project_id, ((place.item_id, at) for place, at in seen.items()))
        items = {place: then[place.item_id, at] for place, at in seen.items() if (place.item_id, at) in then}
        return items, of_traces


def json_text(value: Any) -> str | None:
    """A dataset's value as spans have theirs: a text as it stands, anything else as JSON."""
    if value is None or isinstance(value, str):
        return value
    try:
        return write_json(value).decode()
    except TypeError:
        return write_any(value)


def _texts(place: TextPlace, found: ItemTexts, item: ItemThen | None, *, whole: bool) -> PlaceTexts:
    given = found.input or (json_text(item.input) if item else None)
    expected = found.expected_output or (json_text(item.expected_output) if item else None)
    if not whole:
        given, expected = (text[:PREVIEW_CHARS] if text else text for text in (given, expected))
    metadata = item.info if item and isinstance(item.info, dict) else parsed_tree(found.item_metadata)
    return PlaceTexts(place, given, found.output, expected, found.status_message, metadata if whole else {})
