"""The items that spans tell of, newest first: a page of keys, across experiments."""

from collections.abc import Sequence
from dataclasses import dataclass

from sidelight.query.filter_language import FilterCondition
from sidelight.query.filter_predicates import predicate
from sidelight.query.sql import ALL_TIME, Sql, TimeRange, all_of, within
from sidelight.store.driver import Param, Row
from sidelight.store.store import ProjectStore

ItemKey = tuple[int, str]
"""Start in microseconds, and a text that tells items of one moment apart."""

# What says most about an item first: its root, else what began first.
_KEYS = """
SELECT experiment_id, trace_id, link_root_id, root.1 AS root_id, root.2 AS start_us, root.3 AS end_or_none,
    root.4 AS level, root.5 AS environment, root.6 AS item_id, root.7 AS dataset_id, root.8 AS experiment_name,
    concat(trace_id, ':', root_id, ':', experiment_id) AS mark
FROM (
    SELECT experiment_id, trace_id, experiment_item_root_id AS link_root_id,
        argMin((id, toUnixTimestamp64Micro(start_time), ifNull(toUnixTimestamp64Micro(end_time), -1), level,
            environment, experiment_item_id, experiment_dataset_id, experiment_name),
            (id != experiment_item_root_id, start_time, id)) AS root
    FROM observations FINAL WHERE project_id = {project_id:String} AND experiment_id != '' AND %(rows)s
    GROUP BY experiment_id, trace_id, link_root_id, if(experiment_item_root_id = '', experiment_item_id, '')
)
WHERE %(items)s ORDER BY start_us DESC, mark DESC LIMIT {limit:UInt32}
"""


@dataclass(frozen=True, slots=True)
class ReportedItem:
    """An item by its root, without texts. ``link_root_id`` is the root that its spans name, arrived or not."""

    experiment_id: str
    experiment_name: str
    dataset_id: str
    item_id: str
    trace_id: str
    link_root_id: str
    root_id: str
    start_us: int
    end_us: int | None
    level: str
    environment: str
    mark: str

    @property
    def key(self) -> ItemKey:
        """Where the item stands in the list."""
        return (self.start_us, self.mark)


@dataclass(frozen=True, slots=True)
class ItemFilter:
    """``experiment_ids`` and ``item_ids`` match any of their values, None is no condition.

    ``conditions`` are those of the filter language on the item's id.
    """

    time: TimeRange = ALL_TIME
    experiment_ids: tuple[str, ...] | None = None
    item_ids: tuple[str, ...] | None = None
    conditions: tuple[FilterCondition, ...] = ()


async def newest_items(
    ps: ProjectStore, where: ItemFilter, after: ItemKey | None, limit: int
) -> Sequence[ReportedItem]:
    """The ``limit`` items after a key, newest first. Raises FilterError, StoreError."""
    rows: list[Sql] = within("start_time", where.time, "item")
    for name, column, values in (
        ("experiments", "experiment_id", where.experiment_ids),
        ("items", "experiment_item_id", where.item_ids),
    ):
        if values is not None:
            rows.append(Sql(f"{column} IN {{item_{name}:Array(String)}}", {f"item_{name}": list(values)}))
    rows += [predicate(one, "text", "experiment_item_id", f"item_{n}") for n, one in enumerate(where.conditions)]
    items: list[Sql] = []
    if after is not None:
        params: dict[str, Param] = {"after_us": after[0], "after_mark": after[1]}
        items.append(Sql("(start_us, mark) < ({after_us:Int64}, {after_mark:String})", params))
    row_condition, item_condition = all_of(rows), all_of(items)
    sql = _KEYS % {"rows": row_condition.text, "items": item_condition.text}
    found = await ps.query(sql, {**row_condition.params, **item_condition.params, "limit": limit})
    return [_item(row) for row in found]


def _item(row: Row) -> ReportedItem:
    end_us = row.pop("end_or_none")
    return ReportedItem(
        **{name: row[name] for name in ReportedItem.__slots__ if name != "end_us"},
        end_us=None if end_us < 0 else end_us,
    )
