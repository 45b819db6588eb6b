"""The scores of one choice."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sidelight.query.score_analytics.axis import Axis, axis_of, shared_axis
from sidelight.query.score_analytics.choice import AnalyticsFilter, ScoreChoice
from sidelight.query.score_analytics.choices import load_known_scores
from sidelight.query.score_analytics.single import load_single
from sidelight.query.sql import TimeRange
from sidelight.store.store import Store
from tests.fixtures.event_store import NOON_NS, Seed
from tests.query.score_analytics import reference
from tests.query.score_analytics.given import FLAG_A, LABEL_A, NUMBER_A, give

ALL = AnalyticsFilter()
NOON_US = NOON_NS // 1_000


async def test_numbers_by_hand(seed: Seed) -> None:
    give(seed, "a", [("t1", 2), ("t2", 4), ("t3", 4), ("t3", 6)])
    found = await load_single(seed.reader, NUMBER_A, ALL)
    assert (found.count, found.subject_count) == (4, 3)
    assert (found.mean, found.median, found.least, found.most) == (4, 4, 2, 6)
    assert found.std == pytest.approx((8 / 3) ** 0.5)
    assert (found.mode, found.mode_count) == ("4", 2)
    assert found.axis == Axis(1.5, 6.5, 5, is_whole=True)
    assert found.bins == (1, 0, 2, 0, 1)


async def test_one_score_has_no_deviation(seed: Seed) -> None:
    give(seed, "a", [("t", 0.25)])
    found = await load_single(seed.reader, NUMBER_A, ALL)
    assert (found.mean, found.median, found.std, found.bins) == (0.25, 0.25, None, (1,))


async def test_the_median_of_an_even_number_lies_between(seed: Seed) -> None:
    give(seed, "a", [("t1", 1), ("t2", 2), ("t3", 10), ("t4", 20)])
    assert (await load_single(seed.reader, NUMBER_A, ALL)).median == 6


async def test_categories_most_frequent_first(seed: Seed) -> None:
    give(seed, "a", [("t1", "good"), ("t2", "bad"), ("t3", "bad")])
    found = await load_single(seed.reader, LABEL_A, ALL)
    assert (found.categories, found.category_count) == ((("bad", 2), ("good", 1)), 2)
    assert (found.mode, found.mode_count, found.mean) == ("bad", 2, None)
    assert [sum(counts) for counts in zip(*(point.categories for point in found.trend), strict=True)] == [2, 1]


async def test_the_mean_of_booleans_is_the_share_of_true(seed: Seed) -> None:
    give(seed, "a", [("t1", True), ("t2", True), ("t3", False), ("t4", True)])
    found = await load_single(seed.reader, FLAG_A, ALL)
    assert (found.mean, found.mode, found.categories) == (0.75, "True", (("True", 3), ("False", 1)))


async def test_the_trend_has_no_gaps(seed: Seed) -> None:
    for hour, value in ((0, 1), (0.5, 3), (3, 5)):
        give(seed, "a", [(f"t{hour}", value)], at_s=hour * 3600)
    found = await load_single(seed.reader, NUMBER_A, ALL)
    assert found.granularity == "hour"
    assert [(point.start[11:16], point.count, point.mean) for point in found.trend] == [
        ("12:00", 2, 2.0),
        ("13:00", 0, None),
        ("14:00", 0, None),
        ("15:00", 1, 5.0),
    ]


async def test_nothing_is_nothing(seed: Seed) -> None:
    found = await load_single(seed.reader, NUMBER_A, ALL)
    assert (found.count, found.mean, found.axis, found.trend) == (0, None, None, ())
    give(seed, "a", [("t1", 2)])
    early = AnalyticsFilter(time=TimeRange(None, NOON_US))
    assert (await load_single(seed.reader, NUMBER_A, early)).count == 0


async def test_an_open_range_of_any_size_is_taken(seed: Seed) -> None:
    give(seed, "a", [("t1", 2)])
    for time in (TimeRange(-(10**18), 10**18), TimeRange(NOON_US, NOON_US + 1), TimeRange(0, None)):
        assert (await load_single(seed.reader, NUMBER_A, AnalyticsFilter(time=time))).count == 1


async def test_known_scores_with_their_authors(seed: Seed) -> None:
    give(seed, "kind", [("t1", "x"), ("t2", "x")], source="ANNOTATION", author_user_id="ada")
    give(seed, "kind", [("t1", "y")], source="ANNOTATION", author_user_id="bob")
    give(seed, "kind", [("t1", "y")])
    give(seed, "a", [("t1", 1)])
    human, *_others = found = await load_known_scores(seed.reader, ALL)
    assert (human.name, human.source, human.count, human.authors) == (
        "kind",
        "ANNOTATION",
        3,
        (("ada", 2), ("bob", 1)),
    )
    assert [(one.name, one.source, one.count, one.authors) for one in found[1:]] == [
        ("a", "API", 1, ()),
        ("kind", "API", 1, ()),
    ]
    of_ada = ScoreChoice("kind", "ANNOTATION", "CATEGORICAL", "ada")
    assert (await load_single(seed.reader, of_ada, ALL)).count == 2


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.lists(st.floats(-1e6, 1e6, allow_nan=False).map(lambda x: round(x, 2)), min_size=1, max_size=40))
async def test_numbers_are_as_defined(store: Store, values: list[float]) -> None:
    seed = Seed(store)
    give(seed, "a", [(f"t{number}", value) for number, value in enumerate(values)])
    found = await load_single(seed.reader, NUMBER_A, ALL)
    near = {"rel": 1e-6, "abs": 1e-6}
    assert found.mean == pytest.approx(reference.mean(values), **near)
    assert found.median == pytest.approx(reference.median(values), **near)
    std = reference.deviation(values)
    assert found.std == (None if std is None else pytest.approx(std, **near))
    assert sum(found.bins) == len(values)
    assert found.mode_count == max(values.count(value) for value in values)
    assert sum(point.count for point in found.trend) == len(values)


@given(one=st.floats(allow_nan=False, allow_infinity=False), other=st.floats(allow_nan=False, allow_infinity=False))
def test_an_axis_holds_its_values(one: float, other: float) -> None:
    least, most = sorted((one, other))
    axis = axis_of(least, most, is_whole=False)
    assert axis.bins >= 1
    assert axis.low < axis.high
    assert axis.bins == 1 or (axis.low <= least and most <= axis.high)


def test_like_scales_share_an_axis() -> None:
    assert shared_axis(axis_of(1, 5, is_whole=True), axis_of(2, 4, is_whole=True)) == Axis(0.5, 5.5, 5, is_whole=True)
    assert shared_axis(Axis(0, 1, 20), Axis(0.2, 0.9, 20), bins=12) == Axis(0, 1, 12)
    assert shared_axis(Axis(0, 1, 20), Axis(0, 100, 20)) is None
    # Numbers beside stars are rounded; beside 0 and 1 that would say too little.
    stars = axis_of(1, 5, is_whole=True)
    assert shared_axis(stars, Axis(1.2, 4.7, 20)) == Axis(0.5, 5.5, 5, is_whole=True)
    assert shared_axis(Axis(0.1, 5.6, 20), stars) == Axis(-0.5, 6.5, 7, is_whole=True)
    assert shared_axis(axis_of(0, 1, is_whole=True), Axis(0.0, 1.0, 20)) is None
    assert shared_axis(stars, Axis(0, 90.5, 20)) is None
    assert shared_axis(axis_of(0, 1, is_whole=True), axis_of(80, 99, is_whole=True)) is None
