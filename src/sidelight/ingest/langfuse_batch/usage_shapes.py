"""The shapes in which clients of the batch API report tokens and cost, and the additive ledger that they become."""

from collections.abc import Mapping
from typing import Any

from sidelight.ingest.langfuse_batch.fields import MAX_WHOLE, Body, Whole
from sidelight.mapping.text import dollars_of
from sidelight.mapping.usage import counts_of, from_openai, with_total


class UsageBody(Body):
    """``usage`` in its two older shapes: Langfuse's own, and OpenAI's names in camelCase."""

    input: Whole = None
    output: Whole = None
    total: Whole = None
    prompt_tokens: Whole = None
    completion_tokens: Whole = None
    total_tokens: Whole = None
    input_cost: float | None = None
    output_cost: float | None = None
    total_cost: float | None = None


def counts(usage: UsageBody | None, details: Mapping[str, Any] | None) -> dict[str, int]:
    """Counts by bucket, with ``total`` where it was given or can be added up; ``details`` win over ``usage``."""
    found: dict[str, int] = {}
    if usage is not None:
        for bucket, given in (
            ("input", (usage.input, usage.prompt_tokens)),
            ("output", (usage.output, usage.completion_tokens)),
            ("total", (usage.total, usage.total_tokens)),
        ):
            count = next((value for value in given if value is not None and value >= 0), None)
            if count is not None:
                found[bucket] = count
    if details:
        found |= from_openai(details) or counts_of(details)
    return {bucket: min(count, MAX_WHOLE) for bucket, count in with_total(found).items()}


def dollars(usage: UsageBody | None, details: Mapping[str, Any] | None) -> dict[str, float]:
    """US dollars by bucket, perhaps with ``total``; empty when none was given."""
    found: dict[str, float] = {}
    if usage is not None:
        given = {"input": usage.input_cost, "output": usage.output_cost, "total": usage.total_cost}
        found = {bucket: value for bucket, cost in given.items() if (value := dollars_of(cost)) is not None}
    for bucket, cost in (details or {}).items():
        # Texts are no numbers here: Langfuse leaves them out too.
        if not isinstance(cost, str) and (value := dollars_of(cost)) is not None:
            found[bucket] = value
    return found
