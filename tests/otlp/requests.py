"""Hypothesis strategies for OTLP requests made with the official classes, and ways to take them apart."""

from collections.abc import Iterator
from typing import Any, TypeAlias

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, ArrayValue, InstrumentationScope, KeyValue, KeyValueList
from opentelemetry.proto.logs.v1.logs_pb2 import LogRecord, ResourceLogs, ScopeLogs
from opentelemetry.proto.metrics.v1.metrics_pb2 import (
    ExponentialHistogram,
    ExponentialHistogramDataPoint,
    Gauge,
    Histogram,
    HistogramDataPoint,
    Metric,
    NumberDataPoint,
    ResourceMetrics,
    ScopeMetrics,
    Sum,
    Summary,
    SummaryDataPoint,
)
from opentelemetry.proto.resource.v1.resource_pb2 import Resource
from opentelemetry.proto.trace.v1.trace_pb2 import ResourceSpans, ScopeSpans, Span, Status

from sidelight.otlp.decode import Signal

Request: TypeAlias = ExportLogsServiceRequest | ExportMetricsServiceRequest | ExportTraceServiceRequest

# Big requests are slow to make on a busy machine; that says nothing about the code.
varied = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

texts = st.text(max_size=20)
names = st.text(min_size=1, max_size=20)
times = st.integers(0, 2**64 - 1)
int64s = st.integers(-(2**63), 2**63 - 1)
uint32s = st.integers(0, 2**32 - 1)
doubles = st.floats()


def some(element: st.SearchStrategy[Any], most: int = 2) -> st.SearchStrategy[list[Any]]:
    return st.lists(element, max_size=most)


def made(message: Any, required: dict[str, Any] | None = None, /, **optional: Any) -> st.SearchStrategy[Any]:
    """Messages with all the required fields and any subset of the others."""
    return st.fixed_dictionaries(required or {}, optional=optional).map(lambda values: message(**values))


any_values: st.SearchStrategy[AnyValue] = st.recursive(
    st.one_of(
        st.just(AnyValue()),
        texts.map(lambda v: AnyValue(string_value=v)),
        int64s.map(lambda v: AnyValue(int_value=v)),
        doubles.map(lambda v: AnyValue(double_value=v)),
        st.booleans().map(lambda v: AnyValue(bool_value=v)),
        st.binary(max_size=20).map(lambda v: AnyValue(bytes_value=v)),
    ),
    lambda inner: st.one_of(
        some(inner).map(lambda v: AnyValue(array_value=ArrayValue(values=v))),
        st.dictionaries(texts, inner, max_size=3).map(
            lambda v: AnyValue(kvlist_value=KeyValueList(values=[KeyValue(key=k, value=x) for k, x in v.items()]))
        ),
    ),
    max_leaves=5,
)
attributes = st.dictionaries(texts, any_values, max_size=4).map(
    lambda pairs: [KeyValue(key=key, value=value) for key, value in pairs.items()]
)
resources = made(Resource, attributes=attributes)
scopes = made(InstrumentationScope, name=texts, version=texts, attributes=attributes)
trace_ids = st.binary(min_size=16, max_size=16).filter(lambda v: v.strip(b"\0") != b"")
span_ids = st.binary(min_size=8, max_size=8).filter(lambda v: v.strip(b"\0") != b"")

