"""Where the values of a list's columns lie, for counting them: in its own rows, their traces, steps or scores."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from sidelight.query.columns.observations import OBSERVATION_COLUMNS
from sidelight.query.columns.scores import SCORE_COLUMNS
from sidelight.query.columns.traces import trace_columns
from sidelight.query.filter_columns import Column, Columns
from sidelight.query.filter_language import FilterCondition
from sidelight.query.observation_list import ObservationListFilter, observation_list_conditions
from sidelight.query.score_filter import ScoreFilter, score_conditions
from sidelight.query.sql import Sql, all_of, within
from sidelight.query.trace_heads import TraceScope, trace_heads

_SCORE_TYPES = {
    "score_numbers": "'NUMERIC', 'BOOLEAN'",
    "score_categories": "'CATEGORICAL', 'TEXT'",
    "score_flags": "'BOOLEAN'",
}
_SCORE_VALUES = {
    "score_numbers": "value",
    "score_categories": "ifNull(string_value, '')",
    "score_flags": "if(value = 1, 'true', 'false')",
}


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows that match: ``sql`` is ``FROM … WHERE …``, ``trace_id`` their column with the id of their trace."""

    sql: Sql
    trace_id: str


class FacetSource(Protocol):
    """A list whose columns can be counted."""

    @property
    def columns(self) -> Columns:
        """What the list can be filtered by."""

    def rows(self, conditions: Sequence[FilterCondition]) -> Rows:
        """The list's rows under these conditions. Raises FilterError."""

    def values(self, column: Column, rows: Rows, key: str) -> Sql:
        """A SELECT of (value, rows) of a column that is no plain one; ``rows`` says how many rows have the value."""


@dataclass(frozen=True, slots=True)
class TraceFacets:
    """The trace list; the conditions of the scope's own filter are replaced."""

    scope: TraceScope

    @property
    def columns(self) -> Columns:
        """Columns of traces, with their observations bounded in time."""
        return trace_columns(self.scope.observed)

    def rows(self, conditions: Sequence[FilterCondition]) -> Rows:
        """Heads of the matching traces."""
        heads = trace_heads(self.scope, replace(self.scope.where, conditions=tuple(conditions)))
        return Rows(Sql(f"FROM ({heads.text})", heads.params), "id")

    def values(self, column: Column, rows: Rows, key: str) -> Sql:
        """Values in the trace's own lists, its observations, metadata or scores."""
        if column.kind in _SCORE_TYPES:
            return _of_scores(column, rows, ("trace_id",), ("id",), key)
        if column.lookup is None:
            return _of_rows(column, rows.sql)
        if column.kind == "map":
            place = Sql(
                f"FROM traces FINAL WHERE project_id = {{project_id:String}} AND id IN (SELECT id {rows.sql.text})",
                rows.sql.params,
            )
            return _of_rows(column, place)
        observed = all_of(within("start_time", self.scope.observed, "observed"))
        totals = Sql(
            f"SELECT {column.sql} AS total FROM observations FINAL"  # noqa: S608
            f" WHERE project_id = {{project_id:String}} AND {observed.text}"
            f" AND trace_id IN (SELECT id {rows.sql.text}) GROUP BY trace_id",
            {**observed.params, **rows.sql.params},
        )
        return _of_rows(replace(column, sql="total"), Sql(f"FROM ({totals.text})", totals.params))


@dataclass(frozen=True, slots=True)
class ObservationFacets:
    """The list of observations; the filter's conditions are replaced."""

    where: ObservationListFilter

    @property
    def columns(self) -> Columns:
        """Columns of observations."""
        return OBSERVATION_COLUMNS

    def rows(self, conditions: Sequence[FilterCondition]) -> Rows:
        """The matching observations."""
        condition = observation_list_conditions(replace(self.where, conditions=tuple(conditions)))
        text = f"FROM observations FINAL WHERE project_id = {{project_id:String}} AND {condition.text}"
        return Rows(Sql(text, condition.params), "trace_id")

    def values(self, column: Column, rows: Rows, key: str) -> Sql:
        """Values in the observation's own lists, its trace or scores."""
        if column.kind in _SCORE_TYPES:
            if column.id.startswith("trace_"):
                return _of_scores(column, rows, ("trace_id",), ("trace_id",), key)
            return _of_scores(column, rows, ("trace_id", "observation_id"), ("trace_id", "id"), key)
        return _of_rows(column, rows.sql) if column.lookup is None else _of_traces(column, rows)


