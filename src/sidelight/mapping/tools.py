"""The tools that a model was offered and those that it called, in the shapes of many APIs (OTEL_MAPPING section 13).

Known: OpenAI chat and responses, Anthropic, Gemini, LangChain, Vercel's AI SDK, OpenInference, OpenLLMetry, and the
message parts of OpenTelemetry's GenAI conventions.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sidelight.mapping.text import json_list, json_object, json_structure, text_of
from sidelight.model import Attributes, ToolUse

DEFINITION_KEYS = (
    "ai.prompt.tools",
    "gen_ai.tool.definitions",
    "model_request_parameters",
    "langfuse.observation.metadata.tools",
)
DEFINITION_PREFIXES = ("llm.tools.", "llm.request.functions.")

_LIST_KEYS = ("ai.prompt.tools", "gen_ai.tool.definitions", "langfuse.observation.metadata.tools")
_MAX_TOOLS = 1000
_MAX_DEPTH = 8
# What stands in every text that holds definitions or calls: looking for it is far cheaper than parsing.
_INPUT_MARKS = ('"tools"', '"function')
_OUTPUT_MARKS = ('"tool', '"function', '"arguments')
_PARAMETER_NAMES = (
    "parameters",
    "parameters_json_schema",
    "parametersJsonSchema",
    "inputSchema",
    "input_schema",
    "inputJsonSchema",
)
_DECLARATIONS = ("function_declarations", "functionDeclarations")
# Tuples, since what is compared with them may be anything, and a list has no hash.
_CALL_TYPES = ("function", "function_call", "tool_call", "tool-call", "tool_use", "server_tool_use")
_RESULT_TYPES = ("tool-result", "tool_result", "tool_call_response", "function_call_output")
_WRAPPERS = ("tool_call", "function_call", "functionCall")
_BELOW = ("message", "messages", "choices", "candidates", "output", "parts", "content", "tool_calls", "toolCalls")


def tool_use_of(attributes: Attributes, input_: str | None, output: str | None, *, has_tools: bool) -> ToolUse | None:
    """The tools of an observation with these texts, None when there are none.

    ``has_tools`` says that attributes of their own may hold definitions.
    """
    definitions: dict[str, str] = {}
    if input_ and _may_hold(input_, _INPUT_MARKS):
        _define(definitions, _offered_in(json_structure(input_)))
    if has_tools:
        _define(definitions, _offered_by_attributes(attributes))
    calls: dict[tuple[str, ...], tuple[str, str]] = {}
    if output and _may_hold(output, _OUTPUT_MARKS):
        for call in _calls_in(json_structure(output), 0):
            _note_call(calls, call)
    if not definitions and not calls:
        return None
    return ToolUse(definitions, tuple(text for text, _ in calls.values()), tuple(name for _, name in calls.values()))


def _may_hold(text: str, marks: tuple[str, ...]) -> bool:
    return text.lstrip()[:1] in ("{", "[") and any(mark in text for mark in marks)


def _define(definitions: dict[str, str], tools: Iterable[Any]) -> None:
    for tool in tools:
        found = json_object(tool)
        if found is None or len(definitions) >= _MAX_TOOLS:
            continue
        declared = next((found[key] for key in _DECLARATIONS if key in found), None)
        if declared is not None:
            _define(definitions, declared if isinstance(declared, list) else ())
            continue
        function = json_object(found.get("function")) or found
        name = function.get("name")
        if isinstance(name, str) and name and name not in definitions:
            parameters = next((function[key] for key in _PARAMETER_NAMES if function.get(key) is not None), None)
            description = function.get("description") or function.get("desc")
            described = {"description": text_of(description) or "", "parameters": text_of(parameters) or ""}
            definitions[name] = text_of(described) or ""


def _offered_in(request: dict[str, Any] | list[Any] | None) -> Iterator[Any]:
    """Definitions in a request: beside the messages, in a configuration, or on single messages."""
    if isinstance(request, dict):
        for owner in (request, json_object(request.get("config")) or {}, json_object(request.get("kwargs")) or {}):
            for key in ("tools", "functions"):
                yield from json_list(owner.get(key)) or ()
        messages = json_list(request.get("messages")) or ()
    else:
        messages = request or ()
    for message in messages:
        if not isinstance(message, dict):
            continue
        yield from json_list(message.get("tools")) or ()
        content = message.get("content")
        # LangChain's handlers send each definition as a message of a tool.
        if message.get("role") == "tool" and isinstance(content, dict) and content.get("type") == "function":
            yield content


def _offered_by_attributes(attributes: Attributes) -> Iterator[Any]:
    for key in _LIST_KEYS:
        yield from json_list(attributes.get(key)) or ()
    requested = json_object(attributes.get("model_request_parameters"))
    if requested is not None:
        yield from json_list(requested.get("function_tools")) or ()
    functions: dict[str, dict[str, Any]] = {}
    for key, value in attributes.items():
        if key.startswith("llm.tools.") and key.endswith(".tool.json_schema"):
            yield value
        elif key.startswith("llm.request.functions."):
            place, _, name = key.removeprefix("llm.request.functions.").partition(".")
            functions.setdefault(place, {})[name] = value
    yield from functions.values()


def _calls_in(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    """Every call in an answer, wherever messages, choices, candidates or parts have it."""
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, str):
        value = json_structure(value) if depth else None
    if isinstance(value, list):
        for item in value:
            yield from _calls_in(item, depth + 1)
        return
    if not isinstance(value, dict) or value.get("type") in _RESULT_TYPES or value.get("role") == "tool":
        return
    wrapped = next((value[key] for key in _WRAPPERS if isinstance(value.get(key), dict)), None)
    if wrapped is not None:
        yield {"id": value.get("id"), **wrapped}
        return
    if _is_call(value):
        yield value
        return
    for key in _BELOW:
        below = value.get(key)
        if isinstance(below, list | dict) or (isinstance(below, str) and below[:1] in ("[", "{")):
            yield from _calls_in(below, depth + 1)
    further = value.get("additional_kwargs")
    if isinstance(further, dict):
        yield from _calls_in(further, depth + 1)


def _is_call(value: Mapping[str, Any]) -> bool:
    function = value.get("function")
    if isinstance(function, dict):
        return bool(function.get("name")) and "arguments" in function
    if value.get("toolName"):
        return value.get("type") == "tool-call" or "input" in value or "args" in value
    if not value.get("name") or "role" in value:
        return False
    if value.get("type") in _CALL_TYPES:
        return "arguments" in value or "input" in value or "args" in value
    return ("arguments" in value or "args" in value) and ("id" in value or "call_id" in value or "index" in value)


def _note_call(calls: dict[tuple[str, ...], tuple[str, str]], call: Mapping[str, Any]) -> None:
    """Keep a call once: a call's id, or else its content, names it."""
    function = call.get("function")
    owner: Mapping[str, Any] = function if isinstance(function, dict) else call
    name = owner.get("name") or call.get("toolName")
    if not isinstance(name, str) or len(calls) >= _MAX_TOOLS:
        return
    given = (owner.get(key) for key in ("arguments", "args", "input"))
    arguments = text_of(next((item for item in given if item is not None), {})) or "{}"
    call_id = next((text for key in ("call_id", "id", "toolCallId") if (text := text_of(call.get(key)))), "")
    index = call.get("index")
    described = {
        "id": call_id,
        "arguments": arguments,
        "type": text_of(call.get("type")) or ("function" if owner is not call else ""),
        "index": index if isinstance(index, int) else 0,
    }
    calls.setdefault((call_id,) if call_id else (name, arguments), (text_of(described) or "", name))
