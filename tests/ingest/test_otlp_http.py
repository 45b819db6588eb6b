"""Everything that can be sent to the OTLP addresses gets a clear answer, and nothing is lost or silent."""

import asyncio
import gzip
import json
import time
import tracemalloc
import zlib
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)

from sidelight.otlp.decode import Signal
from sidelight.settings import MIB
from sidelight.store.journal_entry import JournalError
from tests.ingest.receiver_app import JSON, PROTOBUF, Receiver, running_receiver
from tests.otlp.captures import Capture, all_captures

BARE = "/api/public/otel"
LANGFUSE_TRACES = "/api/public/otel/v1/traces"


@pytest.fixture
async def receiver(tmp_path: Path) -> AsyncIterator[Receiver]:
    async with running_receiver(tmp_path) as receiver:
        yield receiver


def trace_request(*, without_ids: int = 0) -> ExportTraceServiceRequest:
    request = ExportTraceServiceRequest()
    scope = request.resource_spans.add().scope_spans.add()
    scope.spans.add(trace_id=b"t" * 16, span_id=b"s" * 8, name="good", start_time_unix_nano=1)
    for _ in range(without_ids):
        scope.spans.add(name="bad", start_time_unix_nano=1)
    return request


def log_request() -> ExportLogsServiceRequest:
    request = ExportLogsServiceRequest()
    record = request.resource_logs.add().scope_logs.add().log_records.add(observed_time_unix_nano=5)
    record.attributes.add(key="event.name").value.string_value = "codex.user_prompt"
    return request


def metric_request() -> ExportMetricsServiceRequest:
    request = ExportMetricsServiceRequest()
    metric = request.resource_metrics.add().scope_metrics.add().metrics.add(name="codex.turn.tool.call")
    metric.sum.data_points.add().as_int = 4
    return request


TRACES, LOGS, METRICS = (r.SerializeToString() for r in (trace_request(), log_request(), metric_request()))
BODIES = {Signal.TRACES: TRACES, Signal.LOGS: LOGS, Signal.METRICS: METRICS}


@pytest.mark.parametrize("path", ["/", f"{BARE}/v1/log", f"{BARE}/v1/logs/v1/logs", "/v1/profiles", "/otlp/v1/logs"])
async def test_a_wrong_address_says_where_to_send_and_is_noted(receiver: Receiver, path: str) -> None:
    response = await receiver.post(path, LOGS)
    assert (response.status_code, response.json()["error"]) == (404, "wrong_address")
    assert "/api/public/otel/v1/logs" in response.json()["message"]
    assert (receiver.the_refusal.path, receiver.the_refusal.project_id) == (path, receiver.project_id)
    assert receiver.entries() == []


@pytest.mark.parametrize("slash", ["", "/"])
@pytest.mark.parametrize("signal", Signal)
@pytest.mark.parametrize("base", [BARE, f"{BARE}/v1/", "/v1/"])
async def test_every_address_takes_its_signal(receiver: Receiver, base: str, signal: Signal, slash: str) -> None:
    path = (base if base == BARE else base + signal) + slash
    response = await receiver.post(path, BODIES[signal])
    assert (response.status_code, response.content) == (200, b"")
    assert response.headers["content-type"] == PROTOBUF
    (entry,) = receiver.entries()
    assert (entry.project_id, entry.signal, entry.format) == (receiver.project_id, signal, "protobuf")
    assert entry.body == BODIES[signal]
    assert entry.meta["path"] == path
    assert entry.meta["transport"] == "http"
    assert entry.meta["address"] == "192.0.2.7"
    assert entry.meta["user_agent"] == "test/1"
    assert entry.meta["bytes"] == len(BODIES[signal])
    assert entry.meta["request_id"]
    assert entry.meta["key_id"]
    assert receiver.refused == []


@pytest.mark.parametrize("capture", all_captures(), ids=str)
async def test_captures_are_accepted_where_codex_sent_them(receiver: Receiver, capture: Capture) -> None:
    content_type = JSON if capture.format == "json" else PROTOBUF
    response = await receiver.post(capture.url_path, capture.body, content_type)
    assert response.status_code == 200
    assert response.content == (b"{}" if capture.format == "json" else b"")
    (entry,) = receiver.entries()
    assert (entry.signal, entry.format, entry.body) == (capture.signal, capture.format, capture.body)


