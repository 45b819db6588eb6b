"""OpenTelemetry's GenAI conventions: attributes, message events, and the event with the details of an inference."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sidelight.mapping.parameters import plain_parameters
from sidelight.mapping.rule import Content, Counts, Parameters, Rule, is_given, type_named_by
from sidelight.mapping.text import count_of, json_list, text_of
from sidelight.mapping.usage import INPUT_PARTS, OUTPUT_PARTS, ledger, with_total
from sidelight.model import Attributes, AttrValue, ObservationType, Span

OPERATION = "gen_ai.operation.name"
SYSTEM_INSTRUCTIONS = "gen_ai.system_instructions"
REQUEST_PREFIXES = ("gen_ai.request.", "llm.invocation_parameters.")
USAGE_PREFIXES = ("gen_ai.usage.", "llm.token_count.")
DETAILS_EVENT = "gen_ai.client.inference.operation.details"
CHOICE_EVENT = "gen_ai.choice"
MESSAGE_EVENTS = {
    "gen_ai.system.message": "system",
    "gen_ai.user.message": "user",
    "gen_ai.assistant.message": "assistant",
    "gen_ai.tool.message": "tool",
}
_INPUT_MESSAGES, _OUTPUT_MESSAGES = "gen_ai.input.messages", "gen_ai.output.messages"
_ARGUMENTS, _RESULT = "gen_ai.tool.call.arguments", "gen_ai.tool.call.result"
_MODEL_KEYS = (
    "langfuse.observation.model.name",
    "gen_ai.request.model",
    "gen_ai.response.model",
    "llm.model_name",
    "model",
)
_TOOL_KEYS = ("gen_ai.tool.name", "gen_ai.tool.call.id")
_OPERATIONS = {
    **dict.fromkeys(
        ("chat", "completion", "text_completion", "generate_content", "generate"), ObservationType.GENERATION
    ),
    "embeddings": ObservationType.EMBEDDING,
    "invoke_agent": ObservationType.AGENT,
    "create_agent": ObservationType.AGENT,
    "execute_tool": ObservationType.TOOL,
}

# What instrumentations call a bucket of the ledger, the most specific name first.
_BUCKETS = {
    "input": ("prompt_tokens", "input_tokens", "prompt"),
    "output": ("completion_tokens", "output_tokens", "completion"),
    "total": ("total_tokens", "total"),
    "input_cached_tokens": (
        "cache_read.input_tokens",
        "cache_read_input_tokens",
        "cache_read_tokens",
        "details.cache_read_tokens",
        "details.cache_read_input_tokens",
        "prompt_details.cache_read",
        "input_cached_tokens",
        "details.cached_tokens",
    ),
    "input_cache_creation": (
        "cache_creation.input_tokens",
        "cache_write.input_tokens",
        "cache_creation_input_tokens",
        "cache_write_tokens",
        "details.cache_write_tokens",
        "details.cache_creation_input_tokens",
        "prompt_details.cache_write",
        "input_cache_creation",
    ),
    "input_audio_tokens": ("audio.input_tokens", "prompt_details.audio", "details.input_audio_tokens"),
    "input_image_tokens": ("image.input_tokens", "prompt_details.image"),
    "output_reasoning_tokens": (
        "reasoning.output_tokens",
        "completion_details.reasoning",
        "reasoning_tokens",
        "details.reasoning_tokens",
    ),
    "output_audio_tokens": ("audio.output_tokens", "completion_details.audio", "details.output_audio_tokens"),
}
_BUCKET_OF = {name: bucket for bucket, names in _BUCKETS.items() for name in names}
_ADDED = ("input", *INPUT_PARTS, "output", *OUTPUT_PARTS)
_WHOLES = frozenset({"input", "output", "total"})
_PLAIN = frozenset({"input_tokens", "output_tokens"})


def _type_of_tool(span: Span) -> ObservationType | None:
    return ObservationType.TOOL if any(span.attributes.get(key) for key in _TOOL_KEYS) else None


def _type_of_model(span: Span) -> ObservationType | None:
    return ObservationType.GENERATION if any(span.attributes.get(key) for key in _MODEL_KEYS) else None


def content_in(attributes: Attributes) -> Content | None:
    """Messages with the system's instructions before them, else a tool's arguments and result."""
    input_, output = attributes.get(_INPUT_MESSAGES), attributes.get(_OUTPUT_MESSAGES)
    if is_given(input_) or is_given(output):
        return with_instructions(input_, attributes.get(SYSTEM_INSTRUCTIONS)), output
    input_, output = attributes.get(_ARGUMENTS), attributes.get(_RESULT)
    return (input_, output) if is_given(input_) or is_given(output) else None


def with_instructions(messages: AttrValue, instructions: AttrValue) -> AttrValue:
    """The messages after a system message with the instructions, unless they have one; text stays text."""
    if not instructions or not messages:
        return messages
    found = json_list(messages)
    if found is None or any(isinstance(message, dict) and message.get("role") == "system" for message in found):
        return messages
    parts = json_list(instructions)
    content = text_of(instructions) if parts is None else "\n".join(_text_of_part(part) for part in parts)
    merged = [{"role": "system", "content": content}, *found]
    return text_of(merged) if isinstance(messages, str) else merged


def _text_of_part(part: Any) -> str:
    content = part.get("content") if isinstance(part, dict) else None
    return text_of(content or part) or ""


def _content(span: Span) -> Content | None:
    return content_in(span.attributes)


def _content_of_details_event(span: Span) -> Content | None:
    for event in span.events:
        if event.name == DETAILS_EVENT and (found := content_in(event.attributes)) is not None:
            return found
    return None


def _content_of_message_events(span: Span) -> Content | None:
    messages: list[AttrValue] = []
    choices: list[AttrValue] = []
    for event in span.events:
        if event.name == CHOICE_EVENT:
            choices.append(dict(event.attributes))
        elif event.name in MESSAGE_EVENTS:
            messages.append({"role": MESSAGE_EVENTS[event.name], **event.attributes})
    if not messages and not choices:
        return None
    return messages or None, choices[0] if len(choices) == 1 else choices or None


def _parameters_named_one_by_one(span: Span) -> Parameters | None:
    named = {name: value for key, value in span.attributes.items() if (name := _parameter_name(key))}
    return plain_parameters(named) or None


@lru_cache(maxsize=4096)
def _parameter_name(key: str) -> str:
    """What follows the prefix of a parameter's key, ``""`` for other keys and for the model. Senders use few keys."""
    name = key.split(".", 2)[2] if key.startswith(REQUEST_PREFIXES) else ""
    return "" if name == "model" else name


