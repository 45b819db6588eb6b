"""OTLP over gRPC: what the HTTP receiver does, with gRPC's status codes."""

import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import grpc
import grpc.aio
import pytest
import trustme
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest, ExportLogsServiceResponse
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)

from sidelight.ingest.otlp_grpc import GrpcError, start_grpc
from sidelight.ingest.otlp_grpc_server import GrpcServer, serve_grpc
from sidelight.settings import MIB
from sidelight.store.journal_entry import JournalError
from tests.ingest.receiver_app import Receiver, running_receiver

LOGS = "/opentelemetry.proto.collector.logs.v1.LogsService/Export"
TRACES = "/opentelemetry.proto.collector.trace.v1.TraceService/Export"
METRICS = "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export"


@pytest.fixture
async def receiver(tmp_path: Path) -> AsyncIterator[Receiver]:
    async with running_receiver(tmp_path, max_body_mb=2) as receiver:
        yield receiver


@pytest.fixture
async def server(receiver: Receiver) -> AsyncIterator[GrpcServer]:
    server = await serve_grpc(receiver, 0)
    yield server
    await server.stop(0)


def log_request(text: str = "hi") -> ExportLogsServiceRequest:
    request = ExportLogsServiceRequest()
    request.resource_logs.add().scope_logs.add().log_records.add(observed_time_unix_nano=1).body.string_value = text
    return request


async def export(
    server: GrpcServer,
    receiver: Receiver,
    method: str,
    body: bytes,
    *,
    authorization: str | None = None,
    compression: grpc.Compression | None = None,
    credentials: grpc.ChannelCredentials | None = None,
) -> bytes:
    target = f"localhost:{server.port}"
    options = [("grpc.max_send_message_length", -1)]
    channel = (
        grpc.aio.secure_channel(target, credentials, options)
        if credentials
        else grpc.aio.insecure_channel(target, options)
    )
    async with channel:
        call: Any = channel.unary_unary(method)
        metadata = (("authorization", receiver.authorization if authorization is None else authorization),)
        answer: bytes = await call(body, metadata=metadata, compression=compression, timeout=20)
        return answer


@pytest.mark.parametrize("compression", [None, grpc.Compression.Gzip, grpc.Compression.Deflate])
async def test_logs_arrive(server: GrpcServer, receiver: Receiver, compression: grpc.Compression | None) -> None:
    body = log_request("x" * 10_000).SerializeToString()
    answer = await export(server, receiver, LOGS, body, compression=compression)
    assert ExportLogsServiceResponse.FromString(answer) == ExportLogsServiceResponse()
    (entry,) = receiver.entries()
    assert (entry.project_id, entry.signal, entry.format, entry.body) == (
        receiver.project_id,
        "logs",
        "protobuf",
        body,
    )
    assert entry.meta["transport"] == "grpc"
    assert entry.meta["path"] == LOGS
    assert entry.meta["address"] in ("127.0.0.1", "::1")
    assert entry.meta["user_agent"].startswith("grpc-python")
    assert entry.meta["bytes"] == len(body)


async def test_an_empty_request_is_a_success(server: GrpcServer, receiver: Receiver) -> None:
    for method in (LOGS, TRACES, METRICS):
        assert await export(server, receiver, method, b"") == b""
    assert [entry.signal for entry in receiver.entries()] == ["logs", "traces", "metrics"]


async def test_unusable_spans_are_a_partial_success(server: GrpcServer, receiver: Receiver) -> None:
    request = ExportTraceServiceRequest()
    scope = request.resource_spans.add().scope_spans.add()
    scope.spans.add(trace_id=b"t" * 16, span_id=b"s" * 8, start_time_unix_nano=1)
    scope.spans.add(name="bad", start_time_unix_nano=1)
    answer = ExportTraceServiceResponse.FromString(await export(server, receiver, TRACES, request.SerializeToString()))
    assert answer.partial_success.rejected_spans == 1
    assert "no trace id" in answer.partial_success.error_message


@pytest.mark.parametrize(
    ("method", "body", "authorization", "status", "name"),
    [
        (LOGS, log_request().SerializeToString(), "", grpc.StatusCode.UNAUTHENTICATED, "missing_header"),
        (LOGS, log_request().SerializeToString(), "${AUTH}", grpc.StatusCode.UNAUTHENTICATED, "unexpanded_variable"),
        (LOGS, b"\xff\xff", None, grpc.StatusCode.INVALID_ARGUMENT, "not_otlp"),
        (TRACES, log_request().SerializeToString(), None, grpc.StatusCode.INVALID_ARGUMENT, "wrong_signal"),
    ],
)
async def test_refusals(
    server: GrpcServer,
    receiver: Receiver,
    method: str,
    body: bytes,
    authorization: str | None,
    status: grpc.StatusCode,
    name: str,
) -> None:
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await export(server, receiver, method, body, authorization=authorization)
    assert caught.value.code() == status
    assert caught.value.details()
    refusal = receiver.the_refusal
    assert (refusal.code, refusal.transport, refusal.path) == (name, "grpc", method)
    assert receiver.entries() == []