async def test_the_journal_holds_the_request_before_the_answer(receiver: Receiver) -> None:
    async def is_refused(_: object) -> int:
        raise JournalError("No space left on device.")

    receiver.journal.append = is_refused  # type: ignore[method-assign, assignment]
    response = await receiver.post(BARE, LOGS)
    assert response.status_code == 503
    assert int(response.headers["retry-after"]) > 0
    assert "No space left" in response.json()["message"]
    assert receiver.the_refusal.code == "journal_failed"


@pytest.mark.parametrize("content_type", ["application/json; charset=utf-8", "APPLICATION/JSON", "text/json"])
async def test_json_is_told_by_part_of_the_content_type(receiver: Receiver, content_type: str) -> None:
    response = await receiver.post(f"{BARE}/v1/logs", b'{"resourceLogs": []}', content_type)
    assert (response.status_code, response.content) == (200, b"{}")
    assert receiver.entries()[0].format == "json"


@pytest.mark.parametrize("content_type", [None, "text/plain", "application/octet-stream"])
async def test_other_content_types_are_refused(receiver: Receiver, content_type: str | None) -> None:
    response = await receiver.post(BARE, LOGS, content_type)
    assert response.status_code == 415
    assert "application/x-protobuf or application/json" in response.json()["hint"]
    refusal = receiver.the_refusal
    assert (refusal.status, refusal.code) == (415, "unsupported_content_type")
    assert refusal.project_id == receiver.project_id
    assert refusal.address == "192.0.2.7"
    assert refusal.path == BARE


async def test_langfuse_traces_have_their_own_error_contract(receiver: Receiver) -> None:
    response = await receiver.post(LANGFUSE_TRACES, TRACES, "text/plain")
    assert (response.status_code, response.json()["error"]) == (400, "Invalid content type")
    response = await receiver.post(LANGFUSE_TRACES, b"\xff\xff")
    assert (response.status_code, response.json()["error"]) == (400, "Failed to parse OTel Protobuf Trace")
    response = await receiver.post(LANGFUSE_TRACES, b"{", JSON)
    assert (response.status_code, response.json()["error"]) == (400, "Failed to parse OTel JSON Trace")
    response = await receiver.post(LANGFUSE_TRACES, b"no gzip", content_encoding="gzip")
    assert (response.status_code, response.json()["error"]) == (400, "Failed to decompress request body")
    for version in ("5", "new"):
        response = await receiver.post(LANGFUSE_TRACES, TRACES, x_langfuse_ingestion_version=version)
        assert response.json()["error"] == f'Unsupported x-langfuse-ingestion-version: "{version}"'
        assert response.status_code == 400
    assert receiver.entries() == []
    assert [refusal.code for refusal in receiver.refused] == [
        "unsupported_content_type",
        "not_otlp",
        "not_otlp",
        "undecompressible",
        "unsupported_version",
        "unsupported_version",
    ]


async def test_langfuse_traces_refuse_the_whole_batch_for_one_bad_span(receiver: Receiver) -> None:
    response = await receiver.post(LANGFUSE_TRACES, trace_request(without_ids=2).SerializeToString())
    assert response.status_code == 400
    assert "2 of 3 spans" in response.json()["error"]
    assert "traceId:absent (2)" in response.json()["error"]
    assert receiver.entries() == []
    refusal = receiver.the_refusal
    assert refusal.kind == "undecodable"
    assert '"bad"' in refusal.sample


async def test_langfuse_traces_say_that_logs_do_not_belong_there(receiver: Receiver) -> None:
    response = await receiver.post(LANGFUSE_TRACES, LOGS)
    assert response.status_code == 400
    assert "holds logs" in response.json()["error"]
    assert f"{BARE}/v1/logs" in response.json()["hint"]


async def test_langfuse_headers_are_kept(receiver: Receiver) -> None:
    response = await receiver.post(
        LANGFUSE_TRACES, TRACES, x_langfuse_sdk_name="python", x_langfuse_ingestion_version="4"
    )
    assert response.status_code == 200
    (entry,) = receiver.entries()
    assert entry.meta["headers"] == {"x-langfuse-sdk-name": "python", "x-langfuse-ingestion-version": "4"}


