"""An agent of Pydantic AI with a tool, seen by its own instrumentation."""

import os

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from pydantic_ai import Agent
from pydantic_ai.models.instrumented import InstrumentationSettings
from pydantic_ai.models.openai import OpenAIChatModel
from pydantic_ai.providers.openai import OpenAIProvider


def main() -> None:
    """Run the agent once; print the trace's id."""
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(OTLPSpanExporter()))
    Agent.instrument_all(InstrumentationSettings(tracer_provider=provider))
    model = OpenAIChatModel("gpt-4o-mini", provider=OpenAIProvider(base_url=os.environ["MODEL_URL"], api_key="none"))
    agent = Agent(model, name="helper", system_prompt="Be brief")

    @agent.tool_plain
    def weather(city: str) -> str:
        """Weather of a city."""
        return f"sunny in {city}"

    with provider.get_tracer("shop").start_as_current_span("question") as root:
        agent.run_sync("Weather in Paris?")
    provider.shutdown()
    print(trace.format_trace_id(root.get_span_context().trace_id))


if __name__ == "__main__":
    main()
