"""Some experiments side by side, item by item. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sidelight.query.experiments.facts import ItemCell
from sidelight.query.experiments.scores import CellKey, CellScore


@dataclass(frozen=True, slots=True)
class ComparedCell:
    """What an experiment did with an item. ``repeats`` is how often; the last time is shown."""

    cell: ItemCell
    scores: Sequence[CellScore] = ()
    repeats: int = 1


@dataclass(slots=True)
class ComparedItem:
    """A row: an item by its key, with a cell by experiment."""

    key: str
    cells: dict[str, ComparedCell] = field(default_factory=dict)


def row_key(cell: ItemCell, hashes: Mapping[tuple[str, str], str]) -> str:
    """What joins the same item in several experiments: its id, else what went into it."""
    return cell.item_id or f"input:{hashes.get((cell.trace_id, cell.root_id), cell.trace_id)}"


def compare(
    experiment_ids: Sequence[str],
    cells: Sequence[ItemCell],
    scores: Mapping[CellKey, Sequence[CellScore]],
    hashes: Mapping[tuple[str, str], str],
) -> list[ComparedItem]:
    """The rows, in the order in which the first experiment that has them went through them.

    ``cells`` are in the order of time, so that of repeats the last one stays.
    """
    rows: dict[str, ComparedItem] = {}
    for experiment_id in experiment_ids:
        for cell in cells:
            if cell.experiment_id != experiment_id:
                continue
            key = row_key(cell, hashes)
            row = rows.setdefault(key, ComparedItem(key))
            before = row.cells.get(experiment_id)
            row.cells[experiment_id] = ComparedCell(cell, scores.get(cell.key, ()), before.repeats + 1 if before else 1)
    return list(rows.values())
