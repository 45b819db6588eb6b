"""Protobuf bodies to records. The hot path of ingestion: see ``benchmarks/decode.py``."""

from collections.abc import Callable, Iterator
from typing import Any

from sidelight.model import Attributes, LogRecord, MetricPoint, Span, SpanEvent, SpanLink
from sidelight.otlp.decoded import MAX_SAMPLE_CHARS, CheckedBody, Decoded, Defect, ProblemList
from sidelight.otlp.ids import MAX_ID_BYTES, NO_SPAN_ID, NO_TRACE_ID, id_of_bytes, not_an_id
from sidelight.otlp.protobuf_body import Group, Unreadable, groups_of
from sidelight.otlp.protobuf_values import attributes_of, value_of
from sidelight.otlp.signal import Signal

_MAX_PRINTED_BYTES = 16_384
_TEMPORALITY = {1: "delta", 2: "cumulative"}
_KINDS = {
    "gauge": "gauge",
    "sum": "sum",
    "histogram": "histogram",
    "exponential_histogram": "exponential_histogram",
    "summary": "summary",
}


def read_spans(body: bytes) -> Decoded[Span]:
    """The spans of an ``ExportTraceServiceRequest``. Raises :class:`OtlpError` when it is none."""
    spans: list[Span] = []
    append = spans.append
    problems = ProblemList()
    index = -1
    resources = _SharedAttributes()
    for group in groups_of(body, Signal.TRACES):
        _note_damage(group, index, problems)
        resource = resources.of(group.resource)
        scope = group.scope
        scope_name, scope_version = scope.name, scope.version
        scope_attributes: Attributes = attributes_of(scope.attributes)
        for span in group.records:
            index += 1
            problem = _span_problem(span)
            if problem:
                problems.add(index, problem, _sample(span, problems), resource)
                continue
            status = span.status
            events, links = span.events, span.links
            append(
                Span(
                    span.trace_id.hex(),
                    span.span_id.hex(),
                    span.name,
                    span.start_time_unix_nano,
                    span.end_time_unix_nano,
                    attributes_of(span.attributes),
                    id_of_bytes(span.parent_span_id),
                    span.kind,
                    status.code,
                    status.message,
                    span.trace_state,
                    tuple([_event(event) for event in events]) if events else (),
                    resource,
                    scope_name,
                    scope_version,
                    scope_attributes,
                    tuple([link for found in links if (link := _link(found))]) if links else (),
                )
            )
    return Decoded(spans, problems.found)


def _event(event: Any) -> SpanEvent:
    return SpanEvent(event.name, event.time_unix_nano, attributes_of(event.attributes))


def _link(link: Any) -> SpanLink | None:
    """The link, None when it names no span: a bad link is never worth its span."""
    trace_id, span_id = link.trace_id, link.span_id
    if max(len(trace_id), len(span_id)) > MAX_ID_BYTES or not (trace_id.strip(b"\0") and span_id.strip(b"\0")):
        return None
    return SpanLink(trace_id.hex(), span_id.hex(), attributes_of(link.attributes))


def read_logs(body: bytes) -> Decoded[LogRecord]:
    """The records of an ``ExportLogsServiceRequest``. Raises :class:`OtlpError` when it is none."""
    logs: list[LogRecord] = []
    problems = ProblemList()
    index = -1
    resources = _SharedAttributes()
    for group in groups_of(body, Signal.LOGS):
        _note_damage(group, index, problems)
        resource = resources.of(group.resource)
        scope_name, scope_version = group.scope.name, group.scope.version
        for record in group.records:
            index += 1
            problem = _log_problem(record)
            if problem:
                problems.add(index, problem, _sample(record, problems), resource)
                continue
            logs.append(
                LogRecord(
                    attributes=attributes_of(record.attributes),
                    resource=resource,
                    scope_name=scope_name,
                    scope_version=scope_version,
                    time_ns=record.time_unix_nano,
                    observed_time_ns=record.observed_time_unix_nano,
                    severity_number=record.severity_number,
                    severity_text=record.severity_text,
                    body=value_of(record.body),
                    trace_id=id_of_bytes(record.trace_id),
                    span_id=id_of_bytes(record.span_id),
                    event_name=record.event_name,
                )
            )
    return Decoded(logs, problems.found)


def read_metrics(body: bytes) -> Decoded[MetricPoint]:
    """The points of an ``ExportMetricsServiceRequest``. Raises :class:`OtlpError` when it is none."""
    points: list[MetricPoint] = []
    problems = ProblemList()
    index = -1
    resources = _SharedAttributes()
    for group in groups_of(body, Signal.METRICS):
        _note_damage(group, index, problems)
        resource = resources.of(group.resource)
        for metric in group.records:
            index += 1
            problem = _metric_problem(metric)
            if problem:
                problems.add(index, problem, _sample(metric, problems), resource, max(_point_count(metric), 1))
                continue
            points.extend(_points(metric, resource, group.scope.name))
    return Decoded(points, problems.found)


