"""Tools in the shapes of the APIs that offer and call them."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidelight.mapping.tools import tool_use_of
from sidelight.model import ToolUse

SCHEMA = {"type": "object", "properties": {"city": {"type": "string"}}}
DESCRIBED = {"description": "Of a city", "parameters": json.dumps(SCHEMA, separators=(",", ":"))}
FUNCTION = {"name": "weather", "description": "Of a city", "parameters": SCHEMA}


def used(input_: Any = None, output: Any = None, attributes: dict[str, Any] | None = None) -> ToolUse | None:
    texts = [None if side is None else json.dumps(side) for side in (input_, output)]
    return tool_use_of(attributes or {}, *texts, has_tools=bool(attributes))


@pytest.mark.parametrize(
    "request_",
    [
        {"messages": [], "tools": [{"type": "function", "function": FUNCTION}]},  # OpenAI chat
        {"input": "x", "tools": [{"type": "function", **FUNCTION}]},  # OpenAI responses
        {"messages": [], "functions": [FUNCTION]},  # OpenAI before tools
        {"tools": [{"name": "weather", "description": "Of a city", "input_schema": SCHEMA}]},  # Anthropic
        {"contents": [], "tools": [{"functionDeclarations": [FUNCTION]}]},  # Gemini
        {"config": {"tools": [{"function_declarations": [FUNCTION]}]}},
        [{"role": "user"}, {"role": "tool", "content": {"type": "function", "function": FUNCTION}}],  # LangChain
        {"messages": [{"role": "user", "tools": [{"type": "function", "function": FUNCTION}]}]},
        {"tools": [json.dumps(FUNCTION)]},
        {"tools": json.dumps([FUNCTION])},
    ],
)
def test_definitions(request_: Any) -> None:
    found = used(request_)
    assert found is not None
    assert {name: json.loads(text) for name, text in found.definitions.items()} == {"weather": DESCRIBED}


@pytest.mark.parametrize(
    "attributes",
    [
        {"ai.prompt.tools": [json.dumps({"name": "weather", "description": "Of a city", "inputSchema": SCHEMA})]},
        {"gen_ai.tool.definitions": json.dumps([FUNCTION])},
        {"llm.tools.0.tool.json_schema": json.dumps({"type": "function", "function": FUNCTION})},
        {"langfuse.observation.metadata.tools": json.dumps([FUNCTION])},
        {
            "model_request_parameters": json.dumps(
                {"function_tools": [{"name": "weather", "description": "Of a city", "parameters_json_schema": SCHEMA}]}
            )
        },
    ],
)
def test_definitions_in_attributes(attributes: dict[str, Any]) -> None:
    found = used(attributes=attributes)
    assert found is not None
    assert {name: json.loads(text) for name, text in found.definitions.items()} == {"weather": DESCRIBED}


PARIS = {"city": "Paris"}
CALL = {"id": "c1", "type": "function", "function": {"name": "weather", "arguments": '{"city":"Paris"}'}}


@pytest.mark.parametrize(
    ("answer", "call_id"),
    [
        ({"role": "assistant", "tool_calls": [CALL]}, "c1"),
        ([{"role": "assistant", "tool_calls": [CALL]}], "c1"),
        ([CALL], "c1"),
        (CALL, "c1"),
        ({"choices": [{"message": {"tool_calls": [CALL]}}]}, "c1"),
        ({"role": "assistant", "additional_kwargs": {"tool_calls": [CALL]}, "tool_calls": []}, "c1"),
        ({"type": "ai", "content": "", "tool_calls": [{"name": "weather", "args": PARIS, "id": "c1"}]}, "c1"),
        (
            {"output": [{"type": "function_call", "call_id": "c1", "name": "weather", "arguments": json.dumps(PARIS)}]},
            "c1",
        ),
        ({"content": [{"type": "tool_use", "id": "c1", "name": "weather", "input": PARIS}]}, "c1"),
        (
            {"content": [{"type": "tool-call", "toolCallId": "c1", "toolName": "weather", "input": PARIS}]},
            "c1",
        ),
        ({"candidates": [{"content": {"parts": [{"functionCall": {"name": "weather", "args": PARIS}}]}}]}, ""),
        ({"role": "assistant", "toolCalls": json.dumps([CALL])}, "c1"),
        ({"message": json.dumps({"role": "assistant", "tool_calls": [CALL]}), "index": 0}, "c1"),
        (
            [
                {
                    "role": "assistant",
                    "parts": [{"type": "tool_call", "id": "c1", "name": "weather", "arguments": json.dumps(PARIS)}],
                }
            ],
            "c1",
        ),
    ],
)
def test_calls(answer: Any, call_id: str) -> None:
    found = used(output=answer)
    assert found is not None
    assert found.call_names == ("weather",)
    call = json.loads(found.calls[0])
    assert (call["id"], json.loads(call["arguments"])) == (call_id, {"city": "Paris"})
    assert set(call) == {"id", "arguments", "type", "index"}


def test_a_call_counts_once() -> None:
    twice = {"role": "assistant", "tool_calls": [CALL], "additional_kwargs": {"tool_calls": [CALL]}}
    other = {"name": "weather", "args": {"city": "Rome"}, "id": "c2"}
    found = used(output=[twice, {"role": "assistant", "tool_calls": [other]}])
    assert found is not None
    assert found.call_names == ("weather", "weather")


@pytest.mark.parametrize(
    "answer",
    [
        {"type": "tool-result", "toolName": "weather", "input": {}, "result": 1},
        {"role": "tool", "name": "weather", "content": "x", "tool_call_id": "c1"},
        {"name": "weather", "description": "", "arguments": "of a definition"},
        {"tools": [FUNCTION]},
        'the word "tool_calls" in a text',
        {"tool_calls": "none", "arguments": 1},
        {"tool_calls": [None, 1, {"function": None, "arguments": 1}, {"function": {"name": 5, "arguments": ""}}]},
    ],
)
def test_what_is_no_call(answer: Any) -> None:
    assert used(output=answer) is None


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(
                [
                    "tools",
                    "function",
                    "name",
                    "arguments",
                    "tool_calls",
                    "type",
                    "content",
                    "id",
                    "message",
                    "functions",
                ]
            ),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=12,
)


@given(JSON, JSON)
def test_nothing_makes_it_fail(input_: Any, output: Any) -> None:
    found = used(input_, output, {"ai.prompt.tools": input_, "model_request_parameters": output})
    if found is not None:
        assert len(found.calls) == len(found.call_names)
        assert all(isinstance(text, str) for text in (*found.calls, *found.definitions.values()))
