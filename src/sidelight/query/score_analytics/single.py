"""The scores of one choice: how many, what they are on average, how they are distributed, how that went over time."""

import asyncio
import math
from dataclasses import dataclass, replace
from typing import Any

from sidelight.query.metrics.granularity import AUTO, Granularity, granularity
from sidelight.query.score_analytics.axis import Axis, axis_of
from sidelight.query.score_analytics.choice import (
    LABELLED,
    NUMBER,
    NUMERIC,
    AnalyticsFilter,
    ScoreChoice,
    choice_condition,
    filter_condition,
)
from sidelight.query.sql import Sql, all_of
from sidelight.store.driver import Row
from sidelight.store.store import ProjectStore

MAX_CATEGORIES = 25
SUBJECT = "trace_id, observation_id, session_id, dataset_run_id"

_ROWS = "FROM scores FINAL WHERE project_id = {project_id:String} AND %s"

# Of categories without numbers there are no averages: `numbers` says how many have one.
_TOTALS = f"""
SELECT count() AS scores, uniqExact(sipHash64({SUBJECT})) AS subjects,
    toUnixTimestamp64Micro(min(timestamp)) AS first_us, toUnixTimestamp64Micro(max(timestamp)) AS last_us,
    count(value) AS numbers, avg(value) AS mean, quantileExactInclusive(0.5)(value) AS median,
    stddevSampStable(value) AS std, min(value) AS least, max(value) AS most,
    countIf(value != round(value)) = 0 AS is_whole, uniqExact(string_value) AS categories
%s
"""

_MODE = f"""
SELECT {NUMBER} AS number, count() AS scores %s GROUP BY number ORDER BY scores DESC, number LIMIT 1
"""

_CATEGORIES = """
SELECT ifNull(string_value, '') AS category, count() AS scores %s
GROUP BY category ORDER BY scores DESC, category LIMIT {max_categories:UInt32}
"""


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """The scores of one stretch of time; ``mean`` is None where there are none, or where they are no numbers.

    ``categories`` counts the categories in the order of those of the whole analysis.
    """

    start: str
    count: int
    mean: float | None
    categories: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Single:
    """What the scores of one choice are like.

    ``subject_count`` counts what they judge. ``std`` is that of a sample. ``mode`` is the most frequent value, with how
    often it is there. Numbers lie in ``bins`` on ``axis``; of ``category_count`` categories the most frequent are
    listed. ``granularity`` names the stretches of ``trend``, which has no gaps.
    """

    choice: ScoreChoice
    count: int = 0
    subject_count: int = 0
    mean: float | None = None
    median: float | None = None
    std: float | None = None
    least: float | None = None
    most: float | None = None
    mode: str | None = None
    mode_count: int = 0
    axis: Axis | None = None
    bins: tuple[int, ...] = ()
    categories: tuple[tuple[str, int], ...] = ()
    category_count: int = 0
    granularity: str = ""
    trend: tuple[TrendPoint, ...] = ()


async def load_single(ps: ProjectStore, choice: ScoreChoice, where: AnalyticsFilter) -> Single:
    """The analysis of one choice. Raises StoreError."""
    condition = all_of([filter_condition(where), choice_condition(choice)])
    rows = Sql(_ROWS % condition.text, condition.params)
    (totals,) = await ps.query(_TOTALS % rows.text, rows.params)
    if not totals["scores"]:
        return Single(choice)
    first_us, last_us = totals["first_us"], totals["last_us"]
    from_us = first_us if where.time.from_us is None else max(where.time.from_us, 0)
    to_us = last_us + 1 if where.time.to_us is None else min(where.time.to_us, last_us + 1)
    buckets = granularity(AUTO, from_us, max(to_us, from_us + 1))
    common = Single(
        choice,
        count=totals["scores"],
        subject_count=totals["subjects"],
        granularity=buckets.name,
        **(_averages(totals) if totals["numbers"] == totals["scores"] else {}),
    )
    # What is empty before the first score would be a trend of nothing.
    span = (buckets, first_us, last_us)
    if choice.data_type == NUMERIC:
        return await _of_numbers(ps, rows, common, is_whole=bool(totals["is_whole"]), span=span)
    if choice.data_type in LABELLED:
        return await _of_categories(ps, rows, common, totals["categories"], span=span)
    trend = await _trend(ps, rows, span, ())
    return replace(common, trend=trend)


async def _of_numbers(
    ps: ProjectStore, rows: Sql, common: Single, *, is_whole: bool, span: tuple[Granularity, int, int]
) -> Single:
    axis = axis_of(common.least or 0.0, common.most or 0.0, is_whole=is_whole)
    place = axis.sql("assumeNotNull(value)", "axis")
    modes, bins, trend = await asyncio.gather(
        ps.query(_MODE % rows.text, rows.params),
        ps.query(
            f"SELECT {place.text} AS bin, count() AS scores {rows.text} GROUP BY bin",
            {**rows.params, **place.params},
        ),
        _trend(ps, rows, span, ()),
    )
    counts = {row["bin"]: row["scores"] for row in bins}
    return replace(
        common,
        mode=shown(modes[0]["number"]),
        mode_count=modes[0]["scores"],
        axis=axis,
        bins=tuple(counts.get(number, 0) for number in range(axis.bins)),
        trend=trend,
    )


async def _of_categories(
    ps: ProjectStore, rows: Sql, common: Single, category_count: int, *, span: tuple[Granularity, int, int]
) -> Single:
    found = await ps.query(_CATEGORIES % rows.text, {**rows.params, "max_categories": MAX_CATEGORIES})
    categories = tuple((row["category"], row["scores"]) for row in found)
    trend = await _trend(ps, rows, span, tuple(name for name, _ in categories))
    return replace(
        common,
        mode=categories[0][0],
        mode_count=categories[0][1],
        categories=categories,
        category_count=category_count,
        trend=trend,
    )


async def _trend(
    ps: ProjectStore, rows: Sql, span: tuple[Granularity, int, int], categories: tuple[str, ...]
) -> tuple[TrendPoint, ...]:
    buckets, first_us, last_us = span
    # Place 0 of the counts is that of categories that are not listed.
    counted = "sumMap([indexOf({categories:Array(String)}, ifNull(string_value, ''))], [toUInt64(1)])"
    found = await ps.query(
        f"SELECT {buckets.sql('timestamp')} AS bucket, count() AS scores, avg(value) AS mean,"
        f" {counted} AS by_category {rows.text} GROUP BY bucket ORDER BY bucket",
        {**rows.params, "categories": list(categories)},
    )
    by_bucket = {row["bucket"]: row for row in found}
    points: list[TrendPoint] = []
    for number in range(buckets.number_of(first_us), buckets.number_of(last_us) + 1):
        row = by_bucket.get(number)
        if row is None:
            points.append(TrendPoint(buckets.label_of(number), 0, None, (0,) * len(categories)))
            continue
        places, counts = row["by_category"]
        by_place = dict(zip(places, counts, strict=True))
        points.append(
            TrendPoint(
                buckets.label_of(number),
                row["scores"],
                finite(row["mean"]),
                tuple(int(by_place.get(place + 1, 0)) for place in range(len(categories))),
            )
        )
    return tuple(points)


def _averages(totals: Row) -> dict[str, Any]:
    return {name: finite(totals[name]) for name in ("mean", "median", "std", "least", "most")}


def finite(value: float | None) -> float | None:
    """The number; None for what is undefined, such as the deviation of a single value."""
    return None if value is None or not math.isfinite(value) else value


def shown(number: float) -> str:
    """A value as text, without more digits than it has."""
    return f"{number:.12g}"
