"""What the rows of a list have in a column, and how often: values, keys, or the least and greatest number.

Each facet is counted among the rows that meet all conditions but those on the facet itself, so that a chosen value
does not hide the others that could be chosen beside it. Plain columns under the same conditions share one scan.
"""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sidelight.query.facet_sources import FacetSource, Rows
from sidelight.query.filter_columns import Column, column_of
from sidelight.query.filter_language import FilterCondition, FilterError
from sidelight.query.sql import Sql
from sidelight.store.driver import Row
from sidelight.store.store import ProjectStore

MAX_VALUES = 100


@dataclass(frozen=True, slots=True)
class Facet:
    """A column of the list; ``key`` is the score whose values are wanted, ``""`` for the names of all."""

    column: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class FacetCounts:
    """(value, rows) most frequent first, at most ``MAX_VALUES``, without the empty value; for numbers the bounds."""

    facet: Facet
    values: tuple[tuple[str, int], ...] = ()
    least: float | None = None
    most: float | None = None


async def load_facet_counts(
    ps: ProjectStore, source: FacetSource, conditions: Sequence[FilterCondition], facets: Sequence[Facet]
) -> list[FacetCounts]:
    """The counts in the order of ``facets``.

    Raises:
        FilterError: a facet or a condition names no column of the list.
        StoreError: the store failed.
    """
    wanted = [(facet, _column(source, facet)) for facet in dict.fromkeys(facets)]
    together: defaultdict[tuple[FilterCondition, ...], list[tuple[Facet, Column]]] = defaultdict(list)
    tasks = []
    for facet, column in wanted:
        others = _others(source, conditions, facet, column)
        if column.lookup is None and column.kind in ("text", "flag"):
            together[others].append((facet, column))
        else:
            tasks.append(_one(ps, source.rows(others), source, facet, column))
    tasks += [_many(ps, source.rows(others), group) for others, group in together.items()]
    found = {counts.facet: counts for part in await asyncio.gather(*tasks) for counts in part}
    return [found[facet] for facet in facets]


def _column(source: FacetSource, facet: Facet) -> Column:
    column = source.columns.get(facet.column)
    if column is None or column.kind in ("long_text", "time", "position"):
        raise FilterError(f"There is no facet {facet.column!r} in this list; columns with values have one.")
    return column


def _others(
    source: FacetSource, conditions: Sequence[FilterCondition], facet: Facet, column: Column
) -> tuple[FilterCondition, ...]:
    """The conditions on other columns, and on other keys of the same."""
    return tuple(
        one
        for one in conditions
        if column_of(one, source.columns).id != column.id or (facet.key and one.key != facet.key)
    )


async def _many(ps: ProjectStore, rows: Rows, group: Sequence[tuple[Facet, Column]]) -> list[FacetCounts]:
    """Plain columns in one scan: each is a grouping set, told apart by the one bit that is not set in its mask."""
    names = [f"c{number}" for number in range(len(group))]
    inner = ", ".join(f"{_plain(column)} AS {name}" for name, (_, column) in zip(names, group, strict=True))
    everything = (1 << len(group)) - 1
    masks = [everything ^ (1 << (len(group) - 1 - number)) for number in range(len(group))]
    value = ", ".join(f"mask = {mask}, {name}" for mask, name in zip(masks, names, strict=True))
    found = await ps.query(
        f"SELECT grouping({', '.join(names)}) AS mask, multiIf({value}, '') AS value, count() AS matches"  # noqa: S608
        f" FROM (SELECT {inner} {rows.sql.text})"
        f" GROUP BY GROUPING SETS ({', '.join(f'({name})' for name in names)}) HAVING value != ''"
        " ORDER BY matches DESC, value LIMIT {max_values:UInt32} BY mask",
        {**rows.sql.params, "max_values": MAX_VALUES},
    )
    return [
        FacetCounts(facet, _pairs([row for row in found if row["mask"] == mask]))
        for mask, (facet, _) in zip(masks, group, strict=True)
    ]


def _plain(column: Column) -> str:
    return f"if({column.sql}, 'true', 'false')" if column.kind == "flag" else f"toString({column.sql})"


async def _one(ps: ProjectStore, rows: Rows, source: FacetSource, facet: Facet, column: Column) -> list[FacetCounts]:
    """A column whose values are lists, numbers, or lie elsewhere."""
    values = source.values(column, rows, facet.key)
    is_number = column.kind == "number" or (column.kind == "score_numbers" and bool(facet.key))
    if is_number:
        found = await ps.query(
            f"SELECT minOrNull(value) AS least, maxOrNull(value) AS most FROM ({values.text})",  # noqa: S608
            values.params,
        )
        return [FacetCounts(facet, (), found[0]["least"], found[0]["most"])]
    query = _counted(values)
    return [FacetCounts(facet, _pairs(await ps.query(query.text, query.params)))]


def _counted(values: Sql) -> Sql:
    return Sql(
        f"SELECT value, toUInt64(sum(rows)) AS matches FROM ({values.text}) WHERE value != ''"  # noqa: S608
        " GROUP BY value ORDER BY matches DESC, value LIMIT {max_values:UInt32}",
        {**values.params, "max_values": MAX_VALUES},
    )


def _pairs(rows: Sequence[Row]) -> tuple[tuple[str, int], ...]:
    return tuple((row["value"], row["matches"]) for row in rows)
