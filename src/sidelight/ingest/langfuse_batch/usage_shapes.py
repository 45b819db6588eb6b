"""The shapes in which clients of the batch API report tokens and cost, and the additive ledger that they become."""

from collections.abc import Mapping
from typing import Any

from sidelight.ingest.langfuse_batch.fields import MAX_WHOLE, Body, Whole
from sidelight.mapping.text import count_of, dollars_of

_OPENAI = (
    ("prompt_tokens", "completion_tokens", "prompt_tokens_details", "completion_tokens_details"),
    ("input_tokens", "output_tokens", "input_tokens_details", "output_tokens_details"),
)


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
        found |= _openai_ledger(details) or _plain(details)
    if found and "total" not in found:
        found["total"] = sum(found.values())
    return found


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


def _openai_ledger(details: Mapping[str, Any]) -> dict[str, int] | None:
    """The ledger of exactly one of OpenAI's two shapes, whose totals include their parts; None for other objects."""
    for input_key, output_key, input_parts, output_parts in _OPENAI:
        names = {input_key, output_key, "total_tokens", input_parts, output_parts}
        if not {input_key, output_key, "total_tokens"} <= details.keys() <= names:
            continue
        ledger: dict[str, int] = {}
        for side, whole_key, parts_key in (("input", input_key, input_parts), ("output", output_key, output_parts)):
            whole = _count(details[whole_key])
            parts = details.get(parts_key) or {}
            if whole is None or not isinstance(parts, Mapping):
                return None
            for name, value in parts.items():
                part = _count(value)
                if part is not None:
                    ledger[f"{side}_{name}"] = part
                    whole = max(whole - part, 0)
            ledger[side] = whole
        total = _count(details["total_tokens"])
        return ledger if total is None else {**ledger, "total": total}
    return None


def _plain(details: Mapping[str, Any]) -> dict[str, int]:
    return {bucket: count for bucket, value in details.items() if (count := _count(value)) is not None}


def _count(value: Any) -> int | None:
    count = count_of(value)
    return None if count is None else min(count, MAX_WHOLE)
