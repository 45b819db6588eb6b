"""What scores are narrowed by, as conditions. Pure: values go into parameters, never into the SQL text."""

from dataclasses import dataclass
from typing import Literal

from sidelight.model import ScoreDataType
from sidelight.query.columns.scores import SCORE_COLUMNS
from sidelight.query.filter_columns import conditions_sql
from sidelight.query.filter_language import FilterCondition
from sidelight.query.sql import ALL_TIME, Sql, TimeRange, all_of, within
from sidelight.query.text_search import contains

Comparison = Literal["<", ">", "<=", ">=", "!=", "="]

# Field of ScoreFilter and its column; any of the field's values may match.
_LIST_COLUMNS = {
    "ids": "id",
    "names": "name",
    "sources": "source",
    "data_types": "data_type",
    "environments": "environment",
    "config_ids": "config_id",
    "queue_ids": "queue_id",
    "author_ids": "author_user_id",
    "string_values": "string_value",
    "trace_ids": "trace_id",
    "observation_ids": "observation_id",
    "session_ids": "session_id",
    "dataset_run_ids": "dataset_run_id",
}

# A trace says itself whose it is; one without a row of its own is known by its observations.
_TRACES = """trace_id IN (SELECT id FROM traces FINAL WHERE project_id = {project_id:String} AND %s)
    OR trace_id IN (SELECT trace_id FROM observations FINAL WHERE project_id = {project_id:String} AND %s)"""


@dataclass(frozen=True, slots=True)
class ScoreFilter:
    """Lists match any of their values, ``trace_tags`` all of them; empty and None mean no condition.

    ``comparisons`` and ``numbers`` look at the numeric value. ``user_id`` and ``trace_tags`` are those of the scored
    trace. ``only_traces`` leaves out what judges a session or a dataset run, ``corrections=False`` the corrections.
    ``text`` is looked for in name, ids, category or text, and comment. ``conditions`` are those of the filter language.
    """

    time: TimeRange = ALL_TIME
    ids: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    data_types: tuple[str, ...] = ()
    environments: tuple[str, ...] = ()
    config_ids: tuple[str, ...] = ()
    queue_ids: tuple[str, ...] = ()
    author_ids: tuple[str, ...] = ()
    string_values: tuple[str, ...] = ()
    trace_ids: tuple[str, ...] = ()
    observation_ids: tuple[str, ...] = ()
    session_ids: tuple[str, ...] = ()
    dataset_run_ids: tuple[str, ...] = ()
    numbers: tuple[float, ...] = ()
    comparisons: tuple[tuple[Comparison, float], ...] = ()
    user_id: str = ""
    trace_tags: tuple[str, ...] = ()
    only_traces: bool = False
    corrections: bool = True
    text: str = ""
    conditions: tuple[FilterCondition, ...] = ()


def score_conditions(where: ScoreFilter) -> Sql:
    """The filter as one condition on the columns of ``scores``. Raises FilterError for unusable ``conditions``."""
    found = within("timestamp", where.time, "score")
    for field, column in _LIST_COLUMNS.items():
        values = getattr(where, field)
        if values:
            found.append(Sql(f"{column} IN {{score_{field}:Array(String)}}", {f"score_{field}": list(values)}))
    if where.numbers:
        found.append(Sql("value IN {score_numbers:Array(Float64)}", {"score_numbers": list(where.numbers)}))
    for number, (operator, value) in enumerate(where.comparisons):
        name = f"score_value_{number}"
        found.append(Sql(f"value {operator} {{{name}:Float64}}", {name: value}))
    if where.only_traces:
        found.append(Sql("trace_id != ''"))
    if not where.corrections:
        found.append(Sql(f"data_type != '{ScoreDataType.CORRECTION}'"))
    found += _of_traces(where)
    if where.text.strip():
        texts = ("name", "ifNull(string_value, '')", "ifNull(comment, '')", "id", "trace_id")
        found.append(contains(texts, where.text.strip()))
    found.append(conditions_sql(where.conditions, SCORE_COLUMNS, "score_filter"))
    return all_of(found)


def _of_traces(where: ScoreFilter) -> list[Sql]:
    wanted: list[Sql] = []
    if where.user_id:
        wanted.append(Sql("user_id = {score_user:String}", {"score_user": where.user_id}))
    if where.trace_tags:
        wanted.append(Sql("hasAll(tags, {score_tags:Array(String)})", {"score_tags": list(where.trace_tags)}))
    if not wanted:
        return []
    traces = all_of(wanted)
    return [Sql(_TRACES % (traces.text, traces.text), traces.params)]
