"""A trace in one line: its own attributes and the totals over its observations. Never reads a full text."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sidelight.query.tokens import COST_SUM, TOKEN_SUMS, TokenTotals, cost_of, tokens_of
from sidelight.store.driver import Params, Row
from sidelight.store.store import ProjectStore

LIVE_SECONDS = 60
LEVELS = ("DEBUG", "DEFAULT", "WARNING", "ERROR")
# One failure is often the error of a step and of the one around it: only the innermost is counted.
ERROR_COUNT = """countIf(level = 'ERROR')
    - length(arrayIntersect(groupArrayIf(id, level = 'ERROR'), groupArrayIf(parent_id, level = 'ERROR')))"""
LEVEL_RANK = "multiIf(level = 'ERROR', 3, level = 'WARNING', 2, level = 'DEBUG', 0, 1)"


@dataclass(frozen=True, slots=True)
class TraceSummary:
    """What lists show of a trace. ``start_us`` and ``end_us`` span its observations, None when it has none."""

    id: str
    timestamp_us: int
    name: str
    kind: str
    parent_trace_id: str
    parent_observation_id: str
    user_id: str
    session_id: str
    environment: str
    version: str
    release: str
    tags: tuple[str, ...]
    source: str
    public: bool
    bookmarked: bool
    input_preview: str
    output_preview: str
    arrived_us: int
    service_name: str = ""
    start_us: int | None = None
    end_us: int | None = None
    models: tuple[str, ...] = ()
    level: str = "DEFAULT"
    turn_count: int = 0
    tool_count: int = 0
    generation_count: int = 0
    error_count: int = 0
    warning_count: int = 0
    observation_count: int = 0
    tokens: TokenTotals = field(default_factory=TokenTotals)
    cost_usd: float | None = None

    @property
    def duration_us(self) -> int | None:
        """From the first start to the last end."""
        if self.start_us is None or self.end_us is None:
            return None
        return self.end_us - self.start_us

    @property
    def is_live(self) -> bool:
        """Whether something arrived for it within the last minute."""
        return time.time() - self.arrived_us / 1e6 < LIVE_SECONDS


@dataclass(frozen=True, slots=True)
class Bounds:
    """Between which times the observations of some traces, and the traces themselves, start."""

    ids: tuple[str, ...]
    first_us: int
    last_us: int

    @property
    def params(self) -> dict[str, Any]:
        """Values for the placeholders in ``OF_TRACES`` and ``TRACES_BY_ID``."""
        return {"ids": list(self.ids), "first_us": self.first_us, "last_us": self.last_us}


OF_TRACES = """project_id = {project_id:String} AND trace_id IN {ids:Array(String)}
    AND start_time >= fromUnixTimestamp64Micro({first_us:Int64}, 'UTC')
    AND start_time <= fromUnixTimestamp64Micro({last_us:Int64}, 'UTC')"""

TRACES_BY_ID = """project_id = {project_id:String} AND id IN {ids:Array(String)}
    AND timestamp >= fromUnixTimestamp64Micro({first_us:Int64}, 'UTC')
    AND timestamp <= fromUnixTimestamp64Micro({last_us:Int64}, 'UTC')"""

_BOUNDS = """
SELECT groupArray(trace_id) AS ids, toUnixTimestamp64Micro(min(started)) AS first_us,
    toUnixTimestamp64Micro(max(started_until)) AS last_us
FROM (
    SELECT trace_id, min(start_min) AS started, max(start_max) AS started_until
    FROM trace_bounds WHERE project_id = {project_id:String} AND trace_id IN {ids:Array(String)} GROUP BY trace_id
)
"""

_HEADS = f"""
SELECT id, toUnixTimestamp64Micro(timestamp) AS timestamp_us, name, kind, parent_trace_id, parent_observation_id,
    user_id, session_id, environment, version, release, tags, source, public, bookmarked, input_preview, output_preview,
    toUnixTimestamp64Micro(event_ts) AS arrived_us
