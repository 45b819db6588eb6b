"""Scores of experiments: of their items, summed up or item by item, and of experiments as a whole."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from operator import add

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

# Numbers are counted in bins between the least and the most of a name over all experiments, which are known when the
# sums are; where the links come as several relations, only after a first round.
_SUMMARIES = f"""
SELECT experiment_id, name, data_type, scores, total, least, most, categories, low, high,
    if(high > low, arrayMap(bin -> countEqual(
        arrayMap(value -> toUInt8(least({BINS - 1}, floor((value - low) / (high - low) * {BINS}))), numbers), bin),
        range({BINS})), [length(numbers)]) AS bins
FROM (
    SELECT *, %(low)s AS low, %(high)s AS high
    FROM (
        SELECT experiment_id, name, data_type, sum(times) AS scores, sum(subtotal) AS total, min(lowest) AS least,
            max(highest) AS most, groupArrayArray(parts) AS numbers,
            arraySlice(arraySort(one -> (-one.1, one.2), groupArray((toInt64(times), category))), 1, {MAX_CATEGORIES})
                AS categories
        FROM (
            SELECT l.experiment_id AS experiment_id, s.name AS name, s.data_type AS data_type,
                if(data_type = 'NUMERIC', '', s.category) AS category, count() AS times,
                sumIf(s.value, s.data_type != 'CATEGORICAL') AS subtotal, minIf(s.value, isFinite(s.value)) AS lowest,
                maxIf(s.value, isFinite(s.value)) AS highest,
                groupArrayIf(assumeNotNull(s.value), s.data_type = 'NUMERIC' AND isFinite(s.value)) AS parts
            FROM {_SCORED} WHERE {_OWN} GROUP BY experiment_id, name, data_type, category
        ) GROUP BY experiment_id, name, data_type
    )
)
"""  # noqa: S608
_OWN_BOUNDS = {
    "low": "min(least) OVER (PARTITION BY name, data_type)",
    "high": "max(most) OVER (PARTITION BY name, data_type)",
}
_GIVEN_BOUNDS = {
    "low": "{lows:Array(Float64)}[indexOf({names:Array(String)}, name)]",
    "high": "{highs:Array(Float64)}[indexOf({names:Array(String)}, name)]",
}

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
    low: float | None = None
    high: float | None = None
    bins: tuple[int, ...] = ()
    categories: tuple[tuple[str, int], ...] = ()

    @property
    def average(self) -> float | None:
        """Of numbers, and of yes (1) and no (0)."""
        return None if self.data_type == "CATEGORICAL" else self.total / self.count

    def __add__(self, other: "ScoreSummary | None") -> "ScoreSummary":
        """Both, of other items of the same experiment; their bins have the same bounds."""
        if other is None:
            return self
        counts = Counter(dict(self.categories)) + Counter(dict(other.categories))
        return replace(
            self,
            count=self.count + other.count,
            total=self.total + other.total,
            bins=tuple(map(add, self.bins, other.bins)) if self.bins and other.bins else self.bins or other.bins,
            categories=tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:MAX_CATEGORIES]),
        )


@dataclass(frozen=True, slots=True)
class CellScore:
    """One name's scores of one item: their mean, or a category."""

    name: str
    data_type: str
    value: float | None
    category: str


CellKey = tuple[str, str, str, str]
"""Experiment, item, trace, and the root that the link names."""


async def load_summaries(ps: ProjectStore, links: Sequence[Links]) -> dict[str, list[ScoreSummary]]:
    """Summaries by experiment, in the order of their names. Raises StoreError."""
    rows = await _rows(ps, _SUMMARIES, links, _OWN_BOUNDS)
    if len(links) > 1:
        rows = await _rows(ps, _SUMMARIES, links, _GIVEN_BOUNDS, _bounds(rows))
    merged: dict[tuple[str, str, str], ScoreSummary] = {}
    for row in rows:
        key = (row["experiment_id"], row["name"], row["data_type"])
        merged[key] = _summary(row) + merged.get(key)
    found: dict[str, list[ScoreSummary]] = {}
    for (experiment_id, _, _), summary in sorted(merged.items()):
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


def _summary(row: Row) -> ScoreSummary:
    is_number = row["data_type"] == "NUMERIC" and row["least"] is not None
    return ScoreSummary(
        row["name"],
        row["data_type"],
        row["scores"],
        row["total"] or 0,
        low=row["low"] if is_number else None,
        high=row["high"] if is_number else None,
        bins=tuple(row["bins"]) if is_number else (),
        categories=() if row["data_type"] == "NUMERIC" else tuple((name, count) for count, name in row["categories"]),
    )


def _bounds(rows: Sequence[Row]) -> dict[str, Param]:
    """Least and most of each name's numbers, over all relations."""
    bounds: dict[str, tuple[float, float]] = {}
    for row in rows:
        if row["data_type"] == "NUMERIC" and row["least"] is not None:
            low, high = bounds.get(row["name"], (row["least"], row["most"]))
            bounds[row["name"]] = (min(low, row["least"]), max(high, row["most"]))
    return {
        "names": list(bounds),
        "lows": [low for low, _ in bounds.values()],
        "highs": [high for _, high in bounds.values()],
    }


async def _rows(
    ps: ProjectStore,
    sql: str,
    links: Sequence[Links],
    pieces: Mapping[str, str] | None = None,
    extra: Mapping[str, Param] | None = None,
) -> list[Row]:
    """The rows of a statement for each of the links, together."""

    async def load(one: Links) -> list[Row]:
        names = {"links": one.relation.text, "traces": one.traces.text, **(pieces or {})}
        return await ps.query(sql % names, {**one.relation.params, **one.traces.params, **(extra or {})})

    return [row for rows in await asyncio.gather(*(load(one) for one in links)) for row in rows]
