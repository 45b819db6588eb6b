"""Values that scores can be narrowed by, with how many matching scores have each."""

import asyncio
from collections.abc import Mapping

from sidelight.query.score_filter import LIST_COLUMNS, ScoreFilter, ScoreListField, score_conditions
from sidelight.query.sql import Sql
from sidelight.store.store import ProjectStore

MAX_VALUES = 100

FACETS: tuple[ScoreListField, ...] = (
    "names",
    "sources",
    "data_types",
    "environments",
    "config_ids",
    "author_ids",
    "queue_ids",
    "string_values",
)

ScoreFacets = Mapping[ScoreListField, tuple[tuple[str, int], ...]]


async def load_score_facets(ps: ProjectStore, where: ScoreFilter) -> ScoreFacets:
    """(value, count) by facet, most frequent first, at most ``MAX_VALUES`` each; the empty value is left out.

    Each facet counts the scores that match everything but its own condition, so that a chosen value does not hide the
    others. ``string_values`` are those of categories and booleans, never free texts. Raises StoreError.
    """
    free = [facet for facet in FACETS if not getattr(where, facet)]
    chosen = [facet for facet in FACETS if getattr(where, facet)]
    queries = [_grouped(where, free)] if free else []
    queries += [_grouped(where.without(facet), [facet]) for facet in chosen]
    counts: dict[ScoreListField, list[tuple[str, int]]] = {facet: [] for facet in FACETS}
    for rows in await asyncio.gather(*(ps.query(query.text, query.params) for query in queries)):
        for row in rows:
            counts[row["facet"]].append((row["value"], row["scores"]))
    return {facet: tuple(pairs) for facet, pairs in counts.items()}


def _grouped(where: ScoreFilter, facets: list[ScoreListField]) -> Sql:
    """Counts of several facets in one scan: each score gives one (facet, value) row a facet."""
    pairs = ", ".join(f"('{facet}', {_value(facet)})" for facet in facets)
    condition = score_conditions(where)
    return Sql(
        "SELECT pair.1 AS facet, pair.2 AS value, count() AS scores"  # noqa: S608
        f" FROM (SELECT arrayJoin([{pairs}]) AS pair FROM scores FINAL"
        f" WHERE project_id = {{project_id:String}} AND {condition.text})"
        " WHERE value != '' GROUP BY facet, value ORDER BY scores DESC, value LIMIT {max_values:UInt32} BY facet",
        {**condition.params, "max_values": MAX_VALUES},
    )


def _value(facet: ScoreListField) -> str:
    if facet == "string_values":
        return "if(data_type IN ('CATEGORICAL', 'BOOLEAN'), ifNull(string_value, ''), '')"
    return f"toString({LIST_COLUMNS[facet]})"
