"""Two scores of the same subjects, against values worked out by hand and by definition."""

import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sidelight.query.score_analytics.agreement import MAX_LABELS, labels_of, load_agreement
from sidelight.query.score_analytics.cell import Interval, load_subjects
from sidelight.query.score_analytics.choice import AnalyticsFilter, ScoreChoice
from sidelight.query.sql import TimeRange
from sidelight.store.store import Store
from tests.fixtures.event_store import NOON_NS, Seed
from tests.query.score_analytics import reference
from tests.query.score_analytics.given import FLAG_A, FLAG_B, LABEL_A, LABEL_B, NUMBER_A, NUMBER_B, give, give_pairs

ALL = AnalyticsFilter()
# One store serves all examples of a property; each has a project of its own.
PROPERTY = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


async def test_numbers_by_hand(seed: Seed) -> None:
    # Means 2.5 and 3.5; deviations -1.5 -0.5 0.5 1.5 and -1.5 -0.5 -0.5 2.5.
    give_pairs(seed, [(1, 2), (2, 3), (3, 3), (4, 6)])
    found = await load_agreement(seed.reader, NUMBER_A, NUMBER_B, ALL)
    assert (found.matched, found.only_a, found.only_b, found.one_in) == (4, 0, 0, 1)
    numbers = found.numbers
    assert numbers is not None
    assert numbers.pearson == pytest.approx(6 / math.sqrt(5 * 9))
    # Ranks 1 2 3 4 and 1 2.5 2.5 4.
    assert numbers.spearman == pytest.approx(4.5 / math.sqrt(5 * 4.5))
    assert numbers.mae == pytest.approx((1 + 1 + 0 + 2) / 4)
    assert numbers.rmse == pytest.approx(math.sqrt((1 + 1 + 0 + 4) / 4))
    assert (numbers.bias, numbers.mean_a, numbers.mean_b) == (1, 2.5, 3.5)
    # Whole numbers from 1 to 6 on both sides.
    assert (numbers.is_shared, numbers.axis_a.bins) == (True, 6)
    assert numbers.cells == ((0, 1, 1), (1, 2, 1), (2, 2, 1), (3, 5, 1))


async def test_a_side_that_never_varies_has_no_correlation(seed: Seed) -> None:
    give_pairs(seed, [(0.1, 1), (0.1, 2), (0.1, 3)])
    numbers = (await load_agreement(seed.reader, NUMBER_A, NUMBER_B, ALL)).numbers
    assert numbers is not None
    assert (numbers.pearson, numbers.spearman) == (None, None)
    assert sum(count for _, _, count in numbers.cells) == 3


async def test_labels_by_hand(seed: Seed) -> None:
    # 45 of 100 agree by yes, 15 by no: accuracy 0.6; by chance 0.7 · 0.6 + 0.3 · 0.4 = 0.54.
    pairs = [("yes", "yes")] * 45 + [("yes", "no")] * 25 + [("no", "yes")] * 15 + [("no", "no")] * 15
    give_pairs(seed, pairs)
    labels = (await load_agreement(seed.reader, LABEL_A, LABEL_B, ALL)).labels
    assert labels is not None
    assert labels.accuracy == pytest.approx(0.6)
    assert labels.kappa == pytest.approx((0.6 - 0.54) / (1 - 0.54))
    assert labels.labels == ("yes", "no")
    assert labels.cells == ((0, 0, 45), (0, 1, 25), (1, 0, 15), (1, 1, 15))
    assert (labels.f1, labels.has_rest) == (None, False)


@pytest.mark.parametrize(
    ("pairs", "kappa"),
    [
        # The example in the documentation of scikit-learn's cohen_kappa_score, and three that textbooks give.
        ({("-", "-"): 2, ("+", "+"): 1, ("0", "0"): 1, ("+", "-"): 1}, 0.6875),
        ({("y", "y"): 20, ("y", "n"): 5, ("n", "y"): 10, ("n", "n"): 15}, 0.4),
        ({("y", "y"): 45, ("y", "n"): 15, ("n", "y"): 25, ("n", "n"): 15}, 0.1304),
        ({("y", "y"): 25, ("y", "n"): 35, ("n", "y"): 5, ("n", "n"): 35}, 0.2593),
        ({("y", "n"): 5, ("n", "y"): 5}, -1),
        ({("y", "y"): 5}, None),
    ],
)
def test_kappa_as_others_have_it(pairs: dict[tuple[str, str], int], kappa: float | None) -> None:
    found = labels_of(pairs, is_boolean=False).kappa
    assert found == (None if kappa is None else pytest.approx(kappa, abs=5e-5))


