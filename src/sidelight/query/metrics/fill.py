"""Time buckets without rows, put in between those with rows. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sidelight.query.metrics.granularity import Granularity
from sidelight.query.metrics.model import TIME, Metric

# What is known of nothing: it has no average and no largest.
_OF_NOTHING: Mapping[str, Any] = {"sum": 0, "count": 0, "uniq": 0, "histogram": []}


def filled(
    rows: Sequence[dict[str, Any]],
    buckets: Granularity,
    from_us: int,
    to_us: int,
    *,
    dimensions: Iterable[str],
    metrics: Iterable[Metric],
) -> list[dict[str, Any]]:
    """The rows, which come by bucket number, with one row more for each number of the half-open range without any."""
    empty = dict.fromkeys(dimensions) | {metric.key: _OF_NOTHING.get(metric.aggregation) for metric in metrics}
    found: list[dict[str, Any]] = []
    expected = buckets.number_of(from_us)
    for row in rows:
        found += [{**empty, TIME: number} for number in range(expected, row[TIME])]
        found.append(row)
        expected = row[TIME] + 1
    end = buckets.number_of(max(to_us - 1, from_us)) + 1
    return found + [{**empty, TIME: number} for number in range(expected, end)]
