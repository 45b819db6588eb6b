"""What versions of a prompt do in use: the observations that name them, and the scores of those and their traces."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sidelight.query.sql import Sql, TimeRange, all_of, within
from sidelight.query.time_slices import US_PER_S, slices_of
from sidelight.store.driver import Param, Row
from sidelight.store.store import ProjectStore

ScoreLevel = Literal["generation", "trace"]

MAX_VERSIONS = 500
MAX_SCORES = 5_000
MAX_CATEGORIES = 3
_INPUT_TOKENS = "toInt64(tokens_total) - toInt64(tokens_output + tokens_reasoning)"


@dataclass(frozen=True, slots=True)
class VersionScore:
    """Scores of one name: of the generations themselves, or of their traces as a whole."""

    level: ScoreLevel
    name: str
    data_type: str
    count: int
    average: float | None
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VersionMetrics:
    """One version in use. Medians leave out observations that do not say; None where none does."""

    version: int
    generation_count: int
    error_count: int
    median_latency_ms: float | None
    median_input_tokens: float | None
    median_output_tokens: float | None
    median_cost_usd: float | None
    total_cost_usd: float | None
    first_used_us: int
    last_used_us: int
    scores: tuple[VersionScore, ...] = ()


@dataclass(frozen=True, slots=True)
class UsageSlice:
    """Generations that started in one slice of time, by version."""

    start_us: int
    counts: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class PromptMetrics:
    """Versions by number, newest first, and how they took turns: slices without gaps, in order of time."""

    versions: tuple[VersionMetrics, ...]
    slice_seconds: int
    slices: tuple[UsageSlice, ...]


_NAMED = "project_id = {project_id:String} AND prompt_name IN {names:Array(String)} AND prompt_version IS NOT NULL"
_VERSIONS = f"""
SELECT assumeNotNull(prompt_version) AS version, count() AS generations, countIf(level = 'ERROR') AS errors,
    quantileOrNullIf(0.5)(
        dateDiff('microsecond', start_time, assumeNotNull(end_time)) / 1000, isNotNull(end_time)
    ) AS latency_ms,
    quantileOrNullIf(0.5)({_INPUT_TOKENS}, tokens_total > 0) AS input_tokens,
    quantileOrNullIf(0.5)(tokens_output + tokens_reasoning, tokens_total > 0) AS output_tokens,
    quantileOrNullIf(0.5)(assumeNotNull(cost_usd), isNotNull(cost_usd)) AS cost_usd,
    round(sumOrNull(observations.cost_usd), 12) AS total_cost_usd,
    toUnixTimestamp64Micro(min(start_time)) AS first_us, toUnixTimestamp64Micro(max(start_time)) AS last_us
FROM observations FINAL WHERE {_NAMED} AND %s GROUP BY version ORDER BY version DESC LIMIT {{limit:UInt32}}
"""  # noqa: S608

_CELL = f"""name, argMax(data_type, timestamp) AS latest_type, count() AS matches,
    avgOrNullIf(value, data_type IN ('NUMERIC', 'BOOLEAN')) AS average,
    topKIf({MAX_CATEGORIES})(ifNull(string_value, ''), data_type IN ('CATEGORICAL', 'TEXT')) AS categories"""
_USES = f"SELECT trace_id, id, assumeNotNull(prompt_version) AS version FROM observations FINAL WHERE {_NAMED} AND %s"  # noqa: S608
_SCORES = """
SELECT version, level, %(cell)s FROM (
    SELECT uses.version AS version, 'generation' AS level, name, data_type, timestamp, value, string_value
    FROM (%(uses)s) AS uses INNER JOIN (
        SELECT trace_id, observation_id, name, data_type, timestamp, value, string_value FROM scores FINAL
        WHERE project_id = {project_id:String} AND observation_id != ''
            AND (trace_id, observation_id) IN (SELECT trace_id, id FROM (%(uses)s))
    ) AS given ON given.trace_id = uses.trace_id AND given.observation_id = uses.id
    UNION ALL
    SELECT uses.version AS version, 'trace' AS level, name, data_type, timestamp, value, string_value
    FROM (SELECT DISTINCT trace_id, version FROM (%(uses)s)) AS uses INNER JOIN (
        SELECT trace_id, name, data_type, timestamp, value, string_value FROM scores FINAL
        WHERE project_id = {project_id:String} AND observation_id = '' AND trace_id != ''
            AND trace_id IN (SELECT trace_id FROM (%(uses)s))
    ) AS given ON given.trace_id = uses.trace_id
) GROUP BY version, level, name ORDER BY version DESC, level, name LIMIT {limit:UInt32}
"""

_SLICES = f"""
SELECT intDiv(toUnixTimestamp64Micro(start_time), {{slice_us:Int64}}) AS slice,
    assumeNotNull(prompt_version) AS version, count() AS generations
