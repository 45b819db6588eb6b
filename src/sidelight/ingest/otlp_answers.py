"""What an exporter is answered: the empty success of its signal, or a partial one."""

from typing import Any

import orjson
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsPartialSuccess, ExportLogsServiceResponse
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import (
    ExportMetricsPartialSuccess,
    ExportMetricsServiceResponse,
)
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTracePartialSuccess,
    ExportTraceServiceResponse,
)

from sidelight.otlp.decode import Format, Signal

CONTENT_TYPES = {Format.PROTOBUF: "application/x-protobuf", Format.JSON: "application/json"}
_REJECTED_KEYS = {
    Signal.LOGS: "rejectedLogRecords",
    Signal.TRACES: "rejectedSpans",
    Signal.METRICS: "rejectedDataPoints",
}


def success_body(signal: Signal, fmt: Format, rejected: int, message: str) -> bytes:
    """The ``Export…ServiceResponse`` in the request's encoding; partial when records were rejected."""
    if fmt is Format.PROTOBUF:
        answer: bytes = success_message(signal, rejected, message).SerializeToString()
        return answer
    if not rejected:
        return b"{}"
    # 64-bit integers are texts in OTLP/JSON.
    return orjson.dumps({"partialSuccess": {_REJECTED_KEYS[signal]: str(rejected), "errorMessage": message}})


def success_message(signal: Signal, rejected: int, message: str) -> Any:
    """The ``Export…ServiceResponse`` as a message."""
    match signal:
        case Signal.TRACES:
            if not rejected:
                return ExportTraceServiceResponse()
            spans = ExportTracePartialSuccess(rejected_spans=rejected, error_message=message)
            return ExportTraceServiceResponse(partial_success=spans)
        case Signal.LOGS:
            if not rejected:
                return ExportLogsServiceResponse()
            logs = ExportLogsPartialSuccess(rejected_log_records=rejected, error_message=message)
            return ExportLogsServiceResponse(partial_success=logs)
        case Signal.METRICS:
            if not rejected:
                return ExportMetricsServiceResponse()
            points = ExportMetricsPartialSuccess(rejected_data_points=rejected, error_message=message)
            return ExportMetricsServiceResponse(partial_success=points)
