"""What the buckets of a usage mean: names of one and the same count, and the whole that each is a part of.

Every sender names its counts in its own way; Langfuse's price lists repeat each price under all of the names. Here a
price is written once and found under any of them.
"""

from collections.abc import Iterable, Iterator

# The name in our ledger first. No two of a group are ever different tokens.
_GROUPS = (
    ("input", "input_tokens", "prompt_tokens", "prompt_token_count", "promptTokenCount", "promptTokens"),
    ("input_text_tokens", "input_text"),
    (
        "input_cached_tokens",
        "input_cache_read",
        "cache_read_input_tokens",
        "input_cached_text_tokens",
        "cached_content_token_count",
        "cachedContentTokenCount",
        "cache_read_tokens",
    ),
    (
        "input_cache_creation",
        "cache_creation_input_tokens",
        "input_cache_write",
        "cache_write_tokens",
        "input_cache_creation_tokens",
    ),
    ("input_cache_creation_5m", "ephemeral_5m_input_tokens"),
    ("input_cache_creation_1h", "ephemeral_1h_input_tokens"),
    ("input_audio_tokens", "input_audio"),
    ("input_cached_audio_tokens", "input_cached_audio"),
    ("input_image_tokens", "input_image"),
    ("input_cached_image_tokens", "input_cached_image"),
    ("input_video_tokens", "input_video"),
    (
        "output",
        "output_tokens",
        "completion_tokens",
        "candidates_token_count",
        "candidatesTokenCount",
        "completionTokens",
    ),
    ("output_text_tokens", "output_text"),
    (
        "output_reasoning_tokens",
        "output_reasoning",
        "reasoning_tokens",
        "thoughts_token_count",
        "thoughtsTokenCount",
        "reasoningTokens",
    ),
    ("output_audio_tokens", "output_audio"),
    ("output_image_tokens", "output_image"),
    ("output_video_tokens", "output_video"),
    ("output_citation_tokens", "citation_tokens"),
    ("accepted_prediction_tokens", "output_accepted_prediction_tokens"),
    ("rejected_prediction_tokens", "output_rejected_prediction_tokens"),
    ("web_search_queries", "webSearchQueries", "web_search_requests", "grounding_queries", "groundingQueries"),
)
_GROUP_OF = {name: group for group in _GROUPS for name in group}

# Whose price holds for a part without one of its own.
_WHOLE_OF = {
    "input_text_tokens": "input",
    "input_cached_tokens": "input",
    "input_cache_creation": "input",
    "input_cache_creation_5m": "input_cache_creation",
    "input_cache_creation_1h": "input_cache_creation",
    "input_audio_tokens": "input",
    "input_cached_audio_tokens": "input_cached_tokens",
    "input_image_tokens": "input",
    "input_cached_image_tokens": "input_cached_tokens",
    "input_video_tokens": "input",
    "output_text_tokens": "output",
    "output_reasoning_tokens": "output",
    "output_audio_tokens": "output",
    "output_image_tokens": "output",
    "output_video_tokens": "output",
    "output_citation_tokens": "output",
    "accepted_prediction_tokens": "output",
    "rejected_prediction_tokens": "output",
}

INPUT_PATTERN = "^(input|prompt|cache)"
"""The buckets that fill a model's context: what price lists mean by "prompts above 200,000 tokens"."""


def canonical(bucket: str) -> str:
    """The ledger's name of a bucket; unknown names stay."""
    group = _GROUP_OF.get(bucket)
    return group[0] if group else bucket


def names_of(bucket: str) -> tuple[str, ...]:
    """All names of a bucket, the ledger's first; the bucket alone when it is not known."""
    return _GROUP_OF.get(bucket, (bucket,))


def wholes_of(bucket: str) -> Iterator[str]:
    """What a bucket is a part of, nearest first, in the ledger's names."""
    whole = _WHOLE_OF.get(canonical(bucket))
    while whole:
        yield whole
        whole = _WHOLE_OF.get(whole)


def repeated(buckets: Iterable[str]) -> frozenset[str]:
    """Buckets that say again what another of them says, under a less usual name: pricing both would charge twice."""
    by_group: dict[str, list[str]] = {}
    for bucket in buckets:
        group = _GROUP_OF.get(bucket)
        if group:
            by_group.setdefault(group[0], []).append(bucket)
    return frozenset(
        name
        for group, names in by_group.items()
        if len(names) > 1
        for name in sorted(names, key=_GROUP_OF[group].index)[1:]
    )
