"""Both encodings give the same values, captures decode completely, and bad records cost only themselves."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from sidelight.model import SpanLink
from sidelight.otlp.decode import Decoded, Format, OtlpError, Signal, check, decode_logs, decode_metrics, decode_spans
from sidelight.otlp.ids import id_of_json
from tests.fuzz.seeds import as_otlp_json
from tests.otlp import requests
from tests.otlp.captures import Capture, all_captures

DECODERS: dict[Signal, Any] = {Signal.LOGS: decode_logs, Signal.TRACES: decode_spans, Signal.METRICS: decode_metrics}
TRACE_ID, SPAN_ID = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"


def decode(signal: Signal, body: bytes, fmt: Format) -> Decoded[Any]:
    decoded: Decoded[Any] = DECODERS[signal](body, fmt)
    checked = check(body, signal, fmt)
    assert repr(checked.problems) == repr(decoded.problems)  # NaN is not equal to itself
    assert checked.count - checked.rejected == len(decoded.records)
    return decoded


@pytest.mark.parametrize("capture", all_captures(), ids=str)
def test_captures_decode_without_problems(capture: Capture) -> None:
    decoded = decode(capture.signal, capture.body, capture.format)
    assert decoded.problems == []
    assert decoded.records
    services = {record.resource["service.name"] for record in decoded.records}
    assert services <= {"codex_exec", "codex_cli_rs", "codex-app-server"}
    if capture.signal is Signal.LOGS:
        assert all(record.best_time_ns > 1_700_000_000 * 10**9 for record in decoded.records)
        assert any(
            record.attributes.get("event.name") == "codex.conversation_starts" for record in decoded.records
        ) or (capture.path.name[:3] != "000")


@given(requests.trace_requests())
@requests.varied
def test_spans_are_the_same_in_both_encodings(request: ExportTraceServiceRequest) -> None:
    from_protobuf = decode(Signal.TRACES, request.SerializeToString(), Format.PROTOBUF)
    from_json = decode(Signal.TRACES, as_otlp_json(request), Format.JSON)
    assert repr(from_json) == repr(from_protobuf)  # repr: NaN is not equal to itself
    sent = [span for rs in request.resource_spans for ss in rs.scope_spans for span in ss.spans]
    assert [span.name for span in from_protobuf.records] == [span.name for span in sent]


@given(requests.log_requests())
@requests.varied
def test_logs_are_the_same_in_both_encodings(request: ExportLogsServiceRequest) -> None:
    from_protobuf = decode(Signal.LOGS, request.SerializeToString(), Format.PROTOBUF)
    from_json = decode(Signal.LOGS, as_otlp_json(request), Format.JSON)
    assert repr(from_json) == repr(from_protobuf)
    assert len(from_json.records) == sum(len(sl.log_records) for rl in request.resource_logs for sl in rl.scope_logs)


@given(requests.metric_requests())
@requests.varied
def test_points_are_the_same_in_both_encodings(request: ExportMetricsServiceRequest) -> None:
    from_protobuf = decode(Signal.METRICS, request.SerializeToString(), Format.PROTOBUF)
    from_json = decode(Signal.METRICS, as_otlp_json(request), Format.JSON)
    assert repr(from_json) == repr(from_protobuf)
    assert from_protobuf.problems == []


def json_spans(*spans: object, **resource: object) -> bytes:
    return json.dumps({"resourceSpans": [{"scopeSpans": [{"spans": spans}], **resource}]}).encode()


def span_of(**fields: object) -> dict[str, object]:
    return {"traceId": TRACE_ID, "spanId": SPAN_ID, "name": "s", **fields}


def test_resource_attributes_are_decoded_once_and_shared() -> None:
    request = ExportTraceServiceRequest()
    resource_spans = request.resource_spans.add()
    resource_spans.resource.attributes.add(key="service.name").value.string_value = "shop"
    for _ in range(2):
        scope = resource_spans.scope_spans.add()
        for _ in range(2):
            scope.spans.add(trace_id=b"t" * 16, span_id=b"s" * 8)
    spans = decode_spans(request.SerializeToString(), "protobuf").records
    assert len(spans) == 4
    assert all(span.resource is spans[0].resource for span in spans)
    assert spans[0].resource == {"service.name": "shop"}


def test_links_are_kept_and_a_bad_one_costs_only_itself() -> None:
    request = ExportTraceServiceRequest()
    span = request.resource_spans.add().scope_spans.add().spans.add(trace_id=b"t" * 16, span_id=b"s" * 8)
    span.links.add(trace_id=bytes.fromhex(TRACE_ID), span_id=bytes.fromhex(SPAN_ID)).attributes.add(
        key="why"
    ).value.string_value = "batch"
    span.links.add(trace_id=bytes(16), span_id=b"m" * 8)
    span.links.add(trace_id=b"l" * 65, span_id=b"m" * 8)
    expected = (SpanLink(TRACE_ID, SPAN_ID, {"why": "batch"}),)
    assert decode(Signal.TRACES, request.SerializeToString(), Format.PROTOBUF).records[0].links == expected

    good = {"traceId": TRACE_ID, "spanId": SPAN_ID, "attributes": [{"key": "why", "value": {"stringValue": "batch"}}]}
    bad = [None, 7, {}, {"traceId": 5, "spanId": SPAN_ID}, {**good, "attributes": "no"}]
    body = json_spans(span_of(links=[*bad, good]), span_of(links="none"), span_of(links=None))
    assert [span.links for span in decode(Signal.TRACES, body, Format.JSON).records] == [expected, (), ()]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (TRACE_ID, TRACE_ID),
        (TRACE_ID.upper(), TRACE_ID),
        ("", ""),
        (None, ""),
        ("0" * 32, ""),
        ("CvdlGRbNQ92ESOshHIAxnA==", TRACE_ID),
        (list(bytes.fromhex(TRACE_ID)), TRACE_ID),
        ({"type": "Buffer", "data": list(bytes.fromhex(TRACE_ID))}, TRACE_ID),
        ("my-own-id", "my-own-id"),
        ("24 characters, no base64=", "24 characters, no base64="),
        ("not really base64 text!=", "not really base64 text!="),
    ],
)
def test_ids_in_json(written: object, read: str) -> None:
    assert id_of_json(written, "traceId") == read


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"stringValue": "x"}, "x"),
        ({"stringValue": ""}, ""),
        ({"stringValue": None}, None),
        ({"intValue": "9007199254740993"}, 9007199254740993),
        ({"intValue": 5}, 5),
        ({"intValue": {"low": -1, "high": 1}}, 2**33 - 1),
        ({"intValue": {"low": 7, "high": 0, "unsigned": False}}, 7),
        ({"intValue": ""}, 0),
        ({"intValue": 5.0}, 5),
        ({"intValue": "1" * 30}, int("1" * 30)),
        ({"stringValue": 5}, "5"),
        ({"stringValue": True}, "true"),
        ({"boolValue": "false"}, False),
        ([1, {"stringValue": "a"}], [1, "a"]),
        ({"arrayValue": [{"intValue": 1}]}, [1]),
        ({"kvlistValue": [{"key": "k", "value": 1}]}, {"k": 1}),
        ({"doubleValue": 1}, 1.0),
        ({"doubleValue": "2.5"}, 2.5),
        ({"doubleValue": "-Infinity"}, float("-inf")),
        ({"boolValue": False}, False),
        ({"boolValue": "true"}, True),
        ({"bytesValue": "aGk="}, b"hi"),
        ({"bytesValue": "-_8"}, b"\xfb\xff"),
        ({"arrayValue": {"values": [{"intValue": 1}, None, {"stringValue": "a"}]}}, [1, None, "a"]),
        ({"arrayValue": {}}, []),
        ({"kvlistValue": {"values": [{"key": "k", "value": {"boolValue": True}}]}}, {"k": True}),
        ({}, None),
        (None, None),
        ("bare", "bare"),
        ({"newerValue": 1}, None),
    ],
)
def test_attribute_values_in_json(value: object, expected: object) -> None:
    body = json_spans(span_of(attributes=[{"key": "a", "value": value}, None]))
    (span,) = decode(Signal.TRACES, body, Format.JSON).records
    assert span.attributes == {"a": expected}
    assert type(span.attributes["a"]) is type(expected)


def test_what_codex_writes_for_nothing_is_nothing() -> None:
    record = {
        "timeUnixNano": "0", "observedTimeUnixNano": "1795436295116842425", "severityNumber": 9, "severityText": "INFO",
        "body": None, "attributes": [], "droppedAttributesCount": 0, "flags": 0, "traceId": "", "spanId": "0" * 16,
    }  # fmt: skip
    body = {
        "resourceLogs": [{"resource": None, "scopeLogs": [{"scope": None, "logRecords": [record]}], "schemaUrl": ""}]
    }
    (log,) = decode(Signal.LOGS, json.dumps(body).encode(), Format.JSON).records
    assert (log.trace_id, log.span_id, log.body, log.resource) == ("", "", None, {})
    assert log.best_time_ns == 1795436295116842425


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (span_of(traceId=""), "traceId:absent"),
        (span_of(spanId=None), "spanId:absent"),
        (span_of(spanId="0" * 16), "spanId:absent"),
        (span_of(traceId=5), "traceId:not_an_id"),
        (span_of(traceId=[300]), "traceId:not_an_id"),
        (span_of(parentSpanId={"x": 1}), "parentSpanId:not_an_id"),
        (span_of(parentSpanId=True), "parentSpanId:not_an_id"),
        (span_of(attributes={}), "attributes:not_an_array"),
        (span_of(attributes=["x"]), "attributes:not_an_object"),
        (span_of(attributes=[{"key": 5, "value": {}}]), "attributes:bad_key"),
        (span_of(attributes=[{"key": "k", "value": {"intValue": "many"}}]), "intValue:not_a_number"),
        (span_of(attributes=[{"key": "k", "value": {"bytesValue": "*"}}]), "bytesValue:not_base64"),
        (span_of(events="no"), "events:not_an_array"),
        *(
            (span_of(attributes=[{"key": "k", "value": value}]), code)
            for value, code in (
                ({"stringValue": []}, "stringValue:not_a_string"),
                ({"intValue": True}, "intValue:not_a_number"),
                ({"intValue": "9" * 400}, "intValue:not_a_number"),
                ({"intValue": {"low": 1, "high": 2**40}}, "intValue:not_a_number"),
                ({"doubleValue": "many"}, "doubleValue:not_a_number"),
                ({"doubleValue": True}, "doubleValue:not_a_number"),
                ({"boolValue": 1}, "boolValue:not_a_boolean"),
                ({"arrayValue": 1}, "arrayValue:not_an_object"),
                ({"kvlistValue": 1}, "kvlistValue:not_an_object"),
                ({"arrayValue": {"values": 1}}, "values:not_an_array"),
            )
        ),
        (span_of(events=[1]), "events:not_an_object"),
        (span_of(startTimeUnixNano="yesterday"), "startTimeUnixNano:not_a_number"),
        (span_of(startTimeUnixNano=-1), "startTimeUnixNano:not_a_time"),
        (span_of(name=7), "name:not_a_string"),
        (span_of(kind=-1), "kind:out_of_range"),
        (span_of(status=3), "status:not_an_object"),
        ("span", "record:not_an_object"),
        (None, "record:not_an_object"),
    ],
)
def test_a_bad_span_in_json_costs_only_itself(bad: object, code: str) -> None:
    decoded = decode(Signal.TRACES, json_spans(span_of(name="before"), bad, span_of(name="after")), Format.JSON)
    assert [span.name for span in decoded.records] == ["before", "after"]
    (problem,) = decoded.problems
    assert (problem.index, problem.code, problem.lost) == (1, code, 1)
    assert problem.reason.endswith(".")
    assert problem.sample


@pytest.mark.parametrize(
    "wrap",
    [
        lambda inner: {"arrayValue": {"values": [inner]}},
        lambda inner: {"kvlistValue": {"values": [{"key": "k", "value": inner}]}},
        lambda inner: [inner],
    ],
    ids=["arrays", "maps", "bare lists"],
)
def test_deep_values_are_refused_and_do_not_break_the_reader(wrap: Callable[[Any], Any]) -> None:
    deep: dict[str, object] = {"stringValue": "x"}
    for _ in range(150):
        deep = wrap(deep)
    decoded = decode(
        Signal.TRACES, json_spans(span_of(attributes=[{"key": "a", "value": deep}]), span_of()), Format.JSON
    )
    assert [problem.code for problem in decoded.problems] == ["value:too_deep"]
    assert len(decoded.records) == 1


def test_a_bad_resource_costs_its_attributes_and_a_bad_group_what_is_in_it() -> None:
    good = {"scopeSpans": [{"spans": [span_of()]}]}
    body = {"resourceSpans": [{**good, "resource": {"attributes": 1}}, {"scopeSpans": 5}, {"scopeSpans": [8]}, 3, good]}
    decoded = decode(Signal.TRACES, json.dumps(body).encode(), Format.JSON)
    assert len(decoded.records) == 2
    assert [(problem.code, problem.lost) for problem in decoded.problems] == [
        ("attributes:not_an_array", 0),
        ("scopeSpans:not_an_array", 1),
        ("scopeSpans:not_an_object", 1),
        ("resourceSpans:not_an_object", 1),
    ]


def test_a_broken_protobuf_record_costs_only_itself() -> None:
    request = ExportTraceServiceRequest()
    resource_spans = request.resource_spans.add()
    resource_spans.resource.attributes.add(key="service.name").value.string_value = "shop"
    scope = resource_spans.scope_spans.add()
    scope.scope.name = "lib"
    for name in ("before", "qqqqqq", "after"):
        scope.spans.add(trace_id=b"t" * 16, span_id=b"s" * 8, name=name)
    body = request.SerializeToString().replace(b"qqqqqq", b"\xff\xfe\xfdabc")
    decoded = decode(Signal.TRACES, body, Format.PROTOBUF)
    assert [(span.name, span.scope_name, span.resource) for span in decoded.records] == [
        ("before", "lib", {"service.name": "shop"}),
        ("after", "lib", {"service.name": "shop"}),
    ]
    (problem,) = decoded.problems
    assert (problem.index, problem.code) == (1, "record:unreadable")
    assert "abc" in problem.sample


def test_protobuf_spans_without_ids_are_problems() -> None:
    request = ExportTraceServiceRequest()
    scope = request.resource_spans.add().scope_spans.add()
    scope.spans.add(trace_id=b"t" * 16, name="no span id")
    scope.spans.add(trace_id=bytes(16), span_id=b"s" * 8)
    scope.spans.add(trace_id=b"t" * 65, span_id=b"s" * 8)
    scope.spans.add(trace_id=b"t" * 16, span_id=b"s" * 65)
    scope.spans.add(trace_id=b"t" * 16, span_id=b"s" * 8, parent_span_id=b"p" * 65)
    scope.spans.add(trace_id=b"t" * 16, span_id=b"s" * 8, parent_span_id=bytes(8))
    decoded = decode(Signal.TRACES, request.SerializeToString(), Format.PROTOBUF)
    assert [problem.code for problem in decoded.problems] == [
        "spanId:absent",
        "traceId:absent",
        "traceId:not_an_id",
        "spanId:not_an_id",
        "parentSpanId:not_an_id",
    ]
    assert "no span id" in decoded.problems[0].sample
    assert decoded.records[0].parent_span_id == ""


def test_a_log_record_with_an_absurd_id_is_a_problem() -> None:
    request = ExportLogsServiceRequest()
    scope = request.resource_logs.add().scope_logs.add()
    scope.log_records.add(trace_id=b"t" * 65)
    scope.log_records.add(span_id=b"s" * 65)
    scope.log_records.add(severity_text="good")
    decoded = decode(Signal.LOGS, request.SerializeToString(), Format.PROTOBUF)
    assert [problem.code for problem in decoded.problems] == ["traceId:not_an_id", "spanId:not_an_id"]
    assert [record.severity_text for record in decoded.records] == ["good"]


def test_metrics_without_name_or_data_are_problems_and_count_their_points() -> None:
    request = ExportMetricsServiceRequest()
    scope = request.resource_metrics.add().scope_metrics.add()
    nameless = scope.metrics.add()
    nameless.gauge.data_points.add()
    nameless.gauge.data_points.add()
    scope.metrics.add(name="empty")
    scope.metrics.add(name="good").sum.data_points.add().as_int = 2
    for body, fmt in ((request.SerializeToString(), Format.PROTOBUF), (as_otlp_json(request), Format.JSON)):
        decoded = decode(Signal.METRICS, body, fmt)
        assert [(p.code, p.lost) for p in decoded.problems] == [("name:absent", 2), ("data:absent", 1)]
        assert [(point.name, point.value) for point in decoded.records] == [("good", 2.0)]


def json_metrics(*metrics: object) -> bytes:
    return json.dumps({"resourceMetrics": [{"scopeMetrics": [{"metrics": metrics}]}]}).encode()


def test_an_unreadable_metric_costs_its_points_and_not_its_neighbours() -> None:
    good = {"name": "good", "gauge": {"dataPoints": [{"asInt": "4"}, None]}}
    bad_points = {"name": "bad", "sum": {"dataPoints": [{"asInt": 1}, {"asInt": "many"}, 5]}}
    odd = {"name": "odd", "summary": {"dataPoints": [{"count": "2", "sum": 0.5}]}}
    decoded = decode(Signal.METRICS, json_metrics(bad_points, 7, good, odd), Format.JSON)
    assert [(problem.code, problem.lost) for problem in decoded.problems] == [
        ("dataPoints:not_an_object", 3),
        ("record:not_an_object", 1),
    ]
    assert [(point.name, point.value, point.count, point.sum) for point in decoded.records] == [
        ("good", 4.0, 0, None),
        ("odd", None, 2, 0.5),
    ]


def damaged(message: Any) -> bytes:
    """The message with the text ``qqqqqq`` in it made invalid UTF-8."""
    content: bytes = message.SerializeToString()
    assert b"qqqqqq" in content
    return content.replace(b"qqqqqq", b"\xff\xfe\xfdabc")


def test_broken_logs_and_metrics_cost_only_themselves() -> None:
    logs = ExportLogsServiceRequest()
    log_scope = logs.resource_logs.add().scope_logs.add()
    metrics = ExportMetricsServiceRequest()
    metric_scope = metrics.resource_metrics.add().scope_metrics.add()
    for text in ("qqqqqq", "good"):
        log_scope.log_records.add(severity_text=text)
        metric_scope.metrics.add(name=text).summary.data_points.add(count=1)
    for signal, message in ((Signal.LOGS, logs), (Signal.METRICS, metrics)):
        decoded = decode(signal, damaged(message), Format.PROTOBUF)
        assert [problem.code for problem in decoded.problems] == ["record:unreadable"]
        assert len(decoded.records) == 1


def test_a_damaged_resource_costs_its_attributes_only() -> None:
    request = ExportTraceServiceRequest()
    resource_spans = request.resource_spans.add()
    resource_spans.resource.attributes.add(key="qqqqqq").value.string_value = "x"
    resource_spans.scope_spans.add().spans.add(trace_id=b"t" * 16, span_id=b"s" * 8, name="kept")
    decoded = decode(Signal.TRACES, damaged(request), Format.PROTOBUF)
    assert [(span.name, span.resource) for span in decoded.records] == [("kept", {})]
    (problem,) = decoded.problems
    assert (problem.code, problem.lost) == ("attributes:unreadable", 0)
    assert "Resource" in problem.reason


def test_the_sample_of_a_huge_record_is_its_size() -> None:
    request = ExportTraceServiceRequest()
    request.resource_spans.add().scope_spans.add().spans.add(name="x" * 100_000)
    (problem,) = decode(Signal.TRACES, request.SerializeToString(), Format.PROTOBUF).problems
    assert problem.sample.startswith("Span of 100")


def test_enums_by_name() -> None:
    body = json_spans(span_of(kind="SPAN_KIND_CLIENT", status={"code": "STATUS_CODE_ERROR", "message": "no"}))
    (span,) = decode(Signal.TRACES, body, Format.JSON).records
    assert (span.kind, span.status_code, span.status_message) == (3, 2, "no")


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (b'"cut \\ud83d"', "cut �"),
        (b'"pair \\ud83d\\ude00"', "pair \U0001f600"),
        (b'"text \\\\ud83d"', "text \\ud83d"),
        (b'"bad \xff utf-8"', "bad � utf-8"),
    ],
)
def test_careless_unicode_in_json_is_repaired(raw: bytes, name: str) -> None:
    body = json_spans(span_of()).replace(b'"s"', raw)
    (span,) = decode(Signal.TRACES, body, Format.JSON).records
    assert span.name == name
    span.name.encode()


def test_bare_nan_and_byte_order_mark_in_json_are_read() -> None:
    body = b"\xef\xbb\xbf" + json_spans(span_of(attributes=[{"key": "a", "value": {"doubleValue": float("nan")}}]))
    (span,) = decode(Signal.TRACES, body, Format.JSON).records
    assert str(span.attributes["a"]) == "nan"


@pytest.mark.parametrize("signal", Signal)
@pytest.mark.parametrize(
    ("body", "fmt"),
    [
        (b"\xff\xff\xff", Format.PROTOBUF),
        (b"hello there", Format.PROTOBUF),
        (b"{", Format.JSON),
        (b"3", Format.JSON),
        (b'{"other": 1}', Format.JSON),
        (b"[" * 100_000, Format.JSON),
        (b'{"resourceSpans": 1, "resourceLogs": 1, "resourceMetrics": 1}', Format.JSON),
    ],
)
def test_what_is_not_otlp_raises_with_a_reason(signal: Signal, body: bytes, fmt: Format) -> None:
    with pytest.raises(OtlpError) as caught:
        decode(signal, body, fmt)
    assert caught.value.reason
    assert caught.value.hint


@pytest.mark.parametrize("fmt", Format)
@pytest.mark.parametrize("signal", Signal)
def test_an_empty_body_holds_nothing(signal: Signal, fmt: Format) -> None:
    assert decode(signal, b"", fmt) == Decoded([], [])


def test_a_flood_of_bad_records_is_one_problem_with_their_number() -> None:
    decoded = decode(Signal.TRACES, json_spans(*[span_of(traceId="")] * 5000, span_of()), Format.JSON)
    assert len(decoded.records) == 1
    assert len(decoded.problems) == 1001
    assert sum(problem.lost for problem in decoded.problems) == 5000
    assert decoded.problems[-1].code == "records:too_many"


def test_samples_are_bounded_in_length_and_number() -> None:
    bad = span_of(traceId="", name="x" * 10_000)
    decoded = decode(Signal.TRACES, json_spans(*[bad] * 150), Format.JSON)
    assert len(decoded.problems) == 150
    assert {len(problem.sample) for problem in decoded.problems} == {500, 0}
