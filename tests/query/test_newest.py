"""The newest first by windows: the same as sorting everything, whatever the times, offsets and cursors."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidelight.query.newest import ObservationQuery, newest_observations, windows
from sidelight.query.sql import ALL_TIME, Sql, TimeRange
from sidelight.store.store import Store
from tests.fixtures.event_store import Seed, at_us, now_s

DAY_S = 86_400
MOMENTS = st.integers(-(2**62), 2**62)
RANGES = st.builds(TimeRange, st.none() | MOMENTS, st.none() | MOMENTS)


@given(time_range=RANGES, now_us=MOMENTS, moment_us=MOMENTS)
def test_windows_cover_the_range_once(time_range: TimeRange, now_us: int, moment_us: int) -> None:
    def holds(one: TimeRange) -> bool:
        return (one.from_us is None or one.from_us <= moment_us) and (one.to_us is None or moment_us < one.to_us)

    found = list(windows(time_range, now_us))
    assert sum(holds(one) for one in found) == holds(time_range)
    assert len(found) <= 4
    for newer, older in itertools.pairwise(found):
        assert newer.from_us == older.to_us


def test_the_first_window_reaches_a_day_back() -> None:
    now_us = at_us(0)
    assert next(windows(ALL_TIME, now_us)) == TimeRange(now_us - DAY_S * 1_000_000, None)
    ended = TimeRange(None, now_us - 5)
    assert next(windows(ended, now_us)) == TimeRange(now_us - 5 - DAY_S * 1_000_000, now_us - 5)


@pytest.fixture(scope="module")
def seeded(store: Store) -> Seed:
    seed = Seed(store)
    now = now_s()
    ages_s = [-3600, 0, 1, DAY_S // 2, 3 * DAY_S, 3 * DAY_S, 20 * DAY_S, 59 * DAY_S, 61 * DAY_S, 400 * DAY_S]
    with seed.together():
        for number, age_s in enumerate(ages_s):
            seed.observation(f"t{number % 3}", f"o{number}", round(now) - age_s, name="odd" if number % 2 else "even")
    return seed


async def test_pages_are_the_whole_list_in_order(seeded: Seed) -> None:
    everything = ObservationQuery(ALL_TIME, Sql("1"))
    whole = await newest_observations(seeded.reader, everything, 100)
    assert len(whole) == 10
    assert whole == sorted(whole, reverse=True)
    for limit in (1, 3, 10):
        paged, after = [], None
        while page := await newest_observations(seeded.reader, everything, limit, after=after):
            paged += page
            after = page[-1]
        assert paged == whole
        for offset in (0, 2, 9, 10, 20_000):
            found = await newest_observations(seeded.reader, everything, limit, offset=offset)
            assert found == whole[offset : offset + limit]


async def test_conditions_and_ranges_narrow_every_window(seeded: Seed) -> None:
    whole = await newest_observations(seeded.reader, ObservationQuery(ALL_TIME, Sql("1")), 100)
    odd = Sql("name = {name:String}", {"name": "odd"})
    narrowed = ObservationQuery(TimeRange(whole[-2][0], whole[0][0]), odd)
    found = await newest_observations(seeded.reader, narrowed, 100)
    assert found == [key for key in whole[1:-1] if int(key[2][1:]) % 2]
