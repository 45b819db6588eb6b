"""Traces of applications as their instrumentations write them: what the trace page must read well."""

import json

from tests.browser.large_traces import deep, orphans
from tests.browser.spans import Application, Value, picture

WEATHER = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "The weather at a place, now or on one of the next ten days.",
        "parameters": {
            "type": "object",
            "properties": {
                "city": {"type": "string", "description": "Name of the city."},
                "unit": {"type": "string", "enum": ["celsius", "fahrenheit"]},
                "days": {"type": "array", "items": {"type": "integer"}, "description": "Days from today."},
            },
            "required": ["city"],
        },
    },
}
SYSTEM = "You are the concierge of a hotel in Rome.\n\n" + "\n".join(
    f"{number}. Rule {number}: answer in the guest's language, be **brief**, and never promise what the hotel has not."
    for number in range(1, 14)
)


def openinference_agent() -> Application:
    """A nested agent with tools, an image in the conversation, a sub-agent, a retriever and an embedding."""
    app = Application("concierge", "openinference.instrumentation.openai", 0)
    question = "What shall we wear tonight? This is our terrace."
    asked: dict[str, Value] = {
        "llm.input_messages.0.message.role": "system",
        "llm.input_messages.0.message.content": SYSTEM,
        "llm.input_messages.1.message.role": "user",
        "llm.input_messages.1.message.contents.0.message_content.type": "text",
        "llm.input_messages.1.message.contents.0.message_content.text": question,
        "llm.input_messages.1.message.contents.1.message_content.type": "image",
        "llm.input_messages.1.message.contents.1.message_content.image.image.url": f"data:image/png;base64,{picture()}",
    }
    call: dict[str, Value] = {
        "message.role": "assistant",
        "message.tool_calls.0.tool_call.id": "call_w1",
        "message.tool_calls.0.tool_call.function.name": "get_weather",
        "message.tool_calls.0.tool_call.function.arguments": '{"city": "Rome", "unit": "celsius", "days": [0, 1]}',
    }
    usage: dict[str, Value] = {
        "llm.token_count.prompt": 1240,
        "llm.token_count.prompt_details.cache_read": 1024,
        "llm.token_count.completion": 85,
        "llm.token_count.completion_details.reasoning": 40,
        "llm.token_count.total": 1325,
    }
    model: dict[str, Value] = {
        "openinference.span.kind": "LLM",
        "llm.model_name": "gpt-4.1-mini",
        "llm.provider": "openai",
        "llm.invocation_parameters": '{"temperature": 0.3, "max_tokens": 400}',
        "llm.tools.0.tool.json_schema": json.dumps(WEATHER),
        **usage,
    }
    app.span(
        "root",
        "ConciergeAgent",
        0,
        4200,
        {
            "openinference.span.kind": "AGENT",
            "input.value": question,
            "output.value": "Light clothes, and **a jacket** for later: 24 °C at eight, 17 °C at midnight.",
            "session.id": "guest-412",
            "user.id": "room-412",
            "tag.tags": '["terrace", "vip"]',
            "metadata": '{"floor": 4}',
        },
    )
    app.span(
        "plan",
        "ChatCompletion",
        20,
        900,
        {**model, **asked, **{f"llm.output_messages.0.{k}": v for k, v in call.items()}},
        parent="root",
    )
    app.span(
        "tool",
        "get_weather",
        910,
        1400,
        {
            "openinference.span.kind": "TOOL",
            "input.value": '{"city": "Rome", "unit": "celsius", "days": [0, 1]}',
            "output.value": json.dumps(
                {"city": "Rome", "hours": [{"at": f"{h}:00", "celsius": 26 - h % 7} for h in range(18, 24)]}
            ),
        },
        parent="root",
    )
    app.span(
        "retrieve",
        "find_documents",
        905,
        1200,
        {
            "openinference.span.kind": "RETRIEVER",
            "input.value": "dress code terrace",
            "output.value": json.dumps(
                [{"id": f"doc-{n}", "score": 0.9 - n / 10, "text": "The terrace " * 20} for n in range(4)]
            ),
        },
        parent="root",
    )
    app.span(
        "embed",
        "text-embedding-3-small",
        906,
        960,
        {
            "openinference.span.kind": "EMBEDDING",
            "embedding.model_name": "text-embedding-3-small",
            "input.value": "dress code terrace",
        },
        parent="retrieve",
    )
    app.span(
        "style",
        "StyleAdvisor",
        1450,
        3000,
        {"openinference.span.kind": "AGENT", "input.value": "evening, 24 to 17 °C", "output.value": "linen, jacket"},
        parent="root",
    )
    app.span(
        "style-llm",
        "ChatCompletion",
        1500,
        2900,
        {
            **model,
            "llm.input_messages.0.message.role": "user",
            "llm.input_messages.0.message.content": "evening, 24 to 17 °C",
            "llm.output_messages.0.message.role": "assistant",
            "llm.output_messages.0.message.content": "linen, jacket",
        },
        parent="style",
    )
    app.span(
        "answer",
        "ChatCompletion",
        3050,
        4150,
        {
            **model,
            **asked,
            **{f"llm.input_messages.2.{k}": v for k, v in call.items()},
            "llm.input_messages.3.message.role": "tool",
            "llm.input_messages.3.message.tool_call_id": "call_w1",
            "llm.input_messages.3.message.content": '{"celsius": 24, "later": 17}',
            "llm.output_messages.0.message.role": "assistant",
            "llm.output_messages.0.message.content": (
                "Light clothes, and **a jacket** for later:\n\n| at | °C |\n|---|---|\n| 20:00 | 24 |\n| 24:00 | 17 |"
            ),
        },
        parent="root",
    )
    return app


