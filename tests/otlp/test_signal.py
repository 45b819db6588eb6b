"""Signals are told apart by content: on all captures, and on every request with something distinguishing."""

import json
import time
from contextlib import suppress
from pathlib import Path

import pytest
from google.protobuf.json_format import MessageToJson
from hypothesis import given, settings
from hypothesis import strategies as st
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from sidelight.otlp.decode import Format, OtlpError, Signal, identify, signals_of
from tests.otlp import requests
from tests.otlp.captures import Capture, all_captures


def one_span_with(fields: bytes) -> bytes:
    """A request with one span that has ids and these encoded fields."""
    request = ExportTraceServiceRequest()
    span = request.resource_spans.add().scope_spans.add().spans.add(trace_id=b"t" * 16, span_id=b"s" * 8)
    span.MergeFromString(fields)
    return request.SerializeToString()


@pytest.mark.parametrize("capture", all_captures(), ids=str)
def test_every_capture_is_identified(capture: Capture) -> None:
    assert identify(capture.body, capture.format) == capture.signal
    assert signals_of(capture.body, capture.format) == {capture.signal}


@pytest.mark.parametrize("capture", [c for c in all_captures() if c.format == Format.PROTOBUF], ids=str)
def test_every_single_record_of_a_capture_is_identified(capture: Capture) -> None:
    for body in requests.one_record_bodies(capture.body, capture.signal):
        assert signals_of(body, Format.PROTOBUF) == {capture.signal}


@given(requests.trace_requests())
@requests.varied
def test_traces_of_any_shape(request: ExportTraceServiceRequest) -> None:
    assert_identified(request, Signal.TRACES, any(ss.spans for rs in request.resource_spans for ss in rs.scope_spans))


@given(requests.log_requests())
@requests.varied
def test_logs_of_any_shape(request: ExportLogsServiceRequest) -> None:
    records = [r for rl in request.resource_logs for sl in rl.scope_logs for r in sl.log_records]
    # A record of which nothing, or only the name or trace context is set, has no field that is a log's alone.
    distinct = any(
        r.time_unix_nano or r.observed_time_unix_nano or r.severity_number or r.HasField("body") or r.attributes
        for r in records
    )
    assert_identified(request, Signal.LOGS, distinct)


@given(requests.metric_requests())
@requests.varied
def test_metrics_of_any_shape(request: ExportMetricsServiceRequest) -> None:
    assert_identified(
        request, Signal.METRICS, any(sm.metrics for rm in request.resource_metrics for sm in rm.scope_metrics)
    )


def assert_identified(request: requests.Request, signal: Signal, is_distinct: bool) -> None:
    possible = signals_of(request.SerializeToString(), Format.PROTOBUF)
    assert signal in possible
    if is_distinct:
        assert possible == {signal}
    as_json = MessageToJson(request).encode()
    assert identify(as_json, Format.JSON) == signal or json.loads(as_json) == {}


@given(st.binary(max_size=200), st.sampled_from(Format))
@settings(max_examples=300)
def test_any_bytes_give_an_answer_or_an_otlp_error(body: bytes, fmt: Format) -> None:
    with suppress(OtlpError):
        assert identify(body, fmt) in Signal


@pytest.mark.parametrize("fmt", Format)
def test_an_empty_body_is_of_every_signal_and_counts_as_traces(fmt: Format) -> None:
    assert signals_of(b"", fmt) == set(Signal)
    assert identify(b"", fmt) == Signal.TRACES


def test_a_span_named_like_a_message_is_still_a_span_when_it_has_times() -> None:
    request = ExportTraceServiceRequest()
    span = request.resource_spans.add().scope_spans.add().spans.add()
    span.trace_id, span.span_id = b"exactly 16 bytes", b"eight by"
    span.name = "\n\x02hi"  # parses as a Gauge with one point
    span.start_time_unix_nano = 1
    assert identify(request.SerializeToString(), "protobuf") == Signal.TRACES


def test_a_metric_with_names_as_long_as_ids_is_still_a_metric() -> None:
    request = ExportMetricsServiceRequest()
    metric = request.resource_metrics.add().scope_metrics.add().metrics.add()
    metric.name, metric.description = "codex.tool.calls", "8 letter"
    metric.gauge.data_points.add().as_int = 3
    assert identify(request.SerializeToString(), "protobuf") == Signal.METRICS


def test_a_metric_without_description_whose_name_is_as_long_as_a_trace_id_is_no_span() -> None:
    request = ExportMetricsServiceRequest()
    metric = request.resource_metrics.add().scope_metrics.add().metrics.add()
    metric.name = "codex.tool.calls"
    metric.histogram.data_points.add()
    assert identify(request.SerializeToString(), "protobuf") == Signal.METRICS


@pytest.mark.parametrize(
    ("body", "fmt", "hint"),
    [
        (b'{"resourceLogs": []}', Format.PROTOBUF, "application/json"),
        (b"\x1f\x8b\x08\x00rest", Format.PROTOBUF, "Content-Encoding: gzip"),
        (b"<html>", Format.PROTOBUF, "nothing between"),
        (b"\x12\x01x", Format.PROTOBUF, "protocol"),
        (b"\n\x05\x12\x03", Format.PROTOBUF, "protocol"),
        (b"\n\x05hello", Format.JSON, "application/x-protobuf"),
        (b'{"spans": []}', Format.JSON, "camelCase"),
        (b'{"a": 1, "resourceLogs": [', Format.JSON, "cut"),
        (b"[1]", Format.JSON, "export request"),
        (b'{"a": 1, "resourceLogs": [{}], "resourceSpans": [{}]}', Format.JSON, "requests of their own"),
    ],
)
def test_what_is_not_otlp_is_refused_with_a_remedy(body: bytes, fmt: Format, hint: str) -> None:
    with pytest.raises(OtlpError) as caught:
        identify(body, fmt)
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    "body",
    [
        b"\n\x00" * 1_000_000,
        b"\n\x02\x12\x00" * 500_000,
        one_span_with(b"\x4a\x00" * 1_000_000),
    ],
    ids=["resources", "scopes", "attributes"],
)
def test_a_body_made_to_be_searched_in_vain_costs_little(body: bytes) -> None:
    start_s = time.perf_counter()
    assert Signal.TRACES in signals_of(body, Format.PROTOBUF)
    assert time.perf_counter() - start_s < 0.5


def test_captures_are_there() -> None:
    assert len(all_captures()) > 20
    assert {(c.signal, c.format) for c in all_captures()} >= {
        (Signal.LOGS, Format.PROTOBUF),
        (Signal.LOGS, Format.JSON),
        (Signal.TRACES, Format.JSON),
        (Signal.METRICS, Format.JSON),
    }
    assert isinstance(all_captures()[0].path, Path)
