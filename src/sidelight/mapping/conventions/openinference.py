"""OpenInference (Arize, SmolAgents, Agno, BeeAI and others): span kinds, whole values, flattened messages."""

from sidelight.mapping.flattened import gather
from sidelight.mapping.parameters import plain_parameters
from sidelight.mapping.rule import Content, Parameters, Rule, content_under, type_named_by
from sidelight.mapping.text import json_object
from sidelight.model import ObservationType, Span

INPUT_MESSAGES, OUTPUT_MESSAGES = "llm.input_messages", "llm.output_messages"
_PARAMETERS = "llm.invocation_parameters"
_KINDS = {
    "LLM": ObservationType.GENERATION,
    "CHAIN": ObservationType.CHAIN,
    "RETRIEVER": ObservationType.RETRIEVER,
    "EMBEDDING": ObservationType.EMBEDDING,
    "AGENT": ObservationType.AGENT,
    "TOOL": ObservationType.TOOL,
    "GUARDRAIL": ObservationType.GUARDRAIL,
    "EVALUATOR": ObservationType.EVALUATOR,
}


def _messages(span: Span) -> Content | None:
    input_, output = gather(span.attributes, INPUT_MESSAGES), gather(span.attributes, OUTPUT_MESSAGES)
    return None if input_ is None and output is None else (input_, output)


def _parameters(span: Span) -> Parameters | None:
    found = json_object(span.attributes[_PARAMETERS])
    return None if found is None else plain_parameters(found)


TYPE = type_named_by("openinference.span.kind", _KINDS)
CONTENT = content_under(("input.value",), ("output.value",))
CONTENT_OF_MESSAGES = Rule(
    _messages,
    keys=(INPUT_MESSAGES, OUTPUT_MESSAGES),
    prefixes=(INPUT_MESSAGES + ".", OUTPUT_MESSAGES + "."),
)
PARAMETERS = Rule(_parameters, keys=(_PARAMETERS,))