@pytest.mark.parametrize("path", [BARE, "/v1/traces"])
async def test_elsewhere_unusable_spans_are_a_partial_success(receiver: Receiver, path: str) -> None:
    request = trace_request(without_ids=2)
    response = await receiver.post(path, request.SerializeToString())
    assert response.status_code == 200
    partial = ExportTraceServiceResponse.FromString(response.content).partial_success
    assert partial.rejected_spans == 2
    assert "no trace id" in partial.error_message
    good = {"traceId": "0af7651916cd43dd8448eb211c80319c", "spanId": "b7ad6b7169203331"}
    as_json = {"resourceSpans": [{"scopeSpans": [{"spans": [{"name": "bad"}, good]}]}]}
    response = await receiver.post(path, json.dumps(as_json).encode(), JSON)
    assert response.json()["partialSuccess"]["rejectedSpans"] == "1"
    assert len(receiver.entries()) == 2


async def test_a_body_in_which_nothing_is_usable_is_refused(receiver: Receiver) -> None:
    as_json = {"resourceSpans": [{"scopeSpans": [{"spans": [{"name": "bad"}, {"name": "worse"}]}]}]}
    response = await receiver.post(BARE, json.dumps(as_json).encode(), JSON)
    assert response.status_code == 400
    assert "2 of 2 records" in response.json()["message"]
    assert receiver.entries() == []
    assert receiver.the_refusal.code == "no_usable_records"
    assert "bad" in receiver.the_refusal.sample


async def test_a_body_of_another_signal_is_refused_with_the_right_address(receiver: Receiver) -> None:
    for path, body, other in (
        ("/v1/traces", LOGS, "/v1/logs"),
        ("/v1/logs", TRACES, "/v1/traces"),
        (f"{BARE}/v1/logs", METRICS, f"{BARE}/v1/metrics"),
        (f"{BARE}/v1/metrics", TRACES, LANGFUSE_TRACES),
    ):
        response = await receiver.post(path, body)
        assert response.status_code == 400
        assert response.json()["error"] == "wrong_signal"
        assert f"to {other}," in response.json()["hint"]
    assert receiver.entries() == []


@pytest.mark.parametrize(("body", "content_type"), [(b"", PROTOBUF), (b"", JSON), (b"{}", JSON), (b" \n", JSON)])
@pytest.mark.parametrize("path", [BARE, LANGFUSE_TRACES, "/v1/logs"])
async def test_an_empty_body_is_a_success_and_seen(
    receiver: Receiver, path: str, body: bytes, content_type: str
) -> None:
    response = await receiver.post(path, body, content_type)
    assert response.status_code == 200
    assert response.content == (b"{}" if content_type == JSON else b"")
    assert len(receiver.entries()) == 1  # so that the Ingestion page shows that something arrived


@pytest.mark.parametrize(
    ("body", "content_type", "hint"),
    [
        (b"\xff\xff\xff", PROTOBUF, "compression"),
        (b'{"resourceLogs": []}', PROTOBUF, "application/json"),
        (gzip.compress(LOGS), PROTOBUF, "Content-Encoding: gzip"),
        (b'{"resourceLogs": [', JSON, "cut"),
        (LOGS, JSON, "application/x-protobuf"),
        (b"[]", JSON, "OTLP/JSON"),
        (b'{"resourceLogs": {}}', JSON, "OTLP/JSON"),
    ],
)
async def test_a_broken_body_is_refused_and_shown(
    receiver: Receiver, body: bytes, content_type: str, hint: str
) -> None:
    response = await receiver.post(BARE, body, content_type)
    assert response.status_code == 400
    assert hint in response.json()["message"]
    refusal = receiver.the_refusal
    assert (refusal.kind, refusal.code, refusal.bytes) == ("undecodable", "not_otlp", len(body))
    assert refusal.sample
    assert hint in refusal.hint


@pytest.mark.parametrize(
    ("authorization", "name"),
    [
        ("", "missing_header"),
        ("${LANGFUSE_AUTH}", "unexpanded_variable"),
        ("Basic cGs6c2s=", "unknown_key"),
        ("Bearer pk-lf-1", "bearer"),
    ],
)
async def test_wrong_keys_are_refused_and_the_reason_is_kept(receiver: Receiver, authorization: str, name: str) -> None:
    response = await receiver.post(BARE, LOGS, authorization=authorization)
    assert response.status_code == 401
    assert response.json()["message"].endswith(response.json()["hint"])
    refusal = receiver.the_refusal
    assert (refusal.status, refusal.code, refusal.project_id) == (401, name, "")
    assert refusal.hint
    assert receiver.entries() == []


