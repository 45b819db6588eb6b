"""Spans of applications, short to write down, sent as OTLP."""

import base64
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field

import httpx
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.resource.v1.resource_pb2 import Resource
from opentelemetry.proto.trace.v1.trace_pb2 import ResourceSpans, ScopeSpans, Span, Status

from sidelight.demo.records import attributes_of
from sidelight.model.ids import derive_id
from sidelight.model.time import NS_PER_MS, NS_PER_S
from tests.e2e.servers import Server

START_NS = 1_795_446_000 * NS_PER_S  # 2026-11-23T15:00:00Z, after the captures
_ERROR = Status.StatusCode.STATUS_CODE_ERROR

Value = str | int | bool | float


def trace_id(name: str) -> str:
    """Id of the trace that is called so here."""
    return derive_id("trace", name, length=32)


def span_id(trace: str, name: str) -> str:
    """Id of a span by the name that it has here."""
    return derive_id("span", trace, name, length=16)


@dataclass
class Application:
    """Builds the spans of one trace; times are milliseconds after its start."""

    name: str
    scope: str
    after_s: float = 0
    scope_version: str = ""
    service: str = ""
    spans: list[Span] = field(default_factory=list)

    def span(
        self,
        key: str,
        name: str,
        start_ms: float,
        end_ms: float,
        attributes: Mapping[str, Value | None] | None = None,
        *,
        parent: str = "",
        error: str = "",
    ) -> None:
        """One span; ``key`` is what others call it as their ``parent``."""
        base_ns = START_NS + int(self.after_s * NS_PER_S)
        span = Span(
            trace_id=bytes.fromhex(trace_id(self.name)),
            span_id=bytes.fromhex(span_id(self.name, key)),
            parent_span_id=bytes.fromhex(span_id(self.name, parent)) if parent else b"",
            name=name,
            start_time_unix_nano=base_ns + int(start_ms * NS_PER_MS),
            end_time_unix_nano=base_ns + int(end_ms * NS_PER_MS),
            attributes=attributes_of({k: v for k, v in (attributes or {}).items() if v is not None}),
        )
        if error:
            span.status.code = _ERROR
            span.status.message = error
        self.spans.append(span)

    def body(self) -> bytes:
        """The export request."""
        resource = Resource(attributes=attributes_of({"service.name": self.service or self.name}))
        scope = ScopeSpans(spans=self.spans)
        scope.scope.name = self.scope
        scope.scope.version = self.scope_version
        return ExportTraceServiceRequest(
            resource_spans=[ResourceSpans(resource=resource, scope_spans=[scope])]
        ).SerializeToString()


def send(server: Server, *applications: Application) -> None:
    """Send the traces; each must be accepted."""
    auth = (server.public_key, server.secret_key)
    with httpx.Client(base_url=server.url, auth=auth, timeout=60, trust_env=False) as client:
        for application in applications:
            answer = client.post(
                "/api/public/otel/v1/traces",
                content=application.body(),
                headers={"content-type": "application/x-protobuf", "x-langfuse-ingestion-version": "4"},
            )
            assert answer.status_code == 200, (application.name, answer.text)


def picture(width: int = 48, height: int = 32) -> str:
    """A small PNG with a gradient, in base64."""
    rows = b"".join(
        b"\0" + b"".join(bytes((x * 255 // width, y * 255 // height, 160)) for x in range(width)) for y in range(height)
    )

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return base64.b64encode(png).decode()
