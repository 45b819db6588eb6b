"""A protobuf request taken apart into groups of records that share resource and scope.

upb refuses a whole message for one bad byte in it (invalid UTF-8 in a text, a cut field). Such a body is taken apart by
hand, so that only the records which hold the bad bytes are lost.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from google.protobuf.message import DecodeError, Message
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import InstrumentationScope
from opentelemetry.proto.logs.v1.logs_pb2 import LogRecord
from opentelemetry.proto.metrics.v1.metrics_pb2 import Metric
from opentelemetry.proto.resource.v1.resource_pb2 import Resource
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from sidelight.otlp.errors import OtlpError
from sidelight.otlp.signal import Signal, explain_bytes
from sidelight.otlp.wire import Field, WireError, WireType, fields


class Unreadable(NamedTuple):
    """A record that is not the message it should be."""

    data: bytes


class Group(NamedTuple):
    """Records of one resource and scope; ``records`` holds messages and, from damaged bodies, :class:`Unreadable`.

    ``lost`` names what of the two could not be read and is empty here, ``""`` nearly always.
    """

    resource: Any
    scope: Any
    records: Iterable[Any]
    lost: str = ""


class _Layout(NamedTuple):
    request: Any
    record: Any
    resources: str
    scopes: str
    records: str


_LAYOUTS = {
    Signal.TRACES: _Layout(ExportTraceServiceRequest, Span, "resource_spans", "scope_spans", "spans"),
    Signal.LOGS: _Layout(ExportLogsServiceRequest, LogRecord, "resource_logs", "scope_logs", "log_records"),
    Signal.METRICS: _Layout(ExportMetricsServiceRequest, Metric, "resource_metrics", "scope_metrics", "metrics"),
}


def groups_of(body: bytes, signal: Signal) -> Iterator[Group]:
    """The groups of a request body. Raises :class:`OtlpError` at once when it is not a request of that signal."""
    layout = _LAYOUTS[signal]
    try:
        request = layout.request.FromString(body)
    except DecodeError as error:
        return iter(_salvage(body, layout, str(error)))
    if body and not len(getattr(request, layout.resources)):
        raise OtlpError(*explain_bytes(body, "it has no resource"))
    return _groups(request, layout)


def _groups(request: Message, layout: _Layout) -> Iterator[Group]:
    scopes_name, records_name = layout.scopes, layout.records
    for resource_group in getattr(request, layout.resources):
        resource = resource_group.resource
        for scope_group in getattr(resource_group, scopes_name):
            yield Group(resource, scope_group.scope, getattr(scope_group, records_name))


def _salvage(body: bytes, layout: _Layout, detail: str) -> list[Group]:
    groups: list[Group] = []
    try:
        for resource_group in _submessages(body, 1, 0, len(body)):
            resource, lost_resource = _first_parsed(body, resource_group, Resource)
            for scope_group in _submessages(body, 2, resource_group.start, resource_group.end):
                scope, lost_scope = _first_parsed(body, scope_group, InstrumentationScope)
                records = [
                    _parsed(body, part, layout.record) or Unreadable(body[part.start : part.end])
                    for part in _submessages(body, 2, scope_group.start, scope_group.end)
                ]
                groups.append(Group(resource, scope, records, lost_resource or lost_scope))
                lost_resource = ""  # said once
    except WireError as error:
        raise OtlpError(*explain_bytes(body, str(error))) from error
    if not groups:
        raise OtlpError(*explain_bytes(body, detail))
    return groups


def _first_parsed(body: bytes, parent: Field, kind: Any) -> tuple[Any, str]:
    """The message in field 1, and the name of its type when it is there but not readable."""
    lost = ""
    for part in _submessages(body, 1, parent.start, parent.end):
        message = _parsed(body, part, kind)
        if message is not None:
            return message, ""
        lost = kind.DESCRIPTOR.name
    return kind(), lost


def _submessages(body: bytes, number: int, start: int, end: int) -> Iterator[Field]:
    return (part for part in fields(body, start, end) if part.number == number and part.wire_type == WireType.LEN)


def _parsed(body: bytes, part: Field, kind: Any) -> Any:
    try:
        return kind.FromString(body[part.start : part.end])
    except DecodeError:
        return None