async def test_booleans_have_precision_and_recall(seed: Seed) -> None:
    give_pairs(seed, [(True, True)] * 6 + [(True, False)] * 2 + [(False, True)] * 4 + [(False, False)] * 8)
    labels = (await load_agreement(seed.reader, FLAG_A, FLAG_B, ALL)).labels
    assert labels is not None
    assert labels.precision == pytest.approx(6 / 10)
    assert labels.recall == pytest.approx(6 / 8)
    assert labels.f1 == pytest.approx(2 * 0.6 * 0.75 / 1.35)


async def test_where_nothing_is_true_there_is_no_f1(seed: Seed) -> None:
    give_pairs(seed, [(False, False)] * 3)
    labels = (await load_agreement(seed.reader, FLAG_A, FLAG_B, ALL)).labels
    assert labels is not None
    assert (labels.accuracy, labels.kappa, labels.f1, labels.precision) == (1, None, None, None)


async def test_rare_labels_are_the_rest(seed: Seed) -> None:
    give_pairs(seed, [(f"l{number:02}", f"l{number:02}") for number in range(MAX_LABELS + 3)] + [("l00", "l22")])
    labels = (await load_agreement(seed.reader, LABEL_A, LABEL_B, ALL)).labels
    assert labels is not None
    assert (len(labels.labels), labels.has_rest) == (MAX_LABELS, True)
    assert sum(count for _, _, count in labels.cells) == MAX_LABELS + 4
    assert max(place for place, _, _ in labels.cells) == MAX_LABELS


async def test_only_equal_subjects_match(seed: Seed) -> None:
    give(seed, "a", [("t1", 1), ("t2", 1), ("t3", 1)])
    give(seed, "b", [("t1", 1)])
    give(seed, "b", [("t2", 1)], observation_id="o")
    give(seed, "b", [("", 1)], session_id="t3")
    found = await load_agreement(seed.reader, NUMBER_A, NUMBER_B, ALL)
    assert (found.matched, found.only_a, found.only_b) == (1, 2, 2)
    traces = await load_agreement(seed.reader, NUMBER_A, NUMBER_B, AnalyticsFilter(subjects=("trace",)))
    assert (traces.matched, traces.only_a, traces.only_b) == (1, 2, 0)


async def test_a_step_is_judged_with_its_trace_when_traces_match(seed: Seed) -> None:
    give(seed, "a", [("t1", 1), ("t2", 1), ("t3", 1)])
    give(seed, "b", [("t1", 2)], observation_id="o")
    give(seed, "b", [("t1", 3)], observation_id="p", at_s=5)
    give(seed, "b", [("t2", 4)])
    give(seed, "b", [("", 1)], session_id="t3")
    found = await load_agreement(seed.reader, NUMBER_A, NUMBER_B, ALL, "trace")
    assert (found.matched, found.only_a, found.only_b, found.repeated) == (2, 1, 0, 1)
    assert found.numbers is not None
    assert found.numbers.mean_b == 3.5  # 3 is the latest in t1
    cell = (Interval(1, 1, is_closed=True), Interval(3, 4, is_closed=True))
    subjects = await load_subjects(seed.reader, NUMBER_A, NUMBER_B, ALL, cell, match="trace")
    assert [(one.trace_id, one.observation_id, one.b) for one in subjects] == [("t1", "", 3), ("t2", "", 4)]


async def test_of_several_scores_the_latest_counts(seed: Seed) -> None:
    give(seed, "a", [("t", 1)])
    give(seed, "a", [("t", 5)], at_s=60)
    give(seed, "b", [("t", 4)])
    found = await load_agreement(seed.reader, NUMBER_A, NUMBER_B, ALL)
    assert (found.matched, found.repeated) == (1, 1)
    assert found.numbers is not None
    assert (found.numbers.mean_a, found.numbers.bias) == (5, -1)


async def test_two_people_of_one_score(seed: Seed) -> None:
    for who, values in (("ada", ("good", "bad", "good")), ("bob", ("good", "bad", "bad"))):
        give(seed, "kind", [(f"t{n}", value) for n, value in enumerate(values)], author_user_id=who)
    one, other = (ScoreChoice("kind", "API", "CATEGORICAL", who) for who in ("ada", "bob"))
    found = await load_agreement(seed.reader, one, other, ALL)
    assert found.matched == 3
    assert found.labels is not None
    assert found.labels.accuracy == pytest.approx(2 / 3)


