"""The figures of an analysis in plain Python, slowly and by their definitions."""

import math
from collections import Counter
from collections.abc import Sequence

Pair = tuple[float, float]


def mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values)


def deviation(values: Sequence[float]) -> float | None:
    if len(values) < 2:
        return None
    middle = mean(values)
    return math.sqrt(math.fsum((value - middle) ** 2 for value in values) / (len(values) - 1))


def median(values: Sequence[float]) -> float:
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def pearson(pairs: Sequence[Pair]) -> float | None:
    one, other = [a for a, _ in pairs], [b for _, b in pairs]
    if len(set(one)) < 2 or len(set(other)) < 2:
        return None
    middle_a, middle_b = mean(one), mean(other)
    together = math.fsum((a - middle_a) * (b - middle_b) for a, b in pairs)
    spread_a = math.fsum((a - middle_a) ** 2 for a in one)
    spread_b = math.fsum((b - middle_b) ** 2 for b in other)
    return together / math.sqrt(spread_a * spread_b)


def ranks(values: Sequence[float]) -> list[float]:
    """From 1; equal values share the mean of the ranks that they take."""
    return [sum(one < value for one in values) + (sum(one == value for one in values) + 1) / 2 for value in values]


def spearman(pairs: Sequence[Pair]) -> float | None:
    return pearson(list(zip(ranks([a for a, _ in pairs]), ranks([b for _, b in pairs]), strict=True)))


def kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    count = len(pairs)
    of_a, of_b = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    by_chance = sum(of_a[label] * of_b[label] for label in of_a) / count**2
    accuracy = sum(a == b for a, b in pairs) / count
    return None if by_chance == 1 else (accuracy - by_chance) / (1 - by_chance)