@dataclass(frozen=True, slots=True)
class ScoreFacets:
    """The list of scores; the filter's conditions are replaced."""

    where: ScoreFilter

    @property
    def columns(self) -> Columns:
        """Columns of scores."""
        return SCORE_COLUMNS

    def rows(self, conditions: Sequence[FilterCondition]) -> Rows:
        """The matching scores."""
        condition = score_conditions(replace(self.where, conditions=tuple(conditions)))
        text = f"FROM scores FINAL WHERE project_id = {{project_id:String}} AND {condition.text}"
        return Rows(Sql(text, condition.params), "trace_id")

    def values(self, column: Column, rows: Rows, key: str) -> Sql:
        """Values in the score's own metadata, or its trace."""
        return _of_rows(column, rows.sql) if column.lookup is None else _of_traces(column, rows)


def _of_rows(column: Column, place: Sql) -> Sql:
    """Values in the rows of ``place``, a ``FROM …``."""
    each = {"texts": f"arrayJoin({column.sql})", "map": f"arrayJoin(mapKeys({column.sql}))"}
    value = each.get(column.kind, column.sql)
    if column.kind == "number":
        return Sql(f"SELECT {value} AS value {place.text}", place.params)
    return Sql(f"SELECT toString({value}) AS value, count() AS rows {place.text} GROUP BY value", place.params)


def _of_traces(column: Column, rows: Rows) -> Sql:
    """Values of the rows' traces; where a row has its own value, that."""
    is_list = column.kind == "texts"
    nothing = "[]" if is_list else "''"
    own = column.own or nothing
    joined = "if(empty(own), found, own)"
    value = f"arrayJoin({joined})" if is_list else f"toString({joined})"
    own_type = "Array(String)" if is_list else "String"
    trace_ids = f"SELECT DISTINCT {rows.trace_id} {rows.sql.text}"
    return Sql(
        f"SELECT {value} AS value, matches AS rows FROM"  # noqa: S608
        f" (SELECT {rows.trace_id} AS trace, CAST({own}, '{own_type}') AS own, count() AS matches {rows.sql.text}"
        " GROUP BY trace, own) AS listed"
        f" LEFT JOIN (SELECT id, CAST({column.sql}, '{own_type}') AS found FROM traces FINAL"
        f" WHERE project_id = {{project_id:String}} AND id IN ({trace_ids})) AS known ON listed.trace = known.id",
        rows.sql.params,
    )


def _of_scores(column: Column, rows: Rows, subject: tuple[str, ...], place: tuple[str, ...], key: str) -> Sql:
    """Names of the rows' scores; with ``key`` the values of the scores of this name."""
    value = _SCORE_VALUES[column.kind] if key else "name"
    named = " AND name = {facet_key:String}" if key else ""
    params = {**rows.sql.params, "facet_key": key} if key else dict(rows.sql.params)
    scored = (
        f"FROM scores FINAL WHERE project_id = {{project_id:String}}"
        f" AND data_type IN ({_SCORE_TYPES[column.kind]}){named}"
        f" AND ({', '.join(subject)}) IN (SELECT {', '.join(place)} {rows.sql.text})"
    )
    if key and column.kind == "score_numbers":
        return Sql(f"SELECT {value} AS value {scored}", params)
    subjects = f"uniqExact({', '.join(subject)})"
    return Sql(f"SELECT {value} AS value, {subjects} AS rows {scored} GROUP BY value", params)
