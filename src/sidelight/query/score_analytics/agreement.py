"""How far two choices agree about the subjects that both judged."""

import asyncio
from dataclasses import dataclass, replace

from sidelight.query.score_analytics.axis import Axis, axis_of, shared_axis
from sidelight.query.score_analytics.choice import BOOLEAN, LABELLED, NUMERIC, AnalyticsFilter, ScoreChoice
from sidelight.query.score_analytics.pairs import Pairs, pairs_of
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

    One in ``one_in`` subjects was looked at.
    """

    matched: int
    only_a: int
    only_b: int
    one_in: int
    numbers: Numbers | None = None
    labels: Labels | None = None


_COUNTS = """
SELECT countIf(has_a AND has_b) AS matched, countIf(has_a AND NOT has_b) AS only_a,
    countIf(has_b AND NOT has_a) AS only_b FROM (%s)
"""

_NUMBERS = """corrStable(a, b) AS pearson, avg(abs(a - b)) AS mae, sqrt(avg(pow(a - b, 2))) AS rmse, avg(b - a) AS bias,
    avg(a) AS mean_a, avg(b) AS mean_b, min(a) AS least_a, max(a) AS most_a, min(b) AS least_b, max(b) AS most_b,
    countIf(a != round(a)) = 0 AS is_whole_a, countIf(b != round(b)) = 0 AS is_whole_b"""

# Equal values share the mean of their ranks.
_SPEARMAN = """
SELECT corrStable(rank_a, rank_b) AS spearman FROM (
    SELECT rank() OVER (ORDER BY a) + (count() OVER (PARTITION BY a) - 1) / 2 AS rank_a,
        rank() OVER (ORDER BY b) + (count() OVER (PARTITION BY b) - 1) / 2 AS rank_b
    FROM (%s)
)
"""

_MARGINALS = """
SELECT label, countIf(side = 0) AS of_a, countIf(side = 1) AS of_b FROM (
    SELECT arrayJoin([(a, 0), (b, 1)]) AS one, one.1 AS label, one.2 AS side FROM (%s)
) GROUP BY label
"""


async def load_agreement(ps: ProjectStore, a: ScoreChoice, b: ScoreChoice, where: AnalyticsFilter) -> Agreement:
    """The agreement of two choices of one type.

    Raises:
        ValueError: the types differ, or are texts, which nobody compares.
        StoreError: the engine refused or failed.
    """
    if a.data_type != b.data_type or a.data_type not in LABELLED | {NUMERIC}:
        raise ValueError(f"scores of type {a.data_type} and {b.data_type} cannot be compared")
    pairs = await pairs_of(ps, a, b, where)
    (counts,) = await ps.query(_COUNTS % pairs.sql.text, pairs.sql.params)
    found = Agreement(counts["matched"], counts["only_a"], counts["only_b"], pairs.one_in)
    if not found.matched:
        return found
    if a.data_type == NUMERIC:
        return replace(found, numbers=await _numbers(ps, pairs))
    return replace(found, labels=await _labels(ps, pairs, found.matched, is_boolean=a.data_type == BOOLEAN))


async def _numbers(ps: ProjectStore, pairs: Pairs) -> Numbers:
    (stats,), (ranks,) = await asyncio.gather(
        ps.query(pairs.matched(_NUMBERS), pairs.sql.params),
        ps.query(_SPEARMAN % pairs.matched("a, b"), pairs.sql.params),
    )
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
    return Numbers(
        pearson=_within_one(stats["pearson"]) if varies else None,
        spearman=_within_one(ranks["spearman"]) if varies else None,
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


def _within_one(value: float | None) -> float | None:
    """A coefficient without what rounding adds to 1."""
    value = finite(value)
    return None if value is None else max(-1.0, min(1.0, value))


async def _labels(ps: ProjectStore, pairs: Pairs, matched: int, *, is_boolean: bool) -> Labels:
    marginals = _MARGINALS % pairs.matched("a, b")
    params = pairs.sql.params
    (agreed,), (chance,), top = await asyncio.gather(
        ps.query(pairs.matched("countIf(a = b) AS subjects"), params),
        ps.query(f"SELECT sum(toFloat64(of_a) * of_b) AS products, count() AS labels FROM ({marginals})", params),  # noqa: S608
        ps.query(
            f"{marginals} ORDER BY of_a + of_b DESC, label LIMIT {{max_labels:UInt32}}",
            {**params, "max_labels": MAX_LABELS},
        ),
    )
    labels = tuple(row["label"] for row in top)
    rows = await ps.query(
        pairs.matched(
            "indexOf({labels:Array(String)}, a) AS place_a, indexOf({labels:Array(String)}, b) AS place_b,"
            " count() AS subjects",
            "GROUP BY place_a, place_b",
        ),
        {**params, "labels": list(labels)},
    )
    # Place 0 means that it is none of them.
    cells = tuple(
        sorted(
            ((row["place_a"] or len(labels) + 1) - 1, (row["place_b"] or len(labels) + 1) - 1, row["subjects"])
            for row in rows
        )
    )
    accuracy = agreed["subjects"] / matched
    return Labels(
        accuracy=accuracy,
        kappa=_kappa(accuracy, chance["products"] / matched**2),
        labels=labels,
        has_rest=chance["labels"] > len(labels),
        cells=cells,
        **(_of_true(labels, cells) if is_boolean else {}),
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
