"""Filters in few words for tests, and the ids that they find."""

from collections.abc import Sequence
from typing import Any

from sidelight.query.columns.observations import OBSERVATION_COLUMNS
from sidelight.query.columns.scores import SCORE_COLUMNS
from sidelight.query.columns.sessions import session_columns
from sidelight.query.filter_columns import Columns, conditions_sql
from sidelight.query.filter_language import FilterCondition, conditions_of
from sidelight.query.filters import TraceFilter
from sidelight.query.trace_list import list_traces
from sidelight.store.store import ProjectStore

Asked = tuple[str, str, str, Any] | tuple[str, str, str, Any, str]


def conditions(*asked: Asked) -> tuple[FilterCondition, ...]:
    """Conditions of (type, column, operator, value[, key])."""
    names = ("type", "column", "operator", "value", "key")
    return conditions_of([dict(zip(names, one, strict=False)) for one in asked])


async def observations(reader: ProjectStore, *asked: Asked) -> list[str]:
    """Ids of the matching observations, in order."""
    return await _ids(reader, "observations FINAL", OBSERVATION_COLUMNS, conditions(*asked))


async def scores(reader: ProjectStore, *asked: Asked) -> list[str]:
    """Ids of the matching scores, in order."""
    return await _ids(reader, "scores FINAL", SCORE_COLUMNS, conditions(*asked))


async def sessions(reader: ProjectStore, *asked: Asked) -> list[str]:
    """Ids of the matching sessions, in order."""
    rows = "(SELECT DISTINCT project_id, session_id AS id FROM traces FINAL WHERE session_id != '')"
    return await _ids(reader, rows, session_columns(), conditions(*asked))


async def traces(reader: ProjectStore, *asked: Asked) -> list[str]:
    """Ids of the matching traces, in order."""
    page = await list_traces(reader, TraceFilter(hidden=True).narrowed(conditions(*asked)))
    return sorted(trace.id for trace in page.items)


async def _ids(reader: ProjectStore, rows: str, columns: Columns, asked: Sequence[FilterCondition]) -> list[str]:
    where = conditions_sql(asked, columns)
    found = await reader.query(
        f"SELECT id FROM {rows} WHERE project_id = {{project_id:String}} AND {where.text} ORDER BY id", where.params
    )
    return [row["id"] for row in found]