@lru_cache(maxsize=4096)
def _usage_name(key: str) -> str:
    """What follows the prefix of a usage key, ``""`` for other keys and for the cost."""
    name = key.split(".", 2)[2] if key.startswith(USAGE_PREFIXES) else ""
    return "" if name == "cost" else name


def usage_in(attributes: Attributes) -> Counts | None:
    """The ledger of the counts that attributes report one by one, None when they report none."""
    reported = {
        name: count
        for key, value in attributes.items()
        if (name := _usage_name(key)) and (count := count_of(value)) is not None
    }
    return ledger_of(reported) if reported else None


def ledger_of(reported: Mapping[str, int]) -> Counts:
    """Counts under any of the usual names as the ledger.

    What no bucket is for stays beside it and out of the total, since it may be counted in a bucket already. Parts of
    which there were none are left out.
    """
    if reported.keys() == _PLAIN:  # nearly all calls
        input_, output = reported["input_tokens"], reported["output_tokens"]
        return {"input": input_, "output": output, "total": input_ + output}
    buckets = {bucket: _first(reported, names) for bucket, names in _BUCKETS.items()}
    counts = ledger({bucket: count for bucket, count in buckets.items() if count or bucket in _WHOLES})
    for name, count in reported.items():
        if count and name not in _BUCKET_OF:
            counts.setdefault(name.removeprefix("details."), count)
    return with_total(counts, [bucket for bucket in _ADDED if bucket in counts] or None)


def _first(reported: Mapping[str, int], names: tuple[str, ...]) -> int | None:
    return next((reported[name] for name in names if name in reported), None)


def _usage(span: Span) -> Counts | None:
    return usage_in(span.attributes)


TYPE_OF_OPERATION = type_named_by(OPERATION, _OPERATIONS)
TYPE_OF_TOOL = Rule(_type_of_tool, keys=_TOOL_KEYS)
TYPE_OF_MODEL = Rule(_type_of_model, keys=_MODEL_KEYS)
CONTENT = Rule(_content, keys=(_INPUT_MESSAGES, _OUTPUT_MESSAGES, _ARGUMENTS, _RESULT))
CONTENT_OF_DETAILS_EVENT = Rule(_content_of_details_event, needs_events=True)
CONTENT_OF_MESSAGE_EVENTS = Rule(_content_of_message_events, needs_events=True)
PARAMETERS = Rule(_parameters_named_one_by_one, prefixes=REQUEST_PREFIXES)
USAGE = Rule(_usage, prefixes=USAGE_PREFIXES)
FURTHER_CONTENT_KEYS = (SYSTEM_INSTRUCTIONS,)