def langfuse_anthropic() -> Application:
    """A streamed generation of a Langfuse SDK: thinking, tools, an image as Anthropic takes it, cost and a prompt."""
    app = Application("claims", "langfuse-sdk", 60, scope_version="4.14.3")
    messages = {
        "system": [{"type": "text", "text": SYSTEM}],
        "tools": [
            {
                "name": "lookup_policy",
                "description": "Reads a policy.",
                "input_schema": {"type": "object", "properties": {"number": {"type": "string"}}},
            }
        ],
        "messages": [
            {
                "role": "user",
                "content": [
                    {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": picture(64, 40)}},
                    {"type": "text", "text": "Is this dent covered? Policy 7-331."},
                ],
            },
            {
                "role": "assistant",
                "content": [
                    {"type": "thinking", "thinking": "First the policy.\nThen the picture.", "signature": "x"},
                    {"type": "tool_use", "id": "toolu_1", "name": "lookup_policy", "input": {"number": "7-331"}},
                ],
            },
            {
                "role": "user",
                "content": [
                    {
                        "type": "tool_result",
                        "tool_use_id": "toolu_1",
                        "content": [{"type": "text", "text": "Policy 7-331: *collision* covered, €300 excess."}],
                    },
                ],
            },
        ],
    }
    answer = {
        "role": "assistant",
        "content": [
            {"type": "thinking", "thinking": "Collision is covered. The dent looks like one."},
            {"type": "text", "text": "Yes. Collision is covered; you pay **€300**."},
        ],
        "stop_reason": "end_turn",
    }
    app.span(
        "root",
        "handle-claim",
        0,
        6100,
        {
            "langfuse.observation.type": "span",
            "langfuse.trace.name": "handle-claim",
            "langfuse.trace.tags": '["claims", "motor"]',
            "langfuse.observation.input": json.dumps(
                {"claim": "C-1", "question": "Is this dent covered?", "priority": 2}
            ),
            "langfuse.observation.output": json.dumps({"covered": True, "excess": 300, "currency": "EUR"}),
            "session.id": "claim-C-1",
            "user.id": "customer-88",
            "langfuse.release": "r42",
            "langfuse.version": "1.3",
            "langfuse.environment": "production",
        },
    )
    app.span(
        "call",
        "claude",
        120,
        5900,
        {
            "langfuse.observation.type": "generation",
            "langfuse.observation.model.name": "claude-sonnet-4-5",
            "langfuse.observation.model.parameters": json.dumps({"max_tokens": 1024, "thinking_budget": 2000}),
            "langfuse.observation.input": json.dumps(messages),
            "langfuse.observation.output": json.dumps(answer),
            "langfuse.observation.usage_details": json.dumps(
                {"input": 310, "input_cached_tokens": 2048, "output": 140, "total": 2498}
            ),
            "langfuse.observation.cost_details": json.dumps(
                {"input": 0.00093, "input_cached_tokens": 0.0006, "output": 0.0021, "total": 0.00363}
            ),
            "langfuse.observation.completion_start_time": "2026-11-23T15:01:01.020Z",
            "langfuse.observation.prompt.name": "claims/decide",
            "langfuse.observation.prompt.version": 7,
            "session.id": "claim-C-1",
        },
        parent="root",
    )
    app.span(
        "check",
        "policy-check",
        5905,
        6050,
        {
            "langfuse.observation.type": "guardrail",
            "langfuse.observation.level": "WARNING",
            "langfuse.observation.status_message": "excess was not in the prompt",
            "langfuse.observation.input": "Yes. Collision is covered.",
            "session.id": "claim-C-1",
        },
        parent="root",
    )
    return app


def langgraph() -> Application:
    """A LangGraph run with a loop and a fan-out, as Langfuse's LangChain handler writes it."""
    app = Application("research-graph", "langfuse-sdk", 120, scope_version="4.14.3")
    human = {"type": "human", "content": "Compare tides and winds."}
    app.span(
        "root",
        "LangGraph",
        0,
        9000,
        {
            "langfuse.observation.type": "chain",
            "langfuse.trace.name": "LangGraph",
            "langfuse.observation.input": json.dumps({"messages": [human]}),
            "langfuse.observation.output": json.dumps(
                {"messages": [human, {"type": "ai", "content": "Tides come from the moon."}]}
            ),
            "session.id": "research-1",
        },
    )
    steps = [
        ("plan", 1),
        ("search_tides", 2),
        ("search_winds", 2),
        ("review", 3),
        ("plan", 4),
        ("search_winds", 5),
        ("review", 6),
        ("write", 7),
    ]
    for number, (node, step) in enumerate(steps):
        start = step * 1100 + (30 if node == "search_winds" else 0)
        meta: dict[str, Value] = {
            "langfuse.observation.metadata.langgraph_node": node,
            "langfuse.observation.metadata.langgraph_step": str(step),
        }
        app.span(
            f"n{number}",
            node,
            start,
            start + 900,
            {
                "langfuse.observation.type": "chain",
                **meta,
                "langfuse.observation.input": json.dumps({"messages": [human], "step": step}),
            },
            parent="root",
        )
        app.span(
            f"m{number}",
            "ChatOpenAI",
            start + 50,
            start + 850,
            {
                "langfuse.observation.type": "generation",
                **meta,
                "langfuse.observation.model.name": "gpt-4o-mini",
                "langfuse.observation.input": json.dumps([{"type": "system", "content": "You research."}, human]),
                "langfuse.observation.output": json.dumps(
                    {
                        "generations": [
                            [
                                {
                                    "text": "",
                                    "message": {
                                        "lc": 1,
                                        "type": "constructor",
                                        "id": ["langchain", "schema", "messages", "AIMessage"],
                                        "kwargs": {
                                            "content": "",
                                            "tool_calls": [
                                                {
                                                    "name": "web_search",
                                                    "args": {"query": node, "top_k": 5},
                                                    "id": f"c{number}",
                                                }
                                            ],
                                        },
                                    },
                                }
                            ]
                        ]
                    }
                ),
                "langfuse.observation.usage_details": json.dumps(
                    {"input": 200 + number, "output": 20, "total": 220 + number}
                ),
            },
            parent=f"n{number}",
        )
    return app


def vercel() -> Application:
    """The AI SDK: a call with a tool."""
    app = Application("shop-bot", "ai", 180)
    prompt = [
        {"role": "system", "content": "You sell shoes."},
        {"role": "user", "content": [{"type": "text", "text": "Boots in 42?"}]},
    ]
    meta: dict[str, Value] = {"ai.telemetry.metadata.userId": "u-7", "ai.telemetry.metadata.sessionId": "cart-7"}
    app.span(
        "root",
        "ai.generateText",
        0,
        2000,
        {
            "ai.operationId": "ai.generateText",
            "operation.name": "ai.generateText",
            "ai.prompt": json.dumps({"messages": prompt}),
            "ai.response.text": "Yes, three kinds.",
            **meta,
        },
    )
    app.span(
        "do",
        "ai.generateText.doGenerate",
        10,
        900,
        {
            "ai.operationId": "ai.generateText.doGenerate",
            "operation.name": "ai.generateText.doGenerate",
            "ai.model.id": "gpt-4o",
            "ai.model.provider": "openai.chat",
            "ai.prompt.messages": json.dumps(prompt),
            "ai.response.text": "Let me look.",
            "ai.response.toolCalls": json.dumps(
                [{"toolCallId": "c1", "toolName": "stock", "input": {"size": 42, "kind": "boots"}}]
            ),
            "ai.usage.promptTokens": 80,
            "ai.usage.completionTokens": 22,
            "gen_ai.usage.input_tokens": 80,
            "gen_ai.usage.output_tokens": 22,
            **meta,
        },
        parent="root",
    )
    app.span(
        "tool",
        "ai.toolCall",
        910,
        1100,
        {
            "ai.operationId": "ai.toolCall",
            "operation.name": "ai.toolCall",
            "ai.toolCall.name": "stock",
            "ai.toolCall.id": "c1",
            "ai.toolCall.args": '{"size": 42, "kind": "boots"}',
            "ai.toolCall.result": '[{"sku": "b1"}, {"sku": "b2"}, {"sku": "b3"}]',
            **meta,
        },
        parent="root",
    )
    return app


def pydantic_ai() -> Application:
    """Pydantic AI: an agent run that failed in a tool, with OpenTelemetry's message attributes."""
    app = Application("bank-support", "pydantic-ai", 240)
    asked = [
        {"role": "system", "parts": [{"type": "text", "content": "You help customers."}]},
        {"role": "user", "parts": [{"type": "text", "content": "My balance?"}]},
    ]
    said = [
        {
            "role": "assistant",
            "parts": [
                {"type": "thinking", "content": "need the tool"},
                {"type": "tool_call", "id": "p1", "name": "customer_balance", "arguments": {"id": 123}},
            ],
            "finish_reason": "tool_call",
        }
    ]
    app.span(
        "root",
        "agent run",
        0,
        1500,
        {
            "gen_ai.operation.name": "invoke_agent",
            "gen_ai.agent.name": "support_agent",
            "pydantic_ai.all_messages": json.dumps(asked + said),
            "gen_ai.conversation.id": "bank-1",
        },
        error="UnexpectedModelBehavior",
    )
    app.span(
        "chat",
        "chat gpt-4o",
        10,
        700,
        {
            "gen_ai.operation.name": "chat",
            "gen_ai.request.model": "gpt-4o",
            "gen_ai.response.model": "gpt-4o",
            "gen_ai.provider.name": "openai",
            "gen_ai.input.messages": json.dumps(asked),
            "gen_ai.output.messages": json.dumps(said),
            "gen_ai.usage.input_tokens": 60,
            "gen_ai.usage.output_tokens": 18,
        },
        parent="root",
    )
    app.span(
        "tool",
        "execute_tool customer_balance",
        710,
        1400,
        {
            "gen_ai.operation.name": "execute_tool",
            "gen_ai.tool.name": "customer_balance",
            "gen_ai.tool.call.id": "p1",
            "gen_ai.tool.call.arguments": '{"id": 123}',
            "gen_ai.tool.call.result": "ConnectionError: ledger is down",
        },
        parent="root",
        error="ConnectionError: ledger is down",
    )
    return app


def every_application() -> list[Application]:
    """All but the very large ones."""
    return [openinference_agent(), langfuse_anthropic(), langgraph(), vercel(), pydantic_ai(), orphans(), deep()]
