"""Frameworks with attributes of their own, as their packages name them."""

import json
from typing import Any

import pytest

from sidelight.model import Level, ObservationType
from tests.mapping.spans import event, observe


def test_a_model_of_genkit() -> None:
    request = {
        "messages": [{"role": "user", "content": [{"text": "Hi"}]}],
        "config": {"temperature": 0.5, "stopSequences": ["x"]},
    }
    answer = {
        "message": {"role": "model", "content": [{"text": "Hello"}]},
        "usage": {"inputTokens": 10, "outputTokens": 20, "thoughtsTokens": 5, "totalTokens": 35},
    }
    found = observe(
        {
            "genkit:name": "googleai/gemini-2.5-flash",
            "genkit:metadata:subtype": "model",
            "genkit:input": json.dumps(request),
            "genkit:output": json.dumps(answer),
            "genkit:state": "success",
        },
        scope_name="genkit-tracer",
    )
    assert (found.type, found.name, found.model) == (
        ObservationType.GENERATION,
        "googleai/gemini-2.5-flash",
        "googleai/gemini-2.5-flash",
    )
    assert json.loads(found.input or "") == request["messages"]
    assert json.loads(found.output or "") == answer["message"]
    assert found.model_parameters == {"temperature": 0.5, "stopSequences": '["x"]'}
    assert found.usage == {"input": 10, "output": 15, "output_reasoning": 5, "total": 35}
    assert found.metadata["attributes.genkit:state"] == "success"


@pytest.mark.parametrize(
    ("subtype", "expected"),
    [
        ("background-model", ObservationType.GENERATION),
        ("embedder", ObservationType.EMBEDDING),
        ("tool.v2", ObservationType.TOOL),
        ("retriever", ObservationType.RETRIEVER),
        ("evaluator", ObservationType.EVALUATOR),
        ("flow", ObservationType.SPAN),
    ],
)
def test_other_steps_of_genkit(subtype: str, expected: ObservationType) -> None:
    found = observe(
        {"genkit:metadata:subtype": subtype, "genkit:name": "step", "genkit:input": '"plain"', "input.value": "no"},
        scope_name="genkit-tracer",
    )
    assert (found.type, found.model, found.input, found.output) == (expected, "", '"plain"', None)


def test_config_of_genkit_in_its_output() -> None:
    output = json.dumps({"request": {"config": {"topK": 3}}})
    assert observe({"genkit:output": output}, scope_name="genkit-tracer").model_parameters == {"topK": 3}


def test_a_model_of_google_adk() -> None:
    request = {"model": "gemini-2.5", "config": {"tools": [{"function_declarations": [{"name": "weather"}]}]}}
    answer = {
        "content": {"parts": [{"function_call": {"name": "weather", "args": {"city": "Paris"}}}]},
        "usage_metadata": {"cached_content_token_count": 30},
    }
    found = observe(
        {
            "gen_ai.system": "gcp.vertex.agent",
            "gen_ai.request.model": "gemini-2.5",
            "gcp.vertex.agent.session_id": "s",
            "gcp.vertex.agent.llm_request": json.dumps(request),
            "gcp.vertex.agent.llm_response": json.dumps(answer),
            "gen_ai.usage.input_tokens": 100,
            "gen_ai.usage.output_tokens": 20,
        },
        scope_name="gcp.vertex.agent",
    )
    assert (found.type, found.input) == (ObservationType.GENERATION, json.dumps(request))
    assert found.usage == {"input": 70, "output": 20, "total": 120, "input_cached_tokens": 30}
    assert found.tools is not None
    assert (list(found.tools.definitions), found.tools.call_names) == (["weather"], ("weather",))


def test_a_tool_of_google_adk() -> None:
    found = observe(
        {
            "gen_ai.operation.name": "execute_tool",
            "gen_ai.tool.name": "weather",
            "gcp.vertex.agent.llm_request": "{}",
            "gcp.vertex.agent.llm_response": "{}",
            "gcp.vertex.agent.tool_call_args": '{"city": "Paris"}',
            "gcp.vertex.agent.tool_response": '{"result": "sunny"}',
        },
        scope_name="gcp.vertex.agent",
    )
    assert (found.type, found.name) == (ObservationType.TOOL, "weather")
    assert (found.input, found.output) == ('{"city": "Paris"}', '{"result": "sunny"}')
    assert found.usage == {}


