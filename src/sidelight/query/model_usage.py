"""How a project uses models: which definitions price its calls, and which models nobody has a price for."""

from dataclasses import dataclass

from sidelight.query.sql import TimeRange, all_of, within
from sidelight.store.store import ProjectStore

MAX_UNPRICED = 100


@dataclass(frozen=True, slots=True)
class ModelUsage:
    """Calls that one definition priced."""

    model_id: str
    calls: int
    last_used_us: int
    cost_usd: float


@dataclass(frozen=True, slots=True)
class UnpricedModel:
    """A model whose calls report usage and have no cost."""

    model: str
    provider: str
    calls: int
    tokens: int
    last_used_us: int
    buckets: tuple[str, ...]


_USAGE = """
SELECT model_id, count() AS calls, max(toUnixTimestamp64Micro(start_time)) AS last_us, sum(ifNull(cost_usd, 0)) AS cost
FROM observations FINAL WHERE project_id = {project_id:String} AND model_id != '' AND %s GROUP BY model_id
"""

_UNPRICED = """
SELECT model, any(model_provider) AS provider, count() AS calls, sum(tokens_total) AS tokens,
    max(toUnixTimestamp64Micro(start_time)) AS last_us, arraySort(groupUniqArrayArray(mapKeys(usage))) AS buckets
FROM observations FINAL
WHERE project_id = {project_id:String} AND model != '' AND cost_usd IS NULL AND tokens_total > 0 AND %s
GROUP BY model ORDER BY calls DESC, model LIMIT {limit:UInt32}
"""


async def load_model_usage(ps: ProjectStore, time: TimeRange) -> dict[str, ModelUsage]:
    """What each definition was used for, by its id. Raises StoreError."""
    where = all_of(within("start_time", time))
    rows = await ps.query(_USAGE % where.text, where.params)
    return {row["model_id"]: ModelUsage(row["model_id"], row["calls"], row["last_us"], row["cost"]) for row in rows}


async def load_unpriced_models(ps: ProjectStore, time: TimeRange) -> list[UnpricedModel]:
    """Models without a price, most used first. Raises StoreError."""
    where = all_of(within("start_time", time))
    rows = await ps.query(_UNPRICED % where.text, {**where.params, "limit": MAX_UNPRICED})
    return [
        UnpricedModel(row["model"], row["provider"], row["calls"], row["tokens"], row["last_us"], tuple(row["buckets"]))
        for row in rows
    ]
