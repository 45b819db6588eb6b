"""A trace by OpenTelemetry's SDK for Python, through the exporter of ``OTEL_EXPORTER_OTLP_PROTOCOL``."""

import os

from opentelemetry import trace
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from opentelemetry.trace import Link, SpanContext, Status, StatusCode, TraceFlags


def exporter() -> SpanExporter:
    """The exporter that the environment names."""
    if os.environ["OTEL_EXPORTER_OTLP_PROTOCOL"] == "grpc":
        from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter as GrpcExporter

        return GrpcExporter(insecure=True)
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter as HttpExporter

    return HttpExporter()


def main() -> None:
    """Send a root with a call of a model and a failed tool in it; print the trace's id."""
    provider = TracerProvider(resource=Resource.create({"deployment.environment.name": "e2e"}))
    provider.add_span_processor(BatchSpanProcessor(exporter()))
    tracer = provider.get_tracer("shop", "1.0.0")
    other = SpanContext(0xA1, 0xB2, is_remote=True, trace_flags=TraceFlags(1))
    with tracer.start_as_current_span("answer", links=[Link(other, {"why": "retry"})]) as root:
        root.set_attributes({"user.id": "ada", "session.id": "s-1", "list": [1, 2], "flag": True})
        with tracer.start_as_current_span("chat") as call:
            call.set_attributes(
                {
                    "gen_ai.operation.name": "chat",
                    "gen_ai.request.model": "gpt-4o-mini",
                    "gen_ai.input.messages": '[{"role": "user", "content": "Hi"}]',
                    "gen_ai.output.messages": '[{"role": "assistant", "content": "Hello"}]',
                    "gen_ai.usage.input_tokens": 100,
                    "gen_ai.usage.output_tokens": 30,
                }
            )
        with tracer.start_as_current_span("execute_tool") as tool:
            tool.set_attributes({"gen_ai.tool.name": "weather", "gen_ai.tool.call.arguments": '{"city": "Paris"}'})
            tool.set_status(Status(StatusCode.ERROR, "no such city"))
    provider.shutdown()
    print(trace.format_trace_id(root.get_span_context().trace_id))


if __name__ == "__main__":
    main()
