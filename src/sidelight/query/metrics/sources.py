"""The rows of a view, and what is joined to them. A look at the stored times keeps every side within bounds."""

from dataclasses import dataclass

from sidelight.query.filter_columns import conditions_sql
from sidelight.query.filters import TraceFilter
from sidelight.query.metrics.columns import COLUMNS, suited
from sidelight.query.metrics.model import MetricsQuery
from sidelight.query.metrics.score_views import DATA_TYPES
from sidelight.query.metrics.view import Relation, View
from sidelight.query.sql import Sql, TimeRange, all_of, within
from sidelight.query.trace_heads import load_scope, trace_heads
from sidelight.store.store import ProjectStore

_ROWS = "SELECT * FROM {table} FINAL WHERE project_id = {{project_id:String}} AND {condition}"

_ACTIVE = "SELECT trace_id FROM trace_bounds WHERE project_id = {{project_id:String}} AND {condition}"
_JUDGED = "SELECT trace_id FROM scores WHERE project_id = {{project_id:String}} AND {condition}"

# min and max over an Int64 of no rows are 0; the count tells that apart.
_BOUNDS = """
SELECT count() AS traces, toUnixTimestamp64Micro(min(start_min)) AS first_us,
    toUnixTimestamp64Micro(max(start_max)) AS last_us
FROM trace_bounds WHERE project_id = {project_id:String} AND trace_id IN (%s)
"""

_OF_TRACE = """LEFT ANY JOIN (
    SELECT id AS of_trace_id, name AS of_trace_name, user_id AS of_trace_user_id, session_id AS of_trace_session_id,
        release AS of_trace_release, version AS of_trace_version, tags AS of_trace_tags
    FROM traces FINAL WHERE project_id = {{project_id:String}} AND {bounds} AND id IN ({wanted})
) AS of_trace ON found.trace_id = of_trace.of_trace_id"""

_OF_OBSERVATION = """LEFT ANY JOIN (
    SELECT trace_id AS observed_trace_id, id AS observed_id, name AS observed_name, model AS observed_model,
        prompt_name AS observed_prompt_name, prompt_version AS observed_prompt_version,
        experiment_name AS observed_experiment_name, experiment_id AS observed_experiment_id
    FROM observations FINAL WHERE project_id = {{project_id:String}} AND {bounds} AND trace_id IN ({wanted})
) AS of_observation
ON found.trace_id = of_observation.observed_trace_id AND found.observation_id = of_observation.observed_id"""

_SCORES_OF_OBSERVATIONS = """LEFT ANY JOIN (
    SELECT trace_id AS scored_trace_id, observation_id AS scored_id, count() AS scored
    FROM scores FINAL WHERE project_id = {project_id:String} AND observation_id != ''
    GROUP BY scored_trace_id, scored_id
) AS of_scores ON found.trace_id = of_scores.scored_trace_id AND found.id = of_scores.scored_id"""

_SCORES_OF_TRACES = """LEFT ANY JOIN (
    SELECT trace_id AS scored_id, count() AS scored
    FROM scores FINAL WHERE project_id = {project_id:String} AND trace_id != '' GROUP BY scored_id
) AS of_scores ON found.id = of_scores.scored_id"""

_OBSERVED = """LEFT ANY JOIN (
    SELECT trace_id AS observed_id, count() AS observed, sum(tokens_total) AS observed_tokens,
        sum(cost_usd) AS observed_cost_usd,
        toNullable(dateDiff('microsecond', min(start_time), max(coalesce(end_time, start_time)))) AS observed_us
    FROM observations FINAL WHERE project_id = {{project_id:String}} AND {bounds} GROUP BY observed_id
) AS of_observations ON found.id = of_observations.observed_id"""


@dataclass(frozen=True, slots=True)
class Sources:
    """A SELECT of the rows, and a JOIN for each relation."""

    rows: Sql
    joins: dict[Relation, Sql]


async def load_sources(ps: ProjectStore, query: MetricsQuery, view: View, relations: set[Relation]) -> Sources:
    """What :func:`~sidelight.query.metrics.plan.plan` reads for the query. Raises FilterError, StoreError."""
    time = TimeRange(query.from_us, query.to_us)
    if view.name == "traces":
        return await _of_traces(ps, query, time)
    table = "observations" if view.name == "observations" else "scores"
    columns = COLUMNS[view.name]
    conditions = [
        *within(view.time_column, time),
        *([_of_types(view.name)] if table == "scores" else []),
        conditions_sql(suited(query.conditions, columns), columns, "metrics_filter"),
    ]
    condition = all_of(conditions)
    rows = Sql(_ROWS.format(table=table, condition=condition.text), condition.params)
    joins = await _joins_of(ps, table, time, relations)
    return Sources(rows, joins)


async def _of_traces(ps: ProjectStore, query: MetricsQuery, time: TimeRange) -> Sources:
    where = TraceFilter(time=time, hidden=True).narrowed(query.conditions)
    scope = await load_scope(ps, where)
    observed = all_of(within("start_time", scope.observed, "observed"))
    joins: dict[Relation, Sql] = {
        "observed": Sql(_OBSERVED.format(bounds=observed.text), observed.params),
        "scores": Sql(_SCORES_OF_TRACES),
    }
    return Sources(trace_heads(scope), joins)


async def _joins_of(ps: ProjectStore, table: str, time: TimeRange, relations: set[Relation]) -> dict[Relation, Sql]:
    joins: dict[Relation, Sql] = {"scores": Sql(_SCORES_OF_OBSERVATIONS)}
    if relations & {"trace", "observation"}:
        wanted = _active_in(time) if table == "observations" else _judged_in(time)
        # A client may stamp a trace, or an observation, outside of what was known when the other arrived: bounds hold
        # the times of both.
        bounds = await _load_bounds(ps, wanted)
        joins["trace"] = _joined(_OF_TRACE, wanted, within("timestamp", bounds, "joined"))
        joins["observation"] = _joined(_OF_OBSERVATION, wanted, within("start_time", bounds, "joined"))
    return joins


def _joined(template: str, wanted: Sql, bounds: list[Sql]) -> Sql:
    condition = all_of(bounds)
    return Sql(template.format(bounds=condition.text, wanted=wanted.text), {**condition.params, **wanted.params})


def _active_in(time: TimeRange) -> Sql:
    """Traces with something that begins in the range: a row of the bounds that reaches into it (several a trace)."""
    reaches = all_of(
        [
            *within("start_max", TimeRange(time.from_us), "active"),
            *within("start_min", TimeRange(None, time.to_us), "active"),
        ]
    )
    return Sql(_ACTIVE.format(condition=reaches.text), reaches.params)


def _judged_in(time: TimeRange) -> Sql:
    condition = all_of([*within("timestamp", time, "judged"), Sql("trace_id != ''")])
    return Sql(_JUDGED.format(condition=condition.text), condition.params)


async def _load_bounds(ps: ProjectStore, wanted: Sql) -> TimeRange:
    rows = await ps.query(_BOUNDS % wanted.text, wanted.params)
    if not rows[0]["traces"]:
        return TimeRange(0, 0)
    return TimeRange(rows[0]["first_us"], rows[0]["last_us"] + 1)


def _of_types(view_name: str) -> Sql:
    return Sql("data_type IN {metrics_types:Array(String)}", {"metrics_types": list(DATA_TYPES[view_name])})
