"""Small valid bodies to begin with: a few captured records, and requests that use every field and kind of value."""

import json
from typing import Any

from google.protobuf.json_format import MessageToDict
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, ArrayValue, KeyValue, KeyValueList

from sidelight.otlp.decode import Format, Signal
from sidelight.otlp.ids import id_of_json
from tests.otlp import requests
from tests.otlp.captures import all_captures

RECORDS_A_CAPTURE = 8
_VALUES = (
    AnyValue(string_value="text"),
    AnyValue(int_value=-5),
    AnyValue(double_value=0.5),
    AnyValue(bool_value=True),
    AnyValue(bytes_value=b"\x00\xff"),
    AnyValue(array_value=ArrayValue(values=[AnyValue(int_value=1), AnyValue()])),
    AnyValue(kvlist_value=KeyValueList(values=[KeyValue(key="k", value=AnyValue(string_value="v"))])),
    AnyValue(),
)
# What the mapping looks for: mutations then reach its branches.
_MAPPED = {
    "langfuse.observation.usage_details": '{"input": 5, "output": "7"}',
    "langfuse.observation.cost_details": '{"input": 0.5}',
    "langfuse.observation.model.parameters": '{"temperature": 1}',
    "langfuse.observation.metadata": '{"a": {"b": 1}}',
    "langfuse.observation.completion_start_time": '"2026-11-23T12:18:15.500Z"',
    "langfuse.observation.type": "generation",
    "langfuse.observation.level": "WARNING",
    "langfuse.trace.tags": '["a", "b"]',
    "langfuse.trace.metadata.k": "v",
    "langfuse.environment": "Prod",
    "langfuse.observation.prompt.version": "3",
    "gen_ai.usage.input_tokens": "12",
    "gen_ai.request.temperature": "0.5",
    "ai.response.msToFirstChunk": "12.5",
}


def small_bodies() -> list[tuple[bytes, Format]]:
    """The seeds, each in both encodings."""
    messages = [_rich_traces(), _rich_logs(), _rich_metrics()]
    for capture in all_captures():
        if capture.format is Format.PROTOBUF:
            singles = list(requests.one_record_bodies(capture.body, capture.signal))
            step = max(len(singles) // RECORDS_A_CAPTURE, 1)
            messages += [_CLASSES[capture.signal].FromString(body) for body in singles[::step]]
    return [(message.SerializeToString(), Format.PROTOBUF) for message in messages] + [
        (as_otlp_json(message), Format.JSON) for message in messages
    ]


def as_otlp_json(message: Any) -> bytes:
    """The message as OTLP/JSON: what protobuf's printer writes, but with hex ids and numbers for enums."""
    document = MessageToDict(message, use_integers_for_enums=True)

    def with_hex_ids(node: Any) -> Any:
        if isinstance(node, list):
            return [with_hex_ids(item) for item in node]
        if not isinstance(node, dict):
            return node
        return {
            key: id_of_json(value, key) if key in ("traceId", "spanId", "parentSpanId") else with_hex_ids(value)
            for key, value in node.items()
        }

    return json.dumps(with_hex_ids(document)).encode()


_CLASSES: dict[Signal, Any] = {
    Signal.LOGS: ExportLogsServiceRequest,
    Signal.TRACES: ExportTraceServiceRequest,
    Signal.METRICS: ExportMetricsServiceRequest,
}


def _add_attributes(owner: Any) -> None:
    for number, value in enumerate(_VALUES):
        owner.attributes.add(key=f"key.{number}").value.CopyFrom(value)


def _rich_traces() -> ExportTraceServiceRequest:
    request = ExportTraceServiceRequest()
    resource_spans = request.resource_spans.add(schema_url="https://example.org")
    _add_attributes(resource_spans.resource)
    scope = resource_spans.scope_spans.add()
    scope.scope.name, scope.scope.version = "lib", "1"
    _add_attributes(scope.scope)
    for number in range(2):
        span = scope.spans.add(
            trace_id=b"t" * 16,
            span_id=b"s" * 7 + bytes([number]),
            parent_span_id=b"p" * 8 if number else b"",
            name="step",
            kind=3,
            trace_state="a=b",
            start_time_unix_nano=1_795_436_295_000_000_000,
            end_time_unix_nano=1_795_436_296_000_000_000,
            flags=1,
        )
        span.status.code, span.status.message = 2, "failed"
        _add_attributes(span)
        for key, value in _MAPPED.items():
            span.attributes.add(key=key).value.string_value = value
        _add_attributes(span.events.add(name="event", time_unix_nano=5))
        span.links.add(trace_id=b"l" * 16, span_id=b"m" * 8)
    return request


def _rich_logs() -> ExportLogsServiceRequest:
    request = ExportLogsServiceRequest()
    resource_logs = request.resource_logs.add()
    _add_attributes(resource_logs.resource)
    scope = resource_logs.scope_logs.add()
    for value in _VALUES:
        record = scope.log_records.add(
            time_unix_nano=1,
            observed_time_unix_nano=2,
            severity_number=9,
            severity_text="INFO",
            trace_id=b"t" * 16,
            span_id=b"s" * 8,
            event_name="name",
            flags=1,
        )
        record.body.CopyFrom(value)
        _add_attributes(record)
    return request


def _rich_metrics() -> ExportMetricsServiceRequest:
    request = ExportMetricsServiceRequest()
    metrics = request.resource_metrics.add().scope_metrics.add().metrics
    times = {"time_unix_nano": 2, "start_time_unix_nano": 1}
    spread: dict[str, Any] = {"count": 3, "sum": 1.5, "min": 0.5, "max": 1.0}
    metrics.add(name="gauge", unit="s", description="d").gauge.data_points.add(as_double=0.5, **times)
    metrics.add(name="sum").sum.data_points.add(as_int=-4, **times)
    metrics[-1].sum.aggregation_temporality, metrics[-1].sum.is_monotonic = 1, True
    point = metrics.add(name="histogram").histogram.data_points.add(**times, **spread)
    point.bucket_counts.extend([1, 2])
    point.explicit_bounds.append(0.7)
    metrics.add(name="exponential").exponential_histogram.data_points.add(scale=2, **times, **spread)
    metrics.add(name="summary").summary.data_points.add(count=2, sum=0.5, **times)
    for metric in metrics:
        _add_attributes(getattr(metric, metric.WhichOneof("data")).data_points[0])
    return request
