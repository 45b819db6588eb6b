"""Asks an OTLP/gRPC receiver, as Codex's ``otlp-grpc`` exporter would."""

import time
from collections.abc import Mapping
from typing import Any

import grpc
from opentelemetry.proto.collector.logs.v1.logs_service_pb2_grpc import LogsServiceStub
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2_grpc import MetricsServiceStub
from opentelemetry.proto.collector.trace.v1.trace_service_pb2_grpc import TraceServiceStub

from sidelight.codex_setup.address import read_address
from sidelight.codex_setup.check_event import check_message
from sidelight.codex_setup.exporter import CA_CERTIFICATE, CLIENT_CERTIFICATE, CLIENT_PRIVATE_KEY, Exporter
from sidelight.codex_setup.home import CodexHome
from sidelight.codex_setup.probe_result import Outcome, Probe

_TIMEOUT_S = 10.0
_STUBS: Mapping[str, Any] = {"logs": LogsServiceStub, "traces": TraceServiceStub, "metrics": MetricsServiceStub}
_HTTP_STATUS = {
    grpc.StatusCode.OK: 200,
    grpc.StatusCode.UNAUTHENTICATED: 401,
    grpc.StatusCode.PERMISSION_DENIED: 403,
    grpc.StatusCode.INVALID_ARGUMENT: 400,
    grpc.StatusCode.RESOURCE_EXHAUSTED: 413,
    grpc.StatusCode.INTERNAL: 500,
}
_OUTCOMES = (
    ("connection refused", Outcome.REFUSED),
    ("dns resolution failed", Outcome.UNKNOWN_HOST),
    ("domain name not found", Outcome.UNKNOWN_HOST),
    ("hostname", Outcome.TLS_HOSTNAME),
    ("certificate has expired", Outcome.TLS_EXPIRED),
    ("certificate_verify_failed", Outcome.TLS_UNKNOWN_CA),
    ("wrong_version_number", Outcome.NOT_TLS),
    ("certificate_required", Outcome.CLIENT_CERTIFICATE),
    ("no route to host", Outcome.NO_ROUTE),
    ("network is unreachable", Outcome.NO_ROUTE),
    ("trying to connect an http1", Outcome.NOT_GRPC),
    ("http2", Outcome.NOT_GRPC),
    ("settings frame", Outcome.NOT_GRPC),
    ("socket closed", Outcome.NOT_GRPC),
    ("goaway", Outcome.NOT_GRPC),
    ("tls", Outcome.TLS_FAILED),
    ("ssl", Outcome.TLS_FAILED),
)


def send_check(exporter: Exporter, headers: Mapping[str, str], home: CodexHome) -> Probe:
    """Send the check event. Raises ``OSError`` for TLS files that cannot be read; never for what the server does."""
    address = read_address(exporter.endpoint)
    if address is None:
        return Probe(exporter, Outcome.BAD_URL)
    target = f"[{address.host}]:{address.port}" if ":" in address.host else f"{address.host}:{address.port}"
    options = [("grpc.enable_http_proxy", 0)]
    channel = (
        grpc.secure_channel(target, _credentials(exporter, home), options)
        if address.is_secure
        else grpc.insecure_channel(target, options)
    )
    started = time.monotonic()
    try:
        stub = _STUBS[exporter.signal](channel)
        stub.Export(check_message(exporter.signal), metadata=list(headers.items()), timeout=_TIMEOUT_S)
    except grpc.RpcError as failure:
        return _failed(exporter, failure, time.monotonic() - started)
    finally:
        channel.close()
    return Probe(exporter, Outcome.ANSWERED, status=200, elapsed_s=time.monotonic() - started)


def outcome_of(code: grpc.StatusCode, details: str) -> tuple[Outcome, int]:
    """What a gRPC status means: the outcome, and for answers of a receiver the like HTTP status."""
    if code in _HTTP_STATUS:
        return Outcome.ANSWERED, _HTTP_STATUS[code]
    text = details.lower()
    for sign, outcome in _OUTCOMES:
        if sign in text:
            return outcome, 0
    if code is grpc.StatusCode.DEADLINE_EXCEEDED:
        return Outcome.TIMEOUT, 0
    # gRPC derives these from a plain HTTP answer (gRPC over HTTP/2, "HTTP2 status to gRPC status").
    if code in (grpc.StatusCode.UNIMPLEMENTED, grpc.StatusCode.UNKNOWN):
        return Outcome.NOT_GRPC, 0
    return Outcome.FAILED, 0


def _failed(exporter: Exporter, failure: grpc.RpcError, elapsed_s: float) -> Probe:
    details = failure.details() or ""
    outcome, status = outcome_of(failure.code(), details)
    return Probe(exporter, outcome, status=status, detail=details[:500], elapsed_s=elapsed_s)


def _credentials(exporter: Exporter, home: CodexHome) -> grpc.ChannelCredentials:
    def content(key: str) -> bytes | None:
        path = exporter.tls.get(key)
        return home.resolve(path).read_bytes() if path else None

    key, certificate = content(CLIENT_PRIVATE_KEY), content(CLIENT_CERTIFICATE)
    if key is None or certificate is None:
        key = certificate = None
    return grpc.ssl_channel_credentials(content(CA_CERTIFICATE), key, certificate)
