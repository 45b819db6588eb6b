"""The event that connect and doctor send to see whether telemetry arrives. Receivers count it and show it nowhere."""

import json
import time

from google.protobuf.json_format import MessageToDict
from google.protobuf.message import Message
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, KeyValue
from opentelemetry.proto.logs.v1.logs_pb2 import LogRecord, ResourceLogs, ScopeLogs, SeverityNumber
from opentelemetry.proto.metrics.v1.metrics_pb2 import ResourceMetrics
from opentelemetry.proto.resource.v1.resource_pb2 import Resource
from opentelemetry.proto.trace.v1.trace_pb2 import ResourceSpans

from sidelight import __version__
from sidelight.codex_setup.exporter import Signal

EVENT_NAME = "sidelight.connection_check"
SERVICE_NAME = "sidelight-check"


def check_message(signal: Signal) -> Message:
    """The export request: one marked log record, or for traces and metrics an envelope without any record."""
    resource = Resource(attributes=[_text("service.name", SERVICE_NAME), _text("service.version", __version__)])
    if signal == "traces":
        return ExportTraceServiceRequest(resource_spans=[ResourceSpans(resource=resource)])
    if signal == "metrics":
        return ExportMetricsServiceRequest(resource_metrics=[ResourceMetrics(resource=resource)])
    record = LogRecord(
        observed_time_unix_nano=time.time_ns(),
        severity_number=SeverityNumber.SEVERITY_NUMBER_INFO,
        attributes=[_text("event.name", EVENT_NAME)],
    )
    return ExportLogsServiceRequest(
        resource_logs=[ResourceLogs(resource=resource, scope_logs=[ScopeLogs(log_records=[record])])]
    )


def check_request(signal: Signal, protocol: str) -> tuple[bytes, str]:
    """Body and content type of the check in the protocol that the exporter uses."""
    message = check_message(signal)
    if protocol == "json":
        return json.dumps(MessageToDict(message)).encode(), "application/json"
    return message.SerializeToString(), "application/x-protobuf"


def _text(key: str, value: str) -> KeyValue:
    return KeyValue(key=key, value=AnyValue(string_value=value))
