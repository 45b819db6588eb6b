"""Distributions of scores."""

from sidelight.model import Score, ScoreDataType
from sidelight.query.score_distribution import BINS, load_distributions
from sidelight.query.score_filter import ScoreFilter
from sidelight.store.rows import score_row
from tests.fixtures.event_store import Seed, at_ns


def _scores(seed: Seed, name: str, kind: str, *values: float | str) -> None:
    rows = []
    for number, value in enumerate(values):
        fields = {"string_value": value} if isinstance(value, str) else {"value": value}
        score = Score(
            id=f"{name}{number}",
            name=name,
            timestamp_ns=at_ns(number),
            data_type=ScoreDataType(kind),
            trace_id="t",
            **fields,
        )
        rows.append(score_row(seed.project_id, score, at_ns(number)))
    seed.rows("scores", *rows)


async def test_numbers_fall_into_bins_between_their_own_bounds(seed: Seed) -> None:
    _scores(seed, "accuracy", "NUMERIC", 0.0, 0.5, 0.5, 1.0)
    _scores(seed, "length", "NUMERIC", 100.0, 300.0)
    accuracy, length = await load_distributions(seed.reader, ScoreFilter())
    assert (accuracy.least, accuracy.most, accuracy.average, accuracy.count) == (0.0, 1.0, 0.5, 4)
    assert [(place, count) for place, count in enumerate(accuracy.bins) if count] == [(0, 1), (10, 2), (BINS - 1, 1)]
    assert (length.bins[0], length.bins[-1], sum(length.bins)) == (1, 1, 2)


async def test_equal_numbers_are_one_bin(seed: Seed) -> None:
    _scores(seed, "constant", "NUMERIC", 3.0, 3.0)
    (found,) = await load_distributions(seed.reader, ScoreFilter())
    assert found.bins == (2,)


async def test_categories_and_booleans_are_counted_most_frequent_first(seed: Seed) -> None:
    _scores(seed, "tone", "CATEGORICAL", "kind", "rude", "kind")
    _scores(seed, "safe", "BOOLEAN", "True", "False", "False", "False")
    _scores(seed, "note", "TEXT", "a long remark")
    safe, tone, note = await load_distributions(seed.reader, ScoreFilter())
    assert safe.categories == (("False", 3), ("True", 1))
    assert tone.categories == (("kind", 2), ("rude", 1))
    assert (note.categories, note.bins) == ((), ())


async def test_only_matching_scores_count(seed: Seed) -> None:
    _scores(seed, "accuracy", "NUMERIC", 0.0, 1.0)
    _scores(seed, "tone", "CATEGORICAL", "kind")
    found = await load_distributions(seed.reader, ScoreFilter(names=("tone",)))
    assert [one.name for one in found] == ["tone"]
    assert await load_distributions(seed.reader, ScoreFilter(names=("none",))) == []
