"""One SQL statement for a checked query. Pure: values are parameters, names are those of the plan itself."""

from collections.abc import Mapping
from dataclasses import dataclass

from sidelight.query.metrics.granularity import Granularity
from sidelight.query.metrics.model import TIME, Aggregation, Metric, MetricsQuery
from sidelight.query.metrics.view import AMOUNT, Dimension, Relation, View
from sidelight.query.sql import Sql
from sidelight.store.driver import Param

_AGGREGATES: dict[Aggregation, str] = {
    "sum": "sum({})",
    "avg": "avg({})",
    "count": "count({})",
    "max": "max({})",
    "min": "min({})",
    "p50": "quantile(0.5)({})",
    "p75": "quantile(0.75)({})",
    "p90": "quantile(0.9)({})",
    "p95": "quantile(0.95)({})",
    "p99": "quantile(0.99)({})",
    "uniq": "uniq({})",
}
_EXPANDED = "expanded_key"


@dataclass(frozen=True, slots=True)
class Plan:
    """A statement, and which of its columns is which part of the answer."""

    sql: Sql
    dimensions: Mapping[str, tuple[str, Dimension]]
    metrics: Mapping[str, tuple[str, Metric]]


def relations_of(query: MetricsQuery, view: View) -> set[Relation]:
    """What must be joined to the view's rows."""
    dimensions = [view.dimension(field) for field in query.dimensions]
    measures = [view.measures[metric.measure] for metric in query.metrics]
    found: set[Relation] = {dimension.relation for dimension in dimensions if dimension is not None}
    return (found | {measure.relation for measure in measures}) - {""}


def plan(
    query: MetricsQuery,
    view: View,
    rows: Sql,
    joins: Mapping[Relation, Sql],
    *,
    buckets: Granularity | None,
    max_rows: int,
) -> Plan:
    """The statement for a query that ``check`` let through.

    ``rows`` is a SELECT of the view's rows that match, ``joins`` one JOIN for each relation of
    :func:`relations_of`. At most ``max_rows`` come back.
    """
    dimensions = _dimensions(query, view)
    metrics = {f"m{number}": metric for number, metric in enumerate(dict.fromkeys(query.metrics))}
    params: dict[str, Param] = {**rows.params, "max_rows": max_rows}
    source = f"({rows.text}) AS found"
    for relation in sorted(relations_of(query, view)):
        source += f" {joins[relation].text}"
        params.update(joins[relation].params)
    selected = [f"{_grouped(dimension)} AS {column}" for column, (_, dimension) in dimensions.items()]
    for dimension in (dimension for _, dimension in dimensions.values() if dimension.amounts):
        source += f" ARRAY JOIN {dimension.sql} AS {_EXPANDED}, {dimension.amounts} AS {AMOUNT}"
    if buckets is not None:
        selected.append(f"{buckets.sql(view.time_column)} AS {TIME}")
    keys = [column.rpartition(" AS ")[2] for column in selected]
    selected += [f"{_aggregate(query, view, metric)} AS {column}" for column, metric in metrics.items()]
    group = f" GROUP BY {', '.join(keys)}" if keys else ""
    order = _order(query, dimensions, metrics, keys)
    text = f"SELECT {', '.join(selected)} FROM {source}{group} ORDER BY {order} LIMIT {{max_rows:UInt64}}"  # noqa: S608
    return Plan(Sql(text, params), dimensions, {column: (metric.key, metric) for column, metric in metrics.items()})


def _dimensions(query: MetricsQuery, view: View) -> dict[str, tuple[str, Dimension]]:
    """By column: the name that was asked for, and the dimension; with those that a measure needs."""
    needed = [view.measures[metric.measure].needs for metric in query.metrics]
    fields = dict.fromkeys([*query.dimensions, *(field for field in needed if field)])
    named = ((field, view.dimension(field)) for field in fields)
    found = [(field, dimension) for field, dimension in named if dimension is not None]
    return {f"d{number}": pair for number, pair in enumerate(found)}


def _grouped(dimension: Dimension) -> str:
    if dimension.amounts:
        return _EXPANDED
    return f"arrayJoin({dimension.sql})" if dimension.is_exploded else dimension.sql


def _aggregate(query: MetricsQuery, view: View, metric: Metric) -> str:
    value = view.measures[metric.measure].sql
    if metric.aggregation == "histogram":
        return f"histogram({query.bins})(toFloat64({value}))"
    return _AGGREGATES[metric.aggregation].format(value)


def _order(
    query: MetricsQuery,
    dimensions: Mapping[str, tuple[str, Dimension]],
    metrics: Mapping[str, Metric],
    keys: list[str],
) -> str:
    columns = {field: column for column, (field, _) in dimensions.items()}
    columns |= {metric.key: column for column, metric in metrics.items()}
    if query.order_by:
        chosen = [f"{columns.get(o.field, o.field)} {'DESC' if o.is_descending else 'ASC'}" for o in query.order_by]
    elif TIME in keys:
        chosen = [TIME]
    else:
        chosen = [f"{next(iter(metrics))} DESC"]
    # The groups themselves at the end, so that equal rows have one order.
    return ", ".join([*chosen, *keys])
