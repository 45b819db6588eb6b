"""Token counts and reported cost of a span (OTEL_MAPPING sections 10 and 11)."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sidelight.mapping.text import count_of, dollars_of, json_object
from sidelight.model import Attributes, Usage

_PREFIXES = ("gen_ai.usage.", "llm.token_count.")
_DETAILS_KEY = "langfuse.observation.usage_details"
_COST_DETAILS_KEY = "langfuse.observation.cost_details"
_TOTAL_COST_KEYS = ("gen_ai.usage.cost", "llm.cost.total")

# Names of one and the same count, the most specific convention first.
_INPUT = ("prompt_tokens", "input_tokens", "prompt")
_OUTPUT = ("completion_tokens", "output_tokens", "completion")
_TOTAL = ("total_tokens", "total")
_CACHED = (
    "cache_read.input_tokens",
    "cache_read_input_tokens",
    "cache_read_tokens",
    "details.cache_read_tokens",
    "details.cache_read_input_tokens",
    "prompt_details.cache_read",
    "input_cached_tokens",
)
_CACHE_CREATION = (
    "cache_creation.input_tokens",
    "cache_creation_input_tokens",
    "cache_write_tokens",
    "details.cache_write_tokens",
    "details.cache_creation_input_tokens",
    "prompt_details.cache_write",
    "input_cache_creation",
)
_REASONING = ("reasoning.output_tokens", "completion_details.reasoning")
_AUDIO = ("completion_details.audio",)
_KNOWN = frozenset(
    (*_INPUT, *_OUTPUT, *_TOTAL, *_CACHED, *_CACHE_CREATION, *_REASONING, *_AUDIO, "cost"),
)
_PLAIN = frozenset({"input_tokens", "output_tokens"})
_OPENAI_SHAPES = (
    ("prompt_tokens", "completion_tokens", "prompt_tokens_details", "completion_tokens_details"),
    ("input_tokens", "output_tokens", "input_tokens_details", "output_tokens_details"),
)


def usage_of(attributes: Attributes) -> dict[str, int]:
    """Counts by bucket with ``total``; empty when the span reports none."""
    if _DETAILS_KEY in attributes:
        details = json_object(attributes[_DETAILS_KEY])
        if details is not None:
            return _with_total(_from_openai(details) or _counts(details))
        if not isinstance(attributes[_DETAILS_KEY], str):
            return {}
    reported = {
        name: count
        for key in attributes
        if (name := _usage_name(key)) and (count := count_of(attributes[key])) is not None
    }
    return _with_total(_generic(reported)) if reported else {}


@lru_cache(maxsize=4096)
def _usage_name(key: str) -> str:
    """What follows the prefix of a usage key, ``""`` for other keys. Senders use few different keys."""
    return key.split(".", 2)[2] if key.startswith(_PREFIXES) else ""


def _generic(reported: dict[str, int]) -> dict[str, int]:
    """Inclusive counts to the additive ledger; unknown names pass through."""
    if reported.keys() == _PLAIN:  # nearly all calls: the ledger without its parts
        return {"input": reported["input_tokens"], "output": reported["output_tokens"]}
    audio = _first(reported, _AUDIO) or 0
    output = _first(reported, _OUTPUT) or 0
    ledger = Usage.from_inclusive(
        input=_first(reported, _INPUT) or 0,
        output=max(output - audio, 0),
        cached=_first(reported, _CACHED) or 0,
        cache_creation=_first(reported, _CACHE_CREATION) or 0,
        reasoning=_first(reported, _REASONING) or 0,
    )
    details = ledger.as_details()
    details.pop("total", None)
    if audio:
        details["output_audio_tokens"] = audio
    total = _first(reported, _TOTAL)
    if total is not None:
        details["total"] = total
    for key, count in reported.items():
        if key not in _KNOWN:
            details.setdefault(key.removeprefix("details."), count)
    return details


def _from_openai(details: Mapping[str, Any]) -> dict[str, int] | None:
    """The ledger of a usage object in exactly one of OpenAI's shapes, None for every other object."""
    for input_key, output_key, input_details, output_details in _OPENAI_SHAPES:
        allowed = {input_key, output_key, "total_tokens", input_details, output_details}
        if input_key not in details or output_key not in details or not allowed.issuperset(details):
            continue
        result: dict[str, int] = {}
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
        total = count_of(details.get("total_tokens"))
        return result if total is None else {**result, "total": total}
    return None


def _counts(details: Mapping[str, Any]) -> dict[str, int]:
    return {str(key): count for key, value in details.items() if (count := count_of(value)) is not None}


def _with_total(details: dict[str, int]) -> dict[str, int]:
    return details if not details or "total" in details else {**details, "total": sum(details.values())}


def _first(reported: Mapping[str, int], names: tuple[str, ...]) -> int | None:
    return next((reported[name] for name in names if name in reported), None)


def cost_of(attributes: Attributes) -> tuple[dict[str, float], float | None]:
    """Reported US dollars by bucket and in total; empty and None when the span reports none."""
    details = json_object(attributes[_COST_DETAILS_KEY]) if _COST_DETAILS_KEY in attributes else None
    if details is not None:
        cost = {str(key): dollars for key, value in details.items() if (dollars := dollars_of(value)) is not None}
        total = cost.pop("total", None)
        if not cost and total is None:
            return {}, None
        return cost or {"total": total or 0.0}, sum(cost.values()) if total is None else total
    for key in _TOTAL_COST_KEYS:
        if key in attributes and (dollars := dollars_of(attributes[key])) is not None:
            return {"total": dollars}, dollars
    return {}, None
