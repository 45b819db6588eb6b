"""OpenInference, as openinference-instrumentation-openai 0.1.66 and SmolAgents send it."""

import json
from typing import Any

import pytest

from sidelight.model import ObservationType
from tests.mapping.spans import START_NS, event, observe

TOOL = {
    "type": "function",
    "function": {"name": "weather", "description": "Of a city", "parameters": {"type": "object"}},
}
ANSWER = {
    "choices": [
        {
            "message": {
                "role": "assistant",
                "content": None,
                "tool_calls": [
                    {"id": "c1", "type": "function", "function": {"name": "weather", "arguments": '{"city":"Paris"}'}}
                ],
            }
        }
    ]
}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        *((kind, ObservationType(kind)) for kind in ("CHAIN", "RETRIEVER", "EMBEDDING", "AGENT", "TOOL")),
        *((kind, ObservationType(kind)) for kind in ("GUARDRAIL", "EVALUATOR")),
        ("LLM", ObservationType.GENERATION),
        ("RERANKER", ObservationType.SPAN),
        ("llm", ObservationType.SPAN),
        (7, ObservationType.SPAN),
    ],
)
def test_type(kind: Any, expected: ObservationType) -> None:
    assert observe({"openinference.span.kind": kind}).type is expected


def test_a_call_of_a_model() -> None:
    request = {"model": "gpt-4o-mini", "messages": [{"role": "user", "content": "Weather?"}], "tools": [TOOL]}
    found = observe(
        {
            "openinference.span.kind": "LLM",
            "llm.system": "openai",
            "input.value": json.dumps(request),
            "input.mime_type": "application/json",
            "output.value": json.dumps(ANSWER),
            "llm.tools.0.tool.json_schema": json.dumps(TOOL),
            "llm.invocation_parameters": '{"model": "gpt-4o-mini", "temperature": 0.2}',
            "llm.input_messages.0.message.role": "user",
            "llm.input_messages.0.message.content": "Weather?",
            "llm.model_name": "gpt-4o-mini-2024-07-18",
            "llm.token_count.total": 130,
            "llm.token_count.prompt": 100,
            "llm.token_count.completion": 30,
            "llm.token_count.prompt_details.cache_read": 40,
            "llm.token_count.prompt_details.audio": 0,
            "llm.token_count.completion_details.reasoning": 10,
            "llm.token_count.completion_details.audio": 0,
        },
        scope_name="openinference.instrumentation.openai",
        events=(event("First Token Stream Event"),),
    )
    assert (found.type, found.model, found.model_provider) == (
        ObservationType.GENERATION,
        "gpt-4o-mini-2024-07-18",
        "openai",
    )
    assert found.input == json.dumps(request)
    assert found.usage == {
        "input": 60,
        "input_cached_tokens": 40,
        "output": 20,
        "output_reasoning_tokens": 10,
        "total": 130,
    }
    assert found.model_parameters == {"model": "gpt-4o-mini", "temperature": 0.2}
    assert found.completion_start_ns == START_NS + 1
    assert found.tools is not None
    assert list(found.tools.definitions) == ["weather"]
    assert json.loads(found.tools.calls[0]) == {
        "id": "c1",
        "arguments": '{"city":"Paris"}',
        "type": "function",
        "index": 0,
    }
    assert not [key for key in found.metadata if "messages" in key or key.endswith(".value")]


def test_messages_alone_are_put_together() -> None:
    found = observe(
        {
            "llm.input_messages.0.message.role": "user",
            "llm.input_messages.0.message.contents.0.message_content.text": "Hi",
            "llm.input_messages.1.message.role": "assistant",
            "llm.output_messages.0.message.role": "assistant",
            "llm.output_messages.0.message.tool_calls.0.tool_call.id": "c1",
            "llm.output_messages.0.message.tool_calls.0.tool_call.function.name": "weather",
            "llm.output_messages.0.message.tool_calls.0.tool_call.function.arguments": "{}",
        }
    )
    assert json.loads(found.input or "") == [
        {"message": {"role": "user", "contents": [{"message_content": {"text": "Hi"}}]}},
        {"message": {"role": "assistant"}},
    ]
    assert found.tools is not None
    assert found.tools.call_names == ("weather",)
    assert json.loads(found.tools.calls[0])["id"] == "c1"


def test_its_cost() -> None:
    found = observe({"llm.cost.total": 0.5})
    assert (found.cost_usd, found.cost_source) == (0.5, "reported")
