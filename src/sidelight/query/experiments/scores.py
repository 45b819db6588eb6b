"""Scores of experiments: of their items, summed up or item by item, and of experiments as a whole."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from sidelight.query.experiments.links import Links
from sidelight.query.score_records import SCORE_COLUMNS, ScoreRecord, score_of
from sidelight.store.driver import Param, Row
from sidelight.store.store import ProjectStore

BINS = 10
MAX_CATEGORIES = 8
MAX_NAMES = 40
MAX_RUN_SCORES = 200

# A score of the trace, or of any observation in it, is one of the item's; where items share a trace, only one of the
# item's root is. What judges an evaluator itself is stored apart from the trace.
_SCORED = """
(SELECT *, count() OVER (PARTITION BY experiment_id, trace_id) AS shared FROM (%(links)s)) AS l
INNER JOIN (
    SELECT trace_id, observation_id, name, data_type, value, ifNull(string_value, '') AS category
    FROM scores FINAL WHERE project_id = {project_id:String} AND %(traces)s
        AND data_type IN ('NUMERIC', 'BOOLEAN', 'CATEGORICAL')
) AS s ON s.trace_id = l.trace_id
"""
_OWN = "(l.shared = 1 OR s.observation_id IN ('', l.root_id))"

_SUMS = f"""
SELECT l.experiment_id AS experiment_id, s.name AS name, s.data_type AS data_type, count() AS scores,
    sumIf(s.value, s.data_type != 'CATEGORICAL') AS total, minIf(s.value, s.value IS NOT NULL) AS least,
    maxIf(s.value, s.value IS NOT NULL) AS most
FROM {_SCORED} WHERE {_OWN} GROUP BY experiment_id, name, data_type
"""  # noqa: S608

_CATEGORIES = f"""
SELECT l.experiment_id AS experiment_id, s.name AS name, s.data_type AS data_type, s.category AS category,
    count() AS scores
FROM {_SCORED} WHERE {_OWN} AND s.data_type != 'NUMERIC' GROUP BY experiment_id, name, data_type, category
ORDER BY scores DESC, category LIMIT {MAX_CATEGORIES} BY experiment_id, name, data_type
"""  # noqa: S608

_BINS = f"""
SELECT l.experiment_id AS experiment_id, s.name AS name,
    toUInt32(least({BINS - 1}, floor((s.value - low) / (high - low) * {BINS}))) AS bin, count() AS scores,
    {{lows:Array(Float64)}}[indexOf({{names:Array(String)}}, s.name)] AS low,
    {{highs:Array(Float64)}}[indexOf({{names:Array(String)}}, s.name)] AS high
FROM {_SCORED} WHERE {_OWN} AND s.data_type = 'NUMERIC' AND isFinite(s.value) AND s.name IN {{names:Array(String)}}
GROUP BY experiment_id, name, bin, low, high
"""  # noqa: S608

_CELLS = f"""
SELECT l.experiment_id AS experiment_id, l.trace_id AS trace_id, l.root_id AS root_id, l.item_id AS item_id,
    s.name AS name, s.data_type AS data_type, avgIf(s.value, s.value IS NOT NULL) AS average,
    any(s.category) AS category
FROM {_SCORED} WHERE {_OWN} GROUP BY experiment_id, trace_id, root_id, item_id, name, data_type
"""  # noqa: S608

_OF_RUNS = f"""
SELECT {SCORE_COLUMNS} FROM scores FINAL
WHERE project_id = {{project_id:String}} AND dataset_run_id IN {{experiments:Array(String)}}
ORDER BY timestamp DESC, id LIMIT {{max_scores:UInt32}} BY dataset_run_id
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class ScoreSummary:
    """The scores of one name and type that the items of an experiment have.

    Numbers have ``bins`` of equal width between ``low`` and ``high``, which are the same for all experiments of the
    read; categories and truths have ``categories`` with counts, most frequent first.
    """

    name: str
    data_type: str
    count: int
    total: float
    least: float | None
    most: float | None
    low: float | None = None
    high: float | None = None
    bins: tuple[int, ...] = ()
    categories: tuple[tuple[str, int], ...] = ()

    @property
    def average(self) -> float | None:
        """Of numbers, and of yes (1) and no (0)."""
        return None if self.data_type == "CATEGORICAL" else self.total / self.count


@dataclass(frozen=True, slots=True)
class CellScore:
    """One name's scores of one item: their mean, or a category."""

    name: str
    data_type: str
    value: float | None
    category: str


CellKey = tuple[str, str, str, str]
"""Experiment, item, trace, and the root that the link names."""