def _points(metric: Any, resource: Attributes, scope_name: str) -> Iterator[MetricPoint]:
    kind = metric.WhichOneof("data")
    data = getattr(metric, kind)
    shared: dict[str, Any] = {
        "name": metric.name,
        "kind": _KINDS[kind],
        "resource": resource,
        "scope_name": scope_name,
        "unit": metric.unit,
        "description": metric.description,
        "temporality": "" if kind in ("gauge", "summary") else _TEMPORALITY.get(data.aggregation_temporality, ""),
        "is_monotonic": kind == "sum" and data.is_monotonic,
    }
    read = _POINT_READERS[kind]
    for point in data.data_points:
        yield MetricPoint(
            time_ns=point.time_unix_nano,
            start_ns=point.start_time_unix_nano,
            attributes=attributes_of(point.attributes),
            **shared,
            **read(point),
        )


def _number(point: Any) -> dict[str, Any]:
    which = point.WhichOneof("value")
    return {"value": None if which is None else float(getattr(point, which))}


def _distribution(point: Any) -> dict[str, Any]:
    return {
        "count": point.count,
        "sum": point.sum if point.HasField("sum") else None,
        "min": point.min if point.HasField("min") else None,
        "max": point.max if point.HasField("max") else None,
    }


def _histogram(point: Any) -> dict[str, Any]:
    return {
        **_distribution(point),
        "bucket_counts": tuple(point.bucket_counts),
        "bounds": tuple(point.explicit_bounds),
    }


def _summary(point: Any) -> dict[str, Any]:
    return {"count": point.count, "sum": point.sum}


_POINT_READERS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "gauge": _number,
    "sum": _number,
    "histogram": _histogram,
    "exponential_histogram": _distribution,
    "summary": _summary,
}


def check_body(body: bytes, signal: Signal) -> CheckedBody:
    """Count the records and find the unusable ones, converting none. Raises :class:`OtlpError` like the readers."""
    find_problem, count_of = _CHECKS[signal]
    problems = ProblemList()
    index = -1
    count = 0
    resources = _SharedAttributes()
    for group in groups_of(body, signal):
        _note_damage(group, index, problems)
        for record in group.records:
            index += 1
            problem = find_problem(record)
            records = count_of(record)
            if problem:
                records = max(records, 1)
                problems.add(index, problem, _sample(record, problems), resources.of(group.resource), records)
            count += records
    return CheckedBody(count, problems.found)


def _note_damage(group: Group, index: int, problems: ProblemList) -> None:
    if group.lost:
        defect = Defect("attributes:unreadable", f"The {group.lost} is not valid protobuf; its attributes are lost.")
        problems.add(index + 1, defect, "", {}, lost=0)


def _span_problem(span: Any) -> Defect | None:
    if isinstance(span, Unreadable):
        return _unreadable("span")
    trace_id, span_id = span.trace_id, span.span_id
    if not trace_id.strip(b"\0"):
        return NO_TRACE_ID
    if not span_id.strip(b"\0"):
        return NO_SPAN_ID
    if len(trace_id) > MAX_ID_BYTES:
        return not_an_id("traceId")
    if len(span_id) > MAX_ID_BYTES:
        return not_an_id("spanId")
    return not_an_id("parentSpanId") if len(span.parent_span_id) > MAX_ID_BYTES else None


def _log_problem(record: Any) -> Defect | None:
    if isinstance(record, Unreadable):
        return _unreadable("log record")
    if len(record.trace_id) > MAX_ID_BYTES:
        return not_an_id("traceId")
    return not_an_id("spanId") if len(record.span_id) > MAX_ID_BYTES else None


def _metric_problem(metric: Any) -> Defect | None:
    if isinstance(metric, Unreadable):
        return _unreadable("metric")
    if not metric.name:
        return Defect("name:absent", "The metric has no name.")
    if metric.WhichOneof("data") is None:
        return Defect("data:absent", "The metric has no data, or data of a kind that is not known.")
    return None


def _unreadable(what: str) -> Defect:
    return Defect("record:unreadable", f"The {what} is not valid protobuf (invalid UTF-8 or a cut field).")


def _point_count(metric: Any) -> int:
    if isinstance(metric, Unreadable):
        return 1
    kind = metric.WhichOneof("data")
    return len(getattr(metric, kind).data_points) if kind else 0


_CHECKS: dict[Signal, tuple[Callable[[Any], Defect | None], Callable[[Any], int]]] = {
    Signal.TRACES: (_span_problem, lambda _: 1),
    Signal.LOGS: (_log_problem, lambda _: 1),
    Signal.METRICS: (_metric_problem, _point_count),
}


def _sample(record: Any, problems: ProblemList) -> str:
    if not problems.wants_sample:
        return ""
    if isinstance(record, Unreadable):
        return record.data[: 4 * MAX_SAMPLE_CHARS].decode("utf-8", "replace")
    if record.ByteSize() > _MAX_PRINTED_BYTES:
        return f"{record.DESCRIPTOR.name} of {record.ByteSize()} bytes"
    return str(record)


class _SharedAttributes:
    """Attributes of the resource at hand, decoded once although each scope of it asks."""

    def __init__(self) -> None:
        self._message: Any = None
        self._attributes: Attributes = {}

    def of(self, resource: Any) -> Attributes:
        if resource is not self._message:
            self._message = resource
            self._attributes = attributes_of(resource.attributes)
        return self._attributes
