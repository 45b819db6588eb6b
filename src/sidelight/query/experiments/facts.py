"""What each item came to: time, cost, tokens, failure. Never reads a text.

An item takes as long as its root. It costs what started in the trace while the root ran, so that evaluators, which run
after it, count for nothing; a link to a whole trace counts all of it.
"""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sidelight.query.experiments.links import Links
from sidelight.query.sql import Sql, TimeRange, all_of, within
from sidelight.store.driver import Row
from sidelight.store.store import ProjectStore

MAX_ITEMS = 20_000
"""Of one experiment, in a comparison."""

DAY_US = 86_400_000_000

# The least stands for the item: its root, else what names the item, else what has no parent, else the first. One number
# takes less time to compare than a tuple; the hash makes the answer the same whatever is read first.
_NEARNESS = """
            bitShiftLeft(toUInt128((o.id != l.root_id) * 4 + (o.item_id != l.item_id) * 2 + (o.parent_id != '')), 124)
            + bitShiftLeft(toUInt128(o.start_us), 64) + cityHash64(o.id)"""

_FACTS = f"""
SELECT experiment_id, item_id, trace_id, link_root_id, root.1 AS root_id, root.5 AS is_found, seen > 0 AS has_arrived,
    if(is_found, root.2, first_us) AS start_us,
    if(is_found, if(root.3 < 0, NULL, root.3), last_us) AS end_us,
    if(is_found, root.4 = 'ERROR', failures > 0) AS is_error,
    arrayFilter(part -> part.1 >= start_us AND part.1 <= ifNull(end_us, part.1), parts) AS inside,
    if(arrayExists(part -> part.3, inside), round(arraySum(part -> part.2, inside), 12), NULL) AS cost_usd,
    arraySum(part -> part.4, inside) AS tokens
FROM (
    SELECT l.experiment_id AS experiment_id, l.item_id AS item_id, l.trace_id AS trace_id, l.root_id AS link_root_id,
        argMin(
            (o.id, o.start_us, o.end_us, o.level,
                o.id != '' AND (o.id = l.root_id OR (l.item_id != '' AND o.item_id = l.item_id))),
            {_NEARNESS}
        ) AS root,
        countIf(o.id != '') AS seen, countIf(o.level = 'ERROR') AS failures,
        min(o.start_us) AS first_us, max(greatest(o.end_us, o.start_us)) AS last_us,
        groupArrayIf((o.start_us, o.cost, o.is_priced, o.tokens), o.is_priced OR o.tokens > 0) AS parts
    FROM (%(links)s) AS l
    LEFT JOIN (
        SELECT trace_id, id, parent_id, experiment_item_id AS item_id, level,
            toUnixTimestamp64Micro(start_time) AS start_us,
            ifNull(toUnixTimestamp64Micro(end_time), -1) AS end_us,
            ifNull(cost_usd, 0) AS cost, cost_usd IS NOT NULL AS is_priced, tokens_total AS tokens
        FROM observations FINAL WHERE project_id = {{project_id:String}} AND %(observed)s
    ) AS o ON o.trace_id = l.trace_id
    GROUP BY experiment_id, item_id, trace_id, link_root_id
)
"""  # noqa: S608

_STATS = """
SELECT f.experiment_id AS experiment_id, count() AS items, uniqExact(f.trace_id) AS traces,
    countIf(f.has_arrived) AS arrived, countIf(f.is_error AND f.has_arrived) AS errors,
    sum(if(f.has_arrived, f.end_us - f.start_us, NULL)) AS latency_us,
    count(if(f.has_arrived, f.end_us, NULL)) AS ended,
    round(sum(f.cost_usd), 12) AS cost_usd, count(f.cost_usd) AS priced, sum(f.tokens) AS tokens,
    minIf(f.start_us, f.has_arrived) AS first_us, maxIf(ifNull(f.end_us, f.start_us), f.has_arrived) AS last_us
FROM (%(facts)s) AS f WHERE %(kept)s GROUP BY experiment_id
"""

