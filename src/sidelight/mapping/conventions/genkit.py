"""Genkit: everything in two JSON attributes."""

from typing import Any

from sidelight.mapping.parameters import plain_parameters
from sidelight.mapping.rule import Content, Counts, Parameters, Rule, type_named_by
from sidelight.mapping.text import count_of, json_object
from sidelight.mapping.usage import ledger, with_total
from sidelight.model import ObservationType, Span

SCOPE = "genkit-tracer"
SUBTYPE = "genkit:metadata:subtype"
NAME = "genkit:name"
_INPUT, _OUTPUT = "genkit:input", "genkit:output"
_SUBTYPES = {
    "model": ObservationType.GENERATION,
    "background-model": ObservationType.GENERATION,
    "embedder": ObservationType.EMBEDDING,
    "tool": ObservationType.TOOL,
    "tool.v2": ObservationType.TOOL,
    "retriever": ObservationType.RETRIEVER,
    "evaluator": ObservationType.EVALUATOR,
}


def _content(span: Span) -> Content:
    """A model's messages and answer; what flows and tools take and give as a whole. No other convention is asked."""
    input_, output = span.attributes.get(_INPUT), span.attributes.get(_OUTPUT)
    messages = (json_object(input_) or {}).get("messages")
    message = (json_object(output) or {}).get("message")
    return input_ if messages is None else messages, output if message is None else message


def _parameters(span: Span) -> Parameters | None:
    config = json_object(_part(span, _INPUT).get("config"))
    if config is None:
        request = json_object(_part(span, _OUTPUT).get("request")) or {}
        config = json_object(request.get("config"))
    return plain_parameters(config) if config else None


def _usage(span: Span) -> Counts | None:
    usage = json_object(_part(span, _OUTPUT).get("usage"))
    if usage is None:
        return None
    counts = {
        "input": count_of(usage.get("inputTokens")),
        "output": count_of(usage.get("outputTokens")),
        "total": count_of(usage.get("totalTokens")),
        "output_reasoning": count_of(usage.get("thoughtsTokens")),
    }
    return with_total(ledger({bucket: count for bucket, count in counts.items() if count})) or None


def _part(span: Span, key: str) -> dict[str, Any]:
    return json_object(span.attributes.get(key)) or {}


TYPE = type_named_by(SUBTYPE, _SUBTYPES)
CONTENT = Rule(_content, scopes=(SCOPE,))
PARAMETERS = Rule(_parameters, keys=(_INPUT, _OUTPUT), scopes=(SCOPE,))
USAGE = Rule(_usage, keys=(_OUTPUT,), scopes=(SCOPE,))
CONTENT_KEYS = (_INPUT, _OUTPUT)
