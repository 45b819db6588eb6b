"""Values that traces can be narrowed by, with how many matching traces have each."""

import asyncio
from dataclasses import dataclass, replace

from sidelight.query.filters import ListField, TraceFilter
from sidelight.query.sql import Sql, all_of, within
from sidelight.query.trace_heads import TraceScope, load_scope, trace_heads
from sidelight.store.store import ProjectStore

MAX_VALUES = 100

Counts = tuple[tuple[str, int], ...]

# Facet, in the order of _GROUPED, and its column.
_COLUMNS: dict[ListField, str] = {
    "environments": "environment",
    "users": "user_id",
    "names": "name",
    "sources": "source",
}


@dataclass(frozen=True, slots=True)
class Facets:
    """(value, count) by facet, most frequent first, at most ``MAX_VALUES`` each; the empty value is left out."""

    environments: Counts
    users: Counts
    models: Counts
    names: Counts
    sources: Counts
    hidden_titles: int


async def load_facets(ps: ProjectStore, where: TraceFilter) -> Facets:
    """Count the values of each facet among the traces that match everything but that facet's own condition.

    So a chosen value does not hide the others that could be chosen beside it. Raises StoreError.
    """
    scope = await load_scope(ps, where)
    free = [facet for facet in _COLUMNS if not getattr(where, facet)]
    chosen = [facet for facet in _COLUMNS if getattr(where, facet)]
    queries = [_grouped(scope, where, free), *(_grouped(scope, where.without(facet), [facet]) for facet in chosen)]
    queries += [_models(scope, where.without("models")), _hidden(scope, where)]
    *grouped, models, hidden = await asyncio.gather(*(ps.query(query.text, query.params) for query in queries))
    counts: dict[str, list[tuple[str, int]]] = {facet: [] for facet in _COLUMNS}
    for rows in grouped:
        for row in rows:
            counts[row["facet"]].append((row["value"], row["traces"]))
    return Facets(
        environments=tuple(counts["environments"]),
        users=tuple(counts["users"]),
        names=tuple(counts["names"]),
        sources=tuple(counts["sources"]),
        models=tuple((row["value"], row["traces"]) for row in models),
        hidden_titles=hidden[0]["traces"],
    )


def _grouped(scope: TraceScope, where: TraceFilter, facets: list[ListField]) -> Sql:
    """Counts of several facets in one scan: each trace gives one (facet, value) row a facet."""
    heads = trace_heads(scope, where)
    pairs = ", ".join(f"('{facet}', toString({_COLUMNS[facet]}))" for facet in facets)
    return Sql(
        f"SELECT pair.1 AS facet, pair.2 AS value, count() AS traces"  # noqa: S608
        f" FROM (SELECT arrayJoin([{pairs}]) AS pair FROM ({heads.text}))"
        " WHERE value != '' GROUP BY facet, value ORDER BY traces DESC, value LIMIT {max_values:UInt32} BY facet",
        {**heads.params, "max_values": MAX_VALUES},
    )


def _models(scope: TraceScope, where: TraceFilter) -> Sql:
    observed = all_of(within("start_time", scope.observed, "observed"))
    if where == TraceFilter(hidden=where.hidden):
        # Nearly all traces match: leave the others out instead of looking each one up.
        heads = trace_heads(scope, TraceFilter(only_hidden=True))
        condition = "1" if where.hidden else f"trace_id NOT IN (SELECT id FROM ({heads.text}))"  # noqa: S608
    else:
        heads = trace_heads(scope, where)
        condition = f"trace_id IN (SELECT id FROM ({heads.text}))"  # noqa: S608
    return Sql(
        "SELECT model AS value, uniqExact(cityHash64(trace_id)) AS traces FROM observations FINAL"  # noqa: S608
        f" WHERE project_id = {{project_id:String}} AND {observed.text} AND model != '' AND {condition}"
        " GROUP BY value ORDER BY traces DESC, value LIMIT {max_values:UInt32}",
        {**heads.params, **observed.params, "max_values": MAX_VALUES},
    )


def _hidden(scope: TraceScope, where: TraceFilter) -> Sql:
    heads = trace_heads(scope, replace(where, only_hidden=True))
    return Sql(f"SELECT count() AS traces FROM ({heads.text})", heads.params)  # noqa: S608