async def test_a_wrong_secret_is_refused(receiver: Receiver) -> None:
    import base64

    pair = base64.b64decode(receiver.authorization.removeprefix("Basic "))[:-1] + b"x"
    response = await receiver.post(BARE, LOGS, authorization="Basic " + base64.b64encode(pair).decode())
    assert response.status_code == 401


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", [BARE, f"{BARE}/", "/v1/logs/"])
async def test_other_methods_are_refused_with_a_hint(receiver: Receiver, method: str, path: str) -> None:
    for headers in ({}, {"authorization": receiver.authorization}):
        response = await receiver.http.request(method, path, headers=headers)
        assert response.status_code == 405
        assert response.headers["allow"] == "POST, OPTIONS"
        if method != "HEAD":
            assert "redirected" in response.json()["hint"]
    refusals = receiver.refused
    assert {refusal.project_id for refusal in refusals} == {"", receiver.project_id}


async def test_browsers_of_any_origin_may_send(receiver: Receiver) -> None:
    asked = {
        "origin": "https://shop.example",
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization,x-langfuse-sdk-name",
    }
    response = await receiver.http.options(LANGFUSE_TRACES, headers=asked)
    assert response.status_code == 204
    assert response.headers["access-control-allow-origin"] == "https://shop.example"
    assert "POST" in response.headers["access-control-allow-methods"]
    assert response.headers["access-control-allow-headers"] == "authorization,x-langfuse-sdk-name"
    assert "access-control-allow-credentials" not in response.headers
    response = await receiver.post(LANGFUSE_TRACES, TRACES, origin="https://shop.example", authorization="x")
    assert response.headers["access-control-allow-origin"] == "https://shop.example"
    assert receiver.refused
    assert "access-control-allow-origin" not in (await receiver.post(BARE, LOGS)).headers


@pytest.mark.parametrize(
    ("encoding", "compressed"),
    [
        ("gzip", gzip.compress(LOGS)),
        ("GZIP", gzip.compress(LOGS)),
        ("x-gzip", gzip.compress(LOGS[:10]) + gzip.compress(LOGS[10:]) + bytes(8)),
        ("deflate", zlib.compress(LOGS)),
        ("deflate", zlib.compress(LOGS)[2:-4]),
        ("identity", LOGS),
        ("", LOGS),
    ],
)
async def test_compressed_bodies(receiver: Receiver, encoding: str, compressed: bytes) -> None:
    response = await receiver.post(BARE, compressed, content_encoding=encoding)
    assert response.status_code == 200
    (entry,) = receiver.entries()
    assert entry.body == LOGS
    assert entry.meta["bytes"] == len(compressed)


@pytest.mark.parametrize("compressed", [b"not gzip at all", gzip.compress(LOGS * 50)[:-20], gzip.compress(LOGS) + b"x"])
async def test_broken_compression(receiver: Receiver, compressed: bytes) -> None:
    response = await receiver.post(BARE, compressed, content_encoding="gzip")
    assert response.status_code == 400
    assert "Failed to decompress" in response.json()["message"]
    assert receiver.the_refusal.code == "undecompressible"


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip"])
async def test_unknown_compression(receiver: Receiver, encoding: str) -> None:
    response = await receiver.post(BARE, LOGS, content_encoding=encoding)
    assert response.status_code == 415
    assert "gzip" in response.json()["hint"]


async def in_chunks(body: bytes, size: int = 65_536) -> AsyncIterator[bytes]:
    for start in range(0, len(body), size):
        yield body[start : start + size]
        await asyncio.sleep(0)


async def test_16_mb_are_accepted_in_normal_use(receiver: Receiver) -> None:
    request = log_request()
    record = request.resource_logs[0].scope_logs[0].log_records[0]
    record.attributes.add(key="prompt").value.string_value = "x" * (16 * MIB)
    body = request.SerializeToString()
    for sent in (body, in_chunks(body)):
        assert (await receiver.post(BARE, sent)).status_code == 200
    assert (await receiver.post(BARE, gzip.compress(body), content_encoding="gzip")).status_code == 200
    assert {len(entry.body) for entry in receiver.journal.read(0, max_bytes=100 * MIB)} == {len(body)}