async def test_time_and_environment_narrow_both(seed: Seed) -> None:
    give_pairs(seed, [(1, 1), (2, 2)])
    late = AnalyticsFilter(time=TimeRange(NOON_NS // 1_000 + 500_000, None))
    assert (await load_agreement(seed.reader, NUMBER_A, NUMBER_B, late)).matched == 1
    nowhere = AnalyticsFilter(environments=("prod",))
    assert (await load_agreement(seed.reader, NUMBER_A, NUMBER_B, nowhere)).matched == 0


async def test_other_types_are_not_compared(seed: Seed) -> None:
    with pytest.raises(ValueError, match="cannot be compared"):
        await load_agreement(seed.reader, NUMBER_A, LABEL_B, ALL)


async def test_the_subjects_of_a_cell(seed: Seed) -> None:
    give_pairs(seed, [(1, 2), (1.5, 2), (2, 2)])
    cell = (Interval(1, 2), Interval(1, 2, is_closed=True))
    found = await load_subjects(seed.reader, NUMBER_A, NUMBER_B, ALL, cell)
    assert [(pair.trace_id, pair.a, pair.b) for pair in found] == [("t1", 1.5, 2), ("t0", 1, 2)]


async def test_the_subjects_of_two_labels(seed: Seed) -> None:
    give_pairs(seed, [("x", "y"), ("x", "x"), ("o'; DROP", "y")])
    assert [pair.trace_id for pair in await load_subjects(seed.reader, LABEL_A, LABEL_B, ALL, ("x", "y"))] == ["t0"]
    odd = await load_subjects(seed.reader, LABEL_A, LABEL_B, ALL, ("o'; DROP", "y"))
    assert [pair.trace_id for pair in odd] == ["t2"]


async def test_many_subjects_are_sampled(seed: Seed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sidelight.query.score_analytics.pairs.MAX_SUBJECTS", 50)
    give_pairs(seed, [(number, number) for number in range(200)])
    found = await load_agreement(seed.reader, NUMBER_A, NUMBER_B, ALL)
    assert found.one_in == 4
    assert 20 < found.matched < 90
    assert (found.only_a, found.only_b) == (0, 0)
    assert found == await load_agreement(seed.reader, NUMBER_A, NUMBER_B, ALL)


# Few distinct values, so that there are ties, and sizes for which rounding stays small beside the values.
numbers = st.one_of(st.integers(-3, 3).map(float), st.floats(-1000, 1000, allow_nan=False).map(lambda x: round(x, 3)))


@PROPERTY
@given(pairs=st.lists(st.tuples(numbers, numbers), min_size=1, max_size=30))
async def test_numbers_are_as_defined(store: Store, pairs: list[tuple[float, float]]) -> None:
    seed = Seed(store)
    give_pairs(seed, pairs)
    found = (await load_agreement(seed.reader, NUMBER_A, NUMBER_B, ALL)).numbers
    assert found is not None
    near = {"rel": 1e-6, "abs": 1e-6}
    assert found.pearson == _near(reference.pearson(pairs))
    assert found.spearman == _near(reference.spearman(pairs))
    assert found.mae == pytest.approx(reference.mean([abs(a - b) for a, b in pairs]), **near)
    assert found.rmse == pytest.approx(math.sqrt(reference.mean([(a - b) ** 2 for a, b in pairs])), **near)
    assert sum(count for _, _, count in found.cells) == len(pairs)
    assert all(0 <= a < found.axis_a.bins and 0 <= b < found.axis_b.bins for a, b, _ in found.cells)


@PROPERTY
@given(pairs=st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abcd")), min_size=1, max_size=40))
async def test_labels_are_as_defined(store: Store, pairs: list[tuple[str, str]]) -> None:
    seed = Seed(store)
    give_pairs(seed, pairs)
    found = (await load_agreement(seed.reader, LABEL_A, LABEL_B, ALL)).labels
    assert found is not None
    assert found.accuracy == pytest.approx(sum(a == b for a, b in pairs) / len(pairs))
    assert found.kappa == _near(reference.kappa(pairs))
    counted = {(found.labels[a], found.labels[b]): count for a, b, count in found.cells}
    assert counted == {pair: pairs.count(pair) for pair in set(pairs)}


def _near(value: float | None) -> object:
    return None if value is None else pytest.approx(value, rel=1e-6, abs=1e-6)
