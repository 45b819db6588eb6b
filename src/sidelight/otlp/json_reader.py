"""OTLP/JSON bodies as records, as Codex and the JavaScript SDKs write them: hex ids, nulls, numbers as text or bare."""

from collections.abc import Callable, Iterator
from enum import Enum
from typing import Any, TypeVar

from sidelight.model import Attributes, LogRecord, Span, SpanEvent, SpanLink
from sidelight.otlp.decoded import BadRecordError, Decoded
from sidelight.otlp.ids import id_of_json, require_ids
from sidelight.otlp.json_body import Group, JsonBody
from sidelight.otlp.json_values import attributes_of, int_of, list_of, object_of, text_of, time_of, value_of
from sidelight.otlp.signal import Signal

_Record = TypeVar("_Record")
_MAX_ENUM = 2**31 - 1


class _SpanKind(Enum):
    SPAN_KIND_UNSPECIFIED = 0
    SPAN_KIND_INTERNAL = 1
    SPAN_KIND_SERVER = 2
    SPAN_KIND_CLIENT = 3
    SPAN_KIND_PRODUCER = 4
    SPAN_KIND_CONSUMER = 5


class _StatusCode(Enum):
    STATUS_CODE_UNSET = 0
    STATUS_CODE_OK = 1
    STATUS_CODE_ERROR = 2


_SEVERITIES = {
    f"SEVERITY_NUMBER_{name}{step or ''}": number + max(step - 1, 0)
    for name, number in (("TRACE", 1), ("DEBUG", 5), ("INFO", 9), ("WARN", 13), ("ERROR", 17), ("FATAL", 21))
    for step in (0, 2, 3, 4)
}
_KINDS = {kind.name: int(kind.value) for kind in _SpanKind}
_STATUS_CODES = {code.name: int(code.value) for code in _StatusCode}


def read_spans(body: bytes) -> Decoded[Span]:
    """The spans of an OTLP/JSON trace request. Raises :class:`OtlpError` when it is none."""
    return read_records(body, Signal.TRACES, lambda record, group: [_span(record, group)])


def read_logs(body: bytes) -> Decoded[LogRecord]:
    """The records of an OTLP/JSON logs request. Raises :class:`OtlpError` when it is none."""
    return read_records(body, Signal.LOGS, lambda record, group: [_log(record, group)])


def read_records(
    body: bytes,
    signal: Signal,
    read: Callable[[dict[str, Any], Group], list[_Record]],
    count: Callable[[Any], int] = lambda _: 1,
) -> Decoded[_Record]:
    """Apply ``read`` to each record of the body; what it raises as :class:`BadRecordError` costs only that record.

    ``count`` says how many records are lost with an unusable one.
    """
    document = JsonBody(body, signal)
    found: list[_Record] = []
    for record, group in _records(document):
        try:
            if not isinstance(record, dict):
                raise BadRecordError("record:not_an_object", "The record is not an object.")
            found.extend(read(record, group))
        except BadRecordError as error:
            document.note(error, record, group.resource, count(record))
    return Decoded(found, document.problems.found)


def _records(document: JsonBody) -> Iterator[tuple[Any, Group]]:
    for group in document.groups():
        for record in group.records:
            document.index += 1
            yield record, group


def _span(span: dict[str, Any], group: Group) -> Span:
    trace_id = id_of_json(span.get("traceId"), "traceId")
    span_id = id_of_json(span.get("spanId"), "spanId")
    require_ids(trace_id, span_id)
    status = object_of(span, "status")
    return Span(
        trace_id=trace_id,
        span_id=span_id,
        name=text_of(span, "name"),
        start_ns=time_of(span, "startTimeUnixNano"),
        end_ns=time_of(span, "endTimeUnixNano"),
        attributes=attributes_of(list_of(span, "attributes")),
        parent_span_id=id_of_json(span.get("parentSpanId"), "parentSpanId"),
        kind=enum_of(span, "kind", _KINDS),
        status_code=enum_of(status, "code", _STATUS_CODES),
        status_message=text_of(status, "message"),
        trace_state=text_of(span, "traceState"),
        events=tuple([_event(event) for event in list_of(span, "events") if event is not None]),
        resource=group.resource,
        scope_name=group.scope_name,
        scope_version=group.scope_version,
        scope_attributes=group.scope_attributes,
        links=_links(span),
    )


def _links(span: dict[str, Any]) -> tuple[SpanLink, ...]:
    """The links that name a span. A bad one is left out: a link is never worth its span."""
    found = span.get("links")
    if not found or not isinstance(found, list):
        return ()
    links = []
    for link in found:
        if not isinstance(link, dict):
            continue
        try:
            trace_id, span_id = id_of_json(link.get("traceId"), "traceId"), id_of_json(link.get("spanId"), "spanId")
            if trace_id and span_id:
                links.append(SpanLink(trace_id, span_id, attributes_of(list_of(link, "attributes"))))
        except BadRecordError:
            continue
    return tuple(links)


def _event(event: object) -> SpanEvent:
    if not isinstance(event, dict):
        raise BadRecordError("events:not_an_object", "An event of the span is not an object.")
    attributes: Attributes = attributes_of(list_of(event, "attributes"))
    return SpanEvent(text_of(event, "name"), time_of(event, "timeUnixNano"), attributes)


def _log(record: dict[str, Any], group: Group) -> LogRecord:
    return LogRecord(
        attributes=attributes_of(list_of(record, "attributes")),
        resource=group.resource,
        scope_name=group.scope_name,
        scope_version=group.scope_version,
        time_ns=time_of(record, "timeUnixNano"),
        observed_time_ns=time_of(record, "observedTimeUnixNano"),
        severity_number=enum_of(record, "severityNumber", _SEVERITIES),
        severity_text=text_of(record, "severityText"),
        body=value_of(record.get("body")),
        trace_id=id_of_json(record.get("traceId"), "traceId"),
        span_id=id_of_json(record.get("spanId"), "spanId"),
        event_name=text_of(record, "eventName"),
    )


def enum_of(parent: dict[str, Any], key: str, names: dict[str, int]) -> int:
    """The number of an enum written as number or by its name in the protobuf definition; 0 when it is missing."""
    value = parent.get(key)
    if isinstance(value, str) and value in names:
        return names[value]
    number = int_of(value, key)
    if not 0 <= number <= _MAX_ENUM:
        raise BadRecordError(f"{key}:out_of_range", f"{key} is out of range.")
    return number