FROM traces FINAL WHERE {TRACES_BY_ID}
"""  # noqa: S608

_TOTALS = f"""
SELECT trace_id,
    toUnixTimestamp64Micro(min(start_time)) AS start_us,
    toUnixTimestamp64Micro(max(coalesce(end_time, start_time))) AS end_us,
    toUnixTimestamp64Micro(max(event_ts)) AS arrived_us,
    max(service_name) AS service_name,
    arraySort(groupUniqArrayIf(model, model != '')) AS models,
    max({LEVEL_RANK}) AS level_rank,
    countIf(kind = 'turn') AS turn_count,
    countIf(type = 'TOOL') AS tool_count,
    countIf(type = 'GENERATION') AS generation_count,
    {ERROR_COUNT} AS error_count,
    countIf(level = 'WARNING') AS warning_count,
    count() AS observation_count,
    {TOKEN_SUMS},
    {COST_SUM},
    argMin(
        (name, environment, version, release, source, input_preview, output_preview),
        (parent_id != '', start_time)
    ) AS root,
    argMinOrNullIf(trace_name, (parent_id != '', start_time), trace_name != '') AS said_name,
    max(observations.user_id) AS user_id,
    max(observations.session_id) AS session_id,
    arraySort(groupUniqArrayArray(observations.tags)) AS tags
FROM observations FINAL WHERE {OF_TRACES}
GROUP BY trace_id
"""  # noqa: S608


async def load_bounds(ps: ProjectStore, ids: Sequence[str]) -> Bounds | None:
    """Where these traces lie in time, without those that do not exist; None when none does. Raises StoreError."""
    rows = await ps.query(_BOUNDS, {"ids": list(ids)})
    if not rows or not rows[0]["ids"]:
        return None
    return Bounds(tuple(rows[0]["ids"]), rows[0]["first_us"], rows[0]["last_us"])


async def load_summaries(ps: ProjectStore, ids: Sequence[str], bounds: Bounds | None = None) -> dict[str, TraceSummary]:
    """Summaries by trace id; ids that do not exist are left out. Raises StoreError."""
    bounds = bounds or (await load_bounds(ps, ids) if ids else None)
    if bounds is None:
        return {}
    params: Params = bounds.params
    heads, totals = await asyncio.gather(ps.query(_HEADS, params), ps.query(_TOTALS, params))
    heads_by_id = {row["id"]: row for row in heads}
    totals_by_id = {row["trace_id"]: row for row in totals}
    return {
        trace_id: _summary(trace_id, heads_by_id.get(trace_id), totals_by_id.get(trace_id))
        for trace_id in bounds.ids
        if trace_id in heads_by_id or trace_id in totals_by_id
    }


def _summary(trace_id: str, head: Row | None, totals: Row | None) -> TraceSummary:
    """Join the two halves; what the trace itself does not say is taken from its root observation."""
    fields: dict[str, Any] = dict(head) if head else {"id": trace_id}
    if totals is None:
        fields["tags"] = tuple(fields["tags"])
        fields |= {flag: bool(fields[flag]) for flag in ("public", "bookmarked")}
        return TraceSummary(**fields)
    name, environment, version, release, source, input_preview, output_preview = totals["root"]
    root = {
        "name": totals["said_name"] or name,
        "environment": environment,
        "version": version,
        "release": release,
        "source": source,
        "input_preview": input_preview,
        "output_preview": output_preview,
        "user_id": totals["user_id"],
        "session_id": totals["session_id"],
    }
    for column, value in root.items():
        fields[column] = fields.get(column) or value
    fields.setdefault("timestamp_us", totals["start_us"])
    for column in ("kind", "parent_trace_id", "parent_observation_id"):
        fields.setdefault(column, "")
    fields["tags"] = tuple(fields["tags"] if head else totals["tags"])
    fields |= {flag: bool(fields.get(flag, False)) for flag in ("public", "bookmarked")}
    fields["arrived_us"] = max(fields.get("arrived_us", 0), totals["arrived_us"])
    counts = ("turn_count", "tool_count", "generation_count", "error_count", "warning_count", "observation_count")
    return TraceSummary(
        **fields,
        **{column: totals[column] for column in (*counts, "service_name", "start_us", "end_us")},
        models=tuple(totals["models"]),
        level=LEVELS[totals["level_rank"]],
        tokens=tokens_of(totals),
        cost_usd=cost_of([totals["cost_usd"]]),
    )