@pytest.mark.parametrize("mark", ["", "pii."])
def test_livekit(mark: str) -> None:
    def of(name: str, **attributes: Any) -> Any:
        named = {f"lk.{mark}{key.replace('__', '.')}": value for key, value in attributes.items()}
        return observe(named, name=name, scope_name="livekit-agents")

    turn = of("agent_turn", user_transcript="Hi", response__text="Hello", user_input="Hi")
    assert (turn.type, turn.input, turn.output, turn.level) == (ObservationType.AGENT, "Hi", "Hello", Level.DEFAULT)
    assert not [key for key in turn.metadata if key.startswith("attributes")]
    tool = of("function_tool", function_tool__arguments='{"a":1}', function_tool__output="ok")
    assert (tool.type, tool.input, tool.output) == (ObservationType.TOOL, '{"a":1}', "ok")
    assert of("start_agent_activity").level is Level.DEBUG
    assert of("tts_node", input_text="Hello").level is Level.DEBUG


def test_only_spans_of_livekit_are_its_noise() -> None:
    assert observe(name="on_enter").level is Level.DEFAULT
    assert observe(name="on_enter", scope_name="livekit-agents", status_code=2).level is Level.ERROR
    assert observe({"langfuse.observation.level": "INFO"}, name="on_enter", scope_name="livekit-agents").level is (
        Level.DEFAULT
    )


def test_mlflow() -> None:
    found = observe(
        {
            "mlflow.spanType": '"CHAT_MODEL"',
            "mlflow.spanInputs": '{"q": 1}',
            "mlflow.spanOutputs": '{"a": 2}',
            "mlflow.llm.model": '"gpt-4o"',
            "mlflow.chat.tokenUsage": '{"input_tokens": 10, "output_tokens": 4, "cache_read_input_tokens": 3}',
        }
    )
    assert (found.type, found.model) == (ObservationType.GENERATION, "gpt-4o")
    assert (found.input, found.output) == ('{"q": 1}', '{"a": 2}')
    assert found.usage == {"input": 7, "input_cached_tokens": 3, "output": 4, "total": 14}


@pytest.mark.parametrize("kind", ["TOOL", "AGENT", "CHAIN", "RETRIEVER", "EMBEDDING", "GUARDRAIL", "EVALUATOR"])
def test_span_types_of_mlflow(kind: str) -> None:
    assert observe({"mlflow.spanType": f'"{kind}"'}).type is ObservationType(kind)
    assert observe({"mlflow.spanType": kind, "openinference.span.kind": "LLM"}).type is ObservationType.GENERATION


def test_openllmetry() -> None:
    workflow = observe({"traceloop.entity.input": '{"args": [1]}', "traceloop.entity.output": "2", "input.value": "no"})
    assert (workflow.input, workflow.output) == ('{"args": [1]}', "2")
    kinds = {"workflow": "CHAIN", "agent": "AGENT", "tool": "TOOL", "task": "SPAN"}
    assert {kind: observe({"traceloop.span.kind": kind}).type for kind in kinds} == kinds
    associated = {"user_id": "ada", "session_id": "s"}
    found = observe({f"traceloop.association.properties.{name}": value for name, value in associated.items()})
    assert (found.user_id, found.session_id) == ("ada", "s")
    call = observe(
        {
            "gen_ai.system": "OpenAI",
            "gen_ai.request.model": "gpt-4o",
            "gen_ai.prompt.0.role": "user",
            "gen_ai.prompt.0.content": "Weather?",
            "gen_ai.prompt.name": "forecast",
            "gen_ai.completion.0.role": "assistant",
            "gen_ai.completion.0.finish_reason": "tool_calls",
            "gen_ai.completion.0.tool_calls.0.id": "c1",
            "gen_ai.completion.0.tool_calls.0.name": "weather",
            "gen_ai.completion.0.tool_calls.0.arguments": '{"city":"Paris"}',
            "llm.request.functions.0.name": "weather",
            "llm.request.functions.0.description": "Of a city",
            "llm.request.functions.0.parameters": '{"type":"object"}',
        }
    )
    assert json.loads(call.input or "") == [{"role": "user", "content": "Weather?"}]
    assert json.loads(call.output or "")[0]["tool_calls"][0]["name"] == "weather"
    assert call.tools is not None
    assert call.tools.call_names == ("weather",)
    assert json.loads(call.tools.definitions["weather"]) == {
        "description": "Of a city",
        "parameters": '{"type":"object"}',
    }
    assert call.metadata["attributes.gen_ai.prompt.name"] == "forecast"
    assert "attributes.gen_ai.prompt.0.role" not in call.metadata


