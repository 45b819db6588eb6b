"""Calls through OpenAI's client, seen by the instrumentation that the first argument names."""

import os
import sys
from typing import Any

import openai
from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor

TOOL: Any = {
    "type": "function",
    "function": {
        "name": "weather",
        "description": "Weather of a city",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}},
    },
}


def instrument(name: str, provider: TracerProvider) -> None:
    """Turn the instrumentation on."""
    if name == "openinference":
        from openinference.instrumentation.openai import OpenAIInstrumentor

        OpenAIInstrumentor().instrument(tracer_provider=provider)
    else:
        from opentelemetry.instrumentation.openai import OpenAIInstrumentor as TraceloopInstrumentor

        TraceloopInstrumentor().instrument(tracer_provider=provider)


def main() -> None:
    """Ask twice, with a tool and with a stream, under one span; print the trace's id."""
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(OTLPSpanExporter()))
    instrument(sys.argv[1], provider)
    client = openai.OpenAI(base_url=os.environ["MODEL_URL"], api_key="none", max_retries=0)
    with provider.get_tracer("shop").start_as_current_span("question") as root:
        client.chat.completions.create(
            model="gpt-4o-mini",
            temperature=0.2,
            tools=[TOOL],
            messages=[{"role": "system", "content": "Be brief"}, {"role": "user", "content": "Weather in Paris?"}],
        )
        stream = client.chat.completions.create(
            model="gpt-4o-mini",
            stream=True,
            stream_options={"include_usage": True},
            messages=[{"role": "user", "content": "And in Rome?"}],
        )
        for _ in stream:
            pass
    provider.shutdown()
    print(trace.format_trace_id(root.get_span_context().trace_id))


if __name__ == "__main__":
    main()
