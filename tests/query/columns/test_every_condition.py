"""Every column of every view, with every type and operator that it takes, is SQL that the engine runs."""

import pytest

from sidelight.query.columns.observations import OBSERVATION_COLUMNS
from sidelight.query.columns.scores import SCORE_COLUMNS
from sidelight.query.columns.sessions import session_columns
from sidelight.query.columns.traces import trace_columns
from sidelight.query.filter_columns import Columns, conditions_sql
from sidelight.query.filter_language import OPERATORS, FilterCondition, FilterType, FilterValue
from sidelight.query.filter_predicates import KINDS
from sidelight.query.filters import TraceFilter
from sidelight.query.sql import TimeRange
from sidelight.query.trace_heads import load_scope, trace_heads
from sidelight.store.store import ProjectStore
from tests.fixtures.event_store import Seed

VALUES: dict[FilterType, FilterValue] = {
    "datetime": 1_700_000_000_000_000,
    "string": "it's 100% {x:String}",
    "stringOptions": ("a", "it's"),
    "categoryOptions": ("a", "b"),
    "arrayOptions": ("a",),
    "number": 1.5,
    "stringObject": "v",
    "numberObject": 2.0,
    "booleanObject": True,
    "boolean": True,
    "null": None,
    "positionInTrace": 2,
}
OBSERVED = TimeRange(0, 2_000_000_000_000_000)
VIEWS: dict[str, Columns] = {
    "traces": trace_columns(OBSERVED),
    "observations": OBSERVATION_COLUMNS,
    "sessions": session_columns(OBSERVED),
    "scores": SCORE_COLUMNS,
}


async def rows_of(reader: ProjectStore, view: str) -> str:
    if view == "traces":
        return f"({trace_heads(await load_scope(reader, TraceFilter())).text})"
    if view == "sessions":
        return "(SELECT session_id AS id FROM traces WHERE project_id = {project_id:String})"
    return f"{view} FINAL"


def conditions_of(columns: Columns) -> list[FilterCondition]:
    return [
        FilterCondition(type_, name, operator, VALUES[type_], "first" if type_ == "positionInTrace" else "k'", 0)
        for name, column in columns.items()
        if name in (column.id, *column.names[:1])
        for type_ in KINDS[column.kind]
        for operator in OPERATORS[type_]
        if operator != "matches" or column.kind in ("map", "long_text")
    ]


@pytest.mark.parametrize("view", VIEWS)
async def test_is_answered(seed: Seed, view: str) -> None:
    columns = VIEWS[view]
    rows = await rows_of(seed.reader, view)
    project = "1" if view in ("traces", "sessions") else "project_id = {project_id:String}"
    conditions = conditions_of(columns)
    assert len(conditions) > len({column.id for column in columns.values()})
    for condition in conditions:
        # A prefix is there for two filters in one query.
        both = [conditions_sql([condition], columns, prefix) for prefix in ("one", "two")]
        text = f"SELECT count() AS found FROM {rows} WHERE {project} AND {both[0].text} AND {both[1].text}"
        if "{project_id:String}" not in text:
            text += " AND {project_id:String} != ''"
        found = await seed.reader.query(text, {**both[0].params, **both[1].params})
        assert found == [{"found": 0}], condition


@pytest.mark.parametrize("view", VIEWS)
async def test_all_at_once(seed: Seed, view: str) -> None:
    columns = VIEWS[view]
    chosen = {}
    for condition in conditions_of(columns):
        chosen[columns[condition.column].id] = condition
    where = conditions_sql(list(chosen.values()), columns)
    project = "1" if view in ("traces", "sessions") else "project_id = {project_id:String}"
    rows = await rows_of(seed.reader, view)
    found = await seed.reader.query(
        f"SELECT count() AS found FROM {rows} WHERE {project} AND {where.text}", where.params
    )
    assert found == [{"found": 0}]
