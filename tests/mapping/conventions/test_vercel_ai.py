"""Vercel's AI SDK: versions 4 to 6 in scope ``ai``, version 7 by OpenTelemetry's conventions."""

import json
from typing import Any

import pytest

from sidelight.model import ObservationType
from sidelight.model.time import NS_PER_MS
from tests.mapping.spans import START_NS, observe, trace_of

MESSAGES = '[{"role":"user","content":[{"type":"text","text":"Weather?"}]}]'
CALLS = '[{"toolCallId":"c1","toolName":"weather","input":"{\\"city\\":\\"Paris\\"}"}]'
TOOLS = ['{"type":"function","name":"weather","description":"Of a city","inputSchema":{"type":"object"}}']


def ai(attributes: dict[str, Any], **fields: Any) -> Any:
    return observe(attributes, scope_name="ai", **fields)


def test_a_request_to_a_model() -> None:
    found = ai(
        {
            "operation.name": "ai.streamText.doStream plan",
            "ai.operationId": "ai.streamText.doStream",
            "ai.telemetry.functionId": "plan",
            "ai.telemetry.metadata.userId": "ada",
            "ai.telemetry.metadata.tags": ["a", "b"],
            "ai.telemetry.metadata.langfusePrompt": '{"name": "greet", "version": 2, "isFallback": false}',
            "ai.telemetry.metadata.mode": "fast",
            "ai.model.provider": "openai.chat",
            "ai.model.id": "gpt-4o",
            "ai.settings.maxRetries": 2,
            "ai.prompt.messages": MESSAGES,
            "ai.prompt.tools": TOOLS,
            "ai.prompt.toolChoice": '{"type":"auto"}',
            "ai.response.text": "",
            "ai.response.toolCalls": CALLS,
            "ai.response.msToFirstChunk": 12.3,
            "ai.usage.inputTokens": 100,
            "ai.usage.outputTokens": 30,
            "ai.usage.reasoningTokens": 10,
            "ai.usage.cachedInputTokens": 40,
            "gen_ai.system": "openai.chat",
            "gen_ai.request.model": "gpt-4o",
            "gen_ai.request.temperature": 0.5,
            "gen_ai.response.finish_reasons": ["tool-calls"],
            "gen_ai.response.model": "gpt-4o-2024-08-06",
            "gen_ai.usage.input_tokens": 100,
            "gen_ai.usage.output_tokens": 30,
        },
        parent_span_id="aa",
    )
    assert (found.type, found.name, found.model) == (
        ObservationType.GENERATION,
        "plan:ai.streamText.doStream",
        "gpt-4o-2024-08-06",
    )
    assert found.input == MESSAGES
    assert json.loads(found.output) == {"role": "assistant", "content": "", "tool_calls": json.loads(CALLS)}
    assert found.usage == {
        "input": 60,
        "input_cached_tokens": 40,
        "output": 20,
        "output_reasoning_tokens": 10,
        "total": 130,
    }
    assert found.model_parameters == {
        "toolChoice": '{"type":"auto"}',
        "finishReason": '["tool-calls"]',
        "system": "openai.chat",
        "maxRetries": "2",
        "temperature": "0.5",
    }
    assert found.completion_start_ns == START_NS + 13 * NS_PER_MS
    assert (found.prompt_name, found.prompt_version) == ("greet", 2)
    assert (found.user_id, found.tags, found.metadata["mode"]) == ("ada", ("a", "b"), "fast")
    assert found.tools.call_names == ("weather",)
    assert json.loads(found.tools.definitions["weather"]) == {
        "description": "Of a city",
        "parameters": '{"type":"object"}',
    }


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({"ai.response.text": "hi"}, "hi"),
        ({"ai.result.text": "old"}, "old"),
        ({"ai.toolCall.result": '{"ok":1}'}, '{"ok":1}'),
        ({"ai.response.object": '{"a":1}', "ai.response.text": ""}, '{"a":1}'),
        ({"ai.result.object": '{"a":2}'}, '{"a":2}'),
        ({"ai.response.toolCalls": CALLS}, CALLS),
        ({"gen_ai.output.messages": "[1]", "ai.prompt": "p"}, "[1]"),
        ({"output.value": "another convention"}, None),
    ],
)
def test_output(attributes: dict[str, Any], expected: str | None) -> None:
    assert ai(attributes).output == expected


@pytest.mark.parametrize(
    ("attributes", "kind"),
    [
        ({"ai.operationId": "ai.embed.doEmbed", "ai.model.id": "m"}, ObservationType.EMBEDDING),
        ({"ai.operationId": "ai.generateText.doGenerate"}, ObservationType.SPAN),
        ({"operation.name": "ai.generateText.doGenerate x", "ai.model.id": "m"}, ObservationType.GENERATION),
        ({"ai.operationId": "ai.generateText", "ai.model.id": "m"}, ObservationType.SPAN),
        ({"ai.operationId": "ai.toolCall", "ai.toolCall.name": "weather"}, ObservationType.TOOL),
    ],
)
def test_type(attributes: dict[str, Any], kind: ObservationType) -> None:
    assert ai(attributes).type is kind


