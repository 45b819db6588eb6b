"""How far two choices agree about the subjects that both judged."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from sidelight.query.score_analytics.axis import Axis, axis_of, shared_axis
from sidelight.query.score_analytics.choice import BOOLEAN, LABELLED, NUMERIC, AnalyticsFilter, ScoreChoice
from sidelight.query.score_analytics.pairs import Match, Pairs, pairs_of
from sidelight.query.score_analytics.single import finite
from sidelight.store.store import ProjectStore

HEAT_BINS = 12
MAX_LABELS = 20
TRUE = "True"


@dataclass(frozen=True, slots=True)
class Numbers:
    """Agreement of numbers. ``bias`` is how much B gives more than A on average; what is undefined is None.

    ``cells`` are (bin of A, bin of B, subjects); ``is_shared`` says that both axes are the same.
    """

    pearson: float | None
    spearman: float | None
    mae: float
    rmse: float
    bias: float
    mean_a: float
    mean_b: float
    axis_a: Axis
    axis_b: Axis
    is_shared: bool
    cells: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Labels:
    """Agreement of categories. ``labels`` are the most frequent; place ``len(labels)`` of a cell stands for the rest.

    ``cells`` are (place of A, place of B, subjects). ``f1``, ``precision`` and ``recall`` are those of True in B, with
    A as what is so; None unless both are BOOLEAN.
    """

    accuracy: float
    kappa: float | None
    labels: tuple[str, ...]
    has_rest: bool
    cells: tuple[tuple[int, int, int], ...]
    precision: float | None = None
    recall: float | None = None
    f1: float | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of ``matched`` subjects both said something; ``numbers`` or ``labels`` tell what, None when there are none.

    Of ``repeated`` of these one or both said something several times, of which the latest counts. One in ``one_in``
    subjects was looked at.
    """

    matched: int
    only_a: int
    only_b: int
    repeated: int
    one_in: int
    numbers: Numbers | None = None
    labels: Labels | None = None


# All figures of numbers but the cells, in one pass. Equal values share the mean of their ranks.
_NUMBERS = """
SELECT countIf(is_pair) AS matched, countIf(has_a AND NOT is_pair) AS only_a, countIf(has_b AND NOT is_pair) AS only_b,
    countIf(is_pair AND is_repeated) AS repeated,
    corrStableIf(a, b, is_pair) AS pearson, corrStableIf(rank_a, rank_b, is_pair) AS spearman,
    avgIf(abs(a - b), is_pair) AS mae, sqrt(avgIf(pow(a - b, 2), is_pair)) AS rmse, avgIf(b - a, is_pair) AS bias,
    avgIf(a, is_pair) AS mean_a, avgIf(b, is_pair) AS mean_b,
    minIf(a, is_pair) AS least_a, maxIf(a, is_pair) AS most_a,
    minIf(b, is_pair) AS least_b, maxIf(b, is_pair) AS most_b,
    countIf(is_pair AND a != round(a)) = 0 AS is_whole_a, countIf(is_pair AND b != round(b)) = 0 AS is_whole_b
FROM (
    SELECT a, b, has_a, has_b, is_repeated, has_a AND has_b AS is_pair,
        rank() OVER (PARTITION BY is_pair ORDER BY a) + (count() OVER (PARTITION BY is_pair, a) - 1) / 2 AS rank_a,
        rank() OVER (PARTITION BY is_pair ORDER BY b) + (count() OVER (PARTITION BY is_pair, b) - 1) / 2 AS rank_b
    FROM (%s)
)
"""

# Every combination with its count: as many rows as there are subjects at most, and few where labels are categories.
_TABLE = """
SELECT a, b, has_a, has_b, count() AS subjects, countIf(is_repeated) AS repeated FROM (%s) GROUP BY a, b, has_a, has_b
"""


async def load_agreement(
    ps: ProjectStore, a: ScoreChoice, b: ScoreChoice, where: AnalyticsFilter, match: Match = "subject"
) -> Agreement:
    """The agreement of two choices of one type.

    Raises:
        ValueError: the types differ, or are texts, which nobody compares.
        StoreError: the engine refused or failed.
    """
    if a.data_type != b.data_type or a.data_type not in LABELLED | {NUMERIC}:
        raise ValueError(f"scores of type {a.data_type} and {b.data_type} cannot be compared")
    pairs = await pairs_of(ps, a, b, where, match)
    if a.data_type == NUMERIC:
        return await _of_numbers(ps, pairs)
    return await _of_labels(ps, pairs, is_boolean=a.data_type == BOOLEAN)


