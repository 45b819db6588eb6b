"""Buckets: their numbers, what they are called, and that the engine counts them alike."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sidelight.query.metrics.granularity import GRANULARITIES, bucket_count, granularity
from sidelight.store.store import Store
from tests.fixtures.event_store import at_us

HOUR_US = 3_600_000_000
NAMES = [name for name in GRANULARITIES if name != "auto"]
YEAR_2100_US = 4_102_444_800_000_000


@pytest.mark.parametrize(
    ("name", "label", "next_label"),
    [
        ("minute", "2026-11-23T12:00:00Z", "2026-11-23T12:01:00Z"),
        ("5m", "2026-11-23T12:00:00Z", "2026-11-23T12:05:00Z"),
        ("30m", "2026-11-23T12:00:00Z", "2026-11-23T12:30:00Z"),
        ("hour", "2026-11-23T12:00:00Z", "2026-11-23T13:00:00Z"),
        ("4h", "2026-11-23T12:00:00Z", "2026-11-23T16:00:00Z"),
        ("day", "2026-11-23", "2026-11-24"),
        ("2d", "2026-11-23", "2026-11-25"),
        ("week", "2026-11-23", "2026-11-30"),
        ("month", "2026-11-01", "2026-12-01"),
    ],
)
def test_labels(name: str, label: str, next_label: str) -> None:
    buckets = granularity(name, 0, 1)
    number = buckets.number_of(at_us(1))
    assert (buckets.label_of(number), buckets.label_of(number + 1)) == (label, next_label)


def test_december_is_followed_by_january() -> None:
    buckets = granularity("month", 0, 1)
    december = buckets.number_of(at_us(30 * 86_400))
    assert (buckets.label_of(december), buckets.label_of(december + 1)) == ("2026-12-01", "2027-01-01")


@pytest.mark.parametrize(
    ("hours", "name"),
    [(1, "minute"), (2, "hour"), (71, "hour"), (72, "day"), (30 * 24, "day"), (60 * 24, "week"), (8760, "month")],
)
def test_auto_cuts_into_about_fifty(hours: int, name: str) -> None:
    buckets = granularity("auto", at_us(0), at_us(0) + hours * HOUR_US)
    assert buckets.name == name


def test_how_many_buckets_a_range_touches() -> None:
    buckets = granularity("hour", 0, 1)
    assert bucket_count(buckets, at_us(0), at_us(3600)) == 1
    assert bucket_count(buckets, at_us(-1), at_us(3601)) == 3


@pytest.mark.parametrize("name", NAMES)
def test_the_engine_counts_alike(store: Store, name: str) -> None:
    buckets = granularity(name, 0, 1)
    found: list[int] = []

    @given(time_us=st.integers(0, YEAR_2100_US))
    @settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    def collect(time_us: int) -> None:
        found.append(time_us)

    collect()
    moment = buckets.sql("fromUnixTimestamp64Micro(time_us, 'UTC')")
    rows = store.driver.query(
        f"SELECT time_us, {moment} AS number FROM (SELECT arrayJoin({{times:Array(Int64)}}) AS time_us)",
        {"times": found},
    )
    assert {row["time_us"]: row["number"] for row in rows} == {time_us: buckets.number_of(time_us) for time_us in found}
