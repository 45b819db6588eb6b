"""Vercel's AI SDK (scope ``ai``, versions 3 to 6). Version 7 writes OpenTelemetry's GenAI conventions.

Every call has an outer span (``ai.generateText``) and one for each request to a model inside
(``ai.generateText.doGenerate``). Both carry token counts: only those of the inner ones are taken.
"""

from typing import Any

from sidelight.mapping.conventions.genai import content_in
from sidelight.mapping.conventions.langfuse import explicit_parameters
from sidelight.mapping.rule import Content, Counts, Parameters, Rule
from sidelight.mapping.text import count_of, first_text, json_object, json_structure
from sidelight.mapping.usage import ledger, with_total
from sidelight.model import Attributes, AttrValue, ObservationType, Span
from sidelight.model.attributes import as_str

SCOPE = "ai"
OPERATION_ID, FUNCTION_ID = "ai.operationId", "ai.telemetry.functionId"
TOOL_NAME = "ai.toolCall.name"
PROMPT = "ai.telemetry.metadata.langfusePrompt"
FIRST_CHUNK_KEYS = ("ai.response.msToFirstChunk", "ai.stream.msToFirstChunk")
_OPERATION_NAME = "operation.name"
_MODEL_KEYS = ("langfuse.observation.model.name", "ai.model.id", "gen_ai.request.model", "gen_ai.response.model")
_CALLS = {
    "ai.generateText.doGenerate": ObservationType.GENERATION,
    "ai.streamText.doStream": ObservationType.GENERATION,
    "ai.generateObject.doGenerate": ObservationType.GENERATION,
    "ai.streamObject.doStream": ObservationType.GENERATION,
    "ai.embed.doEmbed": ObservationType.EMBEDDING,
    "ai.embedMany.doEmbed": ObservationType.EMBEDDING,
}
_OUTER = frozenset(operation.rpartition(".")[0] for operation in _CALLS)
_TOOL_CALL = "ai.toolCall"
_INPUT_KEYS = ("ai.prompt.messages", "ai.prompt", "ai.toolCall.args")
_TEXT, _TOOL_CALLS = "ai.response.text", "ai.response.toolCalls"
_OUTPUT_KEYS = (
    "ai.result.text",
    "ai.toolCall.result",
    "ai.response.object",
    "ai.result.object",
    _TOOL_CALLS,
    "ai.result.toolCalls",
)
_PROVIDER_METADATA = "ai.response.providerMetadata"
_PARAMETERS = {
    "maxSteps": ("ai.settings.maxSteps",),
    "toolChoice": ("ai.prompt.toolChoice",),
    "maxTokens": ("gen_ai.request.max_tokens",),
    "finishReason": ("gen_ai.response.finish_reasons", "gen_ai.finishReason"),
    "system": ("gen_ai.system", "ai.model.provider"),
    "maxRetries": ("ai.settings.maxRetries",),
    "mode": ("ai.settings.mode",),
    "temperature": ("gen_ai.request.temperature",),
    "service_tier": ("gen_ai.request.service_tier",),
}
_COUNTS = {
    "input": ("gen_ai.usage.prompt_tokens", "gen_ai.usage.input_tokens"),
    "output": ("gen_ai.usage.completion_tokens", "gen_ai.usage.output_tokens"),
    "total": ("ai.usage.tokens",),
    "input_cached_tokens": ("ai.usage.cachedInputTokens",),
    "output_reasoning_tokens": ("ai.usage.reasoningTokens",),
}
_CACHE_WRITES = "ai.usage.inputTokenDetails.cacheWriteTokens"
_OF_OPENAI = {
    "input_cached_tokens": "cachedPromptTokens",
    "accepted_prediction_tokens": "acceptedPredictionTokens",
    "rejected_prediction_tokens": "rejectedPredictionTokens",
    "output_reasoning_tokens": "reasoningTokens",
}
_OF_ANTHROPIC = {
    "input_cache_creation": "cache_creation_input_tokens",
    "input_cached_tokens": "cache_read_input_tokens",
}
_OF_ANTHROPIC_CREATION = {
    "input_cache_creation_5m": "ephemeral_5m_input_tokens",
    "input_cache_creation_1h": "ephemeral_1h_input_tokens",
}
_OF_BEDROCK = {
    "input_cache_read": "cacheReadInputTokens",
    "input_cache_write": "cacheWriteInputTokens",
    "input_cache_creation": "cacheCreationInputTokens",
}


def _type_of_call(span: Span) -> ObservationType | None:
    if not any(span.attributes.get(key) for key in _MODEL_KEYS):
        return None
    return next((kind for operation, kind in _CALLS.items() if _is_operation(span.attributes, operation)), None)


