"""Every shape of usage becomes one additive ledger."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidelight.ingest.langfuse_batch.usage_shapes import UsageBody, counts, dollars


@pytest.mark.parametrize(
    ("usage", "details", "expected"),
    [
        ({"input": 3, "output": 4}, None, {"input": 3, "output": 4, "total": 7}),
        ({"input": 3, "unit": "CHARACTERS"}, None, {"input": 3, "total": 3}),
        ({"total": 9}, None, {"total": 9}),
        ({"promptTokens": 3, "completionTokens": 4, "totalTokens": 8}, None, {"input": 3, "output": 4, "total": 8}),
        ({"input": 12.0}, None, {"input": 12, "total": 12}),
        (None, {"input": 1, "output": 2, "cached": 3}, {"input": 1, "output": 2, "cached": 3, "total": 6}),
        (None, {"input": "5", "output": -1, "x": None, "y": 1.5}, {"input": 5, "total": 5}),
        ({"input": 9, "output": 9, "total": 18}, {"input": 5}, {"input": 5, "output": 9, "total": 18}),
        (
            None,
            {
                "prompt_tokens": 10,
                "completion_tokens": 6,
                "total_tokens": 16,
                "prompt_tokens_details": {"cached_tokens": 4, "audio_tokens": None},
                "completion_tokens_details": {"reasoning_tokens": 5},
            },
            {
                "input_cached_tokens": 4,
                "input": 6,
                "output_reasoning_tokens": 5,
                "output": 1,
                "total": 16,
            },
        ),
        (
            None,
            {"input_tokens": 10, "output_tokens": 6, "total_tokens": 16, "input_tokens_details": {"cached_tokens": 4}},
            {"input_cached_tokens": 4, "input": 6, "output": 6, "total": 16},
        ),
        (None, {"input": 2**80}, {"input": 2**53 - 1, "total": 2**53 - 1}),
        (None, None, {}),
        ({}, {}, {}),
    ],
)
def test_shapes(usage: Any, details: Any, expected: dict[str, int]) -> None:
    body = None if usage is None else UsageBody.model_validate(usage)
    assert counts(body, details) == expected


@pytest.mark.parametrize(
    ("usage", "details", "expected"),
    [
        ({"inputCost": 0.5, "outputCost": 1, "totalCost": 2}, None, {"input": 0.5, "output": 1.0, "total": 2.0}),
        ({"inputCost": 0.5}, {"input": 0.25, "cache": 1}, {"input": 0.25, "cache": 1.0}),
        (None, {"input": -1, "output": "3"}, {}),
        (None, None, {}),
    ],
)
def test_costs(usage: Any, details: Any, expected: dict[str, float]) -> None:
    body = None if usage is None else UsageBody.model_validate(usage)
    assert dollars(body, details) == expected


@given(st.dictionaries(st.sampled_from(["input", "output", "cached", "audio"]), st.integers(0, 10**6), min_size=1))
def test_buckets_add_up_to_the_total(details: dict[str, int]) -> None:
    found = counts(None, details)
    assert found.pop("total") == sum(found.values())