span_events = made(Span.Event, time_unix_nano=times, name=texts, attributes=attributes)
spans = made(
    Span,
    {"trace_id": trace_ids, "span_id": span_ids, "start_time_unix_nano": st.integers(1, 2**64 - 1)},
    parent_span_id=st.one_of(span_ids, st.just(b""), st.just(bytes(8))),
    trace_state=texts,
    name=texts,
    kind=st.integers(0, 5),
    end_time_unix_nano=times,
    attributes=attributes,
    events=some(span_events),
    status=made(Status, code=st.integers(0, 2), message=texts),
    flags=uint32s,
    links=some(made(Span.Link, {"trace_id": trace_ids, "span_id": span_ids}, attributes=attributes)),
)
log_records = made(
    LogRecord,
    time_unix_nano=times,
    observed_time_unix_nano=times,
    severity_number=st.integers(0, 24),
    severity_text=texts,
    body=any_values,
    attributes=attributes,
    flags=uint32s,
    trace_id=st.one_of(trace_ids, st.just(b""), st.just(bytes(16))),
    span_id=st.one_of(span_ids, st.just(b""), st.just(bytes(8))),
    event_name=texts,
)
_point = {"attributes": attributes, "start_time_unix_nano": times, "time_unix_nano": times}
number_points = st.one_of(
    made(NumberDataPoint, **_point, as_int=int64s), made(NumberDataPoint, **_point, as_double=doubles)
)
_spread = {"count": times, "sum": doubles, "min": doubles, "max": doubles}
histogram_points = made(
    HistogramDataPoint, **_point, **_spread, bucket_counts=some(times), explicit_bounds=some(doubles)
)
exponential_points = made(ExponentialHistogramDataPoint, **_point, **_spread, scale=st.integers(-10, 20))
summary_points = made(SummaryDataPoint, **_point, count=times, sum=doubles)
temporality = {"aggregation_temporality": st.integers(0, 2)}


def metrics_with(**data: Any) -> st.SearchStrategy[Metric]:
    return made(Metric, {"name": names, **data}, description=texts, unit=texts)


def points(element: st.SearchStrategy[Any]) -> dict[str, st.SearchStrategy[list[Any]]]:
    return {"data_points": st.lists(element, min_size=1, max_size=3)}


metrics = st.one_of(
    metrics_with(gauge=made(Gauge, points(number_points))),
    metrics_with(sum=made(Sum, points(number_points), is_monotonic=st.booleans(), **temporality)),
    metrics_with(histogram=made(Histogram, points(histogram_points), **temporality)),
    metrics_with(exponential_histogram=made(ExponentialHistogram, points(exponential_points), **temporality)),
    metrics_with(summary=made(Summary, points(summary_points))),
)


def trace_requests() -> st.SearchStrategy[ExportTraceServiceRequest]:
    groups = made(
        ResourceSpans, scope_spans=some(made(ScopeSpans, spans=some(spans), scope=scopes)), resource=resources
    )
    return made(ExportTraceServiceRequest, {"resource_spans": some(groups)})


def log_requests() -> st.SearchStrategy[ExportLogsServiceRequest]:
    groups = made(
        ResourceLogs, scope_logs=some(made(ScopeLogs, log_records=some(log_records), scope=scopes)), resource=resources
    )
    return made(ExportLogsServiceRequest, {"resource_logs": some(groups)})


def metric_requests() -> st.SearchStrategy[ExportMetricsServiceRequest]:
    groups = made(
        ResourceMetrics, scope_metrics=some(made(ScopeMetrics, metrics=some(metrics), scope=scopes)), resource=resources
    )
    return made(ExportMetricsServiceRequest, {"resource_metrics": some(groups)})


_PARTS: dict[Signal, tuple[Any, str, str, str]] = {
    Signal.LOGS: (ExportLogsServiceRequest, "resource_logs", "scope_logs", "log_records"),
    Signal.TRACES: (ExportTraceServiceRequest, "resource_spans", "scope_spans", "spans"),
    Signal.METRICS: (ExportMetricsServiceRequest, "resource_metrics", "scope_metrics", "metrics"),
}


def one_record_bodies(body: bytes, signal: Signal) -> Iterator[bytes]:
    """A body for each record of ``body``, with nothing else in it."""
    kind, resources_name, scopes_name, records_name = _PARTS[signal]
    for resource in getattr(kind.FromString(body), resources_name):
        for scope in getattr(resource, scopes_name):
            for record in getattr(scope, records_name):
                single = kind()
                target = getattr(getattr(single, resources_name).add(), scopes_name).add()
                getattr(target, records_name).append(record)
                yield single.SerializeToString()