@dataclass(slots=True)
class _Sum:
    data_type: str
    count: int = 0
    total: float = 0
    least: float | None = None
    most: float | None = None
    categories: dict[str, int] = field(default_factory=dict)
    bins: list[int] = field(default_factory=lambda: [0] * BINS)


async def load_summaries(ps: ProjectStore, links: Sequence[Links]) -> dict[str, list[ScoreSummary]]:
    """Summaries by experiment, in the order of their names. Raises StoreError."""
    sums = await _sums(ps, links)
    bounds = _bounds(sums)
    wide = {name: (low, high) for name, (low, high) in bounds.items() if high > low}
    if wide:
        params: dict[str, Param] = {
            "names": list(wide),
            "lows": [low for low, _ in wide.values()],
            "highs": [high for _, high in wide.values()],
        }
        for row in await _rows(ps, _BINS, links, params):
            sums[row["experiment_id"], row["name"], "NUMERIC"].bins[row["bin"]] += row["scores"]
    found: dict[str, list[ScoreSummary]] = {}
    for (experiment_id, name, data_type), one in sorted(sums.items()):
        summary = ScoreSummary(name, data_type, one.count, one.total, one.least, one.most)
        if data_type == "NUMERIC" and name in bounds:
            low, high = bounds[name]
            summary = replace(summary, low=low, high=high, bins=tuple(one.bins) if high > low else (one.count,))
        elif data_type != "NUMERIC":
            most_frequent = sorted(one.categories.items(), key=lambda pair: (-pair[1], pair[0]))
            summary = replace(summary, categories=tuple(most_frequent[:MAX_CATEGORIES]))
        listed = found.setdefault(experiment_id, [])
        if len(listed) < MAX_NAMES:
            listed.append(summary)
    return found


async def load_cell_scores(ps: ProjectStore, links: Sequence[Links]) -> dict[CellKey, list[CellScore]]:
    """Scores item by item. Raises StoreError."""
    found: dict[CellKey, list[CellScore]] = {}
    for row in await _rows(ps, _CELLS, links):
        key = (row["experiment_id"], row["item_id"], row["trace_id"], row["root_id"])
        value = None if row["data_type"] == "CATEGORICAL" else row["average"]
        found.setdefault(key, []).append(CellScore(row["name"], row["data_type"], value, row["category"]))
    return found


async def load_run_scores(
    ps: ProjectStore, experiment_ids: Sequence[str], limit: int = MAX_RUN_SCORES
) -> dict[str, list[ScoreRecord]]:
    """Scores of experiments as a whole, newest first; they may be there before anything else is. Raises StoreError."""
    if not experiment_ids:
        return {}
    params: dict[str, Param] = {"experiments": list(experiment_ids), "max_scores": limit}
    found: dict[str, list[ScoreRecord]] = {}
    for row in await ps.query(_OF_RUNS, params):
        found.setdefault(row["dataset_run_id"], []).append(score_of(row))
    return found


async def _sums(ps: ProjectStore, links: Sequence[Links]) -> dict[tuple[str, str, str], _Sum]:
    sums: dict[tuple[str, str, str], _Sum] = {}
    totals, categories = await asyncio.gather(_rows(ps, _SUMS, links), _rows(ps, _CATEGORIES, links))
    for row in totals:
        one = sums.setdefault((row["experiment_id"], row["name"], row["data_type"]), _Sum(row["data_type"]))
        one.count += row["scores"]
        one.total += row["total"] or 0
        one.least = min(_known(one.least, row["least"]), default=None)
        one.most = max(_known(one.most, row["most"]), default=None)
    for row in categories:
        kept = sums[row["experiment_id"], row["name"], row["data_type"]].categories
        kept[row["category"]] = kept.get(row["category"], 0) + row["scores"]
    return sums


def _bounds(sums: dict[tuple[str, str, str], _Sum]) -> dict[str, tuple[float, float]]:
    bounds: dict[str, tuple[float, float]] = {}
    for (_, name, data_type), one in sums.items():
        if data_type == "NUMERIC" and one.least is not None and one.most is not None:
            low, high = bounds.get(name, (one.least, one.most))
            bounds[name] = (min(low, one.least), max(high, one.most))
    return bounds


def _known(*values: float | None) -> list[float]:
    return [value for value in values if value is not None]


async def _rows(ps: ProjectStore, sql: str, links: Sequence[Links], extra: dict[str, Param] | None = None) -> list[Row]:
    """The rows of a statement for each of the links, together."""

    async def load(one: Links) -> list[Row]:
        names = {"links": one.relation.text, "traces": one.traces.text}
        return await ps.query(sql % names, {**one.relation.params, **one.traces.params, **(extra or {})})

    return [row for rows in await asyncio.gather(*(load(one) for one in links)) for row in rows]
