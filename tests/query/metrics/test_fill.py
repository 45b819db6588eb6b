"""Buckets without rows."""

from typing import Any

from sidelight.query.metrics import Metric
from sidelight.query.metrics.fill import filled
from sidelight.query.metrics.granularity import granularity
from sidelight.query.metrics.model import TIME

DAY_US = 86_400_000_000
METRICS = (Metric("count", "count"), Metric("latency", "avg"), Metric("latency", "histogram"))
NOTHING: dict[str, Any] = {"name": None, "count_count": 0, "avg_latency": None, "histogram_latency": []}


def test_gaps_before_between_and_behind() -> None:
    rows = [{TIME: day, "name": name, "count_count": 1} for day, name in ((11, "a"), (11, "b"), (13, "a"))]
    found = filled(rows, granularity("day", 0, 1), 10 * DAY_US, 15 * DAY_US, dimensions=("name",), metrics=METRICS)
    assert [row[TIME] for row in found] == [10, 11, 11, 12, 13, 14]
    assert [row for row in found if row[TIME] in (10, 12, 14)] == [{**NOTHING, TIME: day} for day in (10, 12, 14)]
    assert [row for row in found if row[TIME] in (11, 13)] == rows


def test_without_any_row_every_bucket_is_there() -> None:
    found = filled([], granularity("day", 0, 1), DAY_US // 2, DAY_US * 2, dimensions=("name",), metrics=METRICS)
    assert found == [{**NOTHING, TIME: day} for day in (0, 1)]
