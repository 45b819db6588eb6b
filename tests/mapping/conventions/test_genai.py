"""OpenTelemetry's GenAI conventions: attributes of OpenLLMetry 0.62 and Pydantic AI 2, events of older versions."""

import json
from typing import Any

import pytest

from sidelight.model import ObservationType
from sidelight.model.time import NS_PER_MS
from tests.mapping.spans import START_NS, event, observe

SYSTEM = '[{"type": "text", "content": "Be brief"}, {"type": "text", "content": "Be kind"}]'
USER = '[{"role": "user", "parts": [{"type": "text", "content": "Hi"}]}]'


def test_a_chat_of_openllmetry() -> None:
    found = observe(
        {
            "gen_ai.operation.name": "chat",
            "gen_ai.provider.name": "openai",
            "gen_ai.request.model": "gpt-4o-mini",
            "gen_ai.request.temperature": 0.2,
            "gen_ai.is_streaming": False,
            "gen_ai.input.messages": USER,
            "gen_ai.tool.definitions": '[{"type": "function", "name": "weather", "description": "Of a city"}]',
            "gen_ai.response.model": "gpt-4o-mini-2024-07-18",
            "gen_ai.response.finish_reasons": ["tool_call"],
            "gen_ai.usage.total_tokens": 130,
            "gen_ai.usage.output_tokens": 30,
            "gen_ai.usage.input_tokens": 100,
            "gen_ai.usage.cache_read.input_tokens": 40,
            "gen_ai.usage.reasoning_tokens": 10,
            "gen_ai.output.messages": json.dumps(
                [
                    {
                        "role": "assistant",
                        "parts": [{"type": "tool_call", "name": "weather", "id": "c1", "arguments": {"city": "Paris"}}],
                    }
                ]
            ),
        },
        scope_name="opentelemetry.instrumentation.openai.v1",
    )
    assert (found.type, found.model, found.model_provider) == (
        ObservationType.GENERATION,
        "gpt-4o-mini-2024-07-18",
        "openai",
    )
    assert found.input == USER
    assert found.usage == {
        "input": 60,
        "input_cached_tokens": 40,
        "output": 20,
        "output_reasoning_tokens": 10,
        "total": 130,
    }
    assert found.model_parameters == {"temperature": 0.2}
    assert found.tools is not None
    assert json.loads(found.tools.definitions["weather"]) == {"description": "Of a city", "parameters": ""}
    assert found.tools.call_names == ("weather",)
    assert json.loads(found.tools.calls[0])["arguments"] == '{"city":"Paris"}'
    assert "attributes.gen_ai.input.messages" not in found.metadata
    assert found.metadata["attributes.gen_ai.is_streaming"] == "false"


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({"gen_ai.input.messages": USER}, json.loads(USER)),
        (
            {"gen_ai.input.messages": USER, "gen_ai.system_instructions": SYSTEM},
            [{"role": "system", "content": "Be brief\nBe kind"}, *json.loads(USER)],
        ),
        (
            {"gen_ai.input.messages": json.loads(USER), "gen_ai.system_instructions": "Be brief"},
            [{"role": "system", "content": "Be brief"}, *json.loads(USER)],
        ),
        (
            {"gen_ai.input.messages": '[{"role": "system"}]', "gen_ai.system_instructions": SYSTEM},
            [{"role": "system"}],
        ),
        ({"gen_ai.input.messages": '{"no": "list"}', "gen_ai.system_instructions": SYSTEM}, {"no": "list"}),
        ({"gen_ai.tool.call.arguments": '{"city": "Paris"}', "gen_ai.tool.call.result": "ok"}, {"city": "Paris"}),
    ],
)
def test_input(attributes: dict[str, Any], expected: Any) -> None:
    assert json.loads(observe(attributes).input or "") == expected