_CELLS = f"""
SELECT experiment_id, item_id, trace_id, link_root_id, root_id, has_arrived, start_us, end_us, is_error, cost_usd,
    tokens
FROM (%(facts)s) AS f WHERE %(kept)s ORDER BY start_us, trace_id, root_id LIMIT {MAX_ITEMS} BY experiment_id
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class ExperimentStats:
    """Totals over the items of an experiment; they add up over disjoint items.

    ``ended`` items have a latency, ``priced`` ones a cost; ``arrived`` are those whose trace is stored.
    """

    items: int = 0
    traces: int = 0
    arrived: int = 0
    errors: int = 0
    latency_us: int = 0
    ended: int = 0
    cost_usd: float = 0
    priced: int = 0
    tokens: int = 0
    first_us: int | None = None
    last_us: int | None = None

    def __add__(self, other: "ExperimentStats") -> "ExperimentStats":
        firsts = [one for one in (self.first_us, other.first_us) if one is not None]
        lasts = [one for one in (self.last_us, other.last_us) if one is not None]
        return ExperimentStats(
            self.items + other.items,
            self.traces + other.traces,
            self.arrived + other.arrived,
            self.errors + other.errors,
            self.latency_us + other.latency_us,
            self.ended + other.ended,
            round(self.cost_usd + other.cost_usd, 12),
            self.priced + other.priced,
            self.tokens + other.tokens,
            min(firsts, default=None),
            max(lasts, default=None),
        )

    @property
    def mean_latency_us(self) -> float | None:
        """None while no item has ended."""
        return self.latency_us / self.ended if self.ended else None

    @property
    def total_cost_usd(self) -> float | None:
        """None when no price is known."""
        return self.cost_usd if self.priced else None

    @property
    def mean_cost_usd(self) -> float | None:
        """Over the items whose cost is known."""
        return round(self.cost_usd / self.priced, 12) if self.priced else None


@dataclass(frozen=True, slots=True)
class ItemCell:
    """What one experiment did with one item, without texts. Without a stored trace there is only where it would be.

    ``root_id`` is the observation that stands for it, ``link_root_id`` the one that was reported (``""``: the trace).
    """

    experiment_id: str
    item_id: str
    trace_id: str
    link_root_id: str
    root_id: str
    has_arrived: bool
    start_us: int | None
    end_us: int | None
    is_error: bool
    cost_usd: float | None
    tokens: int

    @property
    def key(self) -> tuple[str, str, str, str]:
        """Names the link: experiment, item, trace, reported root."""
        return (self.experiment_id, self.item_id, self.trace_id, self.link_root_id)

    @property
    def latency_us(self) -> int | None:
        """None while the item has not ended."""
        return None if self.start_us is None or self.end_us is None else self.end_us - self.start_us


async def load_stats(
    ps: ProjectStore, links: Sequence[Links], time: TimeRange | None = None
) -> dict[str, ExperimentStats]:
    """Totals by experiment, of the items that start in ``time``. Raises StoreError."""
    found: dict[str, ExperimentStats] = {}
    for rows in await asyncio.gather(*(_load(ps, _STATS, one, time) for one in links)):
        for row in rows:
            if not row["arrived"]:
                row |= {"first_us": None, "last_us": None}
            row["latency_us"] = row["latency_us"] or 0
            row["cost_usd"] = row["cost_usd"] or 0
            stats = ExperimentStats(**{name: row[name] for name in ExperimentStats.__slots__})
            found[row["experiment_id"]] = found.get(row["experiment_id"], ExperimentStats()) + stats
    return found


async def load_cells(ps: ProjectStore, links: Sequence[Links]) -> list[ItemCell]:
    """The items of some experiments, oldest first; at most ``MAX_ITEMS`` of each. Raises StoreError."""
    found = await asyncio.gather(*(_load(ps, _CELLS, one, None) for one in links))
    cells = [_cell(row) for rows in found for row in rows]
    return sorted(cells, key=lambda cell: (cell.start_us or 0, cell.trace_id, cell.root_id))


def facts_sql(links: Links) -> Sql:
    """One row an item: see the head of this file."""
    observed = all_of([links.traces, *within("start_time", _around(links.time), "observed")])
    text = _FACTS % {"links": links.relation.text, "observed": observed.text}
    return Sql(text, {**links.relation.params, **observed.params})


def _around(time: TimeRange) -> TimeRange:
    """What belongs to a trace may begin before and after the spans that name the experiment."""
    return TimeRange(
        None if time.from_us is None else time.from_us - DAY_US, None if time.to_us is None else time.to_us + DAY_US
    )


async def _load(ps: ProjectStore, sql: str, links: Links, time: TimeRange | None) -> Iterable[Row]:
    facts = facts_sql(links)
    kept = all_of(
        [
            Sql(f"f.start_us {sign} {{{name}:Int64}}", {name: bound})
            for sign, name, bound in (
                (">=", "kept_from_us", time.from_us if time else None),
                ("<", "kept_to_us", time.to_us if time else None),
            )
            if bound is not None
        ]
    )
    return await ps.query(sql % {"facts": facts.text, "kept": kept.text}, {**facts.params, **kept.params})


def _cell(row: Row) -> ItemCell:
    if not row["has_arrived"]:
        row |= {"start_us": None, "end_us": None, "is_error": False}
    return ItemCell(**{**row, "has_arrived": bool(row["has_arrived"]), "is_error": bool(row["is_error"])})