def _type_of_tool(span: Span) -> ObservationType | None:
    return ObservationType.TOOL if _is_operation(span.attributes, _TOOL_CALL) else None


def _is_operation(attributes: Attributes, operation: str) -> bool:
    """Operation names may have the function's id after them."""
    name = attributes.get(_OPERATION_NAME)
    return (isinstance(name, str) and name.startswith(operation)) or attributes.get(OPERATION_ID) == operation


def _content(span: Span) -> Content:
    """The SDK's own attributes, each side else by the GenAI conventions. No other convention is asked."""
    attributes = span.attributes
    input_, output = _first_present(attributes, _INPUT_KEYS), _output(attributes)
    if input_ is None or output is None:
        other_input, other_output = content_in(attributes) or (None, None)
        input_ = other_input if input_ is None else input_
        output = other_output if output is None else output
    return input_, output


def _output(attributes: Attributes) -> AttrValue:
    text = attributes.get(_TEXT)
    if text is not None and _TOOL_CALLS in attributes:
        calls = attributes[_TOOL_CALLS]
        return {"role": "assistant", "content": text, "tool_calls": json_structure(calls) or calls}
    return text or _first_present(attributes, _OUTPUT_KEYS)


def _first_present(attributes: Attributes, keys: tuple[str, ...]) -> AttrValue:
    return next((attributes[key] for key in keys if key in attributes), None)


def _parameters(span: Span) -> Parameters | None:
    found: Parameters = {}
    for name, keys in _PARAMETERS.items():
        text = first_text(span.attributes, keys)
        if text:
            found[name] = text
    tier = _of_provider(span.attributes, "openai").get("serviceTier")
    if isinstance(tier, str):
        found["service_tier"] = tier
    found.update(explicit_parameters(span) or {})
    return found or None


def _usage(span: Span) -> Counts | None:
    attributes = span.attributes
    if as_str(attributes.get(OPERATION_ID)) in _OUTER:
        return {}
    counts = {bucket: _count_under(attributes, keys) for bucket, keys in _COUNTS.items()}
    _fill(counts, _of_provider(attributes, "openai"), _OF_OPENAI)
    anthropic = json_object(_of_provider(attributes, "anthropic").get("usage")) or {}
    _fill(counts, anthropic, _OF_ANTHROPIC)
    by_lifetime = json_object(anthropic.get("cache_creation"))
    if by_lifetime is not None:
        _fill(counts, by_lifetime, _OF_ANTHROPIC_CREATION)
        apart = sum(counts.get(bucket) or 0 for bucket in _OF_ANTHROPIC_CREATION)
        counts["input_cache_creation"] = max((counts.get("input_cache_creation") or 0) - apart, 0)
    _fill(counts, json_object(_of_provider(attributes, "bedrock").get("usage")) or {}, _OF_BEDROCK)
    if not any(counts.get(bucket) is not None for bucket in ("input_cache_creation", "input_cache_write")):
        counts["input_cache_creation"] = count_of(attributes.get(_CACHE_WRITES))
    if counts["input"] is None and counts["output"] is None:
        counts["input"] = counts["total"]  # embeddings have no output
    return with_total(ledger(counts)) or None


def _count_under(attributes: Attributes, keys: tuple[str, ...]) -> int | None:
    value = _first_present(attributes, keys)
    count = count_of(value)
    return count_of((json_object(value) or {}).get("intValue")) if count is None else count


def _fill(counts: dict[str, int | None], reported: dict[str, Any], names: dict[str, str]) -> None:
    """Take over counts that are not known yet."""
    for bucket, name in names.items():
        if counts.get(bucket) is None:
            counts[bucket] = count_of(reported.get(name))


def _of_provider(attributes: Attributes, provider: str) -> dict[str, Any]:
    if _PROVIDER_METADATA not in attributes:
        return {}
    return json_object((json_object(attributes[_PROVIDER_METADATA]) or {}).get(provider)) or {}


TYPE_OF_CALL = Rule(_type_of_call, keys=(_OPERATION_NAME, OPERATION_ID))
TYPE_OF_TOOL = Rule(_type_of_tool, keys=(_OPERATION_NAME, OPERATION_ID))
CONTENT = Rule(_content, scopes=(SCOPE,))
PARAMETERS = Rule(_parameters, scopes=(SCOPE,))
USAGE = Rule(
    _usage,
    keys=(_PROVIDER_METADATA, _CACHE_WRITES, *(key for keys in _COUNTS.values() for key in keys)),
    scopes=(SCOPE,),
)
CONTENT_KEYS = (*_INPUT_KEYS, _TEXT, *_OUTPUT_KEYS)
