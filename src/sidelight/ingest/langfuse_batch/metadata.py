"""Metadata of events: any JSON, merged deeply, kept as texts by key."""

from collections.abc import Mapping
from typing import Any

from sidelight.mapping.metadata_tree import flatten
from sidelight.mapping.text import text_of


def record_of(metadata: Any) -> Mapping[str, Any]:
    """The object; what is no object stands under the key ``metadata``, as in Langfuse."""
    if metadata is None:
        return {}
    return metadata if isinstance(metadata, Mapping) else {"metadata": metadata}


def joined(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """Both, key by key; where both have an object its keys too. Lists are replaced."""
    result = dict(old)
    for key, value in new.items():
        known = result.get(key)
        result[key] = joined(known, value) if isinstance(known, Mapping) and isinstance(value, Mapping) else value
    return result


def flat_texts(metadata: Any) -> dict[str, str]:
    """Objects as dotted paths, as metadata of observations and traces is stored; texts unchanged, others as JSON."""
    flat: dict[str, str] = {}
    for key, value in record_of(metadata).items():
        flatten(key, value, flat)
    return flat


def metadata_texts(metadata: Any) -> dict[str, str]:
    """Texts unchanged, everything else as JSON; without nulls."""
    return {key: text for key, value in record_of(metadata).items() if (text := text_of(value)) is not None}
