"""Token totals as people count them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class TokenTotals:
    """``input`` includes cached tokens, ``output`` includes reasoning."""

    input: int = 0
    input_cached: int = 0
    output: int = 0
    output_reasoning: int = 0
    total: int = 0

    def __add__(self, other: "TokenTotals") -> "TokenTotals":
        return TokenTotals(
            self.input + other.input,
            self.input_cached + other.input_cached,
            self.output + other.output,
            self.output_reasoning + other.output_reasoning,
            self.total + other.total,
        )


TOKEN_SUMS = """sum(observations.tokens_input) AS tokens_input,
    sum(observations.tokens_input_cached) AS tokens_input_cached,
    sum(observations.tokens_output) AS tokens_output, sum(observations.tokens_reasoning) AS tokens_reasoning,
    sum(observations.tokens_total) AS tokens_total"""

# Sums of floats depend on the order of adding; a millionth of a micro-dollar is noise.
COST_SUM = "round(sum(observations.cost_usd), 12) AS cost_usd"


def tokens_of(row: Mapping[str, Any]) -> TokenTotals:
    """Totals of a row that was selected with ``TOKEN_SUMS`` or with the columns of the same names.

    The store keeps disjoint buckets (``store.rows``), and only the common ones in columns of their own: what is in none
    of them (cache writes, say) is input.
    """
    cached, reasoning, total = row["tokens_input_cached"], row["tokens_reasoning"], row["tokens_total"]
    output = row["tokens_output"] + reasoning
    return TokenTotals(
        input=input_tokens(row["tokens_input"], cached, output, total),
        input_cached=cached,
        output=output,
        output_reasoning=reasoning,
        total=total,
    )


def input_tokens(uncached: int, cached: int, output: int, total: int) -> int:
    """All input tokens, given the disjoint buckets and ``output`` with reasoning."""
    return max(total - output, uncached + cached)


def cost_of(costs: Iterable[float | None]) -> float | None:
    """Sum of the known costs in US dollars; None when none is known."""
    known = [cost for cost in costs if cost is not None]
    return round(sum(known), 12) if known else None