def test_messages_as_events() -> None:
    found = observe(
        {"gen_ai.operation.name": "chat"},
        events=(
            event("gen_ai.system.message", content="Be brief"),
            event("gen_ai.user.message", content="Hi", gen_ai__system="openai"),
            event("gen_ai.choice", index=0, message='{"role": "assistant", "content": "Hello"}'),
            event("exception", exception__message="late"),
        ),
    )
    assert json.loads(found.input or "") == [
        {"role": "system", "content": "Be brief"},
        {"role": "user", "content": "Hi", "gen_ai.system": "openai"},
    ]
    assert json.loads(found.output or "") == {"index": 0, "message": '{"role": "assistant", "content": "Hello"}'}
    assert [kept["name"] for kept in json.loads(found.metadata["events"])] == ["exception"]


def test_several_choices_are_a_list_and_a_side_without_events_is_null() -> None:
    found = observe(events=(event("gen_ai.choice", index=0), event("gen_ai.choice", index=1)))
    assert (found.input, json.loads(found.output or "")) == (None, [{"index": 0}, {"index": 1}])


def test_the_event_with_the_details_of_an_inference() -> None:
    details = event(
        "gen_ai.client.inference.operation.details",
        gen_ai__input__messages=json.loads(USER),
        gen_ai__output__messages='[{"role": "assistant"}]',
        gen_ai__system_instructions=SYSTEM,
    )
    found = observe({"input.value": "not this"}, events=(event("gen_ai.choice"), details))
    assert json.loads(found.input or "")[0] == {"role": "system", "content": "Be brief\nBe kind"}
    assert found.output == '[{"role": "assistant"}]'


@pytest.mark.parametrize(
    ("reported", "expected"),
    [
        ({"total_tokens": 7}, {"total": 7}),
        ({"prompt_tokens": 7}, {"input": 7, "total": 7}),
        # Pydantic AI says the same thing twice, in two vocabularies.
        (
            {
                "input_tokens": 100,
                "output_tokens": 30,
                "cache_read.input_tokens": 40,
                "details.audio_tokens": 0,
                "details.reasoning_tokens": 10,
                "details.cache_read_tokens": 40,
            },
            {"input": 60, "input_cached_tokens": 40, "output": 20, "output_reasoning_tokens": 10, "total": 130},
        ),
        # Unknown counts are kept, but may be part of others already.
        (
            {"input_tokens": 5, "output_tokens": 5, "details.accepted_prediction_tokens": 2, "odd": 3},
            {"input": 5, "output": 5, "total": 10, "accepted_prediction_tokens": 2, "odd": 3},
        ),
        ({"odd": 3}, {"odd": 3, "total": 3}),
        (
            {"input_tokens": 50, "audio.input_tokens": 20, "output_tokens": 9, "audio.output_tokens": 4},
            {"input": 30, "input_audio_tokens": 20, "output": 5, "output_audio_tokens": 4, "total": 59},
        ),
        # Some senders do not count cached tokens as input.
        (
            {"input_tokens": 5, "cache_read_input_tokens": 1000},
            {"input": 0, "input_cached_tokens": 1000, "total": 1000},
        ),
        ({"input_tokens": True, "output_tokens": "4"}, {"output": 4, "total": 4}),
    ],
)
def test_usage(reported: dict[str, Any], expected: dict[str, int]) -> None:
    assert observe({f"gen_ai.usage.{name}": count for name, count in reported.items()}).usage == expected


@pytest.mark.parametrize("operation", ["invoke_agent", "agent_step"])
def test_an_agent_does_not_repeat_what_its_calls_cost(operation: str) -> None:
    found = observe(
        {
            "gen_ai.operation.name": operation,
            "gen_ai.request.model": "m",
            "gen_ai.usage.input_tokens": 5,
            "gen_ai.usage.cost": 1,
            "gen_ai.request.temperature": 1,
        }
    )
    assert (found.model, found.usage, found.cost_usd, found.cost_source) == ("", {}, None, "")
    assert found.model_parameters == {"temperature": 1}


def test_the_first_chunk() -> None:
    assert observe({"gen_ai.response.time_to_first_chunk": 0.25}).completion_start_ns == START_NS + 250 * NS_PER_MS
    chunk = event("gen_ai.content.completion.chunk")
    assert observe(events=(event("other"), chunk, chunk)).completion_start_ns == START_NS + 1
    assert observe(events=(event("other"),)).completion_start_ns is None