def test_a_prompt_as_a_whole() -> None:
    found = observe({"gen_ai.prompt": "Hi", "gen_ai.completion": "Hello"})
    assert (found.input, found.output) == ("Hi", "Hello")
    named = observe({"gen_ai.prompt.name": "forecast", "gen_ai.input.messages": "[1]"})
    assert named.input == "[1]"


@pytest.mark.parametrize("scope", ["pydantic-ai", "other"])
def test_a_run_of_pydantic_ai(scope: str) -> None:
    found = observe(
        {
            "model_name": "gpt-4o-mini",
            "gen_ai.operation.name": "invoke_agent",
            "logfire.msg": "helper run",
            "final_result": "It is sunny",
            "gen_ai.aggregated_usage.input_tokens": 200,
            "pydantic_ai.all_messages": '[{"role":"user"}]',
            "gen_ai.system_instructions": '[{"type":"text","content":"Be brief"}]',
        },
        scope_name=scope,
    )
    assert (found.type, found.name, found.usage) == (ObservationType.AGENT, "helper run", {})
    if scope == "pydantic-ai":
        assert json.loads(found.input or "") == [{"role": "system", "content": "Be brief"}, {"role": "user"}]
        assert found.output == "It is sunny"
    else:
        assert (found.input, found.output) == (None, None)


def test_tools_and_parameters_of_pydantic_ai() -> None:
    tool = observe(
        {
            "gen_ai.tool.name": "weather",
            "gen_ai.tool.call.id": "c1",
            "logfire.msg": "running tool: weather",
            "tool_arguments": '{"city":"Paris"}',
            "tool_response": "sunny",
        },
        scope_name="pydantic-ai",
    )
    assert (tool.type, tool.name) == (ObservationType.TOOL, "weather")
    assert (tool.input, tool.output) == ('{"city":"Paris"}', "sunny")
    request = observe(
        {"model_config": '{"temperature": 0}', "model_request_parameters": '{"function_tools": [{"name": "w"}]}'}
    )
    assert request.model_parameters == {"temperature": 0}
    assert request.tools is not None
    assert list(request.tools.definitions) == ["w"]


def test_logfire() -> None:
    found = observe({"prompt": "Hi", "all_messages_events": '[{"role": "assistant"}]'})
    assert (found.input, found.output) == ("Hi", '[{"role": "assistant"}]')
    events = [{"event.name": "gen_ai.user.message", "content": "Hi"}, {"event.name": "gen_ai.choice", "index": 0}]
    for sent in (events, json.dumps(events)):
        found = observe({"events": sent})
        assert (json.loads(found.input or ""), json.loads(found.output or "")) == ([events[0]], events[1])
    assert observe({"events": "[broken", "input": "x"}).input == "x"
    assert observe({"events": [1, None]}).input is None


def test_pipecat() -> None:
    found = observe({"input": "Hi", "output": "Hello", "gen_ai.operation.name": "chat"})
    assert (found.input, found.output) == ("Hi", "Hello")


def test_semantic_kernel() -> None:
    found = observe(
        events=(
            event("gen_ai.content.prompt", gen_ai__prompt='[{"role": "user"}]'),
            event("gen_ai.content.completion", other="thing"),
        )
    )
    assert (found.input, found.output) == ('[{"role": "user"}]', '{"other":"thing"}')
    assert "events" not in found.metadata
    assert observe(events=(event("gen_ai.content.prompt", a=1),)).output is None


@pytest.mark.parametrize(
    ("attributes", "kind", "expected"),
    [
        (
            {"flue.tool.name": "weather", "flue.tool.arguments": '{"a": 1}', "flue.tool.result": "ok"},
            ObservationType.TOOL,
            ('{"a": 1}', "ok"),
        ),
        (
            {"flue.task.id": "t", "flue.task.prompt": "do", "flue.task.result": "done"},
            ObservationType.AGENT,
            ("do", "done"),
        ),
        (
            {"flue.workflow.payload": "in", "flue.operation.result": "out", "flue.workflow.result": "no"},
            ObservationType.SPAN,
            ("in", "out"),
        ),
    ],
)
def test_flue(attributes: dict[str, Any], kind: ObservationType, expected: tuple[str, str]) -> None:
    found = observe(attributes, scope_name="@flue/opentelemetry")
    assert (found.type, (found.input, found.output)) == (kind, expected)
    foreign = observe(attributes, scope_name="other")
    assert (foreign.type, foreign.input) == (kind, None)
