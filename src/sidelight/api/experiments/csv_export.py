"""A comparison as CSV: one line an item, whole texts, read piece by piece so that memory stays bounded."""

import csv
import io
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from typing import Any

from sidelight.api.experiments.compared import ComparedReader, PlaceTexts, TextPlace
from sidelight.api.experiments.comparison import ComparedCell, ComparedItem
from sidelight.api.experiments.listing import ExperimentDetail

_CHUNK_PLACES = 200
_US_PER_S = 1_000_000
# What a spreadsheet takes for a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


async def csv_lines(
    reader: ComparedReader, experiments: Sequence[ExperimentDetail], rows: Sequence[ComparedItem]
) -> AsyncIterator[str]:
    """The lines with their ends, the head first."""
    names = {one.experiment.id: _score_names(one.experiment.id, rows) for one in experiments}
    yield _line(_head(experiments, names))
    size = max(1, _CHUNK_PLACES // max(1, len(experiments)))
    for first in range(0, len(rows), size):
        chunk = rows[first : first + size]
        places = {
            (row.key, experiment_id): _place(compared) for row in chunk for experiment_id, compared in row.cells.items()
        }
        texts = {one.place: one for one in await reader.texts(list(places.values()), whole=True)}
        for row in chunk:
            found = {run: texts[places[row.key, run]] for run in row.cells}
            yield _line(_values(row, experiments, names, found))


def _head(experiments: Sequence[ExperimentDetail], names: Mapping[str, Sequence[str]]) -> Iterable[str]:
    yield from ("item", "input", "expected_output")
    for detail in experiments:
        name = detail.experiment.name or detail.experiment.id
        for column in ("output", "trace_id", "latency_s", "cost_usd", "tokens", "is_error"):
            yield f"{name}: {column}"
        yield from (f"{name}: score {score}" for score in names[detail.experiment.id])


def _values(
    row: ComparedItem,
    experiments: Sequence[ExperimentDetail],
    names: Mapping[str, Sequence[str]],
    texts: Mapping[str, PlaceTexts],
) -> Iterable[Any]:
    yield row.key
    yield next((one.input for one in texts.values() if one.input is not None), None)
    yield next((one.expected_output for one in texts.values() if one.expected_output is not None), None)
    for detail in experiments:
        experiment_id = detail.experiment.id
        compared = row.cells.get(experiment_id)
        if compared is None:
            yield from [None] * (6 + len(names[experiment_id]))
            continue
        cell = compared.cell
        yield texts[experiment_id].output
        yield cell.trace_id
        yield None if cell.latency_us is None else cell.latency_us / _US_PER_S
        yield cell.cost_usd
        yield cell.tokens
        yield "true" if cell.is_error else "false"
        scores = {score.name: score.category if score.value is None else score.value for score in compared.scores}
        yield from (scores.get(name) for name in names[experiment_id])


def _line(values: Iterable[Any]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([_safe(value) for value in values])
    return out.getvalue()


def _safe(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value


def _place(compared: ComparedCell) -> TextPlace:
    cell = compared.cell
    return TextPlace(cell.experiment_id, cell.item_id, cell.trace_id, cell.root_id)


def _score_names(experiment_id: str, rows: Sequence[ComparedItem]) -> list[str]:
    cells = (row.cells[experiment_id] for row in rows if experiment_id in row.cells)
    return sorted({score.name for compared in cells for score in compared.scores})