def test_a_tool() -> None:
    found = ai({"ai.operationId": "ai.toolCall", "ai.toolCall.name": "weather", "ai.toolCall.args": '{"city":"Paris"}'})
    assert (found.name, found.input) == ("weather", '{"city":"Paris"}')


def provider(**metadata: Any) -> dict[str, Any]:
    return {
        "ai.operationId": "ai.generateText.doGenerate",
        "gen_ai.usage.input_tokens": 20_000,
        "gen_ai.usage.output_tokens": 445,
        "ai.response.providerMetadata": json.dumps(metadata),
    }


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        (
            provider(openai={"cachedPromptTokens": 500, "reasoningTokens": 45, "acceptedPredictionTokens": 3}),
            {
                "input": 19_500,
                "input_cached_tokens": 500,
                "accepted_prediction_tokens": 3,
                "output": 400,
                "output_reasoning_tokens": 45,
                "total": 20_448,
            },
        ),
        (
            provider(
                anthropic={
                    "usage": {
                        "cache_creation_input_tokens": 2100,
                        "cache_read_input_tokens": 16_000,
                        "cache_creation": {"ephemeral_5m_input_tokens": 2000, "ephemeral_1h_input_tokens": 50},
                    }
                }
            ),
            {
                "input": 1900,
                "input_cached_tokens": 16_000,
                "input_cache_creation": 50,
                "input_cache_creation_5m": 2000,
                "input_cache_creation_1h": 50,
                "output": 445,
                "total": 20_445,
            },
        ),
        (
            provider(bedrock={"usage": {"cacheReadInputTokens": 400, "cacheWriteInputTokens": 7}}),
            {"input": 19_600, "input_cache_read": 400, "input_cache_write": 7, "output": 445, "total": 20_452},
        ),
        ({"ai.usage.cachedInputTokens": '{"intValue": 4}', "gen_ai.usage.prompt_tokens": 10},
         {"input": 6, "input_cached_tokens": 4, "total": 10}),
        ({"ai.usage.tokens": 9, "ai.operationId": "ai.embed.doEmbed"}, {"input": 9, "total": 9}),
        (
            {"gen_ai.usage.input_tokens": 10, "ai.usage.inputTokenDetails.cacheWriteTokens": 4},
            {"input": 6, "input_cache_creation": 4, "total": 10},
        ),
        # The outer span repeats what the request inside it used.
        ({**provider(openai={"cachedPromptTokens": 5}), "ai.operationId": "ai.generateText"}, {}),
        ({"ai.response.providerMetadata": "{broken"}, {}),
        ({"langfuse.observation.usage_details": '{"input": 1}', "ai.usage.tokens": 9}, {"input": 1, "total": 1}),
    ],
)  # fmt: skip
def test_usage(attributes: dict[str, Any], expected: dict[str, int]) -> None:
    assert ai(attributes).usage == expected


def test_parameters_set_through_langfuse_come_on_top() -> None:
    found = ai({"langfuse.observation.model.parameters": '{"top_p": 1}', "ai.settings.mode": "json"})
    assert found.model_parameters == {"mode": "json", "top_p": 1}
    tier = ai({"ai.response.providerMetadata": '{"openai": {"serviceTier": "flex"}}'})
    assert tier.model_parameters == {"service_tier": "flex"}


def test_a_prompt_that_is_no_json_is_not_linked() -> None:
    found = ai(
        {"langfuse.observation.type": "generation", "ai.telemetry.metadata.langfusePrompt": "greet"},
    )
    assert (found.prompt_name, found.prompt_version) == ("", None)


def test_its_metadata_names_user_and_session_of_the_trace() -> None:
    trace = trace_of(
        {"ai.telemetry.metadata.sessionId": "s", "ai.telemetry.metadata.userId": "ada"},
        scope_name="ai",
        parent_span_id="aa",
    )
    assert (trace.user_id, trace.session_id, trace.is_shallow) == ("ada", "s", False)


def test_version_7() -> None:
    found = observe(
        {
            "gen_ai.operation.name": "chat",
            "gen_ai.provider.name": "openai",
            "gen_ai.request.model": "gpt-4o",
            "gen_ai.usage.input_tokens": 100,
            "gen_ai.usage.output_tokens": 30,
            "gen_ai.usage.cache_read.input_tokens": 40,
            "gen_ai.input.messages": MESSAGES,
        },
        scope_name="gen_ai",
    )
    assert (found.type, found.input) == (ObservationType.GENERATION, MESSAGES)
    assert found.usage == {"input": 60, "input_cached_tokens": 40, "output": 30, "total": 130}
