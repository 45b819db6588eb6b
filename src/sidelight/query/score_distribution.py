"""How the values of the matching scores are distributed, score by score: bins of numbers, counts of categories."""

import asyncio
from collections import defaultdict
from dataclasses import dataclass

from sidelight.query.score_filter import ScoreFilter, score_conditions
from sidelight.query.sql import Sql
from sidelight.store.store import ProjectStore

MAX_NAMES = 12
MAX_CATEGORIES = 8
BINS = 20


@dataclass(frozen=True, slots=True)
class Distribution:
    """The scores of one name and type.

    NUMERIC ones have ``bins`` of equal width from ``least`` to ``most`` (one bin when all are equal), categories and
    booleans have ``categories`` with counts, most frequent first.
    """

    name: str
    data_type: str
    count: int
    average: float | None
    least: float | None
    most: float | None
    bins: tuple[int, ...] = ()
    categories: tuple[tuple[str, int], ...] = ()


_TOTALS = """
SELECT name, data_type, count() AS matches, avg(value) AS average, min(value) AS least, max(value) AS most %s
GROUP BY name, data_type ORDER BY matches DESC, name, data_type LIMIT {max_names:UInt32}
"""

# Each name has its own bounds; bins of equal width between them.
_BINS = """
SELECT name, toUInt32(least({last_bin:UInt32}, floor((value - low) / (high - low) * {bins:UInt32}))) AS bin,
    count() AS matches
FROM (SELECT name, value %(rows)s AND data_type = 'NUMERIC' AND isFinite(value)) AS listed
INNER JOIN (SELECT name, min(value) AS low, max(value) AS high %(rows)s AND data_type = 'NUMERIC' GROUP BY name) AS ends
USING (name)
WHERE high > low GROUP BY name, bin
"""

_CATEGORIES = """
SELECT name, data_type, ifNull(string_value, '') AS category, count() AS matches %s
    AND data_type IN ('CATEGORICAL', 'BOOLEAN')
GROUP BY name, data_type, category ORDER BY matches DESC, category LIMIT {max_categories:UInt32} BY name, data_type
"""


async def load_distributions(ps: ProjectStore, where: ScoreFilter) -> list[Distribution]:
    """The distributions of the ``MAX_NAMES`` most frequent scores. Raises FilterError and StoreError."""
    condition = score_conditions(where)
    rows = Sql(f"FROM scores FINAL WHERE project_id = {{project_id:String}} AND {condition.text}", condition.params)
    totals, bins, categories = await asyncio.gather(
        ps.query(_TOTALS % rows.text, {**rows.params, "max_names": MAX_NAMES}),
        ps.query(_BINS % {"rows": rows.text}, {**rows.params, "bins": BINS, "last_bin": BINS - 1}),
        ps.query(_CATEGORIES % rows.text, {**rows.params, "max_categories": MAX_CATEGORIES}),
    )
    by_bin: defaultdict[str, list[int]] = defaultdict(lambda: [0] * BINS)
    for row in bins:
        by_bin[row["name"]][row["bin"]] = row["matches"]
    by_category: defaultdict[tuple[str, str], list[tuple[str, int]]] = defaultdict(list)
    for row in categories:
        by_category[row["name"], row["data_type"]].append((row["category"], row["matches"]))
    return [
        Distribution(
            name=row["name"],
            data_type=row["data_type"],
            count=row["matches"],
            average=row["average"],
            least=row["least"],
            most=row["most"],
            bins=tuple(by_bin.get(row["name"], [row["matches"]])) if row["data_type"] == "NUMERIC" else (),
            categories=tuple(by_category.get((row["name"], row["data_type"]), ())),
        )
        for row in totals
    ]
