"""What the views of metrics can be filtered by: the columns of the lists, and the dimensions. Pure."""

from collections.abc import Iterable
from dataclasses import replace

from sidelight.query.columns.elsewhere import trace_attribute
from sidelight.query.columns.observations import OBSERVATION_COLUMNS
from sidelight.query.columns.scores import SCORE_COLUMNS
from sidelight.query.filter_columns import Column, Columns, Lookup, by_name, column_of
from sidelight.query.filter_language import FilterCondition
from sidelight.query.filter_predicates import KINDS
from sidelight.query.metrics.observation_view import OBSERVATIONS
from sidelight.query.metrics.score_views import SCORES_BOOLEAN, SCORES_CATEGORICAL, SCORES_NUMERIC
from sidelight.query.metrics.view import View
from sidelight.query.sql import Sql

_TRACE = trace_attribute("trace_id", "")
_OBSERVATION = Lookup(
    "(trace_id, observation_id)",
    Sql("SELECT trace_id, id FROM observations FINAL WHERE project_id = {project_id:String} AND"),
    "",
)

_MORE_OF_OBSERVATIONS = (
    Column("traceRelease", "text", "release", (), _TRACE, own="release"),
    Column("traceVersion", "text", "version", (), _TRACE, own="version"),
    Column("start_time", "time", "start_time"),
)
_MORE_OF_SCORES = (
    # As the dimension has it. Lists of scores mean by it the judged session alone.
    Column("sessionId", "text", "session_id", (), _TRACE, own="session_id"),
    Column("traceRelease", "text", "release", (), _TRACE),
    Column("traceVersion", "text", "version", (), _TRACE),
    Column("observationName", "text", "name", (), _OBSERVATION),
    Column("observationModelName", "text", "model", (), _OBSERVATION),
    Column("observationPromptName", "text", "prompt_name", (), _OBSERVATION),
    Column("observationPromptVersion", "text", "ifNull(toString(prompt_version), '')", (), _OBSERVATION),
    Column("experimentName", "text", "experiment_name", (), _OBSERVATION),
    Column("scoreName", "text", "name"),
)

# The same value for conditions of another type, in the words of Langfuse's metrics API, where versions are texts.
_SECOND_KINDS = {
    "promptVersion": Column("promptVersion as text", "text", "ifNull(toString(prompt_version), '')"),
    "booleanValue": Column("booleanValue as flag", "flag", "ifNull(value, 0) = 1"),
}


def _columns(view: View, of_lists: Columns, more: Iterable[Column]) -> Columns:
    own = {
        name: Column(name, dimension.kind, dimension.sql)
        for name, dimension in view.dimensions.items()
        if not dimension.relation
    }
    found = {**own, **of_lists, **by_name(more)}
    return found | {column.id: column for name, column in _SECOND_KINDS.items() if name in found}


COLUMNS: dict[str, Columns] = {
    OBSERVATIONS.name: _columns(OBSERVATIONS, OBSERVATION_COLUMNS, _MORE_OF_OBSERVATIONS),
    **{
        view.name: _columns(view, SCORE_COLUMNS, _MORE_OF_SCORES)
        for view in (SCORES_NUMERIC, SCORES_BOOLEAN, SCORES_CATEGORICAL)
    },
}
"""By view; those of traces depend on the time range (:func:`sidelight.query.columns.traces.trace_columns`)."""


def suited(conditions: Iterable[FilterCondition], columns: Columns) -> tuple[FilterCondition, ...]:
    """The conditions, with the column's second kind where the condition does not suit the first.

    Raises:
        FilterError: a column does not exist, or takes no conditions of this type.
    """
    return tuple(_suited(condition, columns) for condition in conditions)


def _suited(condition: FilterCondition, columns: Columns) -> FilterCondition:
    first, second = columns.get(condition.column), _SECOND_KINDS.get(condition.column)
    is_second = first and second and condition.type not in KINDS[first.kind] and condition.type in KINDS[second.kind]
    found = replace(condition, column=second.id) if second and is_second else condition
    column_of(found, columns)
    return found