async def test_an_unknown_sender_cannot_make_the_server_read_its_body(server: GrpcServer, receiver: Receiver) -> None:
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await export(server, receiver, LOGS, bytes(50 * MIB), authorization="Basic x")
    assert caught.value.code() == grpc.StatusCode.UNAUTHENTICATED
    assert receiver.the_refusal.bytes == 0


@pytest.mark.parametrize("compression", [None, grpc.Compression.Gzip])
async def test_too_large_messages_are_refused(
    server: GrpcServer, receiver: Receiver, compression: grpc.Compression | None
) -> None:
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await export(server, receiver, LOGS, log_request("x" * (8 * MIB)).SerializeToString(), compression=compression)
    assert caught.value.code() == grpc.StatusCode.RESOURCE_EXHAUSTED
    assert receiver.entries() == []
    await export(server, receiver, LOGS, log_request("x" * MIB).SerializeToString())
    assert len(receiver.entries()) == 1
    assert receiver.the_refusal.code == "body_not_read"


async def test_a_failing_journal_is_unavailable(server: GrpcServer, receiver: Receiver) -> None:
    async def fails(_: object) -> int:
        raise JournalError("No space left on device.")

    receiver.journal.append = fails  # type: ignore[method-assign, assignment]
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await export(server, receiver, LOGS, log_request().SerializeToString())
    assert caught.value.code() == grpc.StatusCode.UNAVAILABLE
    assert "No space left" in (caught.value.details() or "")


async def test_an_unforeseen_error_is_noted(
    server: GrpcServer, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("sidelight.ingest.accept.check", fails)
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await export(server, receiver, LOGS, log_request().SerializeToString())
    assert caught.value.code() == grpc.StatusCode.INTERNAL
    assert "secret detail" not in (caught.value.details() or "")
    assert receiver.the_refusal.code == "internal_error"


async def test_it_is_off_by_default(receiver: Receiver) -> None:
    assert await start_grpc(receiver) is None


async def test_it_listens_on_the_port_of_the_settings(receiver: Receiver) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        receiver.settings.ingest.grpc_port = free.getsockname()[1]
    server = await start_grpc(receiver)
    assert server is not None
    try:
        assert server.port == receiver.settings.ingest.grpc_port
        assert await export(server, receiver, LOGS, log_request().SerializeToString()) == b""
    finally:
        await server.stop(0)


def test_grpc_is_not_loaded_before_it_is_wanted() -> None:
    code = "import sys, sidelight.ingest.otlp_grpc; sys.exit('grpc' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


async def test_a_taken_port_is_named(server: GrpcServer, receiver: Receiver) -> None:
    with pytest.raises(GrpcError, match=str(server.port)):
        await serve_grpc(receiver, server.port)


async def test_mutual_tls(receiver: Receiver, tmp_path: Path) -> None:
    server_ca, client_ca = trustme.CA(), trustme.CA()
    certificate = server_ca.issue_cert("localhost")
    certificate.private_key_pem.write_to_path(tmp_path / "key.pem")
    (tmp_path / "cert.pem").write_bytes(b"".join(blob.bytes() for blob in certificate.cert_chain_pems))
    client_ca.cert_pem.write_to_path(tmp_path / "client-ca.pem")
    settings = receiver.settings.server
    settings.tls_certificate, settings.tls_private_key = tmp_path / "cert.pem", tmp_path / "key.pem"
    settings.tls_client_ca = tmp_path / "client-ca.pem"
    server = await serve_grpc(receiver, 0)
    try:
        body = log_request().SerializeToString()
        client = client_ca.issue_cert("client@example.org")
        trusted = grpc.ssl_channel_credentials(
            server_ca.cert_pem.bytes(), client.private_key_pem.bytes(), client.cert_chain_pems[0].bytes()
        )
        assert await export(server, receiver, LOGS, body, credentials=trusted) == b""
        anonymous = grpc.ssl_channel_credentials(server_ca.cert_pem.bytes())
        with pytest.raises(grpc.aio.AioRpcError):
            await export(server, receiver, LOGS, body, credentials=anonymous)
        assert len(receiver.entries()) == 1
    finally:
        await server.stop(0)
