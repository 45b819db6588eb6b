"""The additive token ledger: every token counted in one bucket, whatever the source reported."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Usage:
    """Token counts of one model call in disjoint buckets; ``total`` is their sum.

    ``input`` excludes cached and cache-write tokens, ``output`` excludes reasoning tokens. Sources that report
    inclusive counts go through :meth:`from_inclusive`.
    """

    input: int = 0
    input_cached: int = 0
    input_cache_creation: int = 0
    output: int = 0
    output_reasoning: int = 0

    @property
    def input_total(self) -> int:
        """All input tokens, cached ones included."""
        return self.input + self.input_cached + self.input_cache_creation

    @property
    def output_total(self) -> int:
        """All output tokens, reasoning included."""
        return self.output + self.output_reasoning

    @property
    def total(self) -> int:
        """All tokens."""
        return self.input_total + self.output_total

    @classmethod
    def from_inclusive(
        cls, *, input: int, output: int, cached: int = 0, cache_creation: int = 0, reasoning: int = 0
    ) -> "Usage":
        """Ledger from counts where input includes cached and cache-write tokens and output includes reasoning.

        Negative counts become 0; parts larger than their whole are cut to it, so that the sum is the reported total.
        """
        input, output = max(input, 0), max(output, 0)
        cached = min(max(cached, 0), input)
        cache_creation = min(max(cache_creation, 0), input - cached)
        reasoning = min(max(reasoning, 0), output)
        return cls(
            input=input - cached - cache_creation,
            input_cached=cached,
            input_cache_creation=cache_creation,
            output=output - reasoning,
            output_reasoning=reasoning,
        )

    def as_details(self) -> dict[str, int]:
        """Non-zero buckets plus ``total`` under Langfuse's ``usageDetails`` keys (DESIGN section 5)."""
        details = {"input": self.input}
        if self.input_cached:
            details["input_cached_tokens"] = self.input_cached
        if self.input_cache_creation:
            details["input_cache_creation"] = self.input_cache_creation
        details["output"] = self.output
        if self.output_reasoning:
            details["output_reasoning_tokens"] = self.output_reasoning
        details["total"] = sum(details.values())
        return details