async def _of_numbers(ps: ProjectStore, pairs: Pairs) -> Agreement:
    (stats,) = await ps.query(_NUMBERS % pairs.sql.text, pairs.sql.params)
    found = Agreement(stats["matched"], stats["only_a"], stats["only_b"], stats["repeated"], pairs.one_in)
    if not found.matched:
        return found
    axes = [
        axis_of(stats[f"least_{side}"], stats[f"most_{side}"], is_whole=bool(stats[f"is_whole_{side}"]), bins=HEAT_BINS)
        for side in "ab"
    ]
    shared = shared_axis(*axes, bins=HEAT_BINS)
    axis_a, axis_b = (shared, shared) if shared else axes
    place_a, place_b = axis_a.sql("a", "axis_a"), axis_b.sql("b", "axis_b")
    cells = await ps.query(
        pairs.matched(
            f"{place_a.text} AS bin_a, {place_b.text} AS bin_b, count() AS subjects", "GROUP BY bin_a, bin_b"
        ),
        {**pairs.sql.params, **place_a.params, **place_b.params},
    )
    # Where one side never varies, rounding would make a correlation of nothing.
    varies = all(stats[f"least_{side}"] < stats[f"most_{side}"] for side in "ab")
    numbers = Numbers(
        pearson=_within_one(stats["pearson"]) if varies else None,
        spearman=_within_one(stats["spearman"]) if varies else None,
        mae=stats["mae"],
        rmse=stats["rmse"],
        bias=stats["bias"],
        mean_a=stats["mean_a"],
        mean_b=stats["mean_b"],
        axis_a=axis_a,
        axis_b=axis_b,
        is_shared=shared is not None,
        cells=tuple(sorted((row["bin_a"], row["bin_b"], row["subjects"]) for row in cells)),
    )
    return replace(found, numbers=numbers)


def _within_one(value: float | None) -> float | None:
    """A coefficient without what rounding adds to 1."""
    value = finite(value)
    return None if value is None else max(-1.0, min(1.0, value))


async def _of_labels(ps: ProjectStore, pairs: Pairs, *, is_boolean: bool) -> Agreement:
    rows = await ps.query(_TABLE % pairs.sql.text, pairs.sql.params)
    counts = {(row["a"], row["b"]): row["subjects"] for row in rows if row["has_a"] and row["has_b"]}
    found = Agreement(
        sum(counts.values()),
        sum(row["subjects"] for row in rows if not row["has_b"]),
        sum(row["subjects"] for row in rows if not row["has_a"]),
        sum(row["repeated"] for row in rows if row["has_a"] and row["has_b"]),
        pairs.one_in,
    )
    return replace(found, labels=labels_of(counts, is_boolean=is_boolean)) if counts else found


def labels_of(counts: Mapping[tuple[str, str], int], *, is_boolean: bool) -> Labels:
    """The agreement of labels from how often each combination is there."""
    of_a, of_b = Counter[str](), Counter[str]()
    for (one, other), count in counts.items():
        of_a[one] += count
        of_b[other] += count
    matched = of_a.total()
    known = sorted(of_a.keys() | of_b.keys(), key=lambda label: (-of_a[label] - of_b[label], label))
    labels = tuple(known[:MAX_LABELS])
    place = {label: number for number, label in enumerate(labels)}
    rest = len(labels)
    cells = Counter[tuple[int, int]]()
    for (one, other), count in counts.items():
        cells[place.get(one, rest), place.get(other, rest)] += count
    accuracy = sum(count for (one, other), count in counts.items() if one == other) / matched
    by_chance = sum(of_a[label] * of_b[label] for label in of_a) / matched**2
    table = tuple((one, other, count) for (one, other), count in sorted(cells.items()))
    return Labels(
        accuracy=accuracy,
        kappa=_kappa(accuracy, by_chance),
        labels=labels,
        has_rest=len(known) > rest,
        cells=table,
        **(_of_true(labels, table) if is_boolean else {}),
    )


def _kappa(accuracy: float, by_chance: float) -> float | None:
    """Cohen's kappa; None where both always say the same one thing, so that chance alone makes them agree."""
    return None if by_chance >= 1 else (accuracy - by_chance) / (1 - by_chance)


def _of_true(labels: tuple[str, ...], cells: tuple[tuple[int, int, int], ...]) -> dict[str, float | None]:
    yes = labels.index(TRUE) if TRUE in labels else -1
    both = sum(count for a, b, count in cells if a == yes and b == yes)
    of_a = sum(count for a, _, count in cells if a == yes)
    of_b = sum(count for _, b, count in cells if b == yes)
    return {
        "precision": both / of_b if of_b else None,
        "recall": both / of_a if of_a else None,
        "f1": 2 * both / (of_a + of_b) if of_a + of_b else None,
    }