FROM observations FINAL WHERE {_NAMED} AND %s GROUP BY slice, version
"""  # noqa: S608


async def load_prompt_metrics(ps: ProjectStore, names: Collection[str], time: TimeRange) -> PromptMetrics:
    """Use of the prompt that is, or was, called ``names``, of observations that start in ``time``.

    An open side of the range ends at the first or last use. Raises StoreError.
    """
    condition = all_of(within("start_time", time))
    params: dict[str, Param] = {**condition.params, "names": sorted(names)}
    rows = await ps.query(_VERSIONS % condition.text, {**params, "limit": MAX_VERSIONS})
    if not rows:
        return PromptMetrics((), 1, ())
    scores = await _scores(ps, condition, params)
    first_us = min(row["first_us"] for row in rows) if time.from_us is None else time.from_us
    last_us = max(row["last_us"] for row in rows) + 1 if time.to_us is None else time.to_us
    slices = slices_of(first_us, last_us)
    counts: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for row in await ps.query(_SLICES % condition.text, {**params, "slice_us": slices.seconds * US_PER_S}):
        counts[row["slice"]][row["version"]] = row["generations"]
    return PromptMetrics(
        versions=tuple(_version(row, scores.get(row["version"], ())) for row in rows),
        slice_seconds=slices.seconds,
        slices=tuple(
            UsageSlice(start_us, counts.get(start_us // (slices.seconds * US_PER_S), {}))
            for start_us in slices.starts_us
        ),
    )


async def count_uses(ps: ProjectStore, names: Collection[str], version: int | None = None) -> int:
    """Observations that name the prompt, or one version of it, ever. Raises StoreError."""
    condition = Sql("1") if version is None else Sql("prompt_version = {version:UInt32}", {"version": version})
    rows = await ps.query(
        "SELECT count() AS uses FROM observations FINAL WHERE project_id = {project_id:String}"  # noqa: S608
        f" AND prompt_name IN {{names:Array(String)}} AND {condition.text}",
        {**condition.params, "names": sorted(names)},
    )
    return int(rows[0]["uses"])


async def _scores(ps: ProjectStore, condition: Sql, params: Mapping[str, Param]) -> dict[int, tuple[VersionScore, ...]]:
    sql = _SCORES % {"cell": _CELL, "uses": _USES % condition.text}
    found: defaultdict[int, list[VersionScore]] = defaultdict(list)
    for row in await ps.query(sql, {**params, "limit": MAX_SCORES}):
        found[row["version"]].append(
            VersionScore(
                level=row["level"],
                name=row["name"],
                data_type=row["latest_type"],
                count=row["matches"],
                average=row["average"],
                categories=tuple(row["categories"]),
            )
        )
    return {version: tuple(scores) for version, scores in found.items()}


def _version(row: Row, scores: Sequence[VersionScore]) -> VersionMetrics:
    return VersionMetrics(
        version=row["version"],
        generation_count=row["generations"],
        error_count=row["errors"],
        median_latency_ms=row["latency_ms"],
        median_input_tokens=row["input_tokens"],
        median_output_tokens=row["output_tokens"],
        median_cost_usd=row["cost_usd"],
        total_cost_usd=row["total_cost_usd"],
        first_used_us=row["first_us"],
        last_used_us=row["last_us"],
        scores=tuple(scores),
    )
