"""Scores of chosen names in lists: one cell for all scores of a name that a row has."""

from collections.abc import Sequence
from dataclasses import dataclass

from sidelight.store.driver import Param
from sidelight.store.store import ProjectStore

MAX_CATEGORIES = 3

_OF_TRACES = """
SELECT trace_id, '' AS observation_id, %(cell)s FROM scores FINAL
WHERE project_id = {project_id:String} AND trace_id IN {ids:Array(String)} AND name IN {names:Array(String)}
GROUP BY trace_id, name ORDER BY name
"""

_OF_OBSERVATIONS = """
SELECT trace_id, observation_id, %(cell)s FROM scores FINAL
WHERE project_id = {project_id:String} AND trace_id IN {ids:Array(String)}
    AND observation_id IN {observation_ids:Array(String)} AND name IN {names:Array(String)}
GROUP BY trace_id, observation_id, name ORDER BY name
"""

_CELL = """name, argMax(data_type, timestamp) AS latest_type, count() AS matches,
    avgOrNullIf(value, data_type IN ('NUMERIC', 'BOOLEAN')) AS average,
    topKIf(%d)(ifNull(string_value, ''), data_type IN ('CATEGORICAL', 'TEXT')) AS categories"""


@dataclass(frozen=True, slots=True)
class ScoreCell:
    """``average`` of numbers and of yes (1) and no (0), None without any; the most frequent ``categories``."""

    name: str
    data_type: str
    count: int
    average: float | None
    categories: tuple[str, ...]


async def load_trace_cells(
    ps: ProjectStore, trace_ids: Sequence[str], names: Sequence[str]
) -> dict[str, list[ScoreCell]]:
    """Cells by trace id, of the trace's own scores and those of its observations. Raises StoreError."""
    rows = await _load(ps, _OF_TRACES, trace_ids, (), names)
    return {trace_id: cells for (trace_id, _), cells in rows.items()}


async def load_observation_cells(
    ps: ProjectStore, places: Sequence[tuple[str, str]], names: Sequence[str]
) -> dict[tuple[str, str], list[ScoreCell]]:
    """Cells by (trace id, observation id). Raises StoreError."""
    return await _load(ps, _OF_OBSERVATIONS, [place[0] for place in places], [place[1] for place in places], names)


async def _load(
    ps: ProjectStore, sql: str, trace_ids: Sequence[str], observation_ids: Sequence[str], names: Sequence[str]
) -> dict[tuple[str, str], list[ScoreCell]]:
    found: dict[tuple[str, str], list[ScoreCell]] = {}
    if not trace_ids or not names:
        return found
    params: dict[str, Param] = {"ids": sorted(set(trace_ids)), "names": list(names)}
    if observation_ids:
        params["observation_ids"] = list(observation_ids)
    for row in await ps.query(sql % {"cell": _CELL % MAX_CATEGORIES}, params):
        cell = ScoreCell(
            name=row["name"],
            data_type=row["latest_type"],
            count=row["matches"],
            average=row["average"],
            categories=tuple(row["categories"]),
        )
        found.setdefault((row["trace_id"], row["observation_id"]), []).append(cell)
    return found