async def test_a_body_that_says_it_is_too_large_is_refused_unread(receiver: Receiver) -> None:
    was_read = False

    async def body() -> AsyncIterator[bytes]:
        nonlocal was_read
        was_read = True
        yield bytes(1)

    response = await receiver.post(BARE, body(), content_length=str(100 * MIB))
    assert response.status_code == 413
    assert "MAX_BODY_MB" in response.json()["hint"]
    refusal = receiver.the_refusal
    assert (refusal.status, refusal.bytes) == (413, 100 * MIB)


async def test_a_body_that_does_not_say_how_large_it_is(tmp_path: Path) -> None:
    async with running_receiver(tmp_path, max_body_mb=1) as receiver:
        response = await receiver.post(BARE, in_chunks(bytes(3 * MIB)))
        assert response.status_code == 413
        assert receiver.entries() == []


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
async def test_a_decompression_bomb_is_refused_quickly_and_in_bounded_memory(receiver: Receiver, encoding: str) -> None:
    compressor = zlib.compressobj(1, wbits=31 if encoding == "gzip" else 15)
    block = bytes(4 * MIB)
    bomb = b"".join(compressor.compress(block) for _ in range(50)) + compressor.flush()
    assert len(bomb) < 1 * MIB
    tracemalloc.start()
    start_s = time.perf_counter()
    response = await receiver.post(BARE, bomb, content_encoding=encoding)
    took_s = time.perf_counter() - start_s
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert response.status_code == 413
    assert "decompressed" in response.json()["message"]
    assert peak < 80 * MIB
    assert took_s < 5
    assert (await receiver.post(BARE, LOGS)).status_code == 200


async def test_a_sender_that_hangs_up_is_noted(receiver: Receiver) -> None:
    async def receive() -> dict[str, str]:
        return {"type": "http.disconnect"}

    sent: list[dict[str, object]] = []

    async def send(message: object) -> None:
        sent.append(dict(message))  # type: ignore[call-overload]

    headers = [(b"authorization", receiver.authorization.encode()), (b"content-type", PROTOBUF.encode())]
    scope = {
        "type": "http", "method": "POST", "path": BARE, "headers": headers, "query_string": b"", "app": receiver.app,
    }  # fmt: skip
    await receiver.app(scope, receive, send)  # type: ignore[arg-type]
    assert receiver.the_refusal.code == "disconnected"


async def test_a_sender_that_stalls_is_noted(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sidelight.ingest.body.IDLE_TIMEOUT_S", 0.05)

    async def stalling() -> AsyncIterator[bytes]:
        yield LOGS[:3]
        await asyncio.sleep(30)

    response = await receiver.post(BARE, stalling())
    assert response.status_code == 408
    assert receiver.the_refusal.code == "body_timeout"


async def test_bodies_wait_for_memory_instead_of_being_refused(tmp_path: Path) -> None:
    async with running_receiver(tmp_path, max_in_flight_mb=1) as receiver:
        filler = log_request()
        filler.resource_logs[0].scope_logs[0].log_records[0].body.string_value = "x" * (900 * 1024)
        body = filler.SerializeToString()
        first_is_inside, may_go_on = asyncio.Event(), asyncio.Event()

        async def slow() -> AsyncIterator[bytes]:
            yield body[:100]
            first_is_inside.set()
            await may_go_on.wait()
            yield body[100:]

        first = asyncio.create_task(receiver.post(BARE, slow(), content_length=str(len(body))))
        await first_is_inside.wait()
        second = asyncio.create_task(receiver.post(BARE, body))
        await asyncio.sleep(0.05)
        assert not second.done()
        may_go_on.set()
        responses: list[httpx.Response] = await asyncio.gather(first, second)
        assert [response.status_code for response in responses] == [200, 200]


async def test_an_unforeseen_error_is_an_answer_and_noted(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("sidelight.ingest.accept.check", fails)
    response = await receiver.post(BARE, LOGS)
    assert response.status_code == 500
    assert "secret detail" not in response.text
    assert receiver.the_refusal.code == "internal_error"
