"""The additive token ledger: counts in buckets that do not overlap, whatever a sender reports (OTEL_MAPPING 10)."""

from collections.abc import Iterable, Mapping
from typing import Any

from sidelight.mapping.rule import Counts
from sidelight.mapping.text import count_of, json_object

INPUT_PARTS = (
    "input_cached_tokens",
    "input_cache_creation",
    "input_cache_creation_5m",
    "input_cache_creation_1h",
    "input_cache_read",
    "input_audio_tokens",
    "input_image_tokens",
)
"""Buckets that senders count inside ``input``."""
OUTPUT_PARTS = ("output_reasoning_tokens", "output_reasoning", "output_audio_tokens")
"""Buckets that senders count inside ``output``."""

_OPENAI_SHAPES = (
    ("prompt_tokens", "completion_tokens", "prompt_tokens_details", "completion_tokens_details"),
    ("input_tokens", "output_tokens", "input_tokens_details", "output_tokens_details"),
)


def ledger(reported: Mapping[str, int | None]) -> Counts:
    """Inclusive counts as additive ones: parts are taken out of their whole, which never falls below 0.

    Unknown counts (None) are left out, and a side of which only parts are known stays without its whole.
    """
    result = {bucket: count for bucket, count in reported.items() if count is not None}
    for whole, parts in (("input", INPUT_PARTS), ("output", OUTPUT_PARTS)):
        if whole in result:
            result[whole] = max(result[whole] - sum(result.get(part, 0) for part in parts), 0)
    return result


def with_total(counts: Counts, added: Iterable[str] | None = None) -> Counts:
    """The counts with ``total``: as reported, else the sum of all buckets, or of those ``added`` up."""
    if not counts or "total" in counts:
        return counts
    return {**counts, "total": sum(counts.values() if added is None else (counts[bucket] for bucket in added))}


def counts_of(details: Mapping[str, Any]) -> Counts:
    """The entries that are non-negative whole numbers, also as text."""
    return {str(key): count for key, value in details.items() if (count := count_of(value)) is not None}


def from_openai(details: Mapping[str, Any]) -> Counts | None:
    """The ledger of a usage object in exactly one of OpenAI's shapes, None for every other object."""
    for input_key, output_key, input_details, output_details in _OPENAI_SHAPES:
        allowed = {input_key, output_key, "total_tokens", input_details, output_details}
        if not {input_key, output_key, "total_tokens"} <= details.keys() <= allowed:
            continue
        result: Counts = {}
        for side, whole_key, parts_key in (
            ("input", input_key, input_details),
            ("output", output_key, output_details),
        ):
            whole = count_of(details[whole_key])
            if whole is None:
                return None
            for name, value in (json_object(details.get(parts_key)) or {}).items():
                part = count_of(value)
                if part:
                    result[f"{side}_{name}"] = part
                    whole = max(whole - part, 0)
            result[side] = whole
        total = count_of(details["total_tokens"])
        return with_total(result if total is None else {**result, "total": total})
    return None
