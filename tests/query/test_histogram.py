"""Traces over time, and how a range is cut into slices."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidelight.model import Level
from sidelight.query.filters import TraceFilter
from sidelight.query.histogram import load_histogram
from sidelight.query.sql import TimeRange
from sidelight.query.time_slices import MAX_SLICES, US_PER_S, slices_of
from tests.fixtures.event_store import Seed, at_us

HOUR = 3600


async def test_counts_failed_traces_and_cost_by_when_the_trace_began(seed: Seed) -> None:
    seed.trace("a", 10)
    seed.generation("a", "call", 10, cost=0.5)
    seed.generation("a", "call-2", HOUR + 10, cost=0.25, level=Level.ERROR)
    seed.trace("b", 20)
    seed.trace("c", 2 * HOUR)
    seed.generation("c", "call", 2 * HOUR, cost=1.0)
    seed.trace("title", 30, kind="title")
    found = await load_histogram(seed.reader, TraceFilter(time=TimeRange(at_us(0), at_us(2 * HOUR + 60))))
    by_start = {part.start_us: part for part in found.slices if part.count}
    first, second = by_start[at_us(0)], by_start[at_us(2 * HOUR)]
    assert (first.count, first.error_count, first.cost_usd) == (2, 1, 0.75)
    assert (second.count, second.error_count, second.cost_usd) == (1, 0, 1.0)
    assert sum(part.count for part in found.slices) == 3
    assert len(found.slices) <= MAX_SLICES


async def test_an_open_range_ends_at_the_traces(seed: Seed) -> None:
    seed.trace("a", 0)
    seed.trace("b", 100)
    found = await load_histogram(seed.reader, TraceFilter())
    assert (found.slice_seconds, len(found.slices)) == (1, 101)
    assert (found.slices[0].start_us, found.slices[0].count) == (at_us(0), 1)
    assert (found.slices[-1].start_us, found.slices[-1].count) == (at_us(100), 1)


async def test_nothing(seed: Seed) -> None:
    assert (await load_histogram(seed.reader, TraceFilter())).slices == ()
    empty = await load_histogram(seed.reader, TraceFilter(time=TimeRange(at_us(0), at_us(60))))
    assert [part.count for part in empty.slices] == [0] * 60


@given(start=st.integers(0, 4 * 10**15), length=st.integers(1, 4 * 10**15))
def test_slices_cover_the_range_and_are_few(start: int, length: int) -> None:
    slices = slices_of(start, start + length)
    length_us = slices.seconds * US_PER_S
    assert 1 <= len(slices.starts_us) <= MAX_SLICES
    assert slices.starts_us[0] <= start < slices.starts_us[0] + length_us
    assert slices.starts_us[-1] < start + length <= slices.starts_us[-1] + length_us
    assert all(slice_start % length_us == 0 for slice_start in slices.starts_us)


@pytest.mark.parametrize(("seconds", "slice_seconds"), [(60, 1), (3600, 30), (86_400, 900), (30 * 86_400, 21_600)])
def test_slices_have_lengths_that_people_know(seconds: int, slice_seconds: int) -> None:
    assert slices_of(0, seconds * US_PER_S).seconds == slice_seconds


def test_an_empty_range_has_no_slices() -> None:
    assert len(slices_of(5, 5).starts_us) == 0
    assert len(slices_of(5, 4).starts_us) == 0
